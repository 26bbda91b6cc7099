//! Program code in the place of text: what a script, a style sheet or a server left where a reader should see something
//! else.

/// How a program begins or complains: what stands in a text only when it broke.
const CODE: [&str; 22] = [
    "[email protected]",
    "[email\u{A0}protected]",
    "[object Object]",
    "(function(",
    "(function (",
    "function(",
    "document.addEventListener(",
    "window.dataLayer",
    "googletag.cmd",
    "googletag.",
    "OO.ready(",
    "@media only screen",
    "@media screen",
    "@media (",
    "@font-face",
    "Strict Standards: ",
    "Warning: Undefined ",
    "Notice: Undefined ",
    "Deprecated: Assigning ",
    "{\"@context\"",
    "[{\"@context\"",
    "{ \"@context\"",
];

/// Programs, style sheets and data that were squeezed into one line have a brace among so many of its first bytes.
const BRACE_WITHIN: usize = 200;

/// So much of the beginning of such a line is looked at, in bytes.
const SQUEEZED_SAMPLE: usize = 2000;

/// One of so few bytes of it, or of fewer, is one of [`SIGNS`]. Of 50 MB of technical notes, no line of prose with a brace
/// had more than one of 7.8, which was full of links and pieces of code.
const BYTES_BY_SIGN: usize = 7;

/// The same of a line that begins as style sheets do: they have longer words.
const BYTES_BY_SIGN_OF_STYLE: usize = 9;

/// The signs that programs, style sheets and data are full of.
const SIGNS: &[u8] = b"{}[]();:=\"'<>&|+*/\\$,";

/// The bytes that [`CODE`] begins with, all of them ASCII: bit `n` is for byte `n`.
const CODE_BEGINNINGS: u128 = code_beginnings();

#[expect(clippy::indexing_slicing, reason = "there are so many, and none is empty")]
const fn code_beginnings() -> u128 {
    let (mut beginnings, mut number) = (0, 0);
    while number < CODE.len() {
        beginnings |= 1 << CODE[number].as_bytes()[0];
        number += 1;
    }
    beginnings
}

/// Whether a line begins as a program does, or as one that complains.
pub(super) fn is_code(text: &str) -> bool {
    // Nearly every line is done by its first byte.
    let may_begin = |first: &u8| first.is_ascii() && CODE_BEGINNINGS >> first & 1 == 1;
    text.as_bytes().first().is_some_and(may_begin) && CODE.iter().any(|code| text.starts_with(code))
}

/// Whether a line that is too long for any other shape is code.
pub(super) fn is_long_code(text: &str) -> bool {
    is_code(text) || is_squeezed(text)
}

/// Whether a line is a program, a style sheet or data, without the line ends and spaces that it would have for a reader:
/// `{"a":[{"b":1},…`, `var a={b:1};…`, `.a{margin:0;}…`. What writers put into braces is let be: formulas, the templates of
/// wikis, sources (`@book{…}`).
fn is_squeezed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let start = bytes.get(..BRACE_WITHIN).unwrap_or_default();
    if memchr::memchr(b'{', start).is_none() {
        return false;
    }
    let sample = bytes.get(..bytes.len().min(SQUEEZED_SAMPLE)).unwrap_or_default();
    let signs = sample.iter().filter(|byte| SIGNS.contains(byte)).count();
    // A command of TeX: a backslash and two letters.
    let is_tex = || sample.windows(3).any(|three| matches!(three, [b'\\', b'a'..=b'z', b'a'..=b'z']));
    let is_source = || text.starts_with('@') && !["@media", "@font-face"].iter().any(|rule| text.starts_with(rule));
    let is_style = text.starts_with(['.', '#', '@']);
    let bytes_by_sign = if is_style { BYTES_BY_SIGN_OF_STYLE } else { BYTES_BY_SIGN };
    let is_template = || memchr::memmem::find(sample, b"{{").is_some();
    signs * bytes_by_sign >= sample.len() && !is_template() && !is_source() && !is_tex()
}

/// `Warning: count() expects … in /www/index.php on line 12`: a server complains where it should have written the page,
/// and mostly before anything else.
pub(super) fn is_complaint(text: &str) -> bool {
    text.starts_with(['S', 'W', 'N', 'D', 'F', 'P'])
        && ["Strict", "Warning", "Notice", "Depre", "Fatal", "Parse"].iter().any(|kind| text.starts_with(kind))
        && text.contains(".php on line ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In bytes: so long are lines of which nothing but their signs is looked at.
    const LONG: usize = 300;

    #[test]
    fn what_is_squeezed_into_one_line_is_code() {
        let times = |part: &str| part.repeat(1 + LONG / part.len());
        for code in [
            r#"(function() { document.addEventListener("load", function() { var a = JSON.parse("b"); "#,
            "var a={b:1,c:[1,2,3]};d.e(a);",
            r#"{"id":17,"name":"The old bridge","tags":["river","town"]},"#,
            ".box { margin: 0 auto; padding: 10px; } @media (max-width: 767px) { .box { padding: 0; } } ",
            "@media (max-width: 767px) { .box { padding: 0; color: #fff; } } ",
        ] {
            assert!(is_long_code(&times(code)), "{code}");
        }
        for text in [
            "The ferry (an old one) crosses the lake again; the captain said: \"We have waited for this.\" ",
            "A set {a, b, c} has three members, and the set of its subsets has eight; {} is one of them. ",
            r"If $f(x) = \sum_{i=1}^{n} a_{i} x^{i}$ and $g(x) = \frac{a}{b}$, then $\{f, g\} \subset X$. ",
            "{{cite book|title=The Bridge|year=1954|author=[[Ann Miller]]}} ",
            "@book{miller, author={Ann Miller}, title={The Bridge}, year={1954}} ",
            "Harrow, E. (1954): The Ferry Court; p. 12, 14. Aldous, M. & Pike, R. (1988): Lakes; pp. 201/219. ",
        ] {
            assert!(!is_long_code(&times(text)), "{text}");
        }
    }

    #[test]
    fn a_server_that_complains_names_its_file_and_line() {
        assert!(is_complaint("Warning: count() expects an array in /www/index.php on line 12"));
        assert!(!is_complaint("Warning: count the piers") && !is_complaint("See /www/index.php on line 12"));
    }
}
