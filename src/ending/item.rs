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

/// Whether a line is an item of a list, a row or a heading: it begins with a bullet, or a number and a mark.
pub(super) fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    line.starts_with(['-', '*', '\u{2022}', '\u{B7}', '\u{2013}', '|', '#', '>', '+'])
        || (after_number.len() < line.len() && after_number.starts_with(['.', ')', ':']))
}
