//! What the README shows is what the program does.

#![expect(clippy::disallowed_methods, reason = "the test makes the folder that the commands write to")]

use corplint::lang::{LANGUAGES_WITH_PHRASES, Language};
use corplint::rule::Category;

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

#[test]
fn the_readme_tells_of_every_category_a_rule_that_is_in_it() {
    let readme = read_text(&repository().join("README.md"));
    for category in Category::ALL {
        let start = format!("| `{category}` |");
        let row =
            readme.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{category} is missing"));
        let examples = row.split('|').nth(3).unwrap_or_default().split(',').map(|name| name.trim().trim_matches('`'));
        for example in examples {
            let rule = corplint::rules::by_id(example);
            assert_eq!(rule.map(|rule| rule.meta().category), Some(category), "{example}");
        }
    }
}

#[test]
fn the_readme_names_every_language_that_there_are_phrases_of() {
    let readme = read_text(&repository().join("README.md"));
    let told = readme.split("Most rules need no language.").nth(1).and_then(|told| told.split("\n\n").next());
    let told = told.expect("the paragraph about languages");
    for code in LANGUAGES_WITH_PHRASES {
        let name = Language::from_tag(code).expect("a language").name();
        assert!(told.contains(name), "the README does not name {name}");
    }
}
