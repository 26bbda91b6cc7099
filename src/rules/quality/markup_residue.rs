//! `markup-residue`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::report_all;
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags the marks of HTML, Markdown, wikis and forums that were left in a text.
    ///
    /// ## Why
    ///
    /// A reader sees `<strong>` or `[/quote]` in the middle of a sentence, and a program that learns from the text
    /// learns to write it. The page was not turned into text, or only in part.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The bridge is <strong>closed</strong> until the end of May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// A tag of HTML with one of the names that articles are written with, such as `<p>`, `</a>`, `<br />` or `<img
    /// src=…>`; a Markdown link `](http…)`; a wiki link `[[…]]` on one line; a closing tag in square brackets such as
    /// `[/b]`, `[/url]` or `[/caption]`; a shortcode of a blog with what it embeds, such as `[youtube=https://…]`,
    /// `[caption id="…"]` or `[gallery ids="…"]`. At least one of them is more than an opening tag without attributes.
    /// One finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// Other names in angle brackets are placeholders, `<your name>`, or titles. A tag in backticks or right behind a
    /// quotation mark is one that the text speaks of. A text that shows the source of a page is reported: exempt it
    /// with `allow=markup-residue`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: with the marks goes what they said, such as where a link led and where a paragraph ended. Turn
    /// the page into text again.
    MarkupResidue {
        id: "markup-residue",
        category: Quality,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The names of the tags of articles.
const TAGS: [&str; 44] = [
    "a",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "li",
    "meta",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "table",
    "td",
    "tr",
    "ul",
];

/// The names of closing tags in square brackets, of forums and blogs.
const BOARD_TAGS: [&str; 18] = [
    "audio", "b", "caption", "center", "code", "color", "email", "embed", "font", "gallery", "i", "img", "list",
    "quote", "size", "u", "url", "video",
];

/// The names of shortcodes: what a blog replaces by something that it embeds.
const SHORTCODES: [&str; 26] = [
    "audio",
    "bandcamp",
    "caption",
    "dailymotion",
    "embed",
    "facebook",
    "flickr",
    "gallery",
    "giphy",
    "googlemaps",
    "instagram",
    "kickstarter",
    "pinterest",
    "playlist",
    "polldaddy",
    "scribd",
    "slideshare",
    "soundcloud",
    "spotify",
    "ted",
    "tiktok",
    "tweet",
    "twitch",
    "video",
    "vimeo",
    "youtube",
];

/// A longer tag is none. In bytes.
const LONGEST: usize = 2048;

impl DocumentRule for MarkupResidue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        let base = document.body().start;
        let bytes = document.body().of(document.bytes());
        let mut found = Vec::new();
        if set.contains(b'<') && set.contains(b'>') {
            let tags = memchr::memchr_iter(b'<', bytes).filter_map(|at| Some(Span::new(at, at + tag(bytes, at)?)));
            found.extend(tags);
        }
        if set.contains(b'[') && set.contains(b']') {
            for at in memchr::memchr2_iter(b'[', b']', bytes) {
                found.extend(bracket(bytes, at).map(|length| Span::new(at, at + length)));
            }
            found.sort_unstable();
        }
        // A text can speak of a tag; one that opens nothing and closes nothing is no trace of a page.
        if !found.iter().any(|span| is_certain(span.of(bytes))) {
            return;
        }
        let found: Vec<Span> = found.into_iter().map(|span| span.shifted(base)).collect();
        let message = |first: Span| {
            format!("`{}` is a mark of a page and not a part of its text", shown(first.of(document.bytes())))
        };
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("turn the page into text again, with a program that knows its marks");
        }
    }
}

/// Whether a mark is none that a text would speak of: it closes, has attributes, or is a link.
fn is_certain(mark: &[u8]) -> bool {
    let lower = mark.to_ascii_lowercase();
    let is_tag = mark.starts_with(b"<");
    !is_tag
        || lower.starts_with(b"</")
        || mark.contains(&b'=')
        || lower.starts_with(b"<br")
        || lower.starts_with(b"<hr")
}

/// The length of the tag of HTML that begins at `at`.
fn tag(bytes: &[u8], at: usize) -> Option<usize> {
    let is_quoted =
        at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| matches!(byte, b'`' | b'"' | b'\''));
    let rest = Span::new(at + 1, (at + LONGEST).min(bytes.len())).of(bytes);
    let (closes, rest) = rest.strip_prefix(b"/").map_or((0, rest), |rest| (1, rest));
    let name = rest.iter().take(10).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let word = rest.get(..name)?;
    let lower = word.to_ascii_lowercase();
    let known = TAGS.iter().any(|tag| tag.as_bytes() == lower);
    let after = rest.get(name..)?;
    let end = memchr::memchr2(b'<', b'>', after).filter(|end| after.get(*end) == Some(&b'>'))?;
    let inside = after.get(..end)?;
    // Between the name and the bracket stands nothing, a slash, or attributes.
    let is_tag =
        inside.is_empty() || inside == b"/" || inside == b" /" || inside.starts_with(b" ") && inside.contains(&b'=');
    (!is_quoted && known && is_tag).then_some(1 + closes + name + end + 1)
}

/// The length of what begins at `at` with a square bracket and is the mark of a link or of a forum.
fn bracket(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = Span::new(at, (at + LONGEST).min(bytes.len())).of(bytes);
    if let Some(after) = rest.strip_prefix(b"](http") {
        return memchr::memchr2(b')', b'\n', after).filter(|end| after.get(*end) == Some(&b')')).map(|end| end + 7);
    }
    if let Some(after) = rest.strip_prefix(b"[/") {
        let name = after.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let known = BOARD_TAGS
            .iter()
            .any(|tag| after.get(..name).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes())));
        return (known && after.get(name) == Some(&b']')).then_some(name + 3);
    }
    if let Some(length) = shortcode(rest) {
        return Some(length);
    }
    let after = rest.strip_prefix(b"[[")?;
    // In an address, `[[at]]` stands for `@`.
    let is_start = at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let is_title = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let end = memchr::memchr3(b']', b'\n', b'[', after)?;
    let is_link = is_start
        && after.first().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
        && after.get(end..)?.starts_with(b"]]")
        && after.get(..end)?.iter().copied().any(is_title);
    is_link.then_some(end + 4)
}

/// The length of the shortcode that `text` begins with: a name, and an address, a number or attributes.
fn shortcode(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"[")?;
    let name = inside.iter().take(16).take_while(|byte| byte.is_ascii_lowercase()).count();
    let (name, after) = inside.split_at_checked(name)?;
    if !SHORTCODES.iter().any(|known| known.as_bytes() == name) {
        return None;
    }
    let end = memchr::memchr3(b']', b'[', b'\n', after).filter(|end| after.get(*end) == Some(&b']'))?;
    let embedded = after.get(..end)?;
    let (sign, embedded) = embedded.split_first()?;
    let is_address = embedded.starts_with(b"http") || embedded.starts_with(b"//");
    let is_number = !embedded.is_empty() && embedded.iter().all(u8::is_ascii_digit);
    let is_attribute = |around: &[u8]| matches!(around, [b'a'..=b'z', b'=', value] if !value.is_ascii_whitespace());
    let is_embedded = match sign {
        b'=' => is_address || embedded.first().is_some_and(u8::is_ascii_alphanumeric),
        b' ' => is_address || is_number || embedded.windows(3).any(is_attribute),
        _ => false,
    };
    is_embedded.then_some(1 + name.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let bytes = text.as_bytes();
        let length = |at| if bytes[at] == b'<' { tag(bytes, at) } else { bracket(bytes, at) };
        (0..bytes.len()).find_map(|at| text.get(at..at + length(at)?))
    }

    #[test]
    fn every_tag_is_known() {
        assert!(TAGS.is_sorted() && BOARD_TAGS.is_sorted());
        for tag in TAGS {
            for text in [
                format!("<{tag}>"),
                format!("</{tag}>"),
                format!("<{tag} class=\"x\">"),
                format!("<{}/>", tag.to_uppercase()),
            ] {
                assert_eq!(found(&text), Some(text.as_str()));
            }
        }
        for tag in BOARD_TAGS {
            assert_eq!(found(&format!("a[/{tag}]")), Some(format!("[/{tag}]").as_str()));
        }
    }

    #[test]
    fn every_shortcode_is_known_by_what_it_embeds() {
        assert!(SHORTCODES.is_sorted());
        for name in SHORTCODES {
            for inside in
                ["=https://example.org/a", " https://example.org/a", " id=\"5\" align=\"left\"", " 123456", "=aB_4-d"]
            {
                let text = format!("a [{name}{inside}] b");
                assert_eq!(found(&text), text.get(2..text.len() - 2), "{text}");
            }
        }
    }

    #[test]
    fn marks_are_told_from_brackets() {
        assert_eq!(found("see [the map](https://example.org/a) there"), Some("](https://example.org/a)"));
        assert_eq!(found("see [[File:Bridge.jpg|thumb]] there"), Some("[[File:Bridge.jpg|thumb]]"));
        for text in [
            "a < b > c",
            "<your name>",
            "<stdin>",
            "`<p>`",
            "<The Palace>",
            "a[i] and [1]",
            "[[1, 2], [3]]",
            "[i] x",
            "<a b>",
            "ann[[at]]home.net",
            "[video]",
            "[youtube]",
            "[audio recording]",
            "[video = film]x",
            "[ted talks]",
            "[Video=1]",
            "[youtube=https://example.org",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
