//! What is known of all languages that have data, in the form in which rules ask for it, made once.

use std::sync::LazyLock;

use super::Language;
use super::file::{FILES, File, read};
use super::phrases::{Mode, Phrasebook};
use super::signals::Signals;
use super::topic::Topic;
use super::voice::Voices;
use super::words::{Terms, Words};

/// A list of a file.
type List = fn(&File) -> &[String];

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let files = FILES.iter().filter_map(|(code, text)| Some((Language::from_tag(code)?, read(text))));
    Knowledge::of(&files.collect::<Vec<_>>())
});

/// What is known of all languages that have data, in the form in which rules ask for it.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

/// What is known of all languages that have data.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What stands around articles, of all topics.
    pub furniture: Phrasebook,
    /// Words that tell together what a short line is.
    pub signals: Signals,
    /// What an opinion disclaimer says of the opinions.
    pub disclaimer_relations: Terms,
    /// Whose the opinions are, or are not.
    pub disclaimer_parties: Terms,
    /// What an appeal asks for.
    pub appeal_requests: Terms,
    /// How a paper speaks of itself.
    pub appeal_voices: Terms,
    /// Other words of a dateline: words of labels, fillers, days of the week.
    pub dateline_words: Words,
    /// What stands before the name of an author.
    pub byline_words: Words,
    /// How readers begin what they write below an article.
    pub voices: Voices,
    /// What stands where a text was cut.
    pub read_more: Phrasebook,
    /// What stands where the free part of a text ends.
    pub paywalls: Phrasebook,
    /// Words before which a hyphen stands for a word that is left out.
    pub joining_words: Words,
    /// Words that stand twice in a row for good.
    pub doubled_words: Words,
    /// What heads a section of a text as often as a part of a page; of no topic of its own.
    pub section_headings: Phrasebook,
    /// What a page says in place of an article; of no topic, since it does not stand beside one.
    pub no_article: Phrasebook,
    /// Words that no sentence of a language ends in.
    pub function_words: Words,
    /// Abbreviations, without their stop.
    pub abbreviations: Words,
    months: Vec<(Box<str>, u8)>,
}

impl Knowledge {
    fn of(files: &[(Language, File)]) -> Self {
        let phrases = |topic| {
            files.iter().flat_map(move |(language, file)| {
                let lists = file.phrases(topic).into_iter();
                lists.flat_map(move |(mode, list)| list.iter().map(move |text| (&**text, mode, topic, *language)))
            })
        };
        let read_more = files.iter().flat_map(|(language, file)| {
            file.read_more.line.iter().map(|text| (&**text, Mode::Line, Topic::RelatedLink, *language))
        });
        let endings = files.iter().flat_map(|(language, file)| {
            file.read_more.ending.iter().map(|text| (&**text, Mode::Line, Topic::RelatedLink, *language))
        });
        let voices = files.iter().flat_map(|(language, file)| {
            let beginnings = file.reader_voice.beginnings();
            beginnings.map(|text| (&**text, Mode::Start, Topic::ReaderComment, *language))
        });
        let paywalls = files.iter().flat_map(|(language, file)| {
            file.paywall_ending.start.iter().map(|text| (&**text, Mode::Start, Topic::Paywall, *language))
        });
        let no_article = files.iter().flat_map(|(language, file)| {
            let lists = [(Mode::Line, &file.no_article.line), (Mode::Start, &file.no_article.start)];
            lists
                .into_iter()
                .flat_map(move |(mode, list)| list.iter().map(move |text| (&**text, mode, Topic::Debris, *language)))
        });
        let headings = files.iter().flat_map(|(language, file)| {
            file.section_headings.iter().map(|text| (&**text, Mode::Line, Topic::Debris, *language))
        });
        let words = |list: fn(&File) -> Vec<&str>| {
            Words::new(files.iter().flat_map(|(language, file)| list(file).into_iter().map(|word| (word, *language))))
        };
        let terms = |list: List| {
            let languages =
                files.iter().map(|(language, file)| (*language, list(file).iter().map(|term| term.as_str().into())));
            Terms::new(languages.map(|(language, terms)| (language, terms.collect())))
        };
        let with = |topic| {
            let terms = files.iter().map(|(language, file)| {
                let (_, others) = file.signals(topic);
                (*language, others.iter().map(|term| term.as_str().into()).collect())
            });
            (topic, Terms::new(terms))
        };
        let signal_words = Topic::ALL.into_iter().flat_map(|topic| {
            files.iter().flat_map(move |(language, file)| {
                file.signals(topic).0.iter().map(move |word| (&**word, topic, *language))
            })
        });
        let months = files.iter().flat_map(|(_, file)| (1_u8..).zip(&file.months));
        let mut months: Vec<(Box<str>, u8)> =
            months.flat_map(|(number, names)| names.iter().map(move |name| (name.as_str().into(), number))).collect();
        months.sort_unstable();
        months.dedup();
        Self {
            furniture: Phrasebook::new(Topic::ALL.into_iter().flat_map(phrases).chain(read_more.clone())),
            signals: Signals::new(signal_words, Topic::ALL.into_iter().map(with).collect()),
            disclaimer_relations: terms(|file| &file.opinion_disclaimer.relation),
            disclaimer_parties: terms(|file| &file.opinion_disclaimer.party),
            appeal_requests: terms(|file| &file.donation_appeal.request),
            appeal_voices: terms(|file| &file.donation_appeal.voice),
            dateline_words: words(|file| {
                let labels = file.dateline.label.iter().chain(&file.dateline.update);
                let labels = labels.flat_map(|label| label.split(' '));
                let others = file.dateline.filler.iter().chain(&file.weekdays);
                labels.chain(others.map(String::as_str)).collect()
            }),
            byline_words: words(|file| file.dateline.byline.iter().map(String::as_str).collect()),
            voices: Voices {
                beginnings: Phrasebook::new(voices),
                greetings: words(|file| file.reader_voice.greeting.iter().map(String::as_str).collect()),
                thanks: words(|file| file.reader_voice.thanks.iter().map(String::as_str).collect()),
                thanks_to: words(|file| file.reader_voice.thanks_to.iter().map(String::as_str).collect()),
                praise: words(|file| file.reader_voice.praise.iter().map(String::as_str).collect()),
                praised: words(|file| file.reader_voice.praised.iter().map(String::as_str).collect()),
                farewells: words(|file| file.reader_voice.farewell.iter().map(String::as_str).collect()),
                audience: terms(|file| &file.reader_voice.audience),
            },
            read_more: Phrasebook::new(read_more.chain(endings)),
            paywalls: Phrasebook::new(paywalls),
            joining_words: words(|file| file.broken_text.joining.iter().map(String::as_str).collect()),
            doubled_words: words(|file| file.broken_text.doubled.iter().map(String::as_str).collect()),
            section_headings: Phrasebook::new(headings),
            no_article: Phrasebook::new(no_article),
            function_words: words(|file| file.function_words.iter().map(String::as_str).collect()),
            abbreviations: words(|file| file.abbreviations.iter().map(String::as_str).collect()),
            months,
        }
    }

    /// The number of the month with this name, from 1 for January, in any language.
    pub fn month(&self, name: &str) -> Option<u8> {
        let found = self.months.binary_search_by(|(month, _)| (**month).cmp(name)).ok()?;
        self.months.get(found).map(|(_, number)| *number)
    }
}

#[cfg(test)]
mod tests;
