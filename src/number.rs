//! How numbers are written for people.

use std::fmt::Display;

/// `1 line`, `0 lines`, `2,345 lines`: so many of what the noun names.
pub fn counted(count: impl Display + Copy, noun: &str) -> String {
    let count = grouped(count);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A whole number whose digits stand in groups of three: `65,536`.
pub fn grouped(number: impl Display + Copy) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_read() {
        assert_eq!(counted(1, "line"), "1 line");
        assert_eq!(counted(0, "line"), "0 lines");
        assert_eq!(counted(1234, "line"), "1,234 lines");
        assert_eq!(counted(1_234_567_u64, "byte"), "1,234,567 bytes");
        assert_eq!((grouped(0), grouped(100), grouped(1000)), ("0".into(), "100".into(), "1,000".into()));
    }
}
