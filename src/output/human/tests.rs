//! What people see, as it is drawn.

use crate::diagnostic::{Diagnostic, PlacedEdit, PlacedFix, Related};
use crate::fix::Applicability;
use crate::output::samples::{
    FORMAT, IDENTITY, diagnostic, diagnostic_at, findings_only, related, written, written_with,
};
use crate::output::sanitize::width;
use crate::output::{Format, Options, Style};
use crate::source::Source;
use crate::span::{Place, Span};

const TEXT: &str = "<<<FILE>>> report-1 lang=en\nThe first line.\nThe second line, which is wrong.\nThe third.\n";

fn in_columns(width: usize, diagnostic: Diagnostic) -> String {
    written_with(Format::Human, &[diagnostic], &findings_only(width))
}

/// The finding with everything, at another place, with another word on it.
fn full_at(text: &str, span: Span, label: &str) -> Diagnostic {
    let Diagnostic { source, place, excerpt, .. } =
        diagnostic_at(&FORMAT, Source::memory("a", text.as_bytes()), text.as_bytes(), span);
    Diagnostic { source, place, excerpt, label: Some(label.to_owned()), ..full() }
}

fn fix(applicability: Applicability) -> PlacedFix {
    let edits = vec![PlacedEdit { place: Place::default(), content: Box::default() }];
    PlacedFix { title: "take it away".to_owned(), applicability, edits }
}

#[test]
fn of_a_rule_with_many_findings_in_a_file_the_first_are_shown() {
    let of_file = |path: &'static str, count| std::iter::repeat_n(diagnostic(&IDENTITY, path, TEXT, "wrong"), count);
    let mut found: Vec<Diagnostic> = of_file("a", 1003).chain(of_file("b", 3)).collect();
    found.insert(500, diagnostic(&FORMAT, "a", TEXT, "third"));
    let shown = |most| {
        let text = written_with(Format::Human, &found, &Options { most, ..Options::default() });
        let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        (count("error[sample-identity]"), count("warning[sample-format]"), text)
    };
    let (identity, format, text) = shown(2);
    assert_eq!((identity, format), (4, 1));
    insta::assert_snapshot!("many", text);
    let (identity, format, text) = shown(0);
    assert_eq!((identity, format), (1006, 1));
    assert!(!text.contains("not shown"));
    let concise = written_with(Format::Concise, &found, &Options { most: 2, ..Options::default() });
    assert_eq!(concise.lines().count(), 1007);
}

/// Everything that a finding can have.
fn full() -> Diagnostic {
    let mut full = diagnostic(&IDENTITY, "drop/news.corpus", TEXT, "wrong");
    full.message = "a message that is long enough to be wrapped in a terminal that has no more columns than \
                    terminals used to have"
        .to_owned();
    full.help = Some("write something else".to_owned());
    full.fix = Some(fix(Applicability::Unsafe));
    full
}

#[test]
fn an_ordinary_finding() {
    insta::assert_snapshot!("ordinary_80", in_columns(80, full()));
    insta::assert_snapshot!("ordinary_120", in_columns(120, full()));
}

#[test]
fn a_finding_in_colour() {
    let style = Style { color: true, ..Style::default() };
    let mut found = full();
    found.related.push(related("drop/news.corpus", TEXT, "first", "as here"));
    let text = written_with(Format::Human, &[found], &Options { style, ..Options::default() });
    insta::assert_snapshot!("colour", text.replace('\x1b', "ESC"));
}

#[test]
fn a_finding_in_ascii() {
    let style = Style { unicode: false, ..Style::default() };
    let text = format!("<<<FILE>>> a\n{}\x1b[1m wrong{}\n", "word ".repeat(40), " word".repeat(40));
    let found = diagnostic(&IDENTITY, "a", &text, "wrong");
    let text = written_with(Format::Human, &[found], &Options { style, ..Options::default() });
    assert!(text.is_ascii());
    insta::assert_snapshot!("ascii", text);
}

#[test]
fn places_in_other_files_and_far_away_have_lines_of_their_own() {
    let mut found = full();
    found.related.push(related("other/old.corpus", "<<<FILE>>> report-1\nText.\n", "report-1", "first used here"));
    let far = format!("{TEXT}{}<<<FILE>>> report-2\nSomething else.\n", "A line.\n".repeat(300));
    found.related.push(related("drop/news.corpus", &far, "else", "far away in the same file"));
    insta::assert_snapshot!("related_80", in_columns(80, found.clone()));
    insta::assert_snapshot!("related_120", in_columns(120, found));
}

#[test]
fn places_close_by_share_their_lines() {
    let mut found = diagnostic(&IDENTITY, "news.corpus", TEXT, "wrong");
    found.related.push(related("news.corpus", TEXT, "second", "not first"));
    found.related.push(related("news.corpus", TEXT, "first", "before it"));
    insta::assert_snapshot!("close_by", in_columns(80, found));
}

#[test]
fn places_on_one_long_line_stand_apart() {
    let text = format!("<<<FILE>>> a\n(open {}close)\n", "word ".repeat(60));
    let mut found = diagnostic(&IDENTITY, "news.corpus", &text, ")");
    found.label = Some("no partner".to_owned());
    found.related.push(related("news.corpus", &text, "(", "the last one"));
    insta::assert_snapshot!("far_on_one_line", in_columns(80, found));
}

#[test]
fn places_close_by_on_a_long_line_share_it() {
    let text = format!("<<<FILE>>> a\n{}« open and close ) {}\n", "word ".repeat(300), "word ".repeat(300));
    let mut found = diagnostic(&IDENTITY, "news.corpus", &text, ")");
    found.related.push(related("news.corpus", &text, "«", "opened here"));
    insta::assert_snapshot!("close_by_on_a_long_line", in_columns(80, found));
}

#[test]
fn an_empty_place_in_another_text_has_a_caret() {
    let mut found = diagnostic(&IDENTITY, "a", TEXT, "wrong");
    let other = diagnostic_at(&FORMAT, Source::memory("b", &b"text\n"[..]), b"text\n", Span::empty(0));
    let Diagnostic { source, place, excerpt, .. } = other;
    found.related.push(Related { source, place, label: "before this".to_owned(), excerpt });
    let shown = in_columns(80, found);
    assert!(shown.contains(" 1 │ text\n   · ▲\n   · ╰── before this\n"), "{shown}");
}

#[test]
fn overlapping_places_are_not_pushed_aside() {
    let mut found = diagnostic(&IDENTITY, "news.corpus", TEXT, "which is wrong");
    found.related.push(related("news.corpus", TEXT, "is", "this word"));
    insta::assert_snapshot!("overlapping", in_columns(80, found));
}

#[test]
fn an_empty_place_at_the_end_of_a_file_has_a_caret() {
    let text = b"<<<FILE>>> a\nNo line ending";
    let at = |at| diagnostic_at(&FORMAT, Source::memory("a", &text[..]), text, Span::empty(at));
    insta::assert_snapshot!("end_of_file", in_columns(80, at(text.len())));
    let text = b"<<<FILE>>> a\nLine ending\n";
    let found = diagnostic_at(&FORMAT, Source::memory("a", &text[..]), text, Span::empty(text.len()));
    insta::assert_snapshot!("after_the_last_line", in_columns(80, found));
    let found = diagnostic_at(&FORMAT, Source::memory("empty", &b""[..]), b"", Span::empty(0));
    insta::assert_snapshot!("empty_file", in_columns(80, found));
}

#[test]
fn bad_bytes_are_shown_and_marked() {
    let text = b"<<<FILE>>> a\nEin caf\xe9 und \xe2\x82 mehr\n";
    let found = diagnostic_at(&FORMAT, Source::memory("a", &text[..]), text, Span::new(20, 21));
    insta::assert_snapshot!("bad_bytes", in_columns(80, found));
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let text = "<<<FILE>>> \x1b]8;;http://evil\x07x\u{202e}y\n::set-output name=x::y\n##[add-mask]\x1b]52;c;eA==\x07\n";
    let mut found = diagnostic(&FORMAT, "a\n::error::\u{202e}b", text, "[add-mask]");
    found.message = "::error::x ##[error]\x1b[2J\u{202e}\nsecond line".to_owned();
    found.help = Some("::stop-commands::x \u{9b}31m".to_owned());
    found.label = Some("##vso[task.complete]\r".to_owned());
    insta::assert_snapshot!("hostile", in_columns(80, found));
}

#[test]
fn wide_characters_marks_and_tabs_do_not_move_the_caret() {
    for (name, line) in [
        ("cjk", "漢字と仮名 wrong 한국어"),
        ("combining", "e\u{301}a\u{308}\u{323} wrong o\u{302}"),
        ("tab", "\ta\tbcd\twrong\tend"),
        ("arabic", "می\u{200c}خواهم wrong سلام"),
        ("emoji", "👍🏽 👨\u{200d}👩 ❤\u{fe0f} wrong 🎉"),
        ("hidden", "a\u{200b}b\u{ad}c wrong"),
    ] {
        let text = format!("<<<FILE>>> a\n{line}\n");
        let found = in_columns(80, diagnostic(&FORMAT, "a", &text, "wrong"));
        let lines: Vec<&str> = found.lines().collect();
        let text = lines.iter().position(|line| line.contains("wrong") && line.contains('│')).expect("it is shown");
        let (before, _) = lines[text].split_once("wrong").expect("the word is on the line");
        let (under, _) = lines[text + 1].split_once("──┬──").expect("it is marked");
        assert_eq!(width(before), width(under), "{name}: {found}");
    }
}

#[test]
fn a_mark_on_what_combines_is_below_what_it_combines_with() {
    let found = in_columns(80, diagnostic(&FORMAT, "a", "<<<FILE>>> a\ncafe\u{301}\n", "\u{301}"));
    assert!(found.contains("2 │ cafe\u{301}\n   ·    ┬\n"), "{found}");
}

#[test]
fn a_line_of_five_megabytes_is_cut() {
    let mut text = "word ".repeat(1_000_000);
    text.replace_range(2_500_000..2_500_005, "wrong");
    let found = diagnostic(&FORMAT, "a", &text, "wrong");
    let start = std::time::Instant::now();
    let shown = in_columns(80, found);
    assert!(start.elapsed() < std::time::Duration::from_millis(500), "the line is cut before it is rendered");
    insta::assert_snapshot!("five_megabytes", shown);
}

#[test]
fn the_text_of_a_cut_line_fits_every_width() {
    let text = "漢字 word e\u{301} \u{202e} ".repeat(400);
    let at = |at| diagnostic_at(&FORMAT, Source::memory("a", text.as_bytes()), text.as_bytes(), Span::new(at, at + 6));
    for columns in [40, 41, 63, 80, 200] {
        for place in [0, 7, 24, 2400, 5000, text.len() - 6] {
            let shown = in_columns(columns, at(place));
            for line in shown.lines().filter(|line| line.starts_with(" 1 │")) {
                assert!(width(line) <= columns, "{columns} columns, {place}: {line}");
            }
        }
    }
}

#[test]
fn labels_are_wrapped_where_lines_are_narrow() {
    let text = format!("<<<FILE>>> report-1 lang=en\n{}\n", "word ".repeat(60));
    for (start, length) in [(28, 4), (33, 4), (58, 4), (63, 30), (160, 9), (28 + 295, 4), (28, 290)] {
        let span = Span::new(start, start + length);
        let shown =
            in_columns(40, full_at(&text, span, "information about the text that is not a part of it, and long"));
        for line in shown.lines() {
            assert!(width(line) <= 40, "{start}: {line}\n{shown}");
        }
    }
}

#[test]
fn a_label_below_the_whole_of_a_long_line_stays_in_it() {
    for columns in [80, 81, 100, 120] {
        for words in [10, 14, 15, 16, 20, 40] {
            let text = format!("<<<FILE>>> report-1 lang=en\n{}\n", "word ".repeat(words));
            let span = Span::new(28, text.len() - 2);
            let shown = in_columns(columns, full_at(&text, span, "belongs to the page, not to the text"));
            for line in shown.lines() {
                assert!(width(line) <= columns, "{columns}: {line}\n{shown}");
            }
        }
    }
}

#[test]
fn a_place_over_a_few_lines_is_shown_whole() {
    let found = diagnostic(&FORMAT, "a", TEXT, "The first line.\nThe second line, which is wrong.\n");
    insta::assert_snapshot!("a_few_lines", in_columns(80, found.clone()));
    let style = Style { unicode: false, ..Style::default() };
    let ascii = written_with(Format::Human, std::slice::from_ref(&found), &Options { style, ..findings_only(80) });
    insta::assert_snapshot!("a_few_lines_ascii", ascii);
    let unlabelled = in_columns(80, Diagnostic { label: None, ..found });
    assert!(unlabelled.contains("╰─▶ The second line") || unlabelled.contains("├─▶ The second line"), "{unlabelled}");
}

#[test]
fn a_brace_around_lines_fits_every_width() {
    for columns in [40, 41, 63, 80] {
        for words in [1, 6, 9, 10, 11, 14, 15, 16, 40, 200] {
            let line = "漢字 word \u{202e} ".repeat(words);
            let text = format!("<<<FILE>>> report-1 lang=en\nabove {line}\n{line}\nshort\n{line}\nbelow {line}\n");
            let start = text.find("\n漢").expect("the line is there") + 1;
            let span = Span::new(start, start + 2 * line.len() + 7);
            let shown = in_columns(
                columns,
                full_at(&text, span, "belongs to the page, not to the text, and this is said at some length"),
            );
            for line in shown.lines() {
                assert!(width(line) <= columns, "{columns}: {line}\n{shown}");
            }
            assert!(shown.contains("│   short\n"), "{shown}");
        }
    }
}

#[test]
fn a_place_over_many_lines_marks_the_first() {
    let text = format!("<<<FILE>>> report-1 lang=en\n{}end\n", "One of many.\n".repeat(9));
    let found = diagnostic(&FORMAT, "a", &text, &"One of many.\n".repeat(9));
    insta::assert_snapshot!("many_lines", in_columns(80, found.clone()));
    let unlabelled = Diagnostic { label: None, ..found };
    assert!(in_columns(80, unlabelled).contains("╰── 9 lines from here"));
}

#[test]
fn a_finding_without_lines_says_where_it_is() {
    let mut found = full();
    found.excerpt = None;
    found.related.push(Related { excerpt: None, ..related("other.corpus", TEXT, "first", "as here") });
    insta::assert_snapshot!("without_lines", in_columns(80, found));
}

#[test]
fn of_many_places_a_few_are_shown() {
    let mut found = diagnostic(&FORMAT, "a", TEXT, "wrong");
    found.related = (0..100).map(|number| related(&format!("{number}"), TEXT, "first", "too")).collect();
    let shown = in_columns(80, found);
    assert_eq!(shown.matches("── too").count(), 6);
    assert!(shown.contains("\n  note: and 94 more places\n"), "{shown}");
}

#[test]
fn why_is_said_once_for_each_rule() {
    let found = [full(), full(), diagnostic(&FORMAT, "a", TEXT, "wrong")];
    let shown = written(Format::Human, &found);
    assert_eq!(shown.matches("why:  A sample that nobody can name").count(), 1);
    assert_eq!(shown.matches("What has no form, e.g. a heap, has no end either.").count(), 1);
}

#[test]
fn a_fix_says_what_can_be_relied_on() {
    let with = |applicability| in_columns(80, Diagnostic { fix: Some(fix(applicability)), ..full() });
    assert!(with(Applicability::Safe).contains("  fix:  take it away (safe: `--fix`)\n"));
    assert!(with(Applicability::Unsafe).contains("  fix:  take it away (look at it first: `--diff --unsafe-fixes`)\n"));
    assert!(with(Applicability::DisplayOnly).contains("  fix:  take it away (only an idea, never made)\n"));
    let mut same = Diagnostic { fix: Some(fix(Applicability::Safe)), ..full() };
    same.help = Some("take it away".to_owned());
    assert!(!in_columns(80, same).contains("help:"));
}
