//! A day and a time as programs write them: when a reader wrote a comment, or when an article was published.

use std::ops::RangeInclusive;

/// A longer line has more to say than who wrote something, and when. In bytes.
const LONGEST: usize = 70;

/// When programs wrote such times.
const YEARS: RangeInclusive<u16> = 1995..=2049;

/// What is announced begins at a minute that is a multiple of this, and readers write at any.
const APPOINTED: u8 = 5;

/// A short line with a year and a time of day in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Whether something may have been announced for that time.
    pub(super) is_appointed: bool,
}

impl Stamp {
    pub(super) fn of(text: &str) -> Option<Self> {
        // Most lines are longer, or have no number.
        if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) || !has_year(text) {
            return None;
        }
        Some(Self { is_appointed: minute(text)? % APPOINTED == 0 })
    }
}

/// Whether a number in a text is a year in which people could comment.
pub(super) fn has_year(text: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.parse().is_ok_and(|year| YEARS.contains(&year));
    text.split(|character: char| !character.is_ascii_digit()).any(is_year)
}

/// The minute of the first time of day in a text: `18:19`, `18h19`.
pub(super) fn minute(text: &str) -> Option<u8> {
    let mut parts = text.as_bytes().split(|byte| matches!(byte, b':' | b'h'));
    let mut before = parts.next()?;
    for part in parts {
        if let ([.., b'0'..=b'9'], [tens @ b'0'..=b'5', ones @ b'0'..=b'9', rest @ ..]) = (before, part)
            && !rest.first().is_some_and(u8::is_ascii_digit)
        {
            return Some((tens - b'0') * 10 + (ones - b'0'));
        }
        before = part;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_has_a_year_and_a_time() {
        let stamp = |text| Stamp::of(text).map(|stamp| stamp.is_appointed);
        for text in
            ["Anna – 24/11/2019 à 18:19", "26. Juni 2014 um 11:57 Uhr", "2019-10-24T18:19:30", "11.3.2012, 9h07"]
        {
            assert_eq!(stamp(text), Some(false), "{text}");
        }
        assert_eq!(stamp("Saturday, 14 March 2020, 19:30"), Some(true));
        for text in ["24/11/2019", "18:19", "Chapter 18:19", "1984 18:19", "2019 18:199", "2019 18:75", "2019 a:19", ""]
        {
            assert_eq!(stamp(text), None, "{text}");
        }
        assert_eq!(stamp("On 24 November 2019 at 18:19 the first train since the flood went over the bridge"), None);
    }
}
