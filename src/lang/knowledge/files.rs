//! The files of all languages, put together into the forms in which rules ask for what is in them.

use super::Letters;
use crate::lang::Language;
use crate::lang::date::Counter;
use crate::lang::file::File;
use crate::lang::last_word::LastWords;
use crate::lang::phrases::{Mode, Phrasebook};
use crate::lang::signals::Signals;
use crate::lang::subject::Subjects;
use crate::lang::topic::Topic;
use crate::lang::voice::Voices;
use crate::lang::words::{Terms, Words};

/// A list of a file.
type List = fn(&File) -> &[&'static str];

/// An entry, how it has to stand in its line, and what a line is that has it.
type Entry = (&'static str, Mode, Topic, Language);

/// The files of all languages.
#[derive(Clone, Copy)]
pub(super) struct Files<'a>(pub(super) &'a [(Language, File)]);

impl<'a> Files<'a> {
    /// The words of a list.
    pub(super) fn words(self, list: List) -> Words {
        let words = self.0.iter().flat_map(|(language, file)| list(file).iter().map(|word| (*word, *language)));
        Words::new(words)
    }

    /// The terms of a list.
    pub(super) fn terms(self, list: List) -> Terms {
        Terms::new(self.0.iter().map(|(language, file)| (*language, list(file).to_vec())))
    }

    /// The phrases of a list that is of no topic of its own.
    pub(super) fn book(self, mode: Mode, topic: Topic, list: List) -> Phrasebook {
        Phrasebook::new(self.entries(mode, topic, list))
    }

    /// The entries of a list.
    fn entries(self, mode: Mode, topic: Topic, list: List) -> impl Iterator<Item = Entry> {
        let of_file = move |(language, file): &'a (Language, File)| {
            list(file).iter().map(move |text| (*text, mode, topic, *language))
        };
        self.0.iter().flat_map(of_file)
    }

    /// The phrases of all topics. What says that a text goes on elsewhere is a link as well.
    pub(super) fn furniture(self) -> Phrasebook {
        let of_topic = |topic| {
            self.0.iter().flat_map(move |(language, file)| {
                let lists = file.phrases(topic).into_iter();
                lists.flat_map(move |(mode, list)| list.iter().map(move |text| (*text, mode, topic, *language)))
            })
        };
        let links = self.entries(Mode::Line, Topic::RelatedLink, |file| &file.read_more.line);
        Phrasebook::new(Topic::ALL.into_iter().flat_map(of_topic).chain(links))
    }

    /// What pages put behind the last sentence of a text.
    pub(super) fn behind(self) -> Phrasebook {
        let of = |topic, list| self.entries(Mode::Line, topic, list);
        let comments = of(Topic::CommentHeading, |file| &file.comment_heading.behind);
        Phrasebook::new(comments.chain(of(Topic::Share, |file| &file.share_prompt.behind)))
    }

    /// What stands where a text was cut.
    pub(super) fn read_more(self) -> Phrasebook {
        let lines = self.entries(Mode::Line, Topic::RelatedLink, |file| &file.read_more.line);
        let endings = self.entries(Mode::Line, Topic::RelatedLink, |file| &file.read_more.ending);
        Phrasebook::new(lines.chain(endings))
    }

    /// What a page says in place of an article.
    pub(super) fn no_article(self) -> Phrasebook {
        let lines = self.entries(Mode::Line, Topic::Debris, |file| &file.no_article.line);
        let starts = self.entries(Mode::Start, Topic::Debris, |file| &file.no_article.start);
        Phrasebook::new(lines.chain(starts))
    }

    /// Words that say a topic together with others, and those others.
    pub(super) fn signals(self) -> Signals {
        let words = Topic::ALL.into_iter().flat_map(|topic| {
            self.0.iter().flat_map(move |(language, file)| {
                file.signals(topic).0.iter().map(move |word| (*word, topic, *language))
            })
        });
        let with = Topic::ALL.into_iter().map(|topic| {
            let others = self.0.iter().map(|(language, file)| (*language, file.signals(topic).1.to_vec()));
            (topic, Terms::new(others))
        });
        Signals::new(words, with.collect())
    }

    /// The words of labels of datelines, each for itself, and what else stands in datelines.
    pub(super) fn dateline_words(self) -> Words {
        Words::new(self.0.iter().flat_map(|(language, file)| {
            let labels = file.dateline.label.iter().chain(&file.dateline.update);
            let others = file.dateline.filler.iter().chain(&file.weekdays);
            let words = labels.flat_map(|label| label.split(' ')).chain(others.copied());
            words.map(|word| (word, *language))
        }))
    }

    /// The characters that say what the number before them counts.
    pub(super) fn counters(self) -> Vec<(char, Counter)> {
        let of_file = |(_, file): &'a (Language, File)| {
            let lists = [
                (Counter::Year, &file.counter.year),
                (Counter::Month, &file.counter.month),
                (Counter::Day, &file.counter.day),
                (Counter::Time, &file.counter.time),
            ];
            lists.into_iter().flat_map(|(counter, list)| {
                list.iter().filter_map(|text| text.chars().next()).map(move |character| (character, counter))
            })
        };
        self.0.iter().flat_map(of_file).collect()
    }

    /// How readers begin what they write below an article.
    pub(super) fn voices(self) -> Voices {
        let beginnings = self.0.iter().flat_map(|(language, file)| {
            let beginnings = file.reader_voice.beginnings();
            beginnings.map(|text| (*text, Mode::Start, Topic::ReaderComment, *language))
        });
        Voices {
            beginnings: Phrasebook::new(beginnings),
            greetings: self.words(|file| &file.reader_voice.greeting),
            thanks: self.words(|file| &file.reader_voice.thanks),
            thanks_to: self.words(|file| &file.reader_voice.thanks_to),
            praise: self.words(|file| &file.reader_voice.praise),
            praised: self.words(|file| &file.reader_voice.praised),
            farewells: self.words(|file| &file.reader_voice.farewell),
            audience: self.terms(|file| &file.reader_voice.audience),
            answered: self.terms(|file| &file.reader_voice.answered),
            heard: self.words(|file| &file.reader_voice.heard),
        }
    }

    /// How letters begin and end.
    pub(super) fn letters(self) -> Letters {
        Letters {
            salutations: self.words(|file| &file.letter.salutation),
            possessives: self.words(|file| &file.letter.possessive),
            lone_closings: self.words(|file| &file.letter.lone_closing),
            closings: self.words(|file| &file.letter.closing),
            sign_offs: self.words(|file| &file.letter.sign_off),
        }
    }

    /// The units of durations that count minutes: most languages have the same.
    pub(super) fn minute_units(self) -> Vec<&'static str> {
        self.once(|file| &file.minute_units)
    }

    /// What tells a text about the signs of programs from one in which they are left over, whatever its language.
    pub(super) fn subjects(self) -> Subjects {
        Subjects {
            encodings: self.once(|file| &file.subject.encodings),
            templates: self.once(|file| &file.subject.templates),
            placeholders: self.once(|file| &file.subject.placeholders),
            versions: self.once(|file| &file.subject.versions),
            entities: self.once(|file| &file.subject.entities),
            entity: self.once(|file| &file.subject.entity),
            escaping: self.once(|file| &file.subject.escaping),
        }
    }

    /// The words that a text without a last stop may end in, by language.
    pub(super) fn last_words(self) -> Vec<(Language, LastWords)> {
        self.0.iter().map(|(language, file)| (*language, file.last_word.clone())).collect()
    }

    /// The entries of a list, each once.
    fn once(self, list: List) -> Vec<&'static str> {
        let mut entries: Vec<&'static str> = self.0.iter().flat_map(|(_, file)| list(file).iter().copied()).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// The names of months with their numbers, from 1 for January, sorted.
    pub(super) fn months(self) -> Vec<(&'static str, u8)> {
        let months = self.0.iter().flat_map(|(_, file)| (1_u8..).zip(&file.months));
        let mut months: Vec<(&'static str, u8)> =
            months.flat_map(|(number, names)| names.iter().map(move |name| (*name, number))).collect();
        months.sort_unstable();
        months.dedup();
        months
    }
}
