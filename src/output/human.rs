//! For people: each finding with the lines that it is about, and a summary.

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::closing;
use super::limit::Limit;
use super::report::{Head, Reporter};
use super::sanitize::{short, width};
use super::snippet::{Snippets, Spot};
use super::wrap::wrap;
use super::{Options, Style, path};
use crate::diagnostic::{Diagnostic, PlacedFix, Severity};
use crate::fix::Applicability;
use crate::number::counted;
use crate::rule::RuleMeta;
use crate::source::Source;
use crate::span::Place;

/// How much of a text is shown, in columns. What a rule says may hold what a corpus says, and that has no end.
const MESSAGE: usize = 400;
const HELP: usize = 800;
const LABEL: usize = 160;
const ID: usize = 60;

/// How many other places are shown with a finding.
const RELATED: usize = 6;

/// The report for people.
pub(super) struct Human {
    options: Options,
    /// The rules of which it was said why they are there.
    explained: HashSet<&'static str>,
    /// The file whose findings are coming, and which of them are shown.
    file: Option<(Arc<Source>, Limit)>,
    /// How all findings are shown. It is said once.
    how: &'static str,
}

impl Human {
    pub(super) fn new(options: Options) -> Self {
        Self { options, explained: HashSet::new(), file: None, how: " (`--max-per-rule 0` shows all)" }
    }

    /// Says of which rules findings were left out in the last file.
    fn tell_left_out(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some((source, limit)) = self.file.take() else { return Ok(()) };
        let style = self.options.style;
        for (rule, count) in limit.left_out() {
            let (path, how) = (path(source.path()), self.how);
            let are = if count == 1 { "is" } else { "are" };
            let words = format!("{} of `{rule}` in {path} {are} not shown{how}", counted(count, "more finding"));
            let lines = wrap(&words, style.columns().saturating_sub(6), style.columns().saturating_sub(6));
            writeln!(out, "{} {}\n", style.term("note:"), lines.join("\n      "))?;
            self.how = "";
        }
        Ok(())
    }
}

impl Reporter for Human {
    fn finding(&mut self, _: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        if self.options.statistics {
            return Ok(());
        }
        if self.file.as_ref().is_none_or(|(source, _)| source.path() != diagnostic.source.path()) {
            self.tell_left_out(out)?;
        }
        let new = || (Arc::clone(&diagnostic.source), Limit::new(self.options.most));
        let (_, limit) = self.file.get_or_insert_with(new);
        if !limit.shows(diagnostic) {
            return Ok(());
        }
        let is_new = self.explained.insert(diagnostic.rule.id);
        writeln!(out, "{}", finding(diagnostic, is_new, &self.options))
    }

    fn omitted(&mut self, _: &Arc<Source>, rule: &'static RuleMeta, count: u64) {
        // The file is the one whose findings came last: of each rule the first few are kept.
        if let Some((_, limit)) = &mut self.file {
            limit.omit(rule, count);
        }
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.tell_left_out(out)?;
        if self.options.quiet { Ok(()) } else { closing::write(head, &self.options, out) }
    }
}

/// One finding. Why its rule is there is said where it `is_new`, and not with every finding.
fn finding(diagnostic: &Diagnostic, is_new: bool, options: &Options) -> String {
    let style = options.style;
    let head = format!("{}[{}]:", diagnostic.severity, diagnostic.rule.id);
    let message = wrap(
        &short(&diagnostic.message, MESSAGE, options),
        style.columns().saturating_sub(width(&head) + 1),
        style.columns().saturating_sub(4),
    );
    let message: Vec<String> = message.iter().map(|line| style.bold(line)).collect();
    let document = diagnostic.document.as_ref().map(|id| short(id, ID, options));
    let labels = labels(diagnostic, options);
    let shown = spots(diagnostic, &labels);
    let snippets = Snippets::new(&shown, document.as_deref(), options);

    let theme = theme(&head, diagnostic.severity, &snippets, style);
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.columns())
        .with_links(false)
        // Everything is wrapped before, with an eye on what CI services take for commands.
        .with_wrap_lines(false)
        // The title of a snippet says the place.
        .without_primary_span_start()
        .without_syntax_highlighting();
    let report = Report { message: message.join("\n"), severity: diagnostic.severity, snippets };
    let mut text = String::new();
    // Rendering fails where a mark is outside of its text, which it is not; then the message at least is there.
    let _ = handler.render_report(&mut text, &report);
    let mut text = tidy(&text);
    for line in places_without_lines(diagnostic, shown.len(), document.as_deref(), &labels) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  at {line}");
    }
    for (term, words) in footers(diagnostic, is_new, options) {
        let lines = wrap(&words, style.columns().saturating_sub(8), style.columns().saturating_sub(8));
        let _ = writeln!(text, "  {}{}", style.term(&format!("{term:<6}")), lines.join("\n        "));
    }
    text
}

/// The words on the places of a finding, its own first.
fn labels(diagnostic: &Diagnostic, options: &Options) -> Vec<Option<String>> {
    let related = diagnostic.related.iter().take(RELATED).map(|related| (Some(&related.label), related.place));
    std::iter::once((diagnostic.label.as_ref(), diagnostic.place))
        .chain(related)
        .map(|(label, place)| {
            let label = label.map(|label| short(label, LABEL, options)).filter(|label| !label.is_empty());
            match (label, lines(place)) {
                (label, 1) => label,
                (Some(label), lines) => Some(format!("{label} ({lines} lines)")),
                (None, lines) => Some(format!("{lines} lines from here")),
            }
        })
        .collect()
}

/// How many lines a place goes over. Only the first of them is marked.
const fn lines(place: Place) -> u64 {
    let lines = place.end.line.saturating_sub(place.start.line);
    // A place that ends with a line ending does not reach into the next line.
    if lines > 0 && place.end.column == 1 { lines } else { lines + 1 }
}

/// The places of a finding of which there are lines to show, its own first; none if there are no lines for that.
fn spots<'a>(diagnostic: &'a Diagnostic, labels: &'a [Option<String>]) -> Vec<Spot<'a>> {
    let related = diagnostic.related.iter().map(|related| (&*related.source, related.place, related.excerpt.as_ref()));
    std::iter::once((&*diagnostic.source, diagnostic.place, diagnostic.excerpt.as_ref()))
        .chain(related)
        .zip(labels)
        .map_while(|((source, place, excerpt), label)| {
            Some(Spot { source, place, excerpt: excerpt?, label: label.as_deref() })
        })
        .collect()
}

/// The places of a finding without lines to show: those after the first `shown`.
fn places_without_lines(
    diagnostic: &Diagnostic,
    shown: usize,
    document: Option<&str>,
    labels: &[Option<String>],
) -> Vec<String> {
    let document = document.map(|document| format!(" ({document})"));
    let own = (&diagnostic.source, diagnostic.place, document.unwrap_or_default());
    let related = diagnostic.related.iter().map(|related| (&related.source, related.place, String::new()));
    std::iter::once(own)
        .chain(related)
        .zip(labels)
        .skip(shown)
        .map(|((source, place, document), label)| {
            let label = label.as_ref().map(|label| format!(": {label}")).unwrap_or_default();
            format!("{}:{}:{}{document}{label}", path(source.path()), place.start.line, place.start.column)
        })
        .collect()
}

/// What is said below the lines.
fn footers(diagnostic: &Diagnostic, is_new: bool, options: &Options) -> Vec<(&'static str, String)> {
    let mut footers = Vec::new();
    let hidden = diagnostic.related.len().saturating_sub(RELATED);
    if hidden > 0 {
        footers.push(("note:", format!("and {}", counted(hidden, "more place"))));
    }
    // What the fix says needs no saying twice.
    let title = diagnostic.fix.as_ref().map(|fix| &fix.title);
    let help = diagnostic.help.as_ref().filter(|help| Some(*help) != title);
    footers.extend(help.map(|help| ("help:", short(help, HELP, options))));
    footers.extend(diagnostic.fix.as_ref().map(|fix| ("fix:", promise(fix, options))));
    footers.extend(why(diagnostic.rule).filter(|_| is_new).map(|why| ("why:", why)));
    footers
}

/// What a fix does, and what can be relied on.
fn promise(fix: &PlacedFix, options: &Options) -> String {
    let promise = match fix.applicability {
        Applicability::Safe => "safe: `--fix`",
        Applicability::Unsafe => "look at it first: `--fix --unsafe-fixes`",
        Applicability::DisplayOnly => "only an idea, never made",
    };
    format!("{} ({promise})", short(&fix.title, LABEL, options))
}

/// Why a rule is there: the first sentence of that part of its documentation.
fn why(rule: &RuleMeta) -> Option<String> {
    let why = rule.section("Why")?;
    let words: Vec<&str> = why.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = words.join(" ");
    let sentence = paragraph.match_indices(". ").find_map(|(index, _)| {
        let next = paragraph.get(index + 2..)?.chars().next()?;
        // A sentence begins with a capital letter or with a name in backticks. After "e.g." goes on what began before.
        let is_end = (next.is_uppercase() || next == '`') && !paragraph.get(..index)?.ends_with("e.g");
        is_end.then(|| paragraph.get(..=index))?
    });
    Some(sentence.unwrap_or(&paragraph).to_owned()).filter(|why| !why.is_empty())
}

/// What miette is to draw with: the head of the finding in the place of its icons, and for every mark its colour.
fn theme(head: &str, severity: Severity, snippets: &Snippets, style: Style) -> GraphicalTheme {
    let mut theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let characters = &mut theme.characters;
    for icon in [&mut characters.error, &mut characters.warning, &mut characters.advice] {
        head.clone_into(icon);
    }
    if style.color {
        let styles = &mut theme.styles;
        styles.link = styles.advice;
        styles.error = styles.error.bold();
        styles.warning = styles.warning.bold();
        let own = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice.bold(),
        };
        styles.advice = styles.advice.bold();
        let colors = snippets.marks.iter().map(|(_, primary)| if *primary { own } else { styles.help });
        styles.highlights = colors.collect();
        if styles.highlights.is_empty() {
            styles.highlights.push(own);
        }
    }
    theme
}

/// Takes away the indent that miette gives to its icons, and blanks at the ends of lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.strip_prefix("  ").unwrap_or(text).lines() {
        tidy.push_str(line.trim_end_matches(' '));
        tidy.push('\n');
    }
    tidy
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Report {
    message: String,
    severity: Severity,
    snippets: Snippets,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippets)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippets.marks.iter().map(|(mark, _)| mark.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{
        FORMAT, IDENTITY, diagnostic, diagnostic_at, findings_only, related, written, written_with,
    };
    use super::super::{Format, Style};
    use super::*;
    use crate::diagnostic::{PlacedEdit, Related};
    use crate::source::Source;
    use crate::span::Span;

    const TEXT: &str = "<<<FILE>>> report-1 lang=en\nThe first line.\nThe second line, which is wrong.\nThe third.\n";

    fn in_columns(width: usize, diagnostic: Diagnostic) -> String {
        written_with(Format::Human, &[diagnostic], &findings_only(width))
    }

    fn fix(applicability: Applicability) -> PlacedFix {
        let edits = vec![PlacedEdit { place: Place::default(), content: Box::default() }];
        PlacedFix { title: "take it away".to_owned(), applicability, edits }
    }

    #[test]
    fn of_a_rule_with_many_findings_in_a_file_the_first_are_shown() {
        let of_file =
            |path: &'static str, count| std::iter::repeat_n(diagnostic(&IDENTITY, path, TEXT, "wrong"), count);
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
        let text =
            "<<<FILE>>> \x1b]8;;http://evil\x07x\u{202e}y\n::set-output name=x::y\n##[add-mask]\x1b]52;c;eA==\x07\n";
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
        let at =
            |at| diagnostic_at(&FORMAT, Source::memory("a", text.as_bytes()), text.as_bytes(), Span::new(at, at + 6));
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
    fn a_place_over_many_lines_marks_the_first() {
        let found = diagnostic(&FORMAT, "a", TEXT, "first line.\nThe second line, which is wrong.\n");
        insta::assert_snapshot!("many_lines", in_columns(80, found.clone()));
        let unlabelled = Diagnostic { label: None, ..found };
        assert!(in_columns(80, unlabelled).contains("╰── 2 lines from here"));
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
        assert!(
            with(Applicability::Unsafe).contains("  fix:  take it away (look at it first: `--fix --unsafe-fixes`)\n")
        );
        assert!(with(Applicability::DisplayOnly).contains("  fix:  take it away (only an idea, never made)\n"));
        let mut same = Diagnostic { fix: Some(fix(Applicability::Safe)), ..full() };
        same.help = Some("take it away".to_owned());
        assert!(!in_columns(80, same).contains("help:"));
    }
}
