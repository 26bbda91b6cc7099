//! `html-entity`

use encoding_rs::WINDOWS_1252;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::escaped::{Token, Trust, Words, flag, prose_with};
use crate::document::Document;
use crate::lang::knowledge;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::subject::Mentions;
use crate::span::Span;

declare_rule! {
    /// Flags characters that are written as HTML entities, such as `&eacute;` or `&#8217;`, also those escaped twice.
    ///
    /// ## Why
    ///
    /// A word with an entity in it is cut to pieces by every tokeniser, is not found by a search for the word, and
    /// makes a model learn the spelling of web pages. It is left over where the text was taken out of a page, and not
    /// everything was turned back into characters. `&amp;eacute;` was escaped twice on the way.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// L&#8217;&eacute;t&eacute; de Dupont &amp; fils.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// L’été de Dupont & fils.
    /// ```
    ///
    /// ## Formula
    ///
    /// In the text of a document, `&`, one of the 2,125 names of the HTML standard that end in `;`, and `;`; or `&#`,
    /// up to eight digits and `;`; or `&#x`, up to eight hexadecimal digits and `;`. A name of four letters and more in
    /// capitals that is none stands for the capital of the letter that it is in small ones: `&EACUTE;`. Where an entity
    /// stands for `&` and what follows completes another one, both are one. Numbers from 128 to 159 are taken for bytes
    /// of Windows-1252, as browsers do. Those with nothing between them and the same kind of fix are one finding.
    ///
    /// ## Exceptions
    ///
    /// Nothing is flagged in a document with an HTML tag or a comment, which is HTML or is about it; in a line that has
    /// `HTML`, `XML` or `entit` in it in any case, or a number such as `U+00E9`; in lines that look like a program, in
    /// blocks between lines of three backticks, and between backticks; and where an entity is alone in quotation marks.
    /// What does not end in `;`, as `&copy`, is no entity here: `&copy=1` is a part of many addresses.
    ///
    /// Nothing is flagged in a document that speaks of HTML, XML or character entities, of the ampersand by this name,
    /// or that shows two different entities or more each with its character beside it, as in "`&amp;` for &": within
    /// 16 bytes, and with no letter or digit at either side. Nor is a line whose entities all touch no letter or digit
    /// and stand at most 600 bytes and one line away from HTML, XHTML, XML or SGML; nor one whose entities all have
    /// their characters beside them, that near to a word that begins with `escap`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the character is written, which is what a reader of the page saw. Unsafe for what was escaped twice, since
    /// the second time may have been meant; for `<`, `>` and `\`, with which something else may begin; for zero-width
    /// joiners; in a document that has the word HTML, XHTML, XML or SGML, since an entity may be shown in it; and where
    /// the marker line states `bytes` or `sha256` of the text. None for line breaks, for controls and other
    /// characters that cannot be seen, for numbers of no character, and in lines that could then be read as a marker or
    /// in which the characters would make another entity.
    HtmlEntity {
        id: "html-entity",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

const WORDS: Words =
    Words { one: "is an HTML entity", many: "are HTML entities", title: "write the character in place of the entity" };

impl DocumentRule for HtmlEntity {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains(b'&') && set.contains(b';')) {
            return;
        }
        let lines = prose_with(document, b'&').into_iter().map(|(base, line)| (base, line, scan(line)));
        let mut lines: Vec<_> =
            lines.filter(|(_, line, tokens)| !tokens.is_empty() && !is_about_entities(line)).collect();
        if lines.is_empty() || has_tags(document.body().of(document.bytes())) {
            return;
        }
        if shows_several(&lines) || !Mentions::of(document, &[], &knowledge().subjects.entities).is_empty() {
            return;
        }
        let (about, escaping) =
            (Mentions::of(document, NEAR, &[]), Mentions::of(document, &[], &knowledge().subjects.escaping));
        lines.retain(|(base, line, tokens)| {
            let is_near = |mentions: &Mentions<'_>, token: &Token| mentions.are_near(base + token.span.start);
            !tokens.iter().all(|token| is_near(&about, token) && is_alone(line, token.span))
                && !tokens.iter().all(|token| is_near(&escaping, token) && is_explained(line, token))
        });
        for (base, line, mut tokens) in lines {
            if !about.is_empty() {
                for token in &mut tokens {
                    token.trust = token.trust.min(Trust::Unsafe);
                }
            }
            flag(document, (base, line), &tokens, WORDS, scan, report);
        }
    }
}

/// Who writes so may show entities, or may write about the web and have some left over.
const NEAR: &[&str] = &["html", "html5", "xhtml", "xml", "sgml"];

/// So far from an entity its character is looked for, in bytes.
const BESIDE: usize = 16;

/// So many different entities with their characters beside them are shown, and not left over.
const FEWEST_SHOWN: usize = 2;

/// Whether several different entities stand beside their characters.
fn shows_several(lines: &[(usize, &str, Vec<Token>)]) -> bool {
    let mut shown: Vec<&str> = Vec::new();
    for (_, line, tokens) in lines {
        for token in tokens {
            if !shown.contains(&token.content.as_str()) && is_explained(line, token) {
                shown.push(&token.content);
            }
            if shown.len() == FEWEST_SHOWN {
                return true;
            }
        }
    }
    false
}

/// Whether the character that an entity stands for is beside it, alone: "write &amp; for &".
fn is_explained(line: &str, token: &Token) -> bool {
    let is_seen = |character: char| !character.is_whitespace() && !character.is_control();
    let content = token.content.as_str();
    if content.is_empty() || !content.chars().all(is_seen) {
        return false;
    }
    let mut from = token.span.start.saturating_sub(BESIDE);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (token.span.end + BESIDE).min(line.len());
    while !line.is_char_boundary(to) {
        to -= 1;
    }
    let stands = |from: usize, to: usize| {
        let places = line.get(from..to).unwrap_or_default().match_indices(content);
        places.map(|(at, _)| from + at).any(|at| is_alone(line, Span::new(at, at + content.len())))
    };
    stands(from, token.span.start) || stands(token.span.end, to)
}

/// Whether what stands at `span` touches no letter or digit, nor another reference: it is spoken of, or stands for a
/// word.
fn is_alone(line: &str, span: Span) -> bool {
    let before = line.get(..span.start).and_then(|before| before.chars().next_back());
    let after = line.get(span.end..).and_then(|after| after.chars().next());
    let joins = |character: char| character.is_alphanumeric() || matches!(character, '&' | '#' | ';');
    !before.is_some_and(joins) && !after.is_some_and(|after| after.is_alphanumeric() || matches!(after, '&' | '#'))
}

/// The entities of a line.
fn scan(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut here = 0;
    while let Some(at) = line.get(here..).and_then(|rest| memchr::memchr(b'&', rest.as_bytes())) {
        let start = here + at;
        here = start + 1;
        if let Some((length, content, trust)) = entity(line.get(here..).unwrap_or_default()) {
            here += length;
            tokens.push(Token { span: Span::new(start, here), content, trust });
        }
    }
    tokens
}

/// The entity that `rest`, which follows an `&`, completes: how long the rest of it is, and what it stands for when
/// nothing is escaped any more.
fn entity(rest: &str) -> Option<(usize, String, Trust)> {
    let (mut length, mut content) = reference(rest)?;
    let mut trust = Trust::Safe;
    while content == "&" {
        let Some((further, inner)) = rest.get(length..).and_then(reference) else { break };
        length += further;
        content = inner;
        trust = Trust::Unsafe;
    }
    let trust = content.chars().map(trust_in).min().unwrap_or(Trust::None).min(trust);
    Some((length, content, trust))
}

/// The reference that `rest` begins with, its `&` left out and its `;` included: its length and what it stands for,
/// which is nothing for the number of no character.
fn reference(rest: &str) -> Option<(usize, String)> {
    /// Longer than every name.
    const LONGEST: usize = 40;
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(LONGEST).position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#'))?;
    let body = rest.get(..end).filter(|_| bytes.get(end) == Some(&b';'))?;
    let content = match body.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(body)?,
    };
    Some((end + 1, content))
}

/// What the character reference with this name stands for.
fn named(name: &str) -> Option<String> {
    let find = |name: &str| {
        let names = &html_escape::NAMED_ENTITIES;
        let at = names.binary_search_by(|(other, _)| (*other).cmp(name.as_bytes())).ok()?;
        names.get(at).map(|(_, content)| *content)
    };
    if let Some(content) = find(name) {
        return Some(content.to_owned());
    }
    // A text that was put into capitals, entities and all.
    let in_capitals = name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = find(&name.to_ascii_lowercase()).filter(|_| in_capitals)?;
    let capital = small.to_uppercase();
    (capital != small && capital.chars().count() == 1).then_some(capital)
}

/// What the numeric reference with this number stands for; nothing where that is no character.
fn numbered(number: &str) -> Option<String> {
    const DIGITS: usize = 8;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.len() > DIGITS {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    if let (Ok(byte), 0x80..=0x9F) = (u8::try_from(code), code) {
        return Some(WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned());
    }
    Some(char::from_u32(code).map(String::from).unwrap_or_default())
}

/// Whether `character` can be written where something else stood for it.
fn trust_in(character: char) -> Trust {
    match character {
        // The joiners are spelling in many languages. What else cannot be seen, other rules would take away again.
        '<' | '>' | '\\' | '\u{200C}' | '\u{200D}' => Trust::Unsafe,
        '\u{FFFD}' => Trust::None,
        _ => match character.general_category() {
            GeneralCategory::Format
            | GeneralCategory::Control
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator => Trust::None,
            _ => Trust::Safe,
        },
    }
}

/// Whether a line says that it is about entities, and may show some.
fn is_about_entities(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["html", "xml"].iter().chain(&knowledge().subjects.entity).any(|word| line.contains(word))
}

/// Whether an HTML tag or a comment is in `text`.
fn has_tags(text: &[u8]) -> bool {
    memchr::memchr_iter(b'<', text).any(|at| text.get(at + 1..).is_some_and(begins_tag))
}

/// Whether `rest`, which follows a `<`, makes a tag or the start of a comment of it. Of the attributes, only so much is
/// looked at as stands before the next bracket or in the same line.
fn begins_tag(rest: &[u8]) -> bool {
    if rest.starts_with(b"!--") {
        return true;
    }
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_named = name > 0 && rest.first().is_some_and(u8::is_ascii_alphabetic);
    let behind = rest.get(name..).unwrap_or_default();
    match behind.first() {
        _ if !is_named => false,
        Some(b'>') => true,
        Some(b' ' | b'/') => memchr::memchr3(b'<', b'>', b'\n', behind).and_then(|at| behind.get(at)) == Some(&b'>'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolved(line: &str) -> Vec<(&str, String, Trust)> {
        let written = |token: &Token| line.get(token.span.range()).expect("tokens are in the line");
        scan(line).iter().map(|token| (written(token), token.content.clone(), token.trust)).collect()
    }

    fn one(line: &str) -> (String, Trust) {
        let found = resolved(line);
        assert!(found.len() == 1 && found[0].0 == line, "{line}: {found:?}");
        (found[0].1.clone(), found[0].2)
    }

    #[test]
    fn every_name_of_the_standard_is_known() {
        assert_eq!(html_escape::NAMED_ENTITIES.len(), 2125);
        for (name, content) in html_escape::NAMED_ENTITIES {
            let name = std::str::from_utf8(name).expect("names are ASCII");
            let (found, trust) = one(&format!("&{name};"));
            assert_eq!(found, content, "{name}");
            let cannot_be_seen = ["\t", "\n", "\u{AD}", "\u{200B}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{2061}"];
            let expected = cannot_be_seen.contains(&content) || matches!(content, "\u{2062}" | "\u{2063}");
            assert_eq!(trust == Trust::None, expected, "{name}");
        }
    }

    #[test]
    fn numbers_are_read_as_browsers_do() {
        for (line, expected) in [
            ("&#8217;", "’"),
            ("&#x2019;", "’"),
            ("&#X00e9;", "é"),
            ("&#0233;", "é"),
            ("&#146;", "’"),
            ("&#x80;", "€"),
            ("&#128512;", "😀"),
        ] {
            assert_eq!(one(line), (expected.to_owned(), Trust::Safe), "{line}");
        }
        for line in
            ["&#0;", "&#10;", "&#55357;", "&#xD83D;", "&#1114112;", "&#99999999;", "&#xFFFE;", "&#129;", "&#8232;"]
        {
            assert_eq!(one(line).1, Trust::None, "{line}");
        }
    }

    #[test]
    fn all_layers_are_one_token() {
        assert_eq!(one("&amp;"), ("&".to_owned(), Trust::Safe));
        for (line, expected) in [
            ("&amp;eacute;", "é"),
            ("&amp;amp;eacute;", "é"),
            ("&#38;#233;", "é"),
            ("&#x26;amp;#xE9;", "é"),
            ("&amp;amp;", "&"),
            ("&lt;", "<"),
            ("&amp;lt;", "<"),
            ("&bsol;", "\\"),
            ("&zwnj;", "\u{200C}"),
        ] {
            assert_eq!(one(line), (expected.to_owned(), Trust::Unsafe), "{line}");
        }
        assert_eq!(resolved("AT&amp;T;"), [("&amp;", "&".to_owned(), Trust::Safe)]);
    }

    #[test]
    fn capitals_stand_for_capitals() {
        for (line, expected) in
            [("&EACUTE;", "É"), ("&OELIG;", "Œ"), ("&CCEDIL;", "Ç"), ("&COPY;", "©"), ("&AMP;", "&")]
        {
            assert_eq!(one(line).0, expected, "{line}");
        }
        assert_eq!(resolved("&SZLIG; &NBSP; &ECUTE; &Eacut;"), []);
    }

    #[test]
    fn what_is_no_entity_is_left_alone() {
        for line in [
            "&copy 2024",
            "&eacute",
            "& eacute;",
            "R&D; Q&R; H&M; B&B;",
            "?a=1&copy=2;",
            "&;",
            "&#;",
            "&#x;",
            "&#xG;",
            "&é;",
            "&#123456789;",
            "&#+12;",
        ] {
            assert_eq!(resolved(line), [], "{line}");
        }
    }

    #[test]
    fn tags_are_told_from_other_brackets() {
        for text in ["<p>", "a</b>", "<br/>", "<br />", "<a href=\"x\">", "<!-- x", "<h1>"] {
            assert!(has_tags(text.as_bytes()), "{text}");
        }
        for text in
            ["<3", "a < b > c", "<x@example.org>", "<https://example.org>", "<<<FILE", "<a\n>", "<a <", "< p>", "<"]
        {
            assert!(!has_tags(text.as_bytes()), "{text}");
        }
    }

    /// What meets each other in the texts below.
    const POOL: &[&str] = &[
        "&",
        "&amp;",
        "amp;",
        "#",
        "&num;",
        "233;",
        "eacute;",
        "&eacute;",
        "&lt;",
        "<",
        "&gt;",
        "FILE",
        "&lt;&lt;&lt;FILE",
        "&gt;&gt;&gt;",
        "&#60;",
        "&bsol;",
        "&nbsp;",
        " ",
        "&#101;",
        "eac&#117;te;",
        "&semi;",
        ";",
        "&#10;",
        "x",
        "\u{FEFF}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_fixed_has_no_entity_and_is_no_marker(
            pieces in prop::collection::vec(prop::sample::select(POOL), 0..12), safe_only in any::<bool>()
        ) {
            let line: String = pieces.concat();
            let least = if safe_only { Trust::Safe } else { Trust::Unsafe };
            let file = format!("<<<FILE>>> a\n{line}\n");
            let fixed = super::super::escaped::fixed(&HtmlEntity, &file, least);
            if fixed != file {
                let text = fixed.strip_prefix("<<<FILE>>> a\n").expect("the marker line is as it was").trim_end_matches('\n');
                let left = scan(text).iter().filter(|token| token.trust >= least).count();
                prop_assert_eq!(left, 0, "{} becomes {}", line, text);
                prop_assert!(super::super::escaped::is_one_document(&fixed), "{} becomes {}", line, text);
            }
        }
    }
}
