//! Share bars: rows of the buttons by which a page is passed on, as `Facebook Twitter Pinterest`.

use std::cmp::Reverse;
use std::sync::LazyLock;

use super::furniture::Place;
use crate::lang::knowledge;

/// A longer line is no row of buttons. In bytes.
const LONGEST: usize = 120;

/// The names of networks, and what stands on buttons in every language, in lower case.
const NETWORKS: [&str; 31] = [
    "bluesky",
    "digg",
    "facebook",
    "facebook messenger",
    "flipboard",
    "google plus",
    "google+",
    "googleplus",
    "instagram",
    "linkedin",
    "mastodon",
    "messenger",
    "pinit",
    "pinterest",
    "pocket",
    "reddit",
    "rss",
    "skype",
    "sms",
    "snapchat",
    "stumbleupon",
    "telegram",
    "threads",
    "tiktok",
    "tumblr",
    "twitter",
    "viber",
    "vkontakte",
    "whatsapp",
    "xing",
    "youtube",
];

/// Whether a line is the name of a network, and nothing else.
pub(super) fn is_network(text: &str) -> bool {
    NETWORKS.contains(&text.trim().to_lowercase().as_str())
}

static BUTTONS: LazyLock<Buttons> = LazyLock::new(|| {
    let mut names: Vec<&str> = NETWORKS.into_iter().chain(knowledge().share_buttons.iter()).collect();
    names.sort_unstable_by_key(|name| (Reverse(name.len()), *name));
    names.dedup();
    let mut beginnings = [0; 32];
    for [first, second] in names.iter().filter_map(|name| name.as_bytes().first_chunk::<2>()) {
        if let Some(seconds) = beginnings.get_mut(letter(*first) as usize) {
            *seconds |= 1 << letter(*second);
        }
    }
    Buttons { names, beginnings }
});

/// What stands on the buttons by which a page is passed on.
struct Buttons {
    /// In lower case, longer ones first, so that none is found in front of one that contains it.
    names: Vec<&'static str>,
    /// For each first letter of a button, which letters come second, one bit for each. What is no letter is the last of
    /// the bits.
    beginnings: [u32; 32],
}

impl Buttons {
    /// Whether there is a button that begins with these bytes.
    fn may_begin(&self, [first, second]: [u8; 2]) -> bool {
        self.beginnings.get(letter(first) as usize).is_some_and(|seconds| seconds >> letter(second) & 1 == 1)
    }

    /// The length of the button that `text` begins with, in bytes.
    fn at_start_of(&self, text: &str) -> Option<usize> {
        // Nearly every word is told from them by its first two letters.
        if !text.as_bytes().first_chunk().is_some_and(|two| self.may_begin(*two)) {
            return None;
        }
        let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
        let starts = |name: &&&str| {
            name.as_bytes().first().copied() == first
                && text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        self.names.iter().find(starts).map(|name| name.len())
    }
}

/// The number of a letter, whether it is a capital or not; 31 for all other bytes.
const fn letter(byte: u8) -> u32 {
    let number = (byte | 0x20).wrapping_sub(b'a');
    if number < 26 { number as u32 } else { 31 }
}

/// `Facebook Twitter Pinterest`, `TeilenTwitternDrucken`, `Share / Tweet / Mail`: a row of buttons and nothing else.
pub(super) fn is_share_bar(text: &str, place: Place) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let is_between =
        |character: char| character.is_ascii_digit() || " |/\u{B7}\u{2022},.:-()\u{A0}".contains(character);
    let (mut rest, mut count) = (text.trim_start_matches(is_between), 0);
    while let Some(length) = BUTTONS.at_start_of(rest) {
        count += 1;
        rest = rest.get(length..).unwrap_or_default().trim_start_matches(is_between);
    }
    rest.is_empty() && count >= if place.is_first || text.contains(',') { 3 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Edge;

    fn is_bar(text: &str) -> bool {
        is_share_bar(text, Place { edge: Edge::Tail, is_first: false })
    }

    #[test]
    fn two_buttons_are_a_bar() {
        for button in &BUTTONS.names {
            assert!(is_bar(&format!("{button} | {}", button.to_uppercase())), "{button}");
        }
    }

    #[test]
    fn two_names_with_a_comma_or_in_the_first_line_may_be_text() {
        assert!(is_bar("Facebook Twitter") && is_bar("Facebook, Twitter, Pinterest"));
        assert!(!is_bar("Facebook, Twitter") && !is_bar("Facebook and Twitter") && !is_bar("Facebook"));
        let first = Place { edge: Edge::Head, is_first: true };
        assert!(!is_share_bar("Facebook Twitter", first) && is_share_bar("Facebook Twitter Pinterest", first));
    }
}
