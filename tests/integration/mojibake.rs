//! Clean text of many languages, damaged by reading it in the wrong encoding: found, and put back to the letter.

use corplint::diagnostic::{Diagnostic, PlacedEdit};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::common::{Faults, apply, byte_range, check_bytes, entries, read_text, repository, stem};

/// The documents of the clean texts, each with its language in the marker line.
fn documents() -> Vec<String> {
    let files = entries(&repository().join("fixtures/clean"));
    let files = files.iter().filter(|path| path.extension().is_some_and(|name| name == "corpus"));
    let documents = files.flat_map(|path| {
        let text = read_text(path);
        let texts = text.split("<<<FILE>>>").skip(1).map(|document| document.split_once('\n').unwrap().1);
        // A letter of another script than the rest is found, and not put back; one beside a Latin letter is not found.
        let texts = texts.map(|text| text.replace('β', "beta").replace("L를", "를"));
        let documents = texts.map(|text| format!("<<<FILE>>> a lang={}\n{text}", stem(path)));
        documents.collect::<Vec<_>>()
    });
    documents.collect()
}

/// An encoding of one byte a character, by its name.
type Encoding = (&'static str, fn(&str) -> String);

/// The two in which UTF-8 is read most often.
const ENCODINGS: [Encoding; 2] = [
    ("Windows-1252", |text| encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()),
    ("Latin-1", |text| text.bytes().map(char::from).collect()),
];

/// `text` as it is after it was read in an encoding so many times.
fn misread(text: &str, (_, read): Encoding, times: usize) -> String {
    (0..times).fold(text.to_owned(), |text, _| read(&text))
}

/// What the rule says about a file, and the file with what it would put back.
fn mend(file: &str) -> (Vec<Diagnostic>, String) {
    let mut found = check_bytes(file.as_bytes());
    found.retain(|finding| finding.rule.id == "mojibake");
    let mut edits: Vec<PlacedEdit> =
        found.iter().filter_map(|finding| finding.fix.clone()).flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| byte_range(edit).0);
    let mended = String::from_utf8(apply(file.as_bytes(), &edits)).expect("a fix keeps the text UTF-8");
    (found, mended)
}

#[test]
fn clean_text_that_was_damaged_is_put_back_to_the_letter() {
    let mut faults = Faults::default();
    for document in documents() {
        for encoding in ENCODINGS {
            for times in 1..=2 {
                let garbled = misread(&document, encoding, times);
                let (found, mended) = mend(&garbled);
                let name = encoding.0;
                faults.expect(found.is_empty() == (garbled == document), || {
                    format!("read as {name}, {times} times: nothing found in\n{garbled}")
                });
                faults.expect(mended == document, || {
                    let left = mended.lines().zip(document.lines()).filter(|(mended, line)| mended != line);
                    let left: Vec<String> = left.map(|(mended, line)| format!("    {mended}\n    {line}")).collect();
                    format!("read as {name}, {times} times, not put back:\n{}", left.join("\n"))
                });
            }
        }
    }
    faults.report();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// Where only some words were damaged, by different programs, each is put back or left, and no other is touched.
    #[test]
    fn a_fix_puts_back_what_was_meant_or_nothing(
        document in any::<Index>(),
        damage in proptest::collection::vec((any::<Index>(), select(&ENCODINGS[..]), 1..=3_usize), 1..12),
    ) {
        let documents = documents();
        let document = document.get(&documents);
        let words: Vec<&str> = document.split([' ', '\n']).collect();
        let mut garbled: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        for (index, encoding, times) in damage {
            let at = index.index(words.len());
            garbled[at] = misread(words[at], encoding, times);
        }
        let marker = document.lines().next().unwrap().to_owned() + "\n";
        let (_, mended) = mend(&format!("{marker}{}", garbled.join(" ")));
        let mended = mended.strip_prefix(&marker).unwrap();
        for ((mended, garbled), word) in mended.split(' ').zip(&garbled).zip(words) {
            prop_assert!(mended == word || mended == garbled, "{:?} was {:?} and became {:?}", garbled, word, mended);
        }
    }

    /// Nonsense is looked at without a panic, and a fix of it is one: afterwards nothing is left to fix there.
    #[test]
    fn nonsense_can_be_looked_at(text in "[ÃÂâ€™Å©Ðà¸Р°СЂвЂ√¬ƒĂ©ð�  \u{A0}\u{80}-\u{9F}a-cA]{0,80}") {
        let (_, mended) = mend(&format!("<<<FILE>>> a\n{text}\n"));
        let (found, _) = mend(&mended);
        prop_assert!(found.iter().all(|finding| finding.fix.is_none()), "{:?} became {:?}", text, mended);
    }
}
