//! What the rules share that are about characters written as something else, in ASCII: entities and escapes.

use memchr::memmem;

use super::characters::{begins_like_marker, code_points};
use crate::document::{Document, Line};
use crate::fix::{Edit, Fix};
use crate::rule::Report;
use crate::rules::code::{fences, is_marked};
use crate::rules::text_fix::text_fix;
use crate::rules::wording::shown;
use crate::span::Span;

/// A character that is written as something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, relative to its line.
    pub(super) span: Span,
    /// What it stands for; nothing where that is no character.
    pub(super) content: String,
    /// What can be said of putting the one in the place of the other.
    pub(super) trust: Trust,
}

/// Whether what a token stands for can be written in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// It cannot: it stands for no character, or for one that no text should have.
    None,
    /// It can, and somebody should look.
    Unsafe,
    /// It can, and no reader would notice.
    Safe,
}

/// How a rule names what it finds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// `is an HTML entity`
    pub(super) one: &'static str,
    /// `are HTML entities`
    pub(super) many: &'static str,
    /// The title of the fix.
    pub(super) title: &'static str,
}

/// The lines of the text of a document that have `byte` in them and are prose, in order: where each begins, and what
/// it says. A line that is not UTF-8 is left out.
pub(super) fn prose_with<'a>(document: &Document<'a>, byte: u8) -> Vec<(usize, &'a str)> {
    let bytes = document.bytes();
    let body = document.body();
    let text = bytes.get(..body.end).unwrap_or(bytes);
    let mut lines = Vec::new();
    let mut here = body.start;
    while let Some(hit) = text.get(here..).and_then(|rest| memchr::memchr(byte, rest)) {
        let hit = here + hit;
        let start = text.get(here..hit).and_then(|before| memchr::memrchr(b'\n', before));
        let start = start.map_or(here, |newline| here + newline + 1);
        let end = text.get(hit..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(text.len(), |at| hit + at);
        let line = document.str(Span::new(start, end));
        lines.extend(line.filter(|line| !is_code(line) && !is_about_characters(line)).map(|line| (start, line)));
        here = end;
    }
    if !lines.is_empty() {
        let fences = fences(document);
        lines.retain(|(start, _)| !is_marked(&fences, *start));
    }
    lines
}

/// The lines of the text of a document that have a backslash, if all of them are prose, and every backslash begins an
/// escape of JSON or of a program: who writes data escapes all of it. Where some stand in programs, the others may be
/// spoken of; any other backslash is one of a path, of a formula, of another alphabet.
pub(super) fn escaped_prose<'a>(document: &Document<'a>) -> Option<Vec<(usize, &'a str)>> {
    let lines = prose_with(document, b'\\');
    let has_one = |line: &&Line| memchr::memchr(b'\\', line.span.of(document.bytes())).is_some();
    let are_all = document.lines().iter().filter(has_one).nth(lines.len()).is_none();
    (are_all && lines.iter().all(|(_, line)| escapes_all(line))).then_some(lines)
}

/// Whether every backslash of `line` begins an escape.
fn escapes_all(line: &str) -> bool {
    let mut rest = line;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let Some(behind) = rest.get(at + 1..).filter(|behind| behind.starts_with(ESCAPED)) else { return false };
        rest = behind.get(1..).unwrap_or_default();
    }
    true
}

/// What stands behind the backslash of an escape.
const ESCAPED: [char; 8] = ['n', 'r', 't', '"', '\'', '/', 'u', 'x'];

/// Signs that programs have and prose has not.
const CODE: &[&str] = &[
    "&&", "||", "==", "!=", "=>", "->", "::", "();", "= &", "= \"", "= '", "*/", "</", "/>", "printf", "\\d", "\\w",
    "\\s",
];

/// How the lines of programs begin.
const CODE_STARTS: &[&str] =
    &["\t", "    ", "//", "/*", "#!", "#include", "#define", "$ ", ">>>", "import ", "var ", "let "];

/// How the lines of programs end.
const CODE_ENDS: &[&str] = &["{", "}", "];", "\";", "';", "\");", "');"];

/// Whether `line` is from a program and not from a text.
fn is_code(line: &str) -> bool {
    let line = line.trim_end();
    CODE_STARTS.iter().any(|start| line.starts_with(start))
        || CODE_ENDS.iter().any(|end| line.ends_with(end))
        || CODE.iter().any(|sign| line.contains(sign))
        || has_call(line)
}

/// Whether `line` names a character by its number, as `U+202E`: then it is about characters, and may show how they
/// are written.
fn is_about_characters(line: &str) -> bool {
    let digit = |at: usize| line.as_bytes().get(at + 2).is_some_and(u8::is_ascii_hexdigit);
    memmem::find_iter(line.as_bytes(), "U+").any(digit)
}

/// Whether a name, a bracket and something that begins a string or an address follow each other: `print("`, `f(&`.
fn has_call(line: &str) -> bool {
    line.as_bytes().windows(3).any(
        |window| matches!(window, [name, b'(', b'"' | b'\'' | b'&'] if name.is_ascii_alphanumeric() || *name == b'_'),
    )
}

/// Reports the tokens of a line that begins at `base`: those with nothing between them, and of which the same holds,
/// as one.
///
/// `scan` is what found `tokens` in `line`.
pub(super) fn flag(
    document: &Document<'_>,
    (base, line): (usize, &str),
    tokens: &[Token],
    words: Words,
    scan: impl Fn(&str) -> Vec<Token>,
    report: &mut Report<'_>,
) {
    let may_fix = may_fix(line, tokens, scan);
    let mut code = CodeSpans::new(line);
    for run in tokens.chunk_by(|left, right| left.span.end == right.span.start && left.trust == right.trust) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let place = Span::new(first.span.start, last.span.end);
        if code.contain(place.start) || is_quoted(line, place) {
            continue;
        }
        let Some(written) = line.get(place.range()) else { continue };
        let content: String = run.iter().map(|token| token.content.as_str()).collect();
        let are = if run.len() == 1 { words.one } else { words.many };
        let finding = report.finding(place.shifted(base), format!("`{}` {are}", shown(written.as_bytes())));
        if first.trust == Trust::None {
            finding.label(match code_points(&content) {
                none if none.is_empty() => "stands for no character".to_owned(),
                points => format!("stands for {points}, which cannot be put in its place"),
            });
            finding.help("look what the text was made from, and write what belongs there");
            continue;
        }
        finding.label(format!("stands for `{}`", shown(content.as_bytes()))).help(words.title);
        if may_fix {
            let edits = [Edit::replace(place.shifted(base), content)];
            let is_safe = first.trust == Trust::Safe;
            finding.fix(if is_safe { text_fix(document, words.title, edits) } else { Fix::risky(words.title, edits) });
        }
    }
}

/// Whether the tokens of `line` may be replaced: if the line cannot be read as a marker then, and nothing that stands
/// side by side then is another token.
///
/// All are replaced here. If only some are, the others stand as they are between them, and begin with what begins no
/// marker and ends every token: what comes about by a part comes about by all of them.
fn may_fix(line: &str, tokens: &[Token], scan: impl Fn(&str) -> Vec<Token>) -> bool {
    let mut resolved = String::with_capacity(line.len());
    let mut here = 0;
    for token in tokens.iter().filter(|token| token.trust > Trust::None) {
        resolved.push_str(line.get(here..token.span.start).unwrap_or_default());
        resolved.push_str(&token.content);
        here = token.span.end;
    }
    resolved.push_str(line.get(here..).unwrap_or_default());
    let kept = tokens.iter().filter(|token| token.trust == Trust::None).count();
    let left = scan(&resolved);
    let is_new = left.len() > kept || left.iter().any(|token| token.trust > Trust::None);
    !is_new && !begins_like_marker(resolved.as_bytes())
}

/// What stands between backticks in a line, asked for from left to right.
pub(super) struct CodeSpans<'l> {
    line: &'l str,
    /// Up to where backticks have been counted.
    here: usize,
    /// Whether an odd number of them stands before that.
    is_open: bool,
    /// Where the last one stands.
    last: Option<usize>,
}

impl<'l> CodeSpans<'l> {
    pub(super) fn new(line: &'l str) -> Self {
        Self { line, here: 0, is_open: false, last: memchr::memrchr(b'`', line.as_bytes()) }
    }

    /// Whether `at`, which is not before what was asked for last, stands between two backticks.
    pub(super) fn contain(&mut self, at: usize) -> bool {
        if self.last.is_none_or(|last| last < at) {
            return false;
        }
        let between = Span::new(self.here, at).of(self.line.as_bytes());
        self.is_open ^= memchr::memchr_iter(b'`', between).count() % 2 == 1;
        self.here = at;
        self.is_open
    }
}

/// Quotation marks that belong together, those with white space inside of them as they are in French.
const QUOTES: &[(&str, &str)] = &[
    ("\"", "\""),
    ("'", "'"),
    ("“", "”"),
    ("”", "”"),
    ("„", "“"),
    ("‘", "’"),
    ("‚", "‘"),
    ("«", "»"),
    ("« ", " »"),
    ("«\u{A0}", "\u{A0}»"),
    ("«\u{202F}", "\u{202F}»"),
    ("»", "«"),
];

/// Whether what stands at `span` is alone in quotation marks: then it is spoken of, and not used.
pub(super) fn is_quoted(line: &str, span: Span) -> bool {
    let (before, after) = (line.get(..span.start).unwrap_or_default(), line.get(span.end..).unwrap_or_default());
    QUOTES.iter().any(|(open, close)| before.ends_with(open) && after.starts_with(close))
}

/// The file of one document with the fixes of `rule` made that promise at least what `least` does. For the tests of
/// the rules that share this.
#[cfg(test)]
pub(super) fn fixed(rule: &dyn crate::rule::DocumentRule, file: &str, least: Trust) -> String {
    use crate::document::{Defaults, Surroundings, sections};
    use crate::fix::Applicability;

    let tree = crate::syntax::parse(file.as_bytes());
    let sections = sections(&tree.nodes);
    let [section] = sections.as_slice() else { return file.to_owned() };
    let defaults = Defaults::default();
    let around = Surroundings { first: true, last: true };
    let document = Document::new(file.as_bytes(), section.kind, section.marker, section.body, around, &defaults);
    let mut findings = Vec::new();
    rule.check(&document, &mut Report::new(&mut findings));
    let wanted = if least == Trust::Safe { Applicability::Safe } else { Applicability::Unsafe };
    let fixes = findings.into_iter().filter_map(|finding| finding.fix).filter(|fix| fix.applicability >= wanted);
    let mut bytes = file.as_bytes().to_vec();
    for edit in fixes.flat_map(|fix| fix.edits).collect::<Vec<_>>().into_iter().rev() {
        bytes.splice(edit.span.range(), edit.content);
    }
    String::from_utf8(bytes).expect("fixes make text of text")
}

/// Whether `file` is one marker line and text. For the tests of the rules that share this.
#[cfg(test)]
pub(super) fn is_one_document(file: &str) -> bool {
    use crate::syntax::NodeKind;

    let tree = crate::syntax::parse(file.as_bytes());
    matches!(
        tree.nodes.iter().map(|node| &node.kind).collect::<Vec<_>>().as_slice(),
        [NodeKind::Marker(_), NodeKind::Text]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_prose() {
        for line in [
            "    indented",
            "if (a && b)",
            "p = &top;",
            "f(&image;",
            "print(\"x\")",
            "char *s = \"x\"",
            "std::string x",
            "// a comment",
            "function f() {",
            "$ echo x",
        ] {
            assert!(is_code(line), "{line}");
        }
        assert!(is_about_characters("é is U+00E9") && !is_about_characters("U+, the firm"));
        for line in [
            "Il a dit (\"non\") puis « oui ».",
            "AT&T; et B&B",
            "x = 3 ; y < 4",
            "Voir http://example.org/a?b=c&d=e",
            "- un point (et un autre) ;",
            "l'&eacute;t&eacute; (l'automne);",
        ] {
            assert!(!is_code(line), "{line}");
        }
    }

    #[test]
    fn data_escapes_all_of_a_text() {
        for line in [r"It is.\nWe go", r#"\"We go\""#, r"caf\u00e9\/bar", "no backslash"] {
            assert!(escapes_all(line), "{line}");
        }
        for line in [r"C:\News\n1", r"a\\nB", r"ma\ to\n *)apo", r"\nu and \alpha", r"end\"] {
            assert!(!escapes_all(line), "{line}");
        }
    }

    #[test]
    fn what_is_quoted_alone_is_spoken_of() {
        let at = |line: &str| line.find("&x;").expect("it is there");
        let spoken_of =
            |line: &str| CodeSpans::new(line).contain(at(line)) || is_quoted(line, Span::new(at(line), at(line) + 3));
        for line in ["write \"&x;\" here", "« &x; »", "`&x;`", "`a &x; b`", "the “&x;” sign"] {
            assert!(spoken_of(line), "{line}");
        }
        for line in
            ["l'&x; et", "\"&x; et\"", "a ` b &x; c", "`a` &x; `b`", "&x;", "« A » &x; « B »", "\"A\" &x; \"B\""]
        {
            assert!(!spoken_of(line), "{line}");
        }
    }
}
