//! What the README shows is what the program does.

#[test]
fn the_commands_of_the_readme_give_what_it_shows() {
    // Where the README has reports written to.
    std::fs::create_dir_all("target").expect("a folder");
    // The README begins without one.
    let _ = std::fs::remove_file("target/readme.registry");
    let cases = trycmd::TestCases::new();
    cases.env("NO_COLOR", "1").case("README.md");
}
