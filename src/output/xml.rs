//! Text in XML and in HTML.

/// `text` in which nothing is markup: inside of an element or of an attribute in double quotes.
///
/// XML 1.0 has no way to write most control characters and U+FFFE and U+FFFF, not even by number. What comes from a
/// corpus has been made harmless before; what else there may be becomes U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // In an attribute it would be read as a blank, but there are only lines of our own.
            '\n' => escaped.push('\n'),
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("]]></a>\"'&amp;"), "]]&gt;&lt;/a&gt;&quot;&#39;&amp;amp;");
        assert_eq!(escaped("a\0\x1b\u{9b}\u{fffe}é"), "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}é");
    }
}
