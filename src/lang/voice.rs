//! How readers speak below an article: they greet the author, thank him, praise the article, agree with each other.
//!
//! A line of a comment is recognised by how it begins, whatever follows. Articles speak so, too, but seldom, so one such
//! line says little; what several of them say is for [`document`](crate::document) to judge.

use serde::Deserialize;

use super::Language;
use super::fold::{fold, prefix};
use super::phrases::{Match, Phrasebook};
use super::words::{Terms, Words};

/// How much of a line is looked at, in bytes.
const LOOKED_AT: usize = 120;

/// A name has at most so many words.
const LONGEST_NAME: usize = 3;

/// What is praised stands so many words behind the praise at most.
const REACH: usize = 4;

/// What has no more words than this, the user name counted, names somebody and says nothing to him.
const MOST_WORDS_OF_MENTION: usize = 3;

/// What stands before what is said in a story: hyphens for a dash, an en dash, an em dash, a quotation dash.
const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];

/// A farewell with a name has at most so many words.
const LONGEST_FAREWELL: usize = 5;

/// How readers begin and end what they write below an article.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct ReaderVoice {
    /// What stands before a name: "Hi".
    pub(super) greeting: Vec<&'static str>,
    /// Thanks.
    pub(super) thanks: Vec<&'static str>,
    /// Words that make thanks to a person thanks to a thing: "thanks to".
    pub(super) thanks_to: Vec<&'static str>,
    /// What stands before what is praised: "great".
    pub(super) praise: Vec<&'static str>,
    /// What is praised: "post".
    pub(super) praised: Vec<&'static str>,
    /// Beginnings of other answers: "I agree".
    pub(super) agreement: Vec<&'static str>,
    /// What stands before the name at the end of a letter.
    pub(super) farewell: Vec<&'static str>,
    /// Words that stand beside greetings and thanks of authors: "readers", "interview".
    pub(super) audience: Vec<&'static str>,
    /// What readers thank each other for, and authors their readers: "comment".
    pub(super) answered: Vec<&'static str>,
    /// What the record of a speech has in brackets: "applause".
    pub(super) heard: Vec<&'static str>,
}

impl ReaderVoice {
    /// Everything that a line may begin with.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = &&'static str> {
        [&self.greeting, &self.thanks, &self.praise, &self.agreement, &self.farewell].into_iter().flatten()
    }
}

/// What a line of a reader begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// A name, as at the beginning of a letter: "Hi Anna!".
    Greeting,
    /// What is said to an author or to another reader: "Thanks for the recipe", "Great post", "I agree".
    Answer,
    /// Thanks that name nothing that somebody wrote. Readers say them, and speakers do at the end of what they said.
    Thanks,
    /// It is the end of a letter, with or without a name: of a reader's, or of the author's.
    Farewell,
}

/// What readers begin their lines with.
#[derive(Debug, Default)]
pub struct Voices {
    /// Beginnings of all kinds.
    pub(super) beginnings: Phrasebook,
    /// Which of them greet: a name has to follow.
    pub(super) greetings: Words,
    /// Which of them thank: it must not be said of a thing ("thanks to").
    pub(super) thanks: Words,
    /// Words after which a thank is none.
    pub(super) thanks_to: Words,
    /// Which of them praise: what is praised has to follow.
    pub(super) praise: Words,
    /// What is praised.
    pub(super) praised: Words,
    /// Which of them say good-bye: hardly anything may follow.
    pub(super) farewells: Words,
    /// Whom authors speak to, and what they give thanks for: the end of an interview, the beginning of a speech.
    pub(super) audience: Terms,
    /// What readers thank each other for, and authors their readers.
    pub(super) answered: Terms,
    /// What the record of a speech has in brackets.
    pub(super) heard: Words,
}

impl Voices {
    /// How `line` begins, if it begins as readers do, and the languages in which it does.
    pub fn find(&self, line: &str) -> Option<(Voice, &[Language])> {
        // Behind a dash speaks somebody of the story: that is how French, Spanish and Italian novels write dialogue.
        if line.trim_start().starts_with(DASHES) {
            return None;
        }
        if let Some(voice) = to_another(line) {
            return Some((voice, &[]));
        }
        let found = self.beginnings.find_all(prefix(line, LOOKED_AT));
        if found.is_empty() {
            return None;
        }
        let is_farewell = |found: &&Match<'_>| self.farewells.has(found.phrase.text());
        if let Some(found) = found.iter().find(is_farewell) {
            let is_short = line.split_whitespace().nth(LONGEST_FAREWELL).is_none();
            return is_short.then_some((Voice::Farewell, found.phrase.languages()));
        }
        let found = found.iter().find(|found| self.addresses(found, line))?;
        if self.closes(found, line) {
            return Some((Voice::Farewell, found.phrase.languages()));
        }
        if self.thanks.has(found.phrase.text()) && !self.is_for_writing(found) {
            return Some((Voice::Thanks, found.phrase.languages()));
        }
        let is_answer = !self.greetings.has(found.phrase.text()) || self.answers_after_name(line);
        let voice = if is_answer { Voice::Answer } else { Voice::Greeting };
        Some((voice, found.phrase.languages()))
    }

    /// Whether a line of the record of a speech says what was heard: `(Applause)`, `Thank you. [Laughter]`.
    pub fn tells_what_was_heard(&self, line: &str) -> bool {
        memchr::memchr2_iter(b'(', b'[', line.as_bytes()).any(|bracket| {
            let inside = line.get(bracket + 1..).unwrap_or_default();
            let word = inside.split(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
            self.heard.has(&fold(word))
        })
    }

    /// Whether thanks are for something that readers thank for: "Thanks for this recipe", "Thank you for your comment".
    fn is_for_writing(&self, found: &Match<'_>) -> bool {
        let mut words =
            found.rest.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let languages = found.phrase.languages();
        words.by_ref().take(REACH).any(|word| {
            languages.iter().any(|own| self.praised.has_in(word, *own) || self.answered.occur_in(word, *own))
        })
    }

    /// Whether thanks for what somebody wrote follow a greeting and a name: "Hi Anna! Thank you for your comment".
    fn answers_after_name(&self, line: &str) -> bool {
        let Some((_, said)) = line.split_once([',', '!', '.', ':', '\u{2013}']) else { return false };
        let found = self.beginnings.find_all(prefix(said.trim_start(), LOOKED_AT));
        let is_for_comment = |rest: &str| {
            let mut words = rest.split_whitespace().take(REACH);
            words.any(|word| self.answered.has(word))
        };
        found.iter().any(|found| self.thanks.has(found.phrase.text()) && is_for_comment(&found.rest))
    }

    /// Whether a line gives thanks and says nothing more but who gives them, in more than one word: the end of a letter.
    /// Who is thanked in a line of his own has one name ("Thanks, Anna!").
    fn closes(&self, found: &Match<'_>, line: &str) -> bool {
        let text = found.phrase.text();
        let is_short = line.split_whitespace().nth(LONGEST_FAREWELL).is_none();
        let mut names = line.split_whitespace().skip(text.split(' ').count());
        let is_name = |name: &str| name.starts_with(char::is_uppercase);
        self.thanks.has(text) && is_short && names.clone().nth(1).is_some() && names.all(is_name)
    }

    fn addresses(&self, found: &Match<'_>, line: &str) -> bool {
        let text = found.phrase.text();
        // "Super-Artikel", "Danke-Karten".
        if found.rest.starts_with(['-', '\u{2013}']) {
            return false;
        }
        let mut words =
            found.rest.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        if self.praise.has(text) {
            let languages = found.phrase.languages();
            return words.take(REACH).any(|word| languages.iter().any(|own| self.praised.has_in(word, *own)));
        }
        let is_greeting = self.greetings.has(text);
        if is_greeting && !is_name(&found.rest, line.split_whitespace().skip(text.split(' ').count())) {
            return false;
        }
        let is_thing = self.thanks.has(text) && words.next().is_some_and(|word| self.thanks_to.has(word));
        let speaks_to_all = || {
            let folded = fold(prefix(line, LOOKED_AT));
            found.phrase.languages().iter().any(|language| self.audience.occur_in(&folded, *language))
        };
        !is_thing && !((is_greeting || self.thanks.has(text)) && speaks_to_all())
    }
}

/// Whether a line is said to somebody by his user name: "@anna: that is what I mean". Without a mark, it may be about
/// something that is written so, above all where all letters are small: "@protocol is what others call an interface".
fn to_another(line: &str) -> Option<Voice> {
    let rest = line.strip_prefix('@').filter(|rest| rest.starts_with(char::is_alphanumeric))?;
    let first = rest.split_whitespace().next()?;
    let name = first.trim_end_matches([',', ':', '!']);
    // "@scope/package" is no name.
    let is_letter =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\'' | '\u{2019}');
    let is_said = name.chars().all(is_letter) && rest.split_whitespace().nth(MOST_WORDS_OF_MENTION).is_some();
    if !is_said {
        return None;
    }
    let is_marked = name.len() < first.len();
    let is_word = name.chars().all(char::is_lowercase);
    if is_marked { Some(Voice::Answer) } else { (!is_word).then_some(Voice::Greeting) }
}

/// Whether a name and a sign follow a greeting: "Hi Anna!". `rest` is what follows, folded, and `words` the same in the
/// words of the line, or one more before it.
fn is_name<'a>(rest: &str, mut words: impl Iterator<Item = &'a str>) -> bool {
    let Some((name, _)) = rest.split_once([',', '!', '.', ':', '\u{2013}', '-']) else { return false };
    let is_short = (1..=LONGEST_NAME).contains(&name.split_whitespace().count());
    // "Buenas noches. Y feliz año" has a capital behind the stop.
    let is_of_name = |word: &str| name.split_whitespace().any(|part| fold(word).starts_with(part));
    let mut words = words.by_ref().take(2).map(|word| word.trim_start_matches('@'));
    is_short && words.any(|word| word.starts_with(char::is_uppercase) && is_of_name(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::knowledge;

    fn voice(line: &str) -> Option<Voice> {
        knowledge().voices.find(line).map(|(voice, _)| voice)
    }

    #[test]
    fn readers_are_heard() {
        let cases = [
            ("Hi Anna, what a long bridge that is", Voice::Greeting),
            ("Lieber Herr Meier, das ist so nicht richtig.", Voice::Greeting),
            ("Bonjour Anne, le pont est fermé", Voice::Greeting),
            ("Hola Ana, el puente está cerrado", Voice::Greeting),
            ("Hi Anna! Thank you for your comment, the bridge is open again.", Voice::Answer),
            ("Hallo Peter, danke für den Hinweis", Voice::Answer),
            ("Hi Anna, thanks to the rain the river is high", Voice::Greeting),
            ("Thanks for this, it helped me a lot", Voice::Thanks),
            ("Danke Peter, das wusste ich nicht", Voice::Thanks),
            ("Thanks for this recipe, it helped me a lot", Voice::Answer),
            ("Danke Peter für den Kommentar", Voice::Answer),
            ("Really great post, as always", Voice::Answer),
            ("Ein sehr schöner Bericht!", Voice::Answer),
            ("Merci pour la recette", Voice::Answer),
            ("I agree with what was said above", Voice::Answer),
            ("@Anna_7 that is what I mean", Voice::Greeting),
            ("@anna: that is what I mean", Voice::Answer),
            ("Liebe Grüße, Anna", Voice::Farewell),
            ("Kind regards", Voice::Farewell),
            ("Thank you!", Voice::Thanks),
            ("Danke Peter!", Voice::Thanks),
            ("Muchas gracias. (APLAUSOS)", Voice::Thanks),
            ("Thank you, Anna Finch, Chair", Voice::Farewell),
        ];
        for (line, expected) in cases {
            assert_eq!(voice(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn who_speaks_in_a_story_is_no_reader() {
        for said in ["Merci pour la recette", "I agree with what was said above", "Hola Ana, el puente está cerrado"] {
            assert!(voice(said).is_some());
            for dash in ["-- ", "- ", "\u{2013} ", "\u{2014} ", "\u{2014}", " \u{2015} "] {
                assert_eq!(voice(&format!("{dash}{said}")), None, "{dash}{said}");
            }
        }
    }

    #[test]
    fn records_say_what_was_heard() {
        let voices = &knowledge().voices;
        for line in ["Thank you. (Applause)", "(APLAUSOS)", "[Laughter]", "(Lebhafter Gruß) (Beifall der Gäste)"] {
            assert!(voices.tells_what_was_heard(line), "{line}");
        }
        for line in ["Applause", "Thank you (all of you)", "()", "", "[1]"] {
            assert!(!voices.tells_what_was_heard(line), "{line}");
        }
    }

    #[test]
    fn writers_are_not() {
        let lines = [
            "The council voted on Tuesday evening.",
            "Thanks to the new bridge, the way is short.",
            "Gracias a la ayuda de todos, el puente está abierto.",
            "Grazie alla pioggia, il fiume è alto.",
            "Merci de fermer la porte.",
            "Thank you for the interview, Ms Miller.",
            "Vielen Dank für das Gespräch!",
            "Vielen Dank den Nachbarn, die geholfen haben!",
            "Liebe Leserinnen und Leser, der Winter ist da.",
            "Dear friends, the bridge is open.",
            "Sehr geehrte Damen und Herren, ich danke Ihnen.",
            "Liebe ist, wenn man trotzdem lacht.",
            "Que, el artículo 12 de la ley dice otra cosa;",
            "¿Qué idea es esa?",
            "Buenas noches. Y feliz año a quien lo lea",
            "Hi-fi is dead, they say.",
            "Super-Artikel gibt es im Sommer.",
            "Great bridges are built of stone.",
            "@anna",
            "@bridge/tools can be added to all of them",
            "@protocol is what others call an interface",
            "Thank you for reading! We will go on next week.",
            "Vielen Dank für Ihre Geduld in den letzten Wochen.",
            "Merci pour votre fidélité tout au long de l'année.",
            "Gracias por leernos cada semana.",
            "Grazie per la vostra pazienza, a domani.",
            "Bedankt voor het lezen van deze brief.",
            "Obrigado pela leitura e até amanhã.",
            "Beste Grüße aus der Stadt am Fluss schrieb sie auf alle Karten",
            "",
        ];
        for line in lines {
            assert_eq!(voice(line), None, "{line}");
        }
    }
}
