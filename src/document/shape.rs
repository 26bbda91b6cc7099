//! What a line is by its shape alone, where no phrase says so: rights, agencies, rows of tags, players; and, each in a file
//! of its own, bylines, breadcrumbs, program code, share bars and widgets.

use super::breadcrumb::is_breadcrumb;
use super::byline::is_byline;
use super::furniture::Place;
use super::program_code::{is_code, is_complaint, is_long_code};
use super::share_bar::is_share_bar;
use super::widgets;
use crate::document::Edge;
use crate::lang::{Language, Topic, find_furniture, is_before_wiki, is_behind_age, knowledge};

/// A longer line is a paragraph. In bytes.
const LONGEST: usize = 300;

/// A longer line does not point to the page before or behind. In bytes.
const LONGEST_TURNING: usize = 120;

/// The name of a section is at most so long, in bytes.
const LONGEST_SECTION: usize = 40;

/// The tags of agencies in brackets are at most so long, in bytes.
const LONGEST_AGENCY: usize = 40;

/// The line below the title of an article in a wiki is at most so long. In bytes.
const LONGEST_TAGLINE: usize = 80;

/// What it calls the wiki has so many words at most: ", the free encyclopedia".
const WORDS_BEHIND_WIKI: usize = 5;

/// A name of a section has so many letters at its end, before which no letter stands alone: "G20 days ago".
const FEWEST_LETTERS_OF_SECTION: usize = 3;

/// Agencies whose name alone in brackets is a credit.
const AGENCIES: [&str; 22] = [
    "AFP", "dpa", "DPA", "AP", "APA", "Reuters", "REUTERS", "ANSA", "Ansa", "EFE", "Efe", "ANP", "Belga", "BELGA",
    "ATS", "ats", "SDA", "sda", "Lusa", "epd", "KNA", "afp",
];

/// What a line is, if its shape tells it.
pub(super) fn topic(text: &str, place: Place, language: Option<Language>) -> Option<Topic> {
    let text = text.trim();
    let first = *text.as_bytes().first()?;
    // Prose begins with a letter, and is told from the few shapes that do so, too, by its length.
    if text.len() > LONGEST {
        return is_long_code(text).then_some(Topic::Debris);
    }
    if is_share_bar(text, place) {
        return Some(Topic::Share);
    }
    if let Some(topic) = widgets::topic(text, place, language) {
        return Some(topic);
    }
    if first.is_ascii_alphanumeric() || first >= 0xC3 {
        return named(text, place, language);
    }
    match first {
        // U+00A9
        0xC2 if text.starts_with('\u{A9}') && !place.is_first => {
            let has_year = text.as_bytes().windows(4).any(|year| year.iter().all(u8::is_ascii_digit));
            Some(if has_year || reserves_rights(text, language) { Topic::Copyright } else { Topic::Credit })
        }
        // U+00AB
        0xC2 if is_turning_both_ways(text) => Some(Topic::RelatedLink),
        b'#' if is_tags(text) => Some(Topic::Tags),
        b'(' | b'[' if is_lone_ellipsis(text) && !place.is_first => Some(Topic::Debris),
        b'(' if is_agency(text) && place.edge == Edge::Tail => Some(Topic::Credit),
        _ if is_code(text) => Some(Topic::Debris),
        _ => None,
    }
}

/// Whether a line does not say behind the sign of copyright whose the rights are, but that they are reserved: "All rights
/// reserved".
fn reserves_rights(text: &str, language: Option<Language>) -> bool {
    let Some(rest) = text.strip_prefix('\u{A9}') else { return false };
    // The name of the holder may stand between: "© Le Courrier - Tous droits réservés".
    let is_phrase = |part: &str| {
        let found = find_furniture(part.trim_start(), language);
        found.iter().any(|found| found.phrase.topic() == Topic::Copyright)
    };
    let is_any = || rest.split(['.', ',', '-', '|', '\u{2013}', '\u{2014}', '\u{B7}']).any(is_phrase);
    is_any() || knowledge().signals.find(rest).is_some_and(|(topic, _)| topic == Topic::Copyright)
}

/// Shapes that begin with a letter, a digit or a dash.
fn named(text: &str, place: Place, language: Option<Language>) -> Option<Topic> {
    if text.as_bytes().first() == Some(&0xE2) && is_embedded(text) && !place.is_first {
        return Some(Topic::Credit);
    }
    if is_turning(text) {
        return Some(Topic::RelatedLink);
    }
    if is_breadcrumb(text) {
        return Some(Topic::Navigation);
    }
    if place.edge == Edge::Tail && is_citation_of_page(text) {
        return Some(Topic::Republication);
    }
    if is_tagline(text, place, language) {
        return Some(Topic::Navigation);
    }
    if place.edge == Edge::Tail && has_age_of_teaser(text, language) {
        return Some(Topic::RelatedLink);
    }
    if is_player(text) && !place.is_first {
        return Some(Topic::RelatedMedia);
    }
    if is_complaint(text) {
        return Some(Topic::Debris);
    }
    // The first line may be the title.
    if !place.is_first && is_byline(text) {
        return Some(Topic::Byline);
    }
    let is_picture = || text == "pic.twitter.com" || text.starts_with("pic.twitter.com/");
    let is_debris = is_code(text) || is_picture() || is_short_address(text);
    (is_debris && !place.is_first).then_some(Topic::Debris)
}

/// Whether a line is nothing but an address that a network made in place of another one.
fn is_short_address(text: &str) -> bool {
    let name = text.strip_prefix("https://t.co/").or_else(|| text.strip_prefix("http://t.co/"));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `Citation: The old bridge (2024, October 28) retrieved 3 May 2025 from https://…`: how a page wants to be quoted. The
/// day on which it is, no writer knows.
fn is_citation_of_page(text: &str) -> bool {
    text.starts_with("Citation: ") && text.contains(") retrieved ") && text.contains(" from http")
}

/// `From Bridgepedia`, `Aus Brückenwiki, dem freien Verzeichnis`: what the software of wikis writes below each title.
fn is_tagline(text: &str, place: Place, language: Option<Language>) -> bool {
    if text.len() > LONGEST_TAGLINE || !text.starts_with(char::is_uppercase) {
        return false;
    }
    let mut words = text.split_whitespace();
    let from = words.next().unwrap_or_default();
    let name = words.next().unwrap_or_default();
    // Nearly every second word is told from these by its last letter.
    if !name.trim_end_matches(',').ends_with(['i', 'I', 'a', 'A']) {
        return false;
    }
    let goes_on = words.next().is_some();
    let folded = name.trim_end_matches(',').to_lowercase();
    let is_wiki = ["wiki", "pedia", "p\u{E9}dia"].iter().any(|end| folded.ends_with(end));
    // What it is called follows: ", the free encyclopedia".
    let is_apposition = text.split_once(", ").is_none_or(|(_, rest)| {
        let words = rest.split_whitespace().count();
        (2..=WORDS_BEHIND_WIKI).contains(&words) && rest.starts_with(|first: char| !first.is_uppercase())
    });
    is_wiki
        && is_apposition
        && is_before_wiki(from, language)
        && name.starts_with(char::is_uppercase)
        && goes_on == name.ends_with(',')
        && (goes_on || !(place.is_first || text.ends_with('.')))
}

/// `0:00 / 12:34`: a player that nobody has started.
fn is_player(text: &str) -> bool {
    let times = text.strip_prefix("00:00").or_else(|| text.strip_prefix("0:00"));
    times.and_then(|rest| rest.trim_start().strip_prefix('/')).is_some_and(|total| {
        let total = total.trim_start();
        (4..=8).contains(&total.len())
            && total.contains(':')
            && total.bytes().all(|byte| byte.is_ascii_digit() || byte == b':')
    })
}

/// `← The old bridge`, `The new bridge →`: the page before, the page behind.
fn is_turning(text: &str) -> bool {
    let has_arrow = || text.starts_with('\u{2190}') || text.ends_with('\u{2192}');
    // A clause goes on behind the arrow: "Open the settings, and then →", in languages without spaces.
    let is_clause = || text.contains(['\u{3001}', '\u{3002}']);
    text.len() <= LONGEST_TURNING && text.len() > '\u{2190}'.len_utf8() && has_arrow() && !is_clause()
}

/// `« The old bridge | Home | The new bridge »`: the pages before and behind, and the first one between them. Old
/// programs for blogs write it above each article.
fn is_turning_both_ways(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('\u{AB}').and_then(|text| text.strip_suffix('\u{BB}')) else { return false };
    let is_part = |part: &str| part.contains(char::is_alphabetic) && !part.contains(['\u{AB}', '\u{BB}']);
    let mut parts = inside.split(" | ");
    parts.by_ref().take(3).filter(|part| is_part(part)).count() == 3 && parts.next().is_none()
}

/// `Sports3 days ago The ferry wins the race`: a section, the age of an article, and its title, which stood below each
/// other in a list of others. In a text, something stands between a word and a number.
fn has_age_of_teaser(text: &str, language: Option<Language>) -> bool {
    // Nearly every line ends as a sentence.
    if text.ends_with(['.', ',', ';', ':', '"', '\u{201D}']) {
        return false;
    }
    let Some(first) = text.bytes().take(LONGEST_SECTION).position(|byte| byte.is_ascii_digit()) else { return false };
    let Some((section, age)) = text.split_at_checked(first) else { return false };
    let rest = age.trim_start_matches(|character: char| character.is_ascii_digit());
    let mut words = rest.split_ascii_whitespace();
    let Some((unit, ago)) = words.next().zip(words.next()) else { return false };
    section.chars().rev().take(FEWEST_LETTERS_OF_SECTION).filter(|last| last.is_alphabetic()).count()
        == FEWEST_LETTERS_OF_SECTION
        && section.starts_with(char::is_uppercase)
        && age.len() - rest.len() <= 2
        && rest.starts_with(' ')
        && unit.chars().all(char::is_alphabetic)
        && is_behind_age(ago, language)
}

/// `(...)`, `[…]`: what a program left where it took something out.
pub(super) fn is_lone_ellipsis(text: &str) -> bool {
    let inside = text.trim_matches(['(', '[', ')', ']', ' ']);
    !inside.is_empty() && inside.chars().all(|character| matches!(character, '.' | '\u{2026}'))
}

/// `(AFP)`, `(dpa/kb)`, `(Reuters, AFP)`
fn is_agency(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) else { return false };
    let mut words = inside.split(['/', ',', ' ', '-', '+']);
    inside.len() <= LONGEST_AGENCY && words.any(|word| AGENCIES.contains(&word))
}

/// `— Ann Miller (@annmiller) May 21, 2019`: the last line of an embedded post. It says whose words stand above it, and
/// so is a credit and no debris.
fn is_embedded(text: &str) -> bool {
    text.starts_with(['\u{2014}', '\u{2013}'])
        && text.contains("(@")
        && text.len() <= 120
        && text.ends_with(|character: char| character.is_ascii_digit())
}

/// `#bridge #river`: more than one tag, and nothing else.
fn is_tags(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.clone().count() > 1 && words.all(|word| word.len() > 1 && word.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Option<Topic> {
        topic(text, Place { edge: Edge::Tail, is_first: false }, None)
    }

    #[test]
    fn shapes_are_told() {
        let cases = [
            ("\u{A9} 2024 Valley Gazette", Some(Topic::Copyright)),
            ("\u{A9} Ann Miller", Some(Topic::Credit)),
            ("(AFP)", Some(Topic::Credit)),
            ("(dpa/kb)", Some(Topic::Credit)),
            ("(...)", Some(Topic::Debris)),
            ("[\u{2026}]", Some(Topic::Debris)),
            ("#bridge #river", Some(Topic::Tags)),
            ("Home > News > Region", Some(Topic::Navigation)),
            ("\u{2014} Ann Miller (@annmiller) May 21, 2019", Some(Topic::Credit)),
            ("[object Object]", Some(Topic::Debris)),
            ("@media only screen and (min-width: 500px) { .bridge { display: none; } }", Some(Topic::Debris)),
            ("Strict Standards: Non-static method", Some(Topic::Debris)),
            ("Warning: count() expects an array in /www/index.php on line 12", Some(Topic::Debris)),
            ("\u{2190} The old bridge", Some(Topic::RelatedLink)),
            ("The new bridge \u{2192}", Some(Topic::RelatedLink)),
            ("\u{AB} The old bridge | Home | The new bridge \u{BB}", Some(Topic::RelatedLink)),
            ("World News3 days ago The new bridge", Some(Topic::RelatedLink)),
            ("Deportes12 horas atr\u{E1}s El puente viejo", Some(Topic::RelatedLink)),
            ("\u{79D1}\u{6280} > \u{8981}\u{95FB} > \u{6B63}\u{6587}", Some(Topic::Navigation)),
            ("0:00 / 12:34", Some(Topic::RelatedMedia)),
            ("Facebook Twitter", Some(Topic::Share)),
            ("TeilenTwitternDrucken", Some(Topic::Share)),
            ("SHARE / TWEET / 12 E-MAIL", Some(Topic::Share)),
            ("12Share0Tweet", Some(Topic::Share)),
        ];
        for (text, expected) in cases {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn code_without_spaces_is_debris_where_the_line_is_long() {
        let code = "var a={b:1,c:[1,2,3]};d.e(a);";
        assert_eq!(shape(&code.repeat(1 + LONGEST / code.len())), Some(Topic::Debris));
        assert_eq!(shape(code), None, "what is short may be an example");
    }

    #[test]
    fn words_of_a_language_count_in_texts_of_that_language() {
        let cases = [
            ("From Bridgepedia", None, Some(Topic::Navigation)),
            ("Aus Br\u{FC}ckenwiki, dem freien Verzeichnis", None, Some(Topic::Navigation)),
            ("Uit Bruggenwiki", Some("nl"), Some(Topic::Navigation)),
            ("Z Mostopedia, wolnej encyklopedii", Some("pl"), Some(Topic::Navigation)),
            ("Z Mostopedia, wolnej encyklopedii", Some("en"), None),
            ("Near Bridgepedia", None, None),
            ("Spor2 saat \u{F6}nce Eski k\u{F6}pr\u{FC}", Some("tr"), Some(Topic::RelatedLink)),
            ("Spor2 saat \u{F6}nce Eski k\u{F6}pr\u{FC}", Some("fr"), None),
        ];
        for (text, tag, expected) in cases {
            let place = Place { edge: Edge::Tail, is_first: false };
            assert_eq!(topic(text, place, tag.and_then(Language::from_tag)), expected, "{text} {tag:?}");
        }
    }

    #[test]
    fn prose_has_none_of_the_shapes() {
        let texts = [
            "The council voted (see above).",
            "(The council had voted before.)",
            "\u{2014} So it is, said the mayor.",
            "#1 was the bridge",
            "if a > b, then c > d",
            "Er rief: \u{BB} Halt! \u{BB} Und alle blieben \u{BB} stehen",
            "... and so it went",
            "(a)",
            "Facebook",
            "0:00 / mal sehen",
            "10:00 / 12:30",
            "Facebook, Twitter",
            "Facebook and Twitter",
            "Print on paper",
            "Printing",
            "\u{AB} The old bridge | The new bridge \u{BB}",
            "\u{AB} Oui \u{BB} | Non | \u{AB} Peut-\u{EA}tre \u{BB}",
            "The bridge was opened 3 days ago",
            "At the G20 days ago the ministers met",
            "Sports3 days ago the ferry won.",
            "Warning: count the piers",
            "@media_watch was first",
            "\u{2192} a pier",
            "a \u{2192} b",
            "\u{2190}",
            "12",
            "",
        ];
        for text in texts {
            assert_eq!(shape(text), None, "{text}");
        }
    }
}
