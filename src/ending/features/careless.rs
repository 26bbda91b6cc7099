//! What careful writers do not write: sentences that begin in lower case, marks in a row.

/// How many bytes are counted in one byte.
const COUNTED: usize = 128;

/// How often a text has what careful writers do not write: before this place, and from there on.
pub(super) fn careless(text: &[u8], place: usize) -> (usize, usize) {
    // What begins before the place may reach two bytes beyond it.
    let before = text.get(..place + 2).unwrap_or(text);
    (count(before), count(text.get(place..).unwrap_or_default()))
}

fn count(text: &[u8]) -> usize {
    let starts = (0..text.len()).step_by(COUNTED);
    starts.map(|start| usize::from(count_few(text.get(start..).unwrap_or_default()))).sum()
}

/// How many of the first bytes of a text begin three that are careless. All are asked side by side.
fn count_few(text: &[u8]) -> u8 {
    let (first, second, third) = (text.iter(), text.iter().skip(1), text.iter().skip(2));
    let threes = first.zip(second).zip(third).take(COUNTED);
    threes.map(|((first, second), third)| is_careless(*first, *second, *third)).sum()
}

/// Whether three bytes are careless, as a number. Without branches.
#[expect(clippy::needless_bitwise_bool, reason = "a branch would keep bytes from being asked side by side")]
#[inline]
const fn is_careless(first: u8, second: u8, third: u8) -> u8 {
    let is_stopped = (first == b'.') | (first == b'!') | (first == b'?');
    let (is_lower, is_letter) = (third.wrapping_sub(b'a') < 26, (third | 0x20).wrapping_sub(b'a') < 26);
    // C3 begins the letters of Latin-1.
    let is_letter = is_letter | (third == 0xC3);
    let is_blank = (second == b' ') | (second == b'\n');
    let is_small_start = (is_blank & is_stopped) | ((second == b'.') & (first == b'.'));
    let is_mark = (second == b'!') | (second == b'?');
    let is_single = (second == b'i') | (second == b'u');
    let is_careless = (is_small_start & is_lower)
        | ((second == b' ') & (third == b','))
        | (is_mark & ((third == second) | is_letter))
        | ((second == b',') & is_letter)
        | (is_single & (first == b' ') & (third == b' '));
    is_careless as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn careless_writing_is_counted() {
        for text in [
            "it fell. then it rose",
            "it fell.\nthen it rose",
            "it fell...then it rose",
            "why??",
            "it fell!then it rose",
            "it fell,then",
            "a bridge , a river",
            "and i fell",
            "oui,\u{E9}t\u{E9}",
        ] {
            assert_eq!(count(text.as_bytes()), 1, "{text}");
        }
        for text in
            ["It fell. Then it rose.", "Why? It fell!", "In 1,500 days\nit fell", "Alors ! Il est là.", "i fell"]
        {
            assert_eq!(count(text.as_bytes()), 0, "{text}");
        }
    }

    /// The same by cases.
    fn plain(text: &[u8]) -> usize {
        let is_careless = |three: &&[u8]| {
            let (first, third) = (three[0], three[2]);
            let (is_stopped, is_lower) = (matches!(first, b'.' | b'!' | b'?'), third.is_ascii_lowercase());
            let is_letter = third.is_ascii_alphabetic() || third == 0xC3;
            match three[1] {
                b' ' => third == b',' || (is_stopped && is_lower),
                b'\n' => is_stopped && is_lower,
                b'.' => first == b'.' && is_lower,
                mark @ (b'!' | b'?') => third == mark || is_letter,
                b',' => is_letter,
                b'i' | b'u' => first == b' ' && third == b' ',
                _ => false,
            }
        };
        text.windows(3).filter(is_careless).count()
    }

    #[test]
    fn all_threes_are_told_as_by_cases() {
        let bytes = b" \n.!?,iuaZ\xC3\xA9\x00";
        let mut text = Vec::new();
        for first in bytes {
            for second in bytes {
                text.extend(bytes.iter().flat_map(|third| [*first, *second, *third]));
            }
        }
        assert_eq!(count(&text), plain(&text));
        for place in 0..500 {
            let split = careless(&text, place);
            assert_eq!(split.0 + split.1, plain(&text), "{place}");
            assert_eq!(split.1, plain(&text[place..]), "{place}");
        }
        assert_eq!(careless(b"", 0), (0, 0));
    }
}
