//! Whether one line at the beginning or the end of a document is part of the page and not of the text.

use super::bare_date::{DATE, dated_row};
use super::byline::are_names;
use super::edges::Edge;
use super::program_code::is_long_code;
use super::shape;
use crate::lang::{
    Dateline, Knowledge, Language, Match, Mode, Phrase, Topic, counts_minutes, ends_a_question, find_furniture,
    find_row, fold, heads_a_section, is_about_phrase, is_statement, knowledge,
};

/// A longer line is a paragraph, whatever label it begins with. In bytes.
const LONGEST_LABELLED: usize = 300;

/// A longer line is a paragraph, whatever phrase it begins with. In bytes.
const LONGEST: usize = 1200;

/// A longer line is no reference to a paper, also where it names all of its authors. In bytes.
const LONGEST_REFERENCE: usize = 600;

/// So many names behind "The interview was conducted by" are those of people.
const MOST_NAMES: usize = 4;

/// In a longer line, two words may stand together by chance. In bytes.
const LONGEST_SIGNALLED: usize = 160;

/// The same of what asks readers to do something, and of what reserves rights: texts seldom speak of themselves so. In
/// bytes.
const LONGEST_REQUEST: usize = 320;

/// A shorter line is too short to say who said something, and what. In bytes.
const SHORTEST_REPORT: usize = 80;

/// A longer line with a date is a sentence. In characters.
const LONGEST_DATELINE: usize = 140;

/// After a label that has other uses, so many words are a headline and not a name.
const FEWEST_WORDS: usize = 4;

/// Behind what notices are called, a phrase of no more words may be a value.
const MOST_WORDS_OF_VALUE: usize = 4;

/// Two buttons of so many words are no title.
const FEWEST_WORDS_OF_BUTTONS: usize = 5;

/// So many letters behind a quotation say who said it.
const FEWEST_LETTERS: usize = 4;

/// A longer line is a paragraph, whatever it asks. In bytes.
const LONGEST_QUESTION_AND_CALL: usize = 120;

/// What is asked before a button, and what stands on that, are at most so long each. In bytes, and in words.
const LONGEST_QUESTION: usize = 80;
const MOST_WORDS_OF_QUESTION: usize = 7;

/// What notices are called is at most so long, with the sign behind it. In bytes.
const LONGEST_NOTICE_LABEL: usize = 20;

/// What may stand between a question and its button.
const BARS: [char; 9] = ['|', '>', '\u{BB}', '\u{203A}', '\u{2192}', '-', '\u{2013}', '\u{2014}', '\u{BF}'];

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// At which end of the document.
    pub(super) edge: Edge,
    /// Whether it is the first line of all.
    pub(super) is_first: bool,
}

/// What a line is, if it is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// What it is a part of.
    pub(super) topic: Topic,
    /// The languages of the phrase that was found.
    pub(super) languages: &'static [Language],
    /// Whether others follow it that it announces: a heading.
    pub(super) announces: bool,
    /// Whether it belongs to the block before it, if there is one of the same topic.
    pub(super) joins: bool,
}

/// What a program left.
const DEBRIS: Claim = Claim { topic: Topic::Debris, languages: &[], announces: false, joins: true };

/// What `text` is, if it is not part of the text of a document in `language`.
#[expect(clippy::inline_always, reason = "nearly all calls are in the loop over the lines at the edges")]
#[inline(always)]
pub(super) fn claim(text: &str, place: Place, language: Option<Language>) -> Option<Claim> {
    if text.len() > LONGEST {
        return is_long_code(text.trim()).then_some(DEBRIS);
    }
    // What begins with a bar and has another one is a row of a table.
    if text.strip_prefix('|').is_some_and(|row| row.contains('|')) {
        return None;
    }
    if let Some(topic) = shape::topic(text, place, language) {
        return Some(Claim { topic, languages: &[], announces: false, joins: true });
    }
    // What heads a section of a text as often does so where its writer has marked it as a heading: `## See also`.
    if marked_level(text).is_some() && heads_a_section(text, language) {
        return None;
    }
    let knowledge = knowledge();
    let found = find_furniture(text, language);
    if found.iter().any(speaks_of_page) {
        return None;
    }
    let Some(found) = found.iter().find(|found| stands(found, text, place, language, knowledge)) else {
        let other = dateline(text, language).or_else(|| row(text, place, language));
        let other = other.or_else(|| question_and_call(text, place, language));
        let other = other.or_else(|| labelled_notice(text, place, language));
        let other = other.or_else(|| dated_row(text, language).map(|_| DATE));
        return other.or_else(|| by_signals(text, place, knowledge));
    };
    let phrase = found.phrase;
    if phrase.topic() == Topic::ReadingTime && dated_row(text, language).is_some() {
        return Some(DATE);
    }
    let announces = match phrase.mode() {
        Mode::Line | Mode::Heading | Mode::CountedLine | Mode::Brief => true,
        Mode::Last | Mode::Named | Mode::Cited => false,
        // The title of the article stands behind: "4 thoughts on …".
        Mode::CountedStart if phrase.topic() == Topic::CommentHeading => !counts_none(text),
        _ => found.rest.trim().len() < 3 || text.trim_end().ends_with(':'),
    };
    Some(Claim { topic: phrase.topic(), languages: phrase.languages(), announces, joins: true })
}

/// The level of a heading with the marks of Markdown, from 1 to 6.
pub(super) fn marked_level(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    ((1..=6).contains(&level) && rest.starts_with(' ')).then_some(level)
}

/// What a line is that has a date and its label behind it.
fn dateline(text: &str, language: Option<Language>) -> Option<Claim> {
    // In most languages there is no such date, and nothing has to be counted.
    let (label, _) = Dateline::beside(text, language).filter(|_| may_be_dateline(text))?;
    Some(Claim { topic: label.topic(), languages: label.languages(), announces: false, joins: true })
}

/// What a line is that is nothing but buttons and names of sections. Of two of them, a title may be made, if they are
/// short: "Jump to Recipe Print Recipe" is none.
fn row(text: &str, place: Place, language: Option<Language>) -> Option<Claim> {
    let row = find_row(text, language)?;
    let is_no_title = || row.parts > 2 || row.words.is_some_and(|words| words >= FEWEST_WORDS_OF_BUTTONS);
    let stands = !place.is_first || is_no_title();
    stands.then_some(Claim { topic: row.topic, languages: row.languages, announces: false, joins: true })
}

/// What a line is that asks something short, and goes on with the button that answers it: "Already a member? Log in".
/// The button is a whole line of a page; the question may be one, too, or nothing that is known.
fn question_and_call(text: &str, place: Place, language: Option<Language>) -> Option<Claim> {
    // All signs but the one of ASCII, and that of Greek, end in the same byte, and nearly no line has it.
    let may_ask = || memchr::memchr3(b'?', b';', 0x9F, text.as_bytes()).is_some();
    if place.is_first || text.len() > LONGEST_QUESTION_AND_CALL || !may_ask() {
        return None;
    }
    let text = text.trim();
    let (question, call) = text.split_once(|sign| ends_a_question(sign, language))?;
    let is_between = |character: char| character.is_whitespace() || BARS.contains(&character);
    let call = call.trim_start_matches(is_between);
    let is_short =
        |part: &str| part.len() <= LONGEST_QUESTION && part.split_whitespace().nth(MOST_WORDS_OF_QUESTION).is_none();
    let is_question = question.starts_with(|first: char| first == '\u{BF}' || first.is_alphabetic());
    if !is_question || !is_short(question) || !is_short(call) || call.contains(['?', ',', ':']) {
        return None;
    }
    let found = find_furniture(call, language);
    let found = found.iter().find(|found| {
        matches!(found.phrase.mode(), Mode::Line | Mode::Heading)
            && match found.phrase.topic() {
                Topic::CommentHeading | Topic::Newsletter | Topic::Paywall => true,
                // "Where are we going? Home"
                Topic::Share | Topic::Navigation => found.phrase.words() > 1,
                _ => false,
            }
    })?;
    let (topic, languages) = (found.phrase.topic(), found.phrase.languages());
    let stands = topic != Topic::CommentHeading || place.edge == Edge::Tail;
    stands.then_some(Claim { topic, languages, announces: false, joins: true })
}

/// What a line is that says what it is before it says it: "Disclosure: this post contains affiliate links".
fn labelled_notice(text: &str, place: Place, language: Option<Language>) -> Option<Claim> {
    if text.len() > LONGEST_REQUEST {
        return None;
    }
    let start = text.trim_start_matches(|character: char| !character.is_alphabetic());
    let label = start.as_bytes().get(..start.len().min(LONGEST_NOTICE_LABEL))?;
    let at = label.iter().position(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic())?;
    label.get(at).filter(|mark| matches!(mark, b':' | b'.' | b'!'))?;
    let (label, notice) = (start.get(..at)?, start.get(at + 1..)?.trim_start());
    if !knowledge().notice_labels.has(&fold(label)) || !notice.starts_with(char::is_alphabetic) {
        return None;
    }
    let found = find_furniture(notice, language);
    let found = found.iter().find(|found| {
        let is_notice = match found.phrase.mode() {
            Mode::Start => matches!(found.phrase.topic(), Topic::Advertising | Topic::Cookie | Topic::Navigation),
            // "Inhalt: Das erwartet Sie in diesem Artikel". A short one may be a value: "Stadt: Kontakt".
            Mode::Line => found.phrase.topic() == Topic::Navigation && found.phrase.words() > MOST_WORDS_OF_VALUE,
            _ => false,
        };
        let place = Place { is_first: place.is_first && found.phrase.mode() == Mode::Start, ..place };
        is_notice && stands(found, notice, place, language, knowledge())
    })?;
    let (topic, languages) = (found.phrase.topic(), found.phrase.languages());
    Some(Claim { topic, languages, announces: false, joins: true })
}

/// What a short line is, by words that only say so together.
fn by_signals(text: &str, place: Place, knowledge: &'static Knowledge) -> Option<Claim> {
    // Articles begin with all kinds of things, and end with few.
    if text.len() > LONGEST_REQUEST || place.edge == Edge::Head {
        return None;
    }
    let (topic, languages) = knowledge.signals.find(text)?;
    // Addresses have words, too, and nobody says them.
    if text.contains("://") {
        let is_word = |word: &&str| !word.contains("://");
        let said: Vec<&str> = text.split_whitespace().filter(is_word).collect();
        knowledge.signals.find(&said.join(" ")).filter(|(own, _)| *own == topic)?;
    }
    let is_of_page = matches!(topic, Topic::CommentHeading | Topic::Newsletter | Topic::Share | Topic::Copyright);
    let is_short = text.len() <= LONGEST_SIGNALLED || is_of_page;
    // What rights there are is said in sentences of that kind, and where money comes from.
    let is_prompt = is_of_page && topic != Topic::Copyright || matches!(topic, Topic::Paywall | Topic::Cookie);
    if is_prompt && is_statement(text, topic, languages) {
        return None;
    }
    // Newsletters have names in quotation marks, and authors who are to be followed have books.
    let can_report = match topic {
        Topic::CommentHeading => text.len() > SHORTEST_REPORT,
        Topic::Copyright => text.len() > LONGEST_SIGNALLED,
        _ => false,
    };
    // What is said has to have the words itself: a name in quotation marks has none.
    if !is_short
        || (can_report && reports(text))
        || said(text).is_some_and(|said| knowledge.signals.find(said).is_some())
    {
        return None;
    }
    Some(Claim { topic, languages, announces: false, joins: true })
}

/// Whether a line says what somebody said: it quotes, or is a post that was put into the text, with the name of who wrote
/// it ("— Ann Miller (@annmiller)"). What asks readers to do something does neither.
fn reports(text: &str) -> bool {
    let is_quote = |mark: char| matches!(mark, '"' | '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201E}');
    let mut quotes = text.match_indices(is_quote);
    let is_quoted = quotes.next().zip(quotes.next()).is_some_and(|((start, _), (end, _))| {
        text.get(start..end).is_some_and(|quoted| quoted.split_whitespace().nth(FEWEST_WORDS - 1).is_some())
    });
    // What begins behind a colon may have been cut before it ends.
    let begins = || [": \"", ": \u{AB}", ": \u{201C}", ": \u{201E}"].iter().any(|quote| text.contains(quote));
    is_quoted || begins() || text.contains(" (@")
}

/// What somebody said, where a line begins with it and goes on with who said it: `"Leave a comment," the sign read.` What
/// would be a prompt of the page is one of a person then.
fn said(text: &str) -> Option<&str> {
    let text = text.trim();
    let opening = ['"', '\u{AB}', '\u{BB}', '\u{201C}', '\u{201D}', '\u{201E}', '\u{300C}'];
    let closing = ['"', '\u{AB}', '\u{BB}', '\u{201C}', '\u{201D}', '\u{300D}'];
    let (quoted, rest) = text.strip_prefix(opening)?.split_once(closing)?;
    let goes_on = rest.chars().filter(|character| character.is_alphabetic()).nth(FEWEST_LETTERS - 1).is_some();
    let is_sentence = text.ends_with(['.', '!', '?', '\u{2026}', '\u{3002}']) || text.ends_with(closing);
    (goes_on && is_sentence).then_some(quoted)
}

/// Whether a phrase counts where it stands.
fn stands(found: &Match<'_>, text: &str, place: Place, language: Option<Language>, knowledge: &Knowledge) -> bool {
    let phrase = found.phrase;
    let mode = phrase.mode();
    if matches!(mode, Mode::Label | Mode::ShortLabel) && text.len() > LONGEST_LABELLED {
        return false;
    }
    if ends_as_text(phrase, text)
        || (mode == Mode::Cited && text.len() > LONGEST_REFERENCE)
        || (mode == Mode::Named && !are_names_behind(phrase, text))
    {
        return false;
    }
    let at_end = place.edge == Edge::Tail;
    match phrase.topic() {
        _ if matches!(mode, Mode::Last | Mode::Cited) => at_end,
        Topic::CommentHeading => at_end || (!place.is_first && !matches!(mode, Mode::Line | Mode::Heading)),
        Topic::RelatedMedia => {
            !place.is_first
                && match mode {
                    Mode::Label => true,
                    Mode::ShortLabel => {
                        let mut words = found.rest.split_whitespace();
                        at_end && (found.rest.contains("://") || words.nth(FEWEST_WORDS - 1).is_some())
                    }
                    _ => at_end,
                }
        }
        Topic::OpinionDisclaimer => {
            let folded = fold(text);
            let complete = |&language: &Language| {
                knowledge.disclaimer_relations.occur_in(&folded, language)
                    && knowledge.disclaimer_parties.occur_in(&folded, language)
            };
            phrase.languages().iter().any(complete)
        }
        Topic::Dateline | Topic::Update => is_dateline(found, text, language),
        Topic::DonationAppeal => at_end,
        // The first line may be a title, and a title may be one word.
        Topic::Advertising | Topic::Cookie => at_end || !place.is_first || mode != Mode::Label,
        Topic::ReadingTime => (at_end || !place.is_first || mode != Mode::Label) && tells_minutes(text),
        Topic::Navigation if mode == Mode::Start && found.is_before_comma(text) => false,
        Topic::Share | Topic::Paywall | Topic::Newsletter | Topic::Navigation | Topic::Republication => {
            at_end || !place.is_first || mode == Mode::Start
        }
        // The first lines of an article point elsewhere by a label or a heading, and seldom in other words.
        Topic::RelatedLink => {
            let is_heading = mode == Mode::Brief && phrase.words() > 1 && found.rest.trim().len() < 2;
            // Before a title, one word says what kind of article it is: "Ratgeber: Wie man Brücken baut".
            let may_be_of_title = place.is_first && phrase.words() == 1 && mode != Mode::Line;
            at_end
                || (matches!(mode, Mode::Label | Mode::ShortLabel | Mode::Teaser | Mode::Line) && !may_be_of_title)
                || (is_heading && !place.is_first)
        }
        // "Publicado em" stands before names of sections, and before days.
        Topic::Tags => (at_end || !place.is_first) && !is_dateline(found, text, language),
        Topic::Copyright => (at_end || !place.is_first) && !is_of_list_of_rights(phrase, text),
        Topic::ReaderComment | Topic::Credit | Topic::Byline | Topic::Debris => at_end || !place.is_first,
    }
}

/// Whether a line that begins with a phrase is about what pages say, and no page says it.
fn speaks_of_page(found: &Match<'_>) -> bool {
    let may_be_spoken_of = matches!(
        found.phrase.topic(),
        Topic::CommentHeading
            | Topic::Copyright
            | Topic::Newsletter
            | Topic::Paywall
            | Topic::Republication
            | Topic::Share
    );
    may_be_spoken_of && found.phrase.mode() == Mode::Start && is_about_phrase(found)
}

/// Whether names stand behind a phrase in `text`, and nothing else but a stop or a bracket.
fn are_names_behind(phrase: &Phrase, text: &str) -> bool {
    let is_around = |character: char| !character.is_alphabetic();
    let mut behind = text.trim_start_matches(is_around);
    for _ in 0..phrase.words() {
        let Some((_, rest)) = behind.split_once(char::is_whitespace) else { return false };
        behind = rest.trim_start();
    }
    let names = || behind.trim_matches(is_around).split([',', '&', '/']);
    names().all(|names| are_names(names.trim())) && names().nth(MOST_NAMES).is_none()
}

/// Whether a line that is a phrase and nothing else ends as none does that a program wrote: in a comma, as the good-bye of
/// a letter ("Stay in touch,"), or, where it is one word that points somewhere or a button to share, in an exclamation mark
/// ("Next!", "Share!"): so poems and appeals end.
fn ends_as_text(phrase: &Phrase, text: &str) -> bool {
    let is_pointer = matches!(phrase.topic(), Topic::RelatedLink | Topic::Navigation) && phrase.words() == 1;
    let is_button = || phrase.topic() == Topic::Share && is_share_button(text);
    let is_lone = matches!(phrase.mode(), Mode::Line | Mode::Heading | Mode::CountedLine);
    let text = text.trim_end();
    // Networks are listed with commas, too.
    let is_said = text.ends_with(',') && phrase.topic() != Topic::Share;
    is_lone && (is_said || (text.ends_with('!') && (is_pointer || is_button())))
}

/// Whether a line is one word that stands on buttons by which a page is passed on, whatever sign stands behind it.
pub(super) fn is_share_button(text: &str) -> bool {
    knowledge().share_buttons.has(&fold(text.trim_matches(|character: char| !character.is_alphabetic())))
}

/// Whether a line is an item of a list with numbers, or says what follows: a text about rights has those ("1. Copyright
/// owner:"), and a notice has none.
fn is_of_list_of_rights(phrase: &Phrase, text: &str) -> bool {
    let text = text.trim_matches(|character: char| character.is_whitespace() || matches!(character, '*' | '_'));
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = (1..=2).contains(&number)
        && text.get(number..).is_some_and(|rest| rest.starts_with(['.', ')', '\u{B0}', '\u{BA}']));
    let is_label = text.ends_with(':') && !phrase.text_ends_with(':');
    is_numbered || is_label
}

/// Whether the first number of a line is 0: "0 thoughts on …".
pub(super) fn counts_none(text: &str) -> bool {
    text.trim_start_matches(|character: char| !character.is_alphanumeric()).starts_with('0')
}

/// Whether a number stands in a line, and that it counts minutes. "Lectura: Juan 3, 16" is one of another kind.
pub(super) fn tells_minutes(text: &str) -> bool {
    let signs_behind = |sign: char| text.split(sign).rev().skip(1).any(|before| before.ends_with(char::is_numeric));
    text.bytes().any(|byte| byte.is_ascii_digit())
        && (text.split(|character: char| !character.is_alphabetic()).any(counts_minutes)
            || ['\'', '\u{2019}', '\u{2032}'].into_iter().any(signs_behind))
}

/// Whether there is a date behind a phrase, and nothing else.
fn is_dateline(found: &Match<'_>, text: &str, language: Option<Language>) -> bool {
    may_be_dateline(text) && Dateline::behind(found, language).is_some()
}

/// Whether a line is short enough to be a date, its label and what stands beside them.
fn may_be_dateline(text: &str) -> bool {
    text.chars().nth(LONGEST_DATELINE).is_none()
}
