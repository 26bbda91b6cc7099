//! Just enough of a reader of Rust for the tests that look at the source: code without comments and strings, and the
//! paths that it names.
//!
//! A parser of the whole language would be a large dependency for few questions. What is missed here (a path that a
//! macro puts together, say) is missed in favour of the one who writes it, never against them.

#![expect(clippy::string_slice, reason = "every offset was found in the text that it cuts")]

/// What stands before an item that is only compiled for tests.
const FOR_TESTS: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// The code of a file as tokens: words, `::`, and single characters. Comments, strings and characters are left out, and
/// so are items that are only compiled for tests.
pub(crate) fn tokens(source: &str) -> Vec<&str> {
    let all = all_tokens(source);
    let mut kept = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(token) = all.get(at) {
        if all[at..].starts_with(&FOR_TESTS) {
            at = end_of_item(&all, at + FOR_TESTS.len());
        } else {
            kept.push(*token);
            at += 1;
        }
    }
    kept
}

/// The modules in files of their own that are only compiled for tests.
pub(crate) fn test_modules(source: &str) -> Vec<String> {
    let all = all_tokens(source);
    let behind = all.windows(10).filter(|window| window.starts_with(&FOR_TESTS));
    behind.filter(|window| window[7] == "mod" && window[9] == ";").map(|window| window[8].to_owned()).collect()
}

/// Where the item that begins at `at` ends: behind its block, or behind its semicolon.
fn end_of_item(tokens: &[&str], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match *token {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(*token, "}" | ";") {
            break;
        }
    }
    at
}

/// The code of a file as tokens, tests included.
pub(crate) fn all_tokens(source: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if first == '\'' {
            character_or_lifetime(rest)
        } else {
            let length = if is_word(first) {
                rest.find(|character| !is_word(character)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push(&rest[..length]);
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The length of the comment that `text` begins with. Comments of this kind can be nested.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the string literal that `text` begins with, if it begins with one.
fn string(text: &str) -> Option<usize> {
    let prefix = text.find(|character| !matches!(character, 'b' | 'c' | 'r')).filter(|length| *length <= 2)?;
    let rest = &text[prefix..];
    if text[..prefix].ends_with('r') {
        let hashes = rest.find(|character| character != '#')?;
        let body = rest[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(prefix + hashes + 1 + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    let body = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = body.find(|character| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    });
    Some(prefix + 1 + end.map_or(body.len(), |at| at + 1))
}

/// The length of the character literal or the lifetime that `text` begins with.
fn character_or_lifetime(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let behind = at + escaped.len_utf8();
            text[behind..].find('\'').map_or(text.len(), |end| behind + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// A path that code names: `["crate", "span", "Span"]`.
pub(crate) type CodePath<'a> = Vec<&'a str>;

/// Every path of more than one part, and everything that is imported. Groups are taken apart: `use a::{b, c::d}` names
/// `a::b` and `a::c::d`. `pub(in a::b)` says who may see something, and uses nothing.
pub(crate) fn paths<'a>(tokens: &[&'a str]) -> Vec<CodePath<'a>> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] == "use" {
            at = use_tree(tokens, at + 1, &mut Vec::new(), &mut paths);
        } else if tokens[at].starts_with(is_word) && tokens.get(at + 1) == Some(&"::") {
            let start = at;
            let mut path = vec![tokens[at]];
            while let [_, "::", next, ..] = &tokens[at..]
                && next.starts_with(is_word)
            {
                path.push(*next);
                at += 2;
            }
            if !tokens[..start].ends_with(&["pub", "(", "in"]) {
                paths.push(path);
            }
            at += 1;
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads the part of an import that begins at `at`, and gives where it ends.
fn use_tree<'a>(tokens: &[&'a str], mut at: usize, prefix: &mut CodePath<'a>, paths: &mut Vec<CodePath<'a>>) -> usize {
    let depth = prefix.len();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    let end = use_tree(tokens, at, prefix, paths);
                    // What is left over is a comma; whatever it is, the next round begins behind it.
                    at = if end == at { at + 1 } else { end };
                }
                prefix.truncate(depth);
                return at + 1;
            }
            Some(&"::") => at += 1,
            Some(&"as") => at += 2,
            Some(word) if word.starts_with(is_word) || *word == "*" => {
                prefix.push(*word);
                at += 1;
            }
            _ => {
                // `use` is also a bound: in `impl Iterator + use<'a>` it imports nothing.
                if prefix.len() > depth {
                    paths.push(prefix.clone());
                }
                prefix.truncate(depth);
                return at;
            }
        }
    }
}

#[test]
fn comments_and_strings_are_no_code() {
    let source = r##"
        //! nom::a
        let x = "nom::b \" nom::c"; /* nom::d /* nom::e */ nom::f */ let c = '"'; let d = '\''; let e: &'a str;
        let r = r#"nom::g " nom::h"#; let b = b"nom::i"; let s = br"nom::j"; g::h
    "##;
    let code = all_tokens(source).join(" ");
    let expected = "let x = ; let c = ; let d = ; let e : & a str ; let r = ; let b = ; let s = ; g :: h";
    assert_eq!(code, expected);
}

#[test]
fn tests_are_left_out() {
    let source = "fn a() {}\n#[cfg(test)]\nmod b;\n#[cfg(test)]\n#[x]\nmod tests { use c::{d}; fn e() {} }\nfn f() {}";
    assert_eq!(tokens(source), ["fn", "a", "(", ")", "{", "}", "fn", "f", "(", ")", "{", "}"]);
    assert_eq!(test_modules(source), ["b"]);
}

#[test]
fn paths_are_found() {
    let source = "use crate::{a, b::{self, C as D, *}, e::f}; use nom; use std::{io,}; \
                  pub(in crate::x) fn f() -> $crate::g::H + use<'a> { super::i::<j::K>() }";
    let found: Vec<String> = paths(&tokens(source)).iter().map(|path| path.join("::")).collect();
    let expected = [
        "crate::a",
        "crate::b::self",
        "crate::b::C",
        "crate::b::*",
        "crate::e::f",
        "nom",
        "std::io",
        "crate::g::H",
        "super::i",
        "j::K",
    ];
    assert_eq!(found, expected);
}
