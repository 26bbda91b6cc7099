//! How a line begins that is an item of a list, a row or a heading.

/// How a line begins that is an item of a list, a row, a heading or what somebody says: by a mark, or a number and one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// It is none of them.
    None,
    /// A hyphen.
    Hyphen,
    /// A dash, which begins what somebody says as well.
    Dash,
    /// A bullet.
    Bullet,
    /// A number.
    Number,
    /// The mark of a row, a heading or a quotation.
    Markup,
}

impl Item {
    /// How `line` begins.
    pub(crate) fn of(line: &str) -> Self {
        let line = line.trim_start();
        match line.chars().next() {
            Some('-') => Self::Hyphen,
            Some('\u{2013}' | '\u{2014}' | '\u{2015}') => Self::Dash,
            Some('*' | '\u{2022}' | '\u{B7}') => Self::Bullet,
            Some('|' | '#' | '>' | '+') => Self::Markup,
            Some(first) if first.is_ascii_digit() => {
                let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
                if rest.starts_with(['.', ')', ':']) { Self::Number } else { Self::None }
            }
            _ => Self::None,
        }
    }
}

/// The longer dashes. In a text they begin what somebody says, which is running text, where the shorter ones begin an
/// item as well.
const SPEECH: [char; 2] = ['\u{2014}', '\u{2015}'];

/// Whether a line is an item of a list, a row or a heading: whatever [`Item::of`] says that it is, but for what begins
/// with one of the longer dashes.
pub(super) fn is_item(line: &str) -> bool {
    Item::of(line) != Item::None && !line.trim_start().starts_with(SPEECH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_says_is_no_item() {
        for line in
            ["- a", " * a", "\u{2022} a", "\u{B7}a", "\u{2013} a", "| a", "# a", "> a", "+ a", "12. a", "3) a", "1: a"]
        {
            assert!(is_item(line) && Item::of(line) != Item::None, "{line}");
        }
        for line in ["\u{2014} So it is", " \u{2015}So it is"] {
            assert!(!is_item(line) && Item::of(line) == Item::Dash, "{line}");
        }
        for line in ["", "a - b", "12 bridges", "\u{2212}3 degrees"] {
            assert!(!is_item(line) && Item::of(line) == Item::None, "{line}");
        }
    }
}
