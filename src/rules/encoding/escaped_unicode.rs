//! `escaped-unicode`

use encoding_rs::WINDOWS_1252;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::characters::is_noncharacter;
use super::escaped::{Token, Trust, Words, flag, prose_with};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags characters that are written as the escapes of programming languages, such as `\u00e9` or `\xe9`.
    ///
    /// ## Why
    ///
    /// A word with an escape in it is another word for every program, and nobody can read it. JSON and Python write
    /// letters so, and it is left over where a text was copied out of such data and not read as what it is.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// L\u2019\u00e9t\u00e9 fut chaud.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// L’été fut chaud.
    /// ```
    ///
    /// ## Formula
    ///
    /// In the text of a document, `\u` and four hexadecimal digits, two of which may make one character as surrogates;
    /// `\u{` and two to six of them and `}`; `\U` and eight of them; `\x` and two of them, several of which may make one
    /// character in UTF-8, and which stand for one of Windows-1252 otherwise. The character is assigned, and for `\x` no
    /// letter or digit of ASCII and no control. Every backslash in the word begins such an escape, or one of `\n`, `\r`,
    /// `\t`, `\"`, `\'` and `\/`. Those with nothing between them and the same kind of fix are one finding.
    ///
    /// ## Exceptions
    ///
    /// - Paths of Windows: a word with a letter and `:\` at its start, with two backslashes, or with any other backslash.
    /// - Regular expressions: words in which `-` stands between two escapes, `[^` or `|` before one, or `*`, `+`, `{` or
    ///   `|` behind one. RTF: a word with `?` behind four decimal digits. TeX: `\xdef`.
    /// - Lines that look like a program or like JSON, or have a number such as `U+00E9` in them, blocks between lines of
    ///   three backticks, what stands between backticks, and what is alone in quotation marks. What was escaped twice, as
    ///   `\\u00e9`, is missed.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the character is written, but a text about escapes may have meant what it says. None for controls and
    /// other characters that cannot be seen, for one surrogate alone, and in lines that could then be read as a marker
    /// or in which the characters would make another escape.
    EscapedUnicode {
        id: "escaped-unicode",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

const WORDS: Words = Words {
    one: "is an escaped character",
    many: "are escaped characters",
    title: "write the character in place of the escape",
};

impl DocumentRule for EscapedUnicode {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains(b'\\') && (set.contains(b'u') || set.contains(b'x') || set.contains(b'U'))) {
            return;
        }
        for (base, line) in prose_with(document, b'\\') {
            let tokens = scan(line);
            if !tokens.is_empty() {
                flag(document, (base, line), &tokens, WORDS, scan, report);
            }
        }
    }
}

/// The escapes of a line.
fn scan(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut here = 0;
    for word in line.split_inclusive(|character: char| character.is_ascii_whitespace()) {
        let text = word.trim_ascii_end();
        if text.contains('\\') {
            let found = escapes(text).unwrap_or_default();
            tokens.extend(found.into_iter().map(|token| Token { span: token.span.shifted(here), ..token }));
        }
        here += word.len();
    }
    tokens
}

/// The escapes of a word; none where one of its backslashes says that it is something else.
fn escapes(word: &str) -> Option<Vec<Token>> {
    if has_drive(word) {
        return None;
    }
    let mut tokens: Vec<Token> = Vec::new();
    let mut here = 0;
    while let Some(at) = word.get(here..).and_then(|rest| memchr::memchr(b'\\', rest.as_bytes())) {
        let start = here + at;
        let rest = word.get(start + 1..)?;
        if rest.starts_with(['n', 'r', 't', '"', '\'', '/']) {
            here = start + 2;
            continue;
        }
        let (length, content) = escape(rest)?;
        here = start + 1 + length;
        let token = Token { span: Span::new(start, here), trust: trust(&content), content };
        if is_pattern(word, &token, tokens.last()) {
            return None;
        }
        tokens.push(token);
    }
    Some(tokens)
}

/// Whether `word` begins with the name of a drive: a letter, a colon and a backslash, behind brackets or quotes.
fn has_drive(word: &str) -> bool {
    let word = word.trim_start_matches(|character: char| !character.is_alphanumeric() && character != '\\');
    matches!(word.as_bytes(), [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic())
}

/// Whether what stands around an escape is a part of a regular expression or of RTF.
fn is_pattern(word: &str, token: &Token, last: Option<&Token>) -> bool {
    let before = word.get(..token.span.start).unwrap_or_default();
    let after = word.get(token.span.end..).unwrap_or_default();
    let range = last.is_some_and(|last| word.get(last.span.end..token.span.start) == Some("-"));
    let written = word.get(token.span.range()).unwrap_or_default();
    let rtf = after.starts_with('?') && written.len() == 6 && written.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    range || rtf || before.ends_with("[^") || before.ends_with('|') || after.starts_with(['*', '+', '{', '|'])
}

/// The escape that `rest` completes, which follows a backslash: how long the rest of it is, and what it stands for,
/// which is nothing for a surrogate alone.
fn escape(rest: &str) -> Option<(usize, String)> {
    let (kind, digits) = rest.split_at_checked(1)?;
    match kind {
        "u" if digits.starts_with('{') => {
            let number = digits.get(1..)?.split_once('}')?.0;
            let code = hexadecimal(number, number.len()).filter(|_| (2..=6).contains(&number.len()))?;
            let content = text_of(code).filter(|_| code >= 0x80)?;
            Some((number.len() + 3, content))
        }
        "u" => match hexadecimal(digits, 4)? {
            high @ 0xD800..=0xDBFF => {
                let low =
                    digits.get(4..).and_then(|behind| behind.strip_prefix("\\u")).and_then(|low| hexadecimal(low, 4));
                match low {
                    Some(low @ 0xDC00..=0xDFFF) => {
                        Some((11, text_of(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?))
                    }
                    _ => Some((5, String::new())),
                }
            }
            0xDC00..=0xDFFF => Some((5, String::new())),
            code => Some((5, text_of(code)?)),
        },
        "U" => Some((9, text_of(hexadecimal(digits, 8)?)?)),
        "x" => bytes(rest),
        _ => None,
    }
}

/// What `rest`, which begins with the `x` of an escape of one byte, stands for: a character of UTF-8 where the bytes of
/// the escapes that follow make one, or else a character of Windows-1252.
fn bytes(rest: &str) -> Option<(usize, String)> {
    /// How long an escape of one byte is.
    const ONE: usize = 4;
    let byte = |number: usize| {
        let digits = match number {
            0 => rest.strip_prefix('x')?,
            _ => rest.get(number * ONE - 1..)?.strip_prefix("\\x")?,
        };
        u8::try_from(hexadecimal(digits, 2)?).ok()
    };
    let first = byte(0)?;
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let sequence: Option<Vec<u8>> = (0..length).map(byte).collect();
    if let Some(text) = sequence.filter(|_| length > 1).and_then(|sequence| String::from_utf8(sequence).ok()) {
        return Some((length * ONE - 1, text));
    }
    // A command of TeX, and no word has these letters.
    if rest.starts_with("xdef") || first.is_ascii_alphanumeric() || first.is_ascii_control() {
        return None;
    }
    Some((ONE - 1, WINDOWS_1252.decode_without_bom_handling(&[first]).0.into_owned()))
}

/// The number that the first `count` characters of `text` are in hexadecimal.
fn hexadecimal(text: &str, count: usize) -> Option<u32> {
    let digits = text.get(..count).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

/// The character with this number, if it is one that can be in a text.
fn text_of(code: u32) -> Option<String> {
    let character = char::from_u32(code)?;
    let is_known = !matches!(
        character.general_category(),
        GeneralCategory::Unassigned | GeneralCategory::PrivateUse | GeneralCategory::Surrogate
    );
    (is_known && !is_noncharacter(character)).then(|| character.to_string())
}

/// What stands for something that cannot be seen, or for nothing, is not replaced.
fn trust(content: &str) -> Trust {
    let is_bad = |character: char| match character {
        // The joiners are spelling in many languages.
        '\u{200C}' | '\u{200D}' => false,
        '\u{2028}' | '\u{2029}' | '\u{FFFD}' => true,
        _ => matches!(character.general_category(), GeneralCategory::Control | GeneralCategory::Format),
    };
    if content.is_empty() || content.contains(is_bad) { Trust::None } else { Trust::Unsafe }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolved(line: &str) -> String {
        scan(line).into_iter().map(|token| token.content).collect()
    }

    #[test]
    fn escapes_are_read_as_their_languages_do() {
        for (line, expected) in [
            (r"caf\u00e9", "é"),
            (r"caf\u00E9s", "é"),
            (r"caf\u{e9}", "é"),
            (r"\U0001F600 ok", "😀"),
            (r"\u{1F600}", "😀"),
            (r"\ud83d\ude00", "😀"),
            (r"\uD83D\uDC4D\uD83C\uDFFD", "👍🏽"),
            (r"caf\xe9ine", "é"),
            (r"caf\xc3\xa9", "é"),
            (r"\xe2\x82\xac5", "€"),
            (r"it\x92s", "’"),
            (r"d\x27abord", "'"),
            (r"\u00ab\u00a0non\u00a0\u00bb", "«\u{A0}\u{A0}»"),
            (r#"\"\u00e9t\u00e9\""#, "éé"),
            (r"L\u2019an\nneuf", "’"),
            (r"[\u2026]", "…"),
            (r"\u003cb\u003e", "<>"),
            (r"2010\u20132012", "–"),
        ] {
            assert_eq!(resolved(line), expected, "{line}");
        }
    }

    #[test]
    fn paths_patterns_and_others_are_left_alone() {
        for line in [
            r"C:\users\xfiles",
            r"D:\uface\xbad",
            r"(C:\u00e9)",
            r"\\server\u00e9",
            r"dir\u00e9\bar",
            r"[\u4e00-\u9fff]",
            r"\x80-\xff",
            r"[^\u00e9]",
            r"\u00e9+",
            r"\u8217?",
            r"\usepackage \xdef\foo \xdef\name \uacute",
            r"\u{a} \u{o} \u{}",
            r"\u12 \xg1 \U1234",
            r"\x41 \x0a",
            r"\\u00e9",
            r"\uffff \u0378 \ue000",
            r"\",
        ] {
            assert_eq!(scan(line), [], "{line}");
        }
    }

    #[test]
    fn a_surrogate_alone_and_a_control_stand_for_nothing() {
        for line in [r"\ud83d", r"\ud83dx", r"\ude00", r"\u0000", r"\u2028", r"\x81"] {
            assert_eq!(scan(line).iter().map(|token| token.trust).collect::<Vec<_>>(), [Trust::None], "{line}");
        }
    }

    /// What meets each other in the texts below.
    const POOL: &[&str] = &[
        "\\",
        "\\u005c",
        "\\x5c",
        "u00e9",
        "\\u00e9",
        "\\u003c",
        "\\x3c",
        "<",
        "FILE",
        "\\u003e",
        ">",
        "\\ud83d",
        "\\ude00",
        "x",
        " ",
        "\\u0020",
        "\\u00a0",
        "00e9",
        "u",
        "\\n",
        "\\u200b",
        "\\u003c\\u003c\\u003cFILE\\u003e",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_fixed_has_no_escape_and_is_no_marker(
            pieces in prop::collection::vec(prop::sample::select(POOL), 0..12)
        ) {
            let line: String = pieces.concat();
            let file = format!("<<<FILE>>> a\n{line}\n");
            let fixed = super::super::escaped::fixed(&EscapedUnicode, &file, Trust::Unsafe);
            if fixed != file {
                let text = fixed.strip_prefix("<<<FILE>>> a\n").expect("the marker line is as it was").trim_end_matches('\n');
                prop_assert!(scan(text).iter().all(|token| token.trust == Trust::None), "{} becomes {}", line, text);
                prop_assert!(super::super::escaped::is_one_document(&fixed), "{} becomes {}", line, text);
            }
        }
    }
}
