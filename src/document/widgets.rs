//! What the widgets of a page leave in a line of their own: stars and ratings, the numbers of pages, boxes to tick.

use super::furniture::Place;
use crate::lang::{Language, Mode, Topic, find_furniture};

/// A longer line is none of them. In bytes.
const LONGEST: usize = 80;

/// How many stars there are to give.
const STARS: usize = 5;

/// How many points there are to give.
const POINTS: [&str; 5] = ["5", "6", "10", "20", "100"];

/// The signs that stand for stars, full ones and empty ones.
const STAR_SIGNS: [char; 8] =
    ['\u{2605}', '\u{2606}', '\u{272A}', '\u{272D}', '\u{272E}', '\u{2730}', '\u{2B50}', '\u{2BE8}'];

/// The signs that stand for a box to tick.
const BOX_SIGNS: [char; 6] = ['\u{25A2}', '\u{2610}', '\u{274F}', '\u{2751}', '\u{2B1C}', '\u{25FB}'];

/// Of fewer pages there is no list of numbers.
const FEWEST_PAGES: u32 = 3;

/// What a line is, if a widget left it.
pub(super) fn topic(text: &str, place: Place, language: Option<Language>) -> Option<Topic> {
    if text.len() > LONGEST || place.is_first {
        return None;
    }
    match *text.as_bytes().first()? {
        // The stars, the boxes and most arrows begin with the same byte.
        0xE2 if text.chars().all(|sign| BOX_SIGNS.contains(&sign)) => return Some(Topic::Debris),
        0xE2 | b'0'..=b'9' if is_rating(text, language) => return Some(Topic::ReaderComment),
        _ => {}
    }
    let has_pages = || memchr::memmem::find(text.as_bytes(), b"1 2 3").is_some();
    (text.len() >= "1 2 3".len() && has_pages() && is_pager(text, language)).then_some(Topic::Navigation)
}

/// `★★★★☆`, `★★★★☆ 4.2 (12)`, `4.5/5 - (12 votes)`: what readers think, and how many of them. The verdict of a critic has
/// no count behind it.
fn is_rating(text: &str, language: Option<Language>) -> bool {
    let rest = text.trim_start_matches(STAR_SIGNS);
    if rest.len() < text.len() {
        let is_figure = |sign: char| sign.is_ascii_digit() || matches!(sign, ' ' | '.' | ',' | '/' | '(' | ')');
        let stars = text.chars().take_while(|sign| STAR_SIGNS.contains(sign)).count();
        return stars == STARS && rest.chars().all(is_figure) || counts_voices(rest, language);
    }
    let is_digit = |sign: char| sign.is_ascii_digit();
    let given = text.trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ','));
    let Some(of) = given.trim_start().strip_prefix('/').map(str::trim_start) else { return false };
    let behind = of.trim_start_matches(is_digit);
    let points = of.get(..of.len() - behind.len()).unwrap_or_default();
    let mark = text.get(..text.len() - given.len()).unwrap_or_default();
    // Behind a mark with a part of a point, it does not matter what those are called who gave it.
    let is_counted = || mark.contains(['.', ',']) && counts_in_brackets(behind);
    !mark.is_empty() && POINTS.contains(&points) && (counts_voices(behind, language) || is_counted())
}

/// Whether `text` is a number and a word in brackets: "- (12 Stimmen)".
fn counts_in_brackets(text: &str) -> bool {
    let inside = text.trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '\u{2013}'));
    let inside = inside.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
    let Some((number, word)) = inside.and_then(|inside| inside.split_once([' ', '\u{A0}'])) else { return false };
    number.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ','))
        && word.chars().all(char::is_alphabetic)
}

/// Whether `text` says how many readers there are: "- (12 votes)".
fn counts_voices(text: &str, language: Option<Language>) -> bool {
    let is_between =
        |sign: char| sign.is_whitespace() || matches!(sign, '-' | '\u{2013}' | '\u{2014}' | '|' | '\u{B7}' | ':');
    let text = text.trim_start_matches(is_between);
    text.starts_with(|first: char| first == '(' || first.is_ascii_digit())
        && find_furniture(text, language)
            .iter()
            .any(|found| found.phrase.topic() == Topic::ReaderComment && found.phrase.mode() == Mode::CountedLine)
}

/// `« Previous 1 2 3 … 12 Next »`: the numbers of pages in order from the first one, with a gap, or with arrows or buttons
/// around them.
fn is_pager(text: &str, language: Option<Language>) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let (Some(start), Some(end)) = (text.find(is_digit), text.rfind(is_digit)) else { return false };
    let (Some(before), Some(pages), Some(after)) = (text.get(..start), text.get(start..=end), text.get(end + 1..))
    else {
        return false;
    };
    let mut has_gap = false;
    let mut last = 0_u32;
    let mut count = 0_u32;
    for part in pages.split_whitespace() {
        match part.parse::<u32>() {
            Ok(page) if page == last + 1 || (has_gap && page > last) => {
                last = page;
                count += 1;
            }
            Err(_) if matches!(part, "\u{2026}" | "..." | "\u{22EF}") => has_gap = true,
            _ => return false,
        }
    }
    let is_arrow = |sign: char| {
        matches!(sign, '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' | '<' | '>' | '\u{2190}' | '\u{2192}')
            || sign.is_whitespace()
    };
    let is_button = |button: &str| {
        let name = button.trim_matches(is_arrow);
        name.is_empty()
            || find_furniture(name, language).iter().any(|found| {
                matches!(found.phrase.topic(), Topic::Navigation | Topic::RelatedLink)
                    && matches!(found.phrase.mode(), Mode::Line | Mode::Heading)
            })
    };
    let has_more = has_gap || !before.trim().is_empty() || !after.trim().is_empty();
    count >= FEWEST_PAGES && has_more && is_button(before) && is_button(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Edge;

    fn of(text: &str) -> Option<Topic> {
        topic(text, Place { edge: Edge::Tail, is_first: false }, Language::from_tag("en"))
    }

    #[test]
    fn ratings_have_stars_or_a_count() {
        for line in [
            "★★★★★",
            "★★★★☆ 4.2 (12)",
            "4.5/5 - (12 votes)",
            "4,5 / 5 (1,204 ratings)",
            "★★★ (3 ratings)",
            "4,5/5 - (12 Stimmen)",
        ] {
            assert_eq!(of(line), Some(Topic::ReaderComment), "{line}");
        }
        for line in [
            "★★★",
            "★",
            "8/10",
            "4.5/5",
            "1/2 (12 eggs)",
            "3/4 cup of flour",
            "1/5 (12 eggs)",
            "4.5/5 (12 left of it)",
            "★★★★★ A fine book",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_of_pages_go_on() {
        for line in ["1 2 3 … 12", "« Previous 1 2 3 Next »", "1 2 3 4 >", "1 2 3 ... 9 10"] {
            assert_eq!(of(line), Some(Topic::Navigation), "{line}");
        }
        for line in ["1 2 3", "1 2 3 5 8 …", "Count 1 2 3 … 12 and run", "0 1 2 3 …", "And 1 2 3 4"] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn a_box_alone_is_left_over() {
        assert_eq!(of("▢"), Some(Topic::Debris));
        assert_eq!(of("▢ 2 eggs"), None);
    }
}
