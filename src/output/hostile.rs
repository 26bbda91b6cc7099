//! Tests that no terminal and no CI service obeys anything that comes from a corpus, wherever it stands.

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::samples::{FORMAT, IDENTITY, diagnostic_at, written_with};
use super::sanitize::Class;
use super::{Format, Options, Style};
use crate::diagnostic::{Diagnostic, LONGEST_ID, PlacedEdit, PlacedFix, Related, shortened_id};
use crate::fix::Applicability;
use crate::source::Source;
use crate::span::Span;

/// Every colour that is ours.
const COLORS: [&str; 8] = ["[0m", "[1m", "[2m", "[31m", "[33m", "[36m", "[31;1m", "[33;1m"];
const BOLD_CYAN: &str = "[36;1m";

/// Bytes that somebody may have thought about: pieces of what is dangerous, between any bytes at all.
fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\x1b[31m",
            "\x1b]8;;http://x\x07",
            "\x1b]52;c;eA==\x1b\\",
            "\u{9b}31m",
            "\u{85}",
            "\x7f",
            "\0",
            "\x08",
            "\u{202e}",
            "\u{2066}",
            "\u{61c}",
            "\u{200b}",
            "\u{200c}",
            "\u{200d}",
            "\u{feff}",
            "\u{fe0f}",
            "\u{2028}",
            "\u{2029}",
            "::set-output name=x::y",
            "::",
            ":",
            "##[add-mask]",
            "##vso[x]",
            "##teamcity[x]",
            "#",
            "[",
            "section_start:1:x",
            "\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "  ",
            "<<<FILE>>> a\n",
            "<U+202E>",
            "\"",
            "\\",
            "`",
            "e\u{301}",
            "\u{301}",
            "漢字",
            "👍🏽",
            "می",
            "\u{1160}",
            "\u{e0041}",
            "\u{10ffff}",
            "word",
            "word ",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
        (any::<char>(), 1..300_usize).prop_map(|(character, times)| character.to_string().repeat(times).into_bytes()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn hostile_text() -> impl Strategy<Value = String> {
    hostile_bytes().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

prop_compose! {
    fn hostile_place()(bytes in hostile_bytes(), path in hostile_bytes(), start: prop::sample::Index, len in 0..400_usize)
        -> (Source, Vec<u8>, Span) {
        let start = start.index(bytes.len() + 1);
        let span = Span::new(start, (start + len).min(bytes.len()));
        (Source::memory(path_of(path), bytes.clone()), bytes, span)
    }
}

prop_compose! {
    pub(super) fn hostile_diagnostic()(
        (source, bytes, span) in hostile_place(),
        elsewhere in prop::option::of(hostile_place()),
        here in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize), 0..3),
        id in prop::option::of(hostile_text()),
        message in hostile_text(),
        label in prop::option::of(hostile_text()),
        help in prop::option::of(hostile_text()),
        is_error: bool,
    ) -> Diagnostic {
        let rule = if is_error { &IDENTITY } else { &FORMAT };
        let mut found = diagnostic_at(rule, source.clone(), &bytes, span);
        let mut relate = |source, bytes: &[u8], span| {
            let Diagnostic { source, place, excerpt, .. } = diagnostic_at(rule, source, bytes, span);
            found.related.push(Related { source, place, label: message.clone(), excerpt });
        };
        for (start, len) in here {
            let start = start.index(bytes.len() + 1);
            relate(source.clone(), &bytes, Span::new(start, (start + len).min(bytes.len())));
        }
        if let Some((source, bytes, span)) = elsewhere {
            relate(source, &bytes, span);
        }
        found.fix = label.as_ref().map(|label| PlacedFix {
            title: label.clone(),
            applicability: Applicability::Safe,
            edits: vec![PlacedEdit { place: found.place, content: bytes.clone().into() }],
        });
        Diagnostic { document: id.map(Arc::from), message, label, help, ..found }
    }
}

prop_compose! {
    fn some_options()(color: bool, unicode: bool, width in 0..300_usize, quiet: bool) -> Options {
        Options { style: Style { color, unicode, width }, quiet, ci_safe: true, ..Options::default() }
    }
}

/// What is in `text` that a terminal would obey, but for line endings and, if there is to be `color`, our colours.
fn obeyed_by_terminals(text: &str, color: bool) -> Option<char> {
    let mut plain = text.to_owned();
    if color {
        for code in COLORS.into_iter().chain([BOLD_CYAN]) {
            plain = plain.replace(&format!("\x1b{code}"), "");
        }
    }
    plain.chars().find(|character| {
        *character != '\n'
            && (character.is_control()
                || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
                || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                || Class::of(*character) == Class::Hidden)
    })
}

/// The first line that a CI service would take for a command, or in which it would find one.
fn obeyed_by_services(text: &str) -> Option<&str> {
    let anywhere = ["##[", "##vso[", "##teamcity[", "section_start:", "section_end:"];
    text.lines()
        .find(|line| line.trim_start().starts_with("::") || anywhere.iter().any(|command| line.contains(command)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_is_obeyed(found in prop::collection::vec(hostile_diagnostic(), 0..3), options in some_options()) {
        for format in Format::ALL {
            let text = written_with(format, &found, &options);
            prop_assert_eq!(obeyed_by_terminals(&text, options.style.color), None, "{}: {:?}", format, text);
            // What these two write is obeyed on purpose; that it is nothing else is held by `consumers`.
            if !matches!(format, Format::Github | Format::Azure) {
                prop_assert_eq!(obeyed_by_services(&text), None, "{}", format);
            }
        }
    }

    #[test]
    fn concise_has_one_line_for_each_finding(found in prop::collection::vec(hostile_diagnostic(), 0..5), options in some_options()) {
        prop_assert_eq!(written_with(Format::Concise, &found, &options).lines().count(), found.len());
    }

    #[test]
    fn json_gives_back_what_was_found(found in prop::collection::vec(hostile_diagnostic(), 0..3)) {
        let text = written_with(Format::Json, &found, &Options::default());
        let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let diagnostics = json["diagnostics"].as_array().expect("it is a list");
        prop_assert_eq!(diagnostics.len(), found.len());
        for (json, found) in diagnostics.iter().zip(&found) {
            prop_assert_eq!(json["message"].as_str(), Some(&*found.message));
            let whole = found.document.as_deref();
            let shown = whole.map(shortened_id);
            prop_assert_eq!(json["document"].as_str(), shown.as_deref());
            let cut = whole.map(str::len).filter(|length| *length > LONGEST_ID);
            prop_assert_eq!(json["document_bytes"].as_u64(), cut.map(|length| length as u64));
            prop_assert_eq!(json["label"].as_str(), found.label.as_deref());
            prop_assert_eq!(json["start"]["byte"].as_u64(), Some(found.place.start.byte));
            prop_assert_eq!(json["related"].as_array().map(Vec::len), Some(found.related.len()));
            if json["path_hex"].is_null() {
                prop_assert_eq!(json["path"].as_str(), found.source.path().to_str());
            }
        }
    }

    #[test]
    fn every_mark_of_a_finding_is_shown(found in hostile_diagnostic()) {
        let options = Options { style: Style { width: 80, ..Style::default() }, quiet: true, ..Options::default() };
        let shown = written_with(Format::Human, &[found], &options);
        let is_mark = |line: &str| line.trim_start().strip_prefix("· ").is_some_and(|mark| mark.contains(['▲', '─', '┬']));
        // The end of a brace around lines, of which nothing is said.
        let is_brace = |line: &str| line.contains("│ ╰─▶");
        prop_assert!(shown.lines().any(|line| is_mark(line) || is_brace(line)), "{}", shown);
        prop_assert!(!shown.contains("Failed to read contents"), "{}", shown);
    }
}
