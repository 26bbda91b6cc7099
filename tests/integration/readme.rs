//! What the README shows is what the program does.

use crate::common::{read_text, repository};

#[test]
fn the_commands_of_the_readme_give_what_it_shows() {
    // Where the README has reports written to.
    std::fs::create_dir_all("target").expect("a folder");
    // The README begins without one.
    let _ = std::fs::remove_file("target/readme.registry");
    let cases = trycmd::TestCases::new();
    cases.env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_budgets_of_the_readme_are_those_that_it_runs() {
    let gate = read_text(&repository().join("fixtures/gate/corplint.toml"));
    assert!(read_text(&repository().join("README.md")).contains(&format!("```toml\n{gate}```\n")));
}
