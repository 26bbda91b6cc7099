//! `escaped-quote`

use super::characters::begins_like_marker;
use super::escaped::{CodeSpans, escaped_prose};
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::lang::is_elision;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags texts in which quotation marks or apostrophes have a backslash before them: `\"` or `\'`.
    ///
    /// ## Why
    ///
    /// Programs write a backslash before a quotation mark so that it does not end their data, and it is left over where a
    /// text was copied out of such data and not read as what it is, or was escaped twice. `l\'article` is another word
    /// for every program, and a model learns to write backslashes.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// It didn\'t last: \"The old bridge is closed\", the mayor said.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// It didn't last: "The old bridge is closed", the mayor said.
    /// ```
    ///
    /// ## Formula
    ///
    /// In the text of a document, `\"` or `\'` that opens a quotation, behind a space, a bracket or nothing and before a
    /// letter, a digit or a bracket; that closes one, behind a letter, a digit or a sign and before a space, a sign or
    /// nothing; or `\'` between two letters. There are two such places in the document, and as many that open as close
    /// where there are `\"`. One finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// - TeX, which writes accents so: documents in which `\"` or `\'` stands before a letter in any other place, or
    ///   `\'` between letters before a vowel, but behind an elision ("l", "qu", "dell") or the "o" of a name.
    /// - Documents with a backslash that begins none of `\n`, `\r`, `\t`, `\"`, `\'`, `\/`, `\u` and `\x`.
    /// - Documents with a backslash between backticks, in a line that looks like a program or like JSON, or in a block
    ///   between lines of three backticks.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the backslashes are removed, but a text about programs may have meant what it says. None where a line
    /// would begin as a marker does.
    EscapedQuote {
        id: "escaped-quote",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for EscapedQuote {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains(b'\\') && (set.contains(b'"') || set.contains(b'\''))) {
            return;
        }
        let Some(lines) = escaped_prose(document) else { return };
        let mut quotes = Vec::new();
        let mut begins_marker = false;
        for (base, line) in lines {
            let Some(found) = quotes_of(line) else { return };
            begins_marker |= !found.is_empty() && begins_like_marker(line.replace('\\', "").as_bytes());
            quotes.extend(found.into_iter().map(|quote| Quote { at: base + quote.at, ..quote }));
        }
        let count = |role| quotes.iter().filter(|quote| quote.is_double && quote.role == role).count();
        let Some(first) = quotes.first().filter(|_| quotes.len() > 1) else { return };
        if count(Role::Opens) != count(Role::Closes) {
            return;
        }
        let place = Span::new(first.at, first.at + 2);
        let finding =
            report.finding(place, format!("`{}` is an escaped quotation mark", shown(place.of(document.bytes()))));
        finding.label(counted(quotes.len(), "such place")).help("remove the backslashes");
        if !begins_marker {
            let edits = quotes.iter().map(|quote| Edit::delete(Span::new(quote.at, quote.at + 1)));
            finding.fix(Fix::risky("remove the backslashes", edits));
        }
    }
}

/// A quotation mark or an apostrophe with a backslash before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quote {
    /// Where the backslash stands.
    at: usize,
    /// Whether it is `\"`.
    is_double: bool,
    /// What it does there.
    role: Role,
}

/// What a quotation mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It opens a quotation.
    Opens,
    /// It closes one.
    Closes,
    /// It is an apostrophe between two letters.
    Joins,
}

/// The quotation marks of a line with backslashes before them; none where a backslash says that it is something else.
fn quotes_of(line: &str) -> Option<Vec<Quote>> {
    let mut quotes = Vec::new();
    let mut code = CodeSpans::new(line);
    let mut here = 0;
    while let Some(at) = line.get(here..).and_then(|rest| memchr::memchr(b'\\', rest.as_bytes())) {
        let at = here + at;
        here = at + 2;
        if code.contain(at) {
            return None;
        }
        let (before, rest) = (line.get(..at)?, line.get(at + 1..)?);
        let mark = rest.chars().next()?;
        if !matches!(mark, '"' | '\'') {
            continue;
        }
        let role = role(before, mark, rest.get(1..)?)?;
        quotes.push(Quote { at, is_double: mark == '"', role });
    }
    Some(quotes)
}

/// What `mark` does between these.
fn role(before: &str, mark: char, after: &str) -> Option<Role> {
    let is_bracket = |sign: char| matches!(sign, '(' | '[' | '\u{AB}' | '\u{201E}' | '\u{2014}' | '-');
    let last = before.chars().next_back();
    let next = after.chars().next();
    let is_behind_space = last.is_none_or(|last| last.is_whitespace() || is_bracket(last)) || before.ends_with("\\n");
    let is_word =
        |sign: char| sign.is_alphanumeric() || matches!(sign, '(' | '[' | '\u{2026}' | '.' | '\u{BF}' | '\u{A1}');
    match next {
        Some(next) if is_behind_space => is_word(next).then_some(Role::Opens),
        Some(next) if next.is_alphanumeric() => (mark == '\'' && joins(before, next)).then_some(Role::Joins),
        None if is_behind_space => None,
        _ => Some(Role::Closes),
    }
}

/// Whether an apostrophe may stand between `before` and a letter: TeX writes an accent on that so.
fn joins(before: &str, next: char) -> bool {
    let word = before.rsplit(|sign: char| !sign.is_alphabetic()).next().unwrap_or_default();
    let is_vowel =
        |sign: char| !sign.is_ascii() || matches!(sign.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    next.is_alphabetic() && !word.is_empty() && (!is_vowel(next) || is_elision(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::escaped::{Trust, fixed, is_one_document};
    use super::*;

    fn roles(line: &str) -> Option<Vec<Role>> {
        quotes_of(line).map(|quotes| quotes.iter().map(|quote| quote.role).collect())
    }

    #[test]
    fn quotation_marks_and_apostrophes_are_told() {
        use Role::{Closes, Joins, Opens};
        for (line, expected) in [
            (r#"He said \"We go\", and went"#, vec![Opens, Closes]),
            (r#"\"We go.\""#, vec![Opens, Closes]),
            (r"It didn\'t, and they\'re gone", vec![Joins, Joins]),
            (r"L\'article d\'hier, qu\'elle lut", vec![Joins, Joins, Joins]),
            (r"dell\'arte", vec![Joins]),
            (r"Aujourd\'hui, O\'Brien, quell\'anno", vec![Joins, Joins, Joins]),
            (r"the boys\' club \'at night\'", vec![Closes, Opens, Closes]),
            (r#"over.\n\"We go\""#, vec![Opens, Closes]),
        ] {
            assert_eq!(roles(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn accents_of_tex_and_programs_are_left_alone() {
        for line in [r"canci\'on", r#"M\"uller"#, r"l\'et\'e", r"write `\'` here", r#"a \" b"#] {
            assert_eq!(roles(line), None, "{line}");
        }
    }

    /// What meets each other in the texts below.
    const POOL: &[&str] =
        &["\\", "\\\"", "\\'", "\"", "'", "x", "9", " ", ".", "l", "<", "<<<FILE>>>", "<\\'<<FILE", "\\n"];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_fixed_is_one_document(parts in prop::collection::vec(prop::sample::select(POOL), 0..12)) {
            let file = format!("<<<FILE>>> a\n{}\n", parts.concat());
            prop_assume!(is_one_document(&file));
            prop_assert!(is_one_document(&fixed(&EscapedQuote, &file, Trust::Unsafe)), "{file}");
        }
    }
}
