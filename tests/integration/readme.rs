//! What the README shows is what the program does.

#[test]
fn the_commands_of_the_readme_give_what_it_shows() {
    let cases = trycmd::TestCases::new();
    cases.env("NO_COLOR", "1").case("README.md");
}
