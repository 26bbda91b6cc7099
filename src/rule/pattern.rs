//! Patterns for values: regular expressions that stand for the whole of a value.

use std::fmt;
use std::ops::Range;

use regex_automata::meta::{BuildError, Regex};
use regex_syntax::hir::{Hir, Look};
use regex_syntax::{Error, Parser};

/// A regular expression that is matched in a time that grows with the length of a value and no faster, whatever the
/// pattern and the value are.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPattern {
    /// What is wrong, as the end of a sentence.
    pub reason: String,
    /// Which bytes of the text it is about, if it is not all of it.
    pub span: Option<Range<usize>>,
}

impl Pattern {
    /// Reads `text` in the syntax of the crate `regex`.
    ///
    /// The ends are put around what was read and not around what was written: so `a|b` is held as a whole, and a comment
    /// at the end of the pattern does not swallow a bracket.
    pub fn new(text: &str) -> Result<Self, NoPattern> {
        let own = Parser::new().parse(text).map_err(|error| NoPattern::of_syntax(&error))?;
        let whole = Hir::concat(vec![Hir::look(Look::Start), own, Hir::look(Look::End)]);
        let regex = Regex::builder().build_from_hir(&whole).map_err(|error| NoPattern::of_size(&error))?;
        Ok(Self { text: text.to_owned(), regex })
    }

    /// Whether all of `value` is what the pattern stands for.
    pub fn matches(&self, value: &[u8]) -> bool {
        self.regex.is_match(value)
    }

    /// The pattern as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl NoPattern {
    fn of_syntax(error: &Error) -> Self {
        let (reason, span) = match error {
            Error::Parse(error) => (error.kind().to_string(), *error.span()),
            Error::Translate(error) => (error.kind().to_string(), *error.span()),
            // It may get other kinds.
            error => return Self { reason: error.to_string(), span: None },
        };
        Self { reason, span: Some(span.start.offset..span.end.offset) }
    }

    fn of_size(error: &BuildError) -> Self {
        let reason = match error.size_limit() {
            Some(_) => "it takes too much memory, since it repeats too much".to_owned(),
            None => error.to_string(),
        };
        Self { reason, span: None }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.text).finish()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, value: &str) -> bool {
        Pattern::new(pattern).expect("a pattern").matches(value.as_bytes())
    }

    #[test]
    fn a_pattern_is_for_the_whole_value() {
        for pattern in ["[0-9]{6}", "^[0-9]{6}$", r"\A[0-9]{6}\z"] {
            assert!(matches(pattern, "123456"), "{pattern}");
            for value in ["1234567", "12345", "x123456", "123456\n", "\n123456"] {
                assert!(!matches(pattern, value), "{pattern}: {value:?}");
            }
        }
        assert!(matches("a|ab|b", "ab") && !matches("a|b", "ab") && !matches("a|b", "ax") && matches("(?i)été", "ÉTÉ"));
        assert!(matches("(?x) a b # and no more", "ab") && !matches("(?x) a b # and no more", "abc"));
        assert!(matches(r"\p{Cyrillic}+ \w+\b", "Новая газета") && !matches(r"\p{Lu}\d", "a1"));
        assert!(matches("(?m)^a$", "a") && !matches("(?m)^a$", "a\nb"));
    }

    #[test]
    fn bytes_that_are_no_character_match_no_character() {
        let pattern = Pattern::new(".*").expect("a pattern");
        assert!(pattern.matches("é".as_bytes()) && pattern.matches(b"") && !pattern.matches(b"a\xFFb"));
    }

    #[test]
    fn what_is_no_pattern_is_told_with_its_place() {
        let wrong = |pattern: &str| {
            let error = Pattern::new(pattern).expect_err("no pattern");
            let place = error.span.clone().and_then(|span| pattern.get(span)).map(ToOwned::to_owned);
            (error.reason, place)
        };
        assert_eq!(wrong("[0-9"), ("unclosed character class".to_owned(), Some("[".to_owned())));
        assert_eq!(wrong("é(a"), ("unclosed group".to_owned(), Some("(".to_owned())));
        assert_eq!(wrong(r"a\q").1.as_deref(), Some(r"\q"));
        assert_eq!(wrong(r"(a)\1").0, "backreferences are not supported");
        assert_eq!(wrong(r"\p{Nonsense}").0, "Unicode property not found");
        assert_eq!(
            wrong("(?:\\w{900}){900}"),
            ("it takes too much memory, since it repeats too much".to_owned(), None)
        );
    }

    /// Backtracking would take longer than anybody lives.
    #[test]
    fn no_value_takes_long() {
        let value = "a".repeat(1 << 16);
        assert!(!matches("(a*)*b", &value) && !matches("(a|a)*(a|a)*b", &value) && matches("(a|a)*a?a?", &value));
    }
}
