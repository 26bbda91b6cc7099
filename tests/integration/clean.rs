//! Clean text in many languages: what a reader would pass, corplint passes.

use std::path::PathBuf;

use corplint::diagnostic::Diagnostic;
use corplint::lang::{LANGUAGES_WITH_PHRASES, Language};

use crate::common::{Faults, check_bytes, entries, matters, read, relative, render, repository};

/// How many languages there is clean text for. A test over a folder with less in it shows less.
const LANGUAGES: usize = 29;

/// The clean texts, one file for each language.
fn files() -> Vec<PathBuf> {
    let files = entries(&repository().join("fixtures/clean"));
    files.into_iter().filter(|path| path.extension().is_some_and(|name| name == "corpus")).collect()
}

#[test]
fn there_is_clean_text_for_every_language_with_phrases() {
    let mut faults = Faults::default();
    let stems: Vec<String> =
        files().iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    for code in LANGUAGES_WITH_PHRASES {
        faults.expect(stems.iter().any(|stem| stem == code), || {
            format!(
                "write fixtures/clean/{code}.corpus: there are phrases for `{code}`, and no text that has none of them"
            )
        });
    }
    for stem in &stems {
        faults.expect(Language::from_tag(stem).is_some_and(|language| language.code() == stem), || {
            format!("fixtures/clean/{stem}.corpus: `{stem}` is no language that corplint can name")
        });
    }
    faults.report();
    assert_eq!(stems.len(), LANGUAGES, "fixtures/clean has more or fewer files than `LANGUAGES` says: {stems:?}");
}

#[test]
fn clean_text_has_no_findings() {
    expect_silence("as it is", <[u8]>::to_vec);
}

#[test]
fn clean_text_has_no_findings_where_the_language_is_not_said() {
    expect_silence("without `lang`, so that the language is detected", without_language);
}

fn expect_silence(how: &str, prepare: impl Fn(&[u8]) -> Vec<u8>) {
    let mut faults = Faults::default();
    for path in files() {
        let found: Vec<Diagnostic> = check_bytes(&prepare(&read(&path))).into_iter().filter(matters).collect();
        faults.expect(found.is_empty(), || {
            format!(
                "{}, {how}: this is clean text, and no rule may report at warning or above. Make the rule that does \
                 more careful; change the text only if a careful reader of the language would:\n{}",
                relative(&path),
                render(&found),
            )
        });
    }
    faults.report();
}

/// The file with the `lang` attributes taken from its marker lines.
fn without_language(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let strip = |line: &str| {
        let (words, ending) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        let kept = words.split(' ').filter(|word| !word.starts_with("lang="));
        kept.collect::<Vec<_>>().join(" ") + ending
    };
    let lines = text.split_inclusive('\n');
    lines.map(|line| if line.starts_with("<<<") { strip(line) } else { line.to_owned() }).collect::<String>().into()
}

#[test]
fn the_language_is_taken_away() {
    let file = b"<<<FILE>>> a lang=fr date=2024-10-28\nlang=fr stays\n<<<FILE>>> b lang=fr-CH\n";
    assert_eq!(without_language(file), b"<<<FILE>>> a date=2024-10-28\nlang=fr stays\n<<<FILE>>> b\n");
}
