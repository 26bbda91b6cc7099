//! Lines that have a phrase of a page and are the text: parts of verses, fields of forms, what is said of rights, keywords
//! of papers, and words of languages of which no phrases are known.

use super::edges::{Edge, EdgeLine};
use super::furniture::{Claim, is_share_button};
use super::neighbours::{is_paragraph, is_sentence};
use super::share_bar::is_network;
use super::stamp::has_year;
use super::{Document, Line};
use crate::lang::{
    LANGUAGES_WITH_PHRASES, Match, Topic, check_tag, find_furniture, fold, is_about_rights, is_form_label, keeps_rights,
};

/// So many lines from the field of a form, something else has to ask for an address.
const LINES_OF_FORM: usize = 2;

/// A text in which so many lines away from its ends have a word such as "copyright" is about rights.
const FEWEST_LINES_ABOUT_RIGHTS: usize = 4;

/// A longer line right above its keywords is the abstract of a paper. In bytes.
const LONGEST_LEAD: usize = 300;

/// A shorter word is in all kinds of texts. In letters.
const LETTERS_OF_A_WORD: usize = 5;

/// A longer line is no verse, in bytes; a poem has so many lines, and so many of them go on in the next one.
const LONGEST_VERSE: usize = 60;
const FEWEST_VERSES: usize = 5;
const FEWEST_OPEN_VERSES: usize = 2;

/// Tags of no language, and of Norwegian, whose phrases are those of one of its two forms.
const LIKE_OTHERS: [&str; 6] = ["und", "mul", "zxx", "mis", "no", "nn"];

/// Gives back to the text what a phrase is said of by mistake. Nothing is extended over neighbours before.
pub(super) fn give_back(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    rests_of_sentences(document, lines, claims);
    fields(document, lines, claims);
    about_rights(document, lines, claims);
    keywords(document, lines, claims);
    words_of_others(document, lines, claims);
    title(document, lines, claims);
    verses(document, lines, claims);
    super::announced::give_back(document, lines, claims);
    super::closing::settle(document, lines, claims);
}

/// Gives back to the text the first line of all where it points elsewhere as titles of columns do ("Also interesting: why
/// gulls never oversleep"): text stands right below it, and has one of its words.
fn title(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let ([first, second, ..], [own, below, ..]) = (lines, claims) else { return };
    let text = |line: &EdgeLine| document.str(line.line.span);
    let (Some(title), Some(next)) = (text(first), text(second)) else { return };
    if !own.is_some_and(|own| own.topic == Topic::RelatedLink) || below.is_some() || !is_sentence(next) {
        return;
    }
    let Some((_, title)) = title.split_once([':', '|', '\u{BB}']) else { return };
    let next: String = next.chars().take(LONGEST_LEAD).collect();
    let (title, next) = (fold(title), fold(&next));
    let mut words = title.split(|character: char| !character.is_alphabetic());
    if words.any(|word| word.chars().nth(LETTERS_OF_A_WORD - 1).is_some() && next.contains(word)) {
        *own = None;
    }
}

/// Gives back to the text a button that is the last line of a poem, and all of the furniture in it: "Share" may be its last
/// word, too.
fn verses(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let Some((Some(own), above)) = claims.split_last() else { return };
    let text = lines.last().and_then(|line| document.str(line.line.span)).unwrap_or_default();
    if own.topic == Topic::Share && is_share_button(text) && above.iter().all(Option::is_none) && is_verse(document) {
        claims.fill(None);
    }
}

/// Whether a document has nothing but short lines, some of which go on in the next one.
fn is_verse(document: &Document<'_>) -> bool {
    let lines = document.lines().iter().filter(|line| !document.is_blank(line));
    let texts = || lines.clone().filter_map(|line| document.str(line.span)).map(str::trim);
    let goes_on = |text: &&str| text.ends_with(',') || text.starts_with(char::is_lowercase);
    texts().all(|text| text.len() <= LONGEST_VERSE)
        && texts().nth(FEWEST_VERSES - 1).is_some()
        && texts().filter(goes_on).nth(FEWEST_OPEN_VERSES - 1).is_some()
}

/// Gives back to the text what is a part of a sentence that begins above it or ends below it, as in verse and in plays: a
/// line that begins with a small letter, below one that ends in a comma; and one above a line that begins with a comma.
fn rests_of_sentences(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for (number, line) in lines.iter().enumerate() {
        let Some(own) = claims.get_mut(number).filter(|own| own.is_some()) else { continue };
        let mut above = document.lines_above(&line.line).iter().rev();
        let text = |line: &Line| document.str(line.span).map(str::trim);
        let is_said = |line: &&Line| text(line).is_some_and(|text| !text.is_empty());
        let is_rest = text(&line.line).is_some_and(|text| text.starts_with(char::is_lowercase))
            && above.find(is_said).and_then(text).is_some_and(|above| above.ends_with(','));
        let goes_on =
            || document.lines_below(&line.line).first().and_then(text).is_some_and(|below| below.starts_with(", "));
        if is_rest || goes_on() {
            *own = None;
        }
    }
}

/// Gives back to the text the field of a form ("First name:", "E-mail") beside which nothing else of a page stands: letters
/// and cards have them, too.
fn fields(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let is_of_page = |text: &str| {
        let is_known = |found: &Match<'_>| !found.phrase.topic().is_about_the_text();
        !is_form_label(text) && (is_network(text) || find_furniture(text, document.language()).iter().any(is_known))
    };
    for (line, own) in lines.iter().zip(claims) {
        let text = document.str(line.line.span).unwrap_or_default();
        if own.is_none_or(|own| own.topic != Topic::Newsletter) || !is_form_label(text) {
            continue;
        }
        let said = |line: &&Line| !document.is_blank(line);
        let above = document.lines_above(&line.line).iter().rev().filter(said).take(LINES_OF_FORM);
        let mut beside = above.chain(document.lines_below(&line.line).iter().filter(said).take(LINES_OF_FORM));
        if !beside.any(|line| document.str(line.span).is_some_and(is_of_page)) {
            *own = None;
        }
    }
}

/// Gives back to the text what is said of copyright where the text is about that, but for a notice: that has a year, a
/// sign, or reserves the rights.
fn about_rights(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    if !claims.iter().flatten().any(|own| own.topic == Topic::Copyright) {
        return;
    }
    let is_at_edge = |line: &&Line| lines.iter().any(|edge| edge.line.span.start == line.span.start);
    let middle = document.lines().iter().filter(|line| !is_at_edge(line));
    let mut about = middle.filter(|line| is_about_rights(line.span.of(document.bytes())));
    if about.nth(FEWEST_LINES_ABOUT_RIGHTS - 1).is_none() {
        return;
    }
    for (line, own) in lines.iter().zip(claims) {
        let is_notice = |text: &str| has_year(text) || text.contains('\u{A9}') || keeps_rights(text);
        let bytes = line.line.span.of(document.bytes());
        if own.is_some_and(|own| own.topic == Topic::Copyright)
            && is_about_rights(bytes)
            && !document.str(line.line.span).is_some_and(is_notice)
        {
            *own = None;
        }
    }
}

/// Gives back to the text the keywords of a paper: below its abstract, and above its text.
fn keywords(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for number in 1..claims.len() {
        let is_above_text = lines.get(number).is_some_and(|line| line.edge == Edge::Head);
        let above = lines.get(number - 1).and_then(|line| document.str(line.line.span));
        let is_below_abstract = || above.is_some_and(|above| above.len() > LONGEST_LEAD && is_paragraph(above));
        if let Some(own) = claims.get_mut(number)
            && own.is_some_and(|own| own.topic == Topic::Tags)
            && is_above_text
            && is_below_abstract()
        {
            *own = None;
        }
    }
}

/// Gives back to the text of a language of which no phrases are known a word that means something in others, if it stands
/// alone: what it means there, nobody has looked. English phrases and names of networks are everywhere.
fn words_of_others(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    if !is_of_other_language(document) {
        return;
    }
    let is_lone = |number: usize| {
        let beside = [number.checked_sub(1), number.checked_add(1)];
        beside.into_iter().flatten().all(|other| claims.get(other).is_none_or(Option::is_none))
    };
    let lone: Vec<bool> = (0..claims.len()).map(is_lone).collect();
    for ((line, claim), is_lone) in lines.iter().zip(claims).zip(lone) {
        let Some(own) = claim.filter(|own| is_lone && !own.languages.is_empty()) else { continue };
        let counts = |found: &Match<'_>| {
            let is_english = found.phrase.languages().iter().any(|language| language.code() == "en");
            found.phrase.topic() == own.topic && is_english && found.phrase.words() > 1
        };
        let text = document.str(line.line.span).unwrap_or_default();
        if !is_network(text) && !find_furniture(text, None).iter().any(counts) {
            *claim = None;
        }
    }
}

/// Whether a document says that it is in a language of which no phrases are known, and which is not written as one of
/// those.
fn is_of_other_language(document: &Document<'_>) -> bool {
    let Some(tag) = document.attribute("lang").and_then(|tag| std::str::from_utf8(tag).ok()) else { return false };
    match document.declared_language() {
        Some(own) => !LANGUAGES_WITH_PHRASES.contains(&own.code()),
        None => check_tag(tag).is_ok() && !LIKE_OTHERS.contains(&tag.split('-').next().unwrap_or_default()),
    }
}
