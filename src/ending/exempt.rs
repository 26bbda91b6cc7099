//! Ends without a full stop that say nothing about a cut: items, initials, greetings, addresses, what is glued on.

use super::function_words::is_word_of_document;
use super::item::Item;
use super::line::has_word;
use super::marks::{ends_sentence, is_closer, is_stop, last_word};
use super::signs::is_direction;
use super::{Context, Ending, Finish, MODEL, is_function_word};
use crate::lang::{Match, Mode, Topic, find_furniture, fold, is_sign_off, knowledge};

/// A sentence of no more words before a comma at the end is a greeting.
const WORDS_OF_GREETING: usize = 3;

/// The most letters of the initials of authors, and of the names of agencies in lower case.
const LONGEST_INITIALS: usize = 4;

/// A longer sentence is no farewell.
const WORDS_OF_FAREWELL: usize = 7;

/// Of more words than these, not all are names.
const WORDS_OF_NAMES: usize = 5;

/// A longer sentence is more than a credit ("Illustrations by Anna Durand").
const WORDS_OF_CREDIT: usize = 8;

/// A headline of several sentences is not looked at.
const SENTENCES_OF_HEADLINES: usize = 3;

/// An item of a list of fewer words, its mark counted, is left alone.
const FEWEST_WORDS_OF_ITEM: usize = 4;

/// What stands behind a bullet is left alone if it has fewer words, the bullet not counted.
const FEWEST_WORDS_OF_BULLET: usize = 8;

/// So many of the last lines are looked at for items of the same list,
const LINES_OF_LIST: usize = 10;

/// of which there are so many at least, with the last one. Fewer are footnotes.
const FEWEST_ITEMS: usize = 4;

/// Whether a stop and white space stand anywhere in a text.
pub(super) fn has_stop(text: &[u8]) -> bool {
    // A closing mark may stand between: in ASCII, or led by the bytes C2 and E2 in UTF-8.
    let ends = |next: u8| next.is_ascii_whitespace() || matches!(next, b'"' | b'\'' | b')' | 0xC2 | 0xE2);
    memchr::memchr3_iter(b'.', b'!', b'?', text).any(|at| text.get(at + 1).is_some_and(|next| ends(*next)))
}

/// Whether a text is a few names and nothing else.
fn are_names(text: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || knowledge().name_particles.has(word);
    let mut words = text.split_whitespace();
    let is_short = words.clone().nth(WORDS_OF_NAMES).is_none();
    is_short && words.clone().next().is_some() && words.all(is_name) && !text.contains(',')
}

/// Whether the model takes a word for a part of one.
fn is_part(context: &impl Context, word: &str) -> bool {
    MODEL.as_ref().is_some_and(|model| model.lexis().is_part(context.language(), word))
}

/// Whether the last line is one of several near the end that begin with a star.
fn is_in_starred_list(context: &impl Context) -> bool {
    let lines = context.lines_from_end().take(LINES_OF_LIST).flatten();
    lines.filter(|line| line.trim_start().starts_with("* ")).nth(FEWEST_ITEMS - 1).is_some()
}

impl Ending<'_> {
    /// Whether the end can be judged at all. The last line
    ///
    /// - does not end in a stop,
    /// - nor in an address, a handle or a formula,
    /// - is no short item of a list,
    /// - does not end in the initials or the name of an author, or of an agency,
    /// - nor in a greeting,
    /// - nor in a farewell,
    /// - is no name below a sign-off,
    /// - does not end in a time or a duration,
    /// - nor in a sentence that is glued to the one before it,
    /// - nor in a credit,
    /// - nor in a word that links end in,
    /// - nor in headlines below a label, or such a label alone,
    /// - nor in a stage direction,
    /// - and is none of which is known that it does not belong to the text;
    /// - and somewhere in the document a sentence ends in a stop. Where none does, a missing one says nothing.
    pub fn can_be_judged(&self, context: &impl Context) -> bool {
        self.finish != Finish::Stop
            && !self.is_address()
            && self.is_running(context)
            && !self.is_initials(context)
            && !self.is_greeting()
            && !self.is_farewell()
            && !self.is_signature(context)
            && !self.is_time()
            && !self.is_glued()
            && !self.is_credit()
            && !self.is_link(context)
            && !self.is_pointer(context)
            && !is_direction(context, self)
            && !context.is_claimed()
            && has_stop(context.before(self.span.end))
    }

    /// Whether the line is no item of a list, or one that is long enough to be running text as well.
    fn is_running(&self, context: &impl Context) -> bool {
        match Item::of(self.text) {
            Item::None => true,
            Item::Markup => false,
            // A footnote begins with a star, where no list does.
            Item::Bullet if self.text.starts_with('*') && !is_in_starred_list(context) => false,
            // What stands before the first word is the bullet.
            Item::Bullet => self.text.split_whitespace().nth(FEWEST_WORDS_OF_BULLET).is_some(),
            Item::Hyphen | Item::Dash | Item::Number => {
                self.text.split_whitespace().nth(FEWEST_WORDS_OF_ITEM - 1).is_some()
            }
        }
    }

    /// Whether the last word stands alone behind a sentence, as the initials of an author or the name of an agency do:
    /// without a capital, with which a sentence would begin, or in capitals in a line of its own.
    fn is_initials(&self, context: &impl Context) -> bool {
        let Some(before) = self.text.strip_suffix(self.word).filter(|_| !self.word.is_empty()) else { return false };
        let is_small = self.word.starts_with(char::is_lowercase);
        let is_short = self.word.chars().nth(LONGEST_INITIALS).is_none();
        if before.is_empty() {
            let line = context.lines_from_end().nth(1).flatten();
            let follows = line.is_some_and(|line| line.trim_end().ends_with(|mark| is_stop(mark) || is_closer(mark)));
            let is_name = !is_small && self.word.chars().nth(1).is_some() && self.word.chars().all(char::is_uppercase);
            return is_name || (is_small && is_short && follows);
        }
        let sentence = before.trim_end();
        let follows =
            sentence.len() < before.len() && sentence.strip_suffix(['.', '!', '?']).is_some_and(ends_sentence);
        let is_name = !is_small && self.word.chars().nth(1).is_some() && !is_function_word(context, self.word);
        follows
            && ((is_small && is_short)
                || (is_name && !is_part(context, self.word) && !self.is_stub(context) && !self.is_common(context)))
    }

    /// Whether the document has the last word in lower case: it begins a sentence then, and is no name.
    fn is_common(&self, context: &impl Context) -> bool {
        let word = self.word.to_lowercase();
        let text = context.before(self.last_span().start);
        has_word(text, &word)
    }

    /// Whether the last sentence is a few words and a comma, above a name that is not there.
    fn is_greeting(&self) -> bool {
        let Some(line) = self.text.strip_suffix(',') else { return false };
        let sentence = line.rsplit_once(['.', '!', '?']).map_or(line, |(_, sentence)| sentence);
        sentence.split_whitespace().nth(WORDS_OF_GREETING).is_none()
    }

    /// Whether the last sentence is one of those that people end with who write to somebody, or no word at all.
    fn is_farewell(&self) -> bool {
        let sentence = self.tail().rsplit(is_stop).next().unwrap_or_default().trim_start();
        let is_short = sentence.split_whitespace().nth(WORDS_OF_FAREWELL).is_none();
        // "ewww", "sooo"
        let mut letters = self.word.chars().rev();
        let last = letters.next();
        let is_drawn_out = last.is_some() && letters.next() == last && letters.next() == last;
        is_drawn_out || self.is_smiley() || (is_short && knowledge().voices.find(sentence).is_some())
    }

    /// Whether the last word is a mark and one letter: ":D", ";-P".
    fn is_smiley(&self) -> bool {
        let last = self.text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let eyes = last.strip_suffix(self.word).map(|before| before.strip_suffix('-').unwrap_or(before));
        self.word.chars().count() == 1 && matches!(eyes, Some(":" | ";"))
    }

    /// Whether the line is a name and stands below the words that letters end with: "Yours sincerely", and below it
    /// "Ann".
    fn is_signature(&self, context: &impl Context) -> bool {
        are_names(self.text) && context.lines_from_end().nth(1).flatten().is_some_and(is_sign_off)
    }

    /// Whether the line ends in a time of day or a duration: "de 9 h à 12 h", "van 10 tot 18 uur".
    fn is_time(&self) -> bool {
        let before = self.text.strip_suffix(self.word).map(str::trim_end);
        let has_number = || before.is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()));
        has_number() && knowledge().duration_units.has(&fold(self.word))
    }

    /// Whether the last word is a part of an address, a handle or a formula.
    fn is_address(&self) -> bool {
        let last = self.text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let before = last.strip_suffix(self.word).unwrap_or_default();
        let joint = |mark: char| matches!(mark, '.' | '/' | '@' | '_' | '#' | '=' | '&') || mark.is_ascii_digit();
        !self.word.is_empty()
            && (before.chars().next_back().is_some_and(joint) || before.contains(['/', '@', '#', '=']))
    }

    /// Whether the line ends in a label and names, as "Réalisation : Anna Durand", in names behind a bar, as "Anna
    /// Durand | AFP", or in a sentence that is a credit: sentences are not broken off so.
    fn is_credit(&self) -> bool {
        let behind_label = self.text.rsplit_once(':').is_some_and(|(label, names)| {
            let is_label = label.trim_end().ends_with(char::is_alphabetic);
            is_label && names.starts_with(char::is_whitespace) && are_names(names)
        });
        let behind_bar = || {
            // Where a text comes from Markdown, a bar is escaped.
            let bar = self.text.rsplit_once("| ").filter(|(before, _)| before.ends_with([' ', '\\']));
            bar.is_some_and(|(_, names)| are_names(names))
        };
        behind_label || behind_bar() || self.is_credit_sentence()
    }

    /// Whether the last sentence is short and begins as a credit does: "Con información de El Puente".
    fn is_credit_sentence(&self) -> bool {
        let sentence = self.last_sentence();
        let is_short = sentence.split_whitespace().nth(WORDS_OF_CREDIT).is_none();
        let is_credit = || {
            let found = knowledge().furniture.find_all(sentence);
            found.iter().any(|found| found.phrase.topic() == Topic::Credit && found.phrase.mode() == Mode::Start)
        };
        sentence.len() < self.text.len() && is_short && is_credit()
    }

    /// What stands behind the last stop or closing mark that a blank follows.
    fn last_sentence(&self) -> &str {
        let tail = self.tail();
        let is_end = |(blank, _): &(usize, &str)| {
            let before = tail.get(..*blank).unwrap_or_default().trim_end();
            before.ends_with(|mark: char| is_stop(mark) || is_closer(mark))
        };
        let end = tail.rmatch_indices(char::is_whitespace).find(is_end);
        end.and_then(|(blank, _)| tail.get(blank..)).unwrap_or(tail).trim_start()
    }

    /// Whether the last word is one that links of pages end in: "Das ganze Gespräch hier". Texts are seldom cut behind
    /// one.
    fn is_link(&self, context: &impl Context) -> bool {
        is_word_of_document(context, &knowledge().link_endings, &fold(self.word))
    }

    /// Whether the last sentences are headlines of other articles, below a label as "Lire aussi :", in a text without
    /// lines.
    fn is_pointer(&self, context: &impl Context) -> bool {
        let is_label = |sentence: &str| {
            let found = find_furniture(sentence.trim_start(), context.language());
            found.iter().any(|found| found.phrase.topic() == Topic::RelatedLink && found.phrase.mode() == Mode::Label)
        };
        let sentences = self.tail().rsplit(is_stop).filter(|sentence| sentence.contains(':'));
        sentences.take(SENTENCES_OF_HEADLINES).any(is_label) || self.is_bare_pointer(context)
    }

    /// Whether the last sentence is the label and nothing else: "Lire aussi".
    fn is_bare_pointer(&self, context: &impl Context) -> bool {
        let sentence = self.last_sentence();
        let is_pointer = |found: &Match<'_>| found.phrase.topic() == Topic::RelatedLink && found.rest.trim().is_empty();
        sentence.len() < self.text.len() && find_furniture(sentence, context.language()).iter().any(is_pointer)
    }

    /// Whether the last sentence stands without a blank behind the stop of the one before it, as where a page had
    /// something of its own below the text: a link, a title, a name.
    fn is_glued(&self) -> bool {
        let tail = self.tail();
        let is_quote = |mark: char| matches!(mark, '\u{BB}' | '\u{201D}');
        let ends = |mark: char| is_stop(mark) || is_quote(mark);
        // What is glued on may have quotation marks of its own, as titles do.
        let follows = |(start, mark): (usize, char)| tail.get(start + mark.len_utf8()..)?.chars().next();
        // "z.B.", "U.S.": nothing is glued to an abbreviation.
        let is_letter = |start: usize| {
            let word = last_word(tail.get(..start).unwrap_or_default());
            !word.is_empty() && word.chars().nth(1).is_none()
        };
        let is_glued = |at: &(usize, char)| {
            ends(at.1) && follows(*at).is_some_and(char::is_uppercase) && !(at.1 == '.' && is_letter(at.0))
        };
        let Some((start, _)) = tail.char_indices().rev().find(is_glued) else { return false };
        let (before, rest) = tail.split_at_checked(start).unwrap_or_default();
        // A stop behind a single letter is one of initials.
        let mut letters = 0;
        let is_last = !rest.chars().skip(1).any(|character| {
            let ends = is_stop(character) && letters != 1;
            letters = if character.is_alphabetic() { letters + 1 } else { 0 };
            ends
        });
        is_last && before.chars().next_back().is_some_and(|last| last.is_lowercase() || ends(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{LANGUAGES_WITH_DATA, Language};

    fn ending(text: &str) -> Ending<'_> {
        Ending::of(text, 0)
    }

    #[test]
    fn what_is_glued_to_the_last_sentence_and_addresses_are_told_apart() {
        assert!(ending("Il a plu hier.Lire aussi: Le pont et la riv").is_glued());
        assert!(ending("« Il pleut.»Le pont du vi").is_glued());
        assert!(ending("Il a plu hier.Lire d’autres «Ponts» par Jean Mou").is_glued());
        assert!(ending("Il a plu hier.Lire aussi: Les «ponts», routes et vi").is_glued());
        assert!(ending("Il a plu hier.A. B. Durand").is_glued());
        assert!(!ending("Il a plu hier.Lire aussi. Le pont du vi").is_glued());
        assert!(!ending("Il a plu hier. Le pont du vi").is_glued() && !ending("Le pont du vi").is_glued());
        assert!(!ending("Er mag Brücken, z.B. die über den Fl").is_glued());
        assert!(!ending("The U.S. bridge").is_glued() && !ending("on 3.May the bridge").is_glued());
        assert!(ending("see t.co/x9kA").is_address() && ending("see @bridge").is_address());
        assert!(ending("version 3b").is_address() && !ending("the north-east").is_address());
    }

    #[test]
    fn what_people_end_with_who_write_to_somebody_is_told() {
        assert!(ending("The bridge is open. Many thanks,").is_greeting() && ending("Best wishes,").is_greeting());
        assert!(!ending("The mayor left the room before the vote,").is_greeting() && !ending("Thanks").is_greeting());
        assert!(ending("The bridge is open. Kind regards Anna").is_farewell() && ending("It fell, ewww").is_farewell());
        assert!(ending("I will tell you when it opens :D").is_farewell() && ending("It fell ;-P").is_farewell());
        assert!(!ending("It has been open since last week :").is_farewell());
        assert!(!ending("It is open from nine till: a").is_farewell() && !ending("He asked for plan:b").is_farewell());
        assert!(!ending("It rained. The best of the bridges of the old town is sti").is_farewell());
    }

    #[test]
    fn a_name_below_a_farewell_is_a_signature() {
        let is_signature = |text: &str| {
            let last = text.lines().last().unwrap();
            Ending::of(last, text.len() - last.len()).is_signature(&Lines(text))
        };
        for text in
            ["It rained.\nYours sincerely\nAnn", "It rained.\nKind regards,\nAnn Muir", "It rained.\nLove,\nAnn"]
        {
            assert!(is_signature(text), "{text}");
        }
        for text in ["It rained.\nAnn", "It rained.\nYours sincerely\nWe saw Ann", "We saw it fall\nAnn", "Ann"] {
            assert!(!is_signature(text), "{text}");
        }
    }

    #[test]
    fn a_label_and_names_are_a_credit() {
        for text in [
            "Il a plu. Réalisation : Anna Durand",
            "Sponsor : Épinal",
            "It rained. Photos: Anna and Ben Muir",
            "The bridge at noon. Ben Muir | Valley Press | Picture House",
            "Ayer llovió. Con información de El Puente",
            "« Il pleut. » Photo d'illustration Anna Durand",
            r"The bridge at noon \| Picture House",
        ] {
            assert!(ending(text).is_credit(), "{text}");
        }
        for text in [
            "He said: the bridge",
            "Il a plu",
            "He said: Anna, who",
            "at 12:30",
            "Er sagte: Der Fluss ist ti",
            "The bridge | the new",
            "Ayer llovió. Con información de los vecinos que viven junto al puente vie",
            "Con información de El Puente",
        ] {
            assert!(!ending(text).is_credit(), "{text}");
        }
    }

    #[test]
    fn names_have_particles_between_them() {
        for particle in knowledge().name_particles.iter() {
            assert!(are_names(&format!("Anna {particle} Ponte")), "{particle}");
        }
        assert!(!are_names("Anna likes Ponte") && !are_names(""));
    }

    #[test]
    fn links_end_in_a_word_of_their_language() {
        let endings = &knowledge().link_endings;
        for code in LANGUAGES_WITH_DATA {
            assert!(endings.has_language(Language::from_tag(code).unwrap()), "{code}");
        }
        assert!(endings.iter().all(|word| ending(word).word == word));
        assert!(ending("You can read the plans here").is_link(&Lines("")) && ending("Read HERE").is_link(&Lines("")));
        assert!(!ending("Das Video gibt es hier").is_link(&Lines("")) && !ending("somewhere").is_link(&Lines("")));
    }

    #[test]
    fn headlines_behind_a_label_are_no_sentence() {
        assert!(
            ending("Il a plu hier. Lire aussi : Le pont et la rivière Le maire en vacances").is_pointer(&Lines(""))
        );
        assert!(ending("Il a plu. Lire aussi : Qui paiera le pont? Le maire en vacances").is_pointer(&Lines("")));
        assert!(
            ending("Il a plu hier. Lire aussi").is_pointer(&Lines(""))
                && ending("« Il pleut. » Lire aussi").is_pointer(&Lines(""))
        );
        assert!(!ending("Il a plu hier. Le maire a dit : le pont est en tra").is_pointer(&Lines("")));
        assert!(
            !ending("Il a plu hier. Lire aussi le pl").is_pointer(&Lines(""))
                && !ending("Lire aussi").is_pointer(&Lines(""))
        );
    }

    /// A text in English.
    struct Lines<'a>(&'a str);

    impl Context for Lines<'_> {
        fn before(&self, place: usize) -> &[u8] {
            &self.0.as_bytes()[..place]
        }

        fn lines_from_end(&self) -> impl Iterator<Item = Option<&str>> {
            self.0.lines().rev().map(Some)
        }

        fn first_line(&self) -> Option<&str> {
            self.0.lines().next()
        }

        fn language(&self) -> Option<Language> {
            Language::from_tag("en")
        }

        fn is_claimed(&self) -> bool {
            false
        }
    }

    #[test]
    fn a_line_with_a_star_is_running_text_in_a_list_only() {
        let line = "* The engineers have been waiting for two years and told the council that they co";
        let above = |items: &str| format!("{items}{line}");
        assert!(ending(line).is_running(&Lines(&above("* It fell.\n* It rained.\n* It was old.\n"))));
        assert!(!ending(line).is_running(&Lines(&above("* It rained.\n* It was old.\n"))));
        assert!(!ending("* The engineers").is_running(&Lines(&above("* It fell.\n* It rained.\n* It was old.\n"))));
    }

    #[test]
    fn initials_stand_alone_behind_a_sentence() {
        let is_initials = |text: &str| {
            let last = text.lines().last().unwrap();
            Ending::of(last, text.len() - last.len()).is_initials(&Lines(text))
        };
        assert!(is_initials("The bridge fell.\naq") && is_initials("The bridge fell. aq"));
        assert!(is_initials("The bridge fell.\nQAPI") && is_initials("The bridge fell. Anna"));
        assert!(!is_initials("The bridge\nfell") && !is_initials("The bridge fell.\nT"));
        assert!(!is_initials("Annabel saw it. The bridge fell. Anna"), "the beginning of a name that is known");
        assert!(is_initials("Anna saw it with Annabel. The bridge fell. Anna"), "a name that is known");
        assert!(!is_initials("We saw it on a check. The bridge fell. Check"), "a word that is known");
        assert!(!is_initials("The bridge fell. The") && !is_initials("The bridge has approx. ten"));
    }
}
