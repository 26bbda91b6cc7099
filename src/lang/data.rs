//! Language knowledge as data: one file per language, embedded in the program and read once.
//!
//! Entries are written folded, as [`fold`](super::fold()) folds the text that they are compared with: lower
//! case, NFC, straight apostrophes, single spaces. A word that ends in `*` stands for every word that begins so. The
//! tests below hold every entry to that, and try it on a line made of itself.
//!
//! To add a language, write its file and name it in [`FILES`]. An entry has to be something that a writer would not put
//! at that place of an article: "weitere Informationen" and "learn more" begin real sentences and are left out.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Language;
use super::fold::contains;
use super::phrases::{Mode, Phrasebook};
use super::signals::Signals;
use super::topic::{Phrases, Topic};
use super::voice::{ReaderVoice, Voices};
use crate::lists;

/// What is known of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// Words that no sentence ends in.
    function_words: Vec<String>,
    /// Abbreviations with a stop, without it.
    abbreviations: Vec<String>,
    /// The names of each month, from January, abbreviations included.
    months: Vec<Vec<String>>,
    /// The names of the days of the week, abbreviations included.
    weekdays: Vec<String>,
    /// What heads a section of a text as often as a part of a page. Whole lines.
    section_headings: Vec<String>,
    comment_heading: Phrases,
    reader_comment: Phrases,
    related_media: Phrases,
    related_link: Phrases,
    newsletter_prompt: Phrases,
    paywall_prompt: Phrases,
    donation_appeal: DonationAppeal,
    share_prompt: Phrases,
    copyright_notice: Phrases,
    opinion_disclaimer: OpinionDisclaimer,
    republication_notice: Phrases,
    advertising_label: Phrases,
    dateline: Dateline,
    credit_line: Phrases,
    byline: Phrases,
    reading_time: Phrases,
    tag_list: Phrases,
    page_navigation: Phrases,
    cookie_notice: Phrases,
    reader_voice: ReaderVoice,
    read_more: ReadMore,
    paywall_ending: PaywallEnding,
    broken_text: BrokenText,
    no_article: NoArticle,
}

impl File {
    /// The phrases of a topic, if its data has that form.
    fn of_topic(&self, topic: Topic) -> Option<&Phrases> {
        Some(match topic {
            Topic::CommentHeading => &self.comment_heading,
            Topic::ReaderComment => &self.reader_comment,
            Topic::RelatedMedia => &self.related_media,
            Topic::RelatedLink => &self.related_link,
            Topic::Newsletter => &self.newsletter_prompt,
            Topic::Paywall => &self.paywall_prompt,
            Topic::Share => &self.share_prompt,
            Topic::Copyright => &self.copyright_notice,
            Topic::Republication => &self.republication_notice,
            Topic::Advertising => &self.advertising_label,
            Topic::Credit => &self.credit_line,
            Topic::Byline => &self.byline,
            Topic::ReadingTime => &self.reading_time,
            Topic::Tags => &self.tag_list,
            Topic::Navigation => &self.page_navigation,
            Topic::Cookie => &self.cookie_notice,
            Topic::DonationAppeal | Topic::OpinionDisclaimer | Topic::Dateline | Topic::Update | Topic::Debris => {
                return None;
            }
        })
    }

    /// The phrases of a topic, by how they have to stand in their line.
    fn phrases(&self, topic: Topic) -> Vec<(Mode, &[String])> {
        match topic {
            Topic::DonationAppeal => {
                vec![(Mode::Start, &self.donation_appeal.heading), (Mode::Line, &self.donation_appeal.line)]
            }
            Topic::OpinionDisclaimer => vec![(Mode::Start, &self.opinion_disclaimer.start)],
            Topic::Dateline => vec![(Mode::Start, &self.dateline.label)],
            Topic::Update => vec![(Mode::Start, &self.dateline.update)],
            _ => self.of_topic(topic).map_or_else(Vec::new, |phrases| phrases.lists().to_vec()),
        }
    }

    /// The words that tell a topic together: those of which one is needed, and those of which one is needed beside it.
    fn signals(&self, topic: Topic) -> (&[String], &[String]) {
        match topic {
            Topic::DonationAppeal => (&self.donation_appeal.word, &self.donation_appeal.request),
            _ => self.of_topic(topic).map_or((&[], &[]), |phrases| (&phrases.word, &phrases.with)),
        }
    }
}

/// Whose opinion an article is, and whose not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OpinionDisclaimer {
    /// Beginnings of lines.
    start: Vec<String>,
    /// What is said of the opinions.
    relation: Vec<String>,
    /// Whose they are or are not.
    party: Vec<String>,
}

/// A paper asks its readers for money.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DonationAppeal {
    /// Beginnings of a heading or of a last call.
    heading: Vec<String>,
    /// Whole lines that are a call by themselves.
    line: Vec<String>,
    /// Words that make a short line with a request in it an appeal.
    word: Vec<String>,
    /// What is asked for.
    request: Vec<String>,
    /// By whom: a paper that speaks of itself.
    voice: Vec<String>,
}

/// When an article was published or changed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Dateline {
    /// Beginnings of lines that say when an article was published.
    label: Vec<String>,
    /// Beginnings of lines that say when it was changed.
    update: Vec<String>,
    /// Other words of such a line.
    filler: Vec<String>,
    /// What stands before the name of the author.
    byline: Vec<String>,
}

/// What stands where a text was cut and goes on elsewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ReadMore {
    /// Whole lines, or the end of a line behind an ellipsis.
    line: Vec<String>,
    /// The same, where it ends a document.
    ending: Vec<String>,
}

/// What stands where the free part of a text ends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PaywallEnding {
    /// Beginnings of lines.
    start: Vec<String>,
}

/// What looks like broken text in a language and is none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BrokenText {
    /// Words before which a hyphen stands for a word that is left out.
    joining: Vec<String>,
    /// Words that stand twice in a row for good.
    doubled: Vec<String>,
}

/// What a page says in place of an article.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct NoArticle {
    /// Whole lines.
    line: Vec<String>,
    /// Beginnings of lines.
    start: Vec<String>,
}

/// A list of a file.
type List = fn(&File) -> &[String];

/// The files, by the code of their language.
const FILES: [(&str, &str); 7] = [
    ("de", include_str!("de.toml")),
    ("en", include_str!("en.toml")),
    ("es", include_str!("es.toml")),
    ("fr", include_str!("fr.toml")),
    ("it", include_str!("it.toml")),
    ("nl", include_str!("nl.toml")),
    ("pt", include_str!("pt.toml")),
];

/// The codes of the languages that have data of their own, sorted: those that most rules about words speak for.
pub const LANGUAGES_WITH_DATA: &[&str] = &codes();

#[expect(clippy::indexing_slicing, reason = "the number counts up to the length of both")]
const fn codes() -> [&'static str; FILES.len()] {
    let mut codes = [""; FILES.len()];
    let mut number = 0;
    while number < FILES.len() {
        codes[number] = FILES[number].0;
        number += 1;
    }
    codes
}

/// A file as data. One that cannot be read counts as empty, since a program that is running has to go on; that all of
/// them can be read is for a test.
fn read(text: &str) -> File {
    lists::read(text).unwrap_or_default()
}

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
            Terms(languages.map(|(language, terms)| (language, terms.collect())).collect())
        };
        let with = |topic| {
            let terms = files.iter().map(|(language, file)| {
                let (_, others) = file.signals(topic);
                (*language, others.iter().map(|term| term.as_str().into()).collect())
            });
            (topic, Terms(terms.collect()))
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

/// Words, and the languages that have them.
#[derive(Debug, Default)]
pub struct Words(Vec<(Box<str>, Language)>);

impl Words {
    fn new<'a>(words: impl Iterator<Item = (&'a str, Language)>) -> Self {
        let mut words: Vec<(Box<str>, Language)> = words.map(|(word, language)| (word.into(), language)).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// The languages that have this word, which is folded.
    pub fn languages(&self, word: &str) -> impl Iterator<Item = Language> {
        let start = self.0.partition_point(|(known, _)| **known < *word);
        self.0.iter().skip(start).take_while(move |(known, _)| **known == *word).map(|(_, language)| *language)
    }

    /// Whether there is a word of this language.
    pub fn has_language(&self, language: Language) -> bool {
        self.0.iter().any(|(_, own)| *own == language)
    }

    /// Whether any language has this word, which is folded.
    pub fn has(&self, word: &str) -> bool {
        self.languages(word).next().is_some()
    }
}

/// Terms that are looked for inside of a line, by language.
#[derive(Debug, Default)]
pub struct Terms(Vec<(Language, Vec<Box<str>>)>);

impl Terms {
    /// Whether `line`, which is folded, has one of the terms of `language`.
    pub fn occur_in(&self, line: &str, language: Language) -> bool {
        let terms = self.0.iter().filter(|(own, _)| *own == language).flat_map(|(_, terms)| terms);
        terms.into_iter().any(|term| contains(line, term))
    }

    /// The languages of which `line`, which is folded, has a term.
    pub fn languages<'a>(&'a self, line: &'a str) -> impl Iterator<Item = Language> + 'a {
        self.0.iter().filter(|(_, terms)| terms.iter().any(|term| contains(line, term))).map(|(language, _)| *language)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    fn language(code: &str) -> Language {
        Language::from_tag(code).unwrap()
    }

    fn files() -> Vec<(Language, File)> {
        FILES.iter().map(|(code, text)| (language(code), toml::from_str(text).unwrap())).collect()
    }

    /// What makes a line no short one.
    const LONG: &str = "the old bridge over the river was rebuilt by the town last year, and nobody knows what it cost";

    /// A line made of an entry, in which it stands as it has to.
    fn line_of(entry: &str, mode: Mode) -> String {
        let text = entry.trim_end_matches('*');
        match mode {
            Mode::Line | Mode::Heading | Mode::Brief => text.to_owned(),
            Mode::CountedLine => format!("3 {text}"),
            Mode::Start => format!("{text} … {LONG}."),
            Mode::Teaser => format!("{text} {LONG}"),
            Mode::CountedStart => format!("3 {text} … {LONG}."),
            Mode::Label | Mode::ShortLabel => format!("{text}: {LONG}."),
        }
    }

    /// The entries of a file that belong to topics, with how they have to stand in their line.
    fn entries(file: &File) -> Vec<(Topic, Mode, &String)> {
        let of_topic = |topic| {
            let lists = file.phrases(topic).into_iter();
            lists.flat_map(move |(mode, list)| list.iter().map(move |entry| (topic, mode, entry)))
        };
        let read_more = file.read_more.line.iter().map(|entry| (Topic::RelatedLink, Mode::Line, entry));
        Topic::ALL.into_iter().flat_map(of_topic).chain(read_more).collect()
    }

    /// The lists of a file whose entries are looked for inside of a line.
    fn terms(file: &File) -> Vec<&[String]> {
        let (disclaimer, appeal) = (&file.opinion_disclaimer, &file.donation_appeal);
        let fixed: [&[String]; 5] =
            [&disclaimer.relation, &disclaimer.party, &appeal.request, &appeal.voice, &appeal.word];
        let of_topics = Topic::ALL.into_iter().filter_map(|topic| file.of_topic(topic));
        fixed.into_iter().chain(of_topics.flat_map(|phrases| [&*phrases.word, &*phrases.with])).collect()
    }

    /// The lists of a file whose entries are single words.
    fn words(file: &File) -> [&[String]; 7] {
        let dateline = &file.dateline;
        [
            &file.broken_text.joining,
            &file.broken_text.doubled,
            &file.function_words,
            &file.abbreviations,
            &file.weekdays,
            &dateline.filler,
            &dateline.byline,
        ]
    }

    #[test]
    fn every_file_can_be_read() {
        for (code, text) in FILES {
            let file: Result<File, _> = toml::from_str(text);
            assert!(file.is_ok() && Language::from_tag(code).is_some(), "src/lang/{code}.toml: {file:?}");
            assert_eq!(lists::read::<toml::Value>(text), toml::from_str(text).ok(), "src/lang/{code}.toml");
            assert!(lists::read::<File>(text).is_some(), "src/lang/{code}.toml");
        }
        assert_eq!(read("nonsense").months.len(), 0);
    }

    #[test]
    fn entries_are_folded_and_written_once() {
        for (language, file) in files() {
            let phrases = Topic::ALL.into_iter().flat_map(|topic| file.phrases(topic));
            let phrases = phrases.map(|(_, list)| list.to_vec()).chain([
                file.read_more.line.clone(),
                file.read_more.ending.clone(),
                file.paywall_ending.start.clone(),
            ]);
            let others = terms(&file).into_iter().chain(words(&file)).map(<[String]>::to_vec);
            let months = file.months.iter().cloned();
            for list in phrases.chain(others).chain(months) {
                for (number, entry) in list.iter().enumerate() {
                    let text = entry.strip_suffix('*').unwrap_or(entry);
                    assert_eq!(fold(text), text, "{language}: `{entry}` is not folded");
                    assert!(text.starts_with(char::is_alphanumeric), "{language}: `{entry}` begins with no letter");
                    assert!(!list[..number].contains(entry), "{language}: `{entry}` is there twice");
                }
            }
        }
    }

    #[test]
    fn phrases_about_the_rest_of_a_text_are_found_and_needed() {
        let knowledge = knowledge();
        for (language, file) in files() {
            let endings = file.read_more.line.iter().chain(&file.read_more.ending).map(|entry| (entry, Mode::Line));
            let paywalls = file.paywall_ending.start.iter().map(|entry| (entry, Mode::Start));
            for (entry, mode) in endings.chain(paywalls) {
                let book = if mode == Mode::Line { &knowledge.read_more } else { &knowledge.paywalls };
                let line = line_of(entry, mode);
                let found = book.find_all(&line);
                let is_found = found.iter().any(|found| found.phrase.is(entry, mode));
                assert!(is_found, "{language}: `{entry}` is not found in `{line}`");
                assert_eq!(found.len(), 1, "{language}: `{entry}` is not needed, since another is found: {found:?}");
            }
        }
    }

    #[test]
    fn readers_are_heard_by_every_beginning() {
        let knowledge = knowledge();
        for (language, file) in files() {
            let voice = &file.reader_voice;
            let lists = [&voice.thanks_to, &voice.praised].into_iter().flatten();
            for entry in voice.beginnings().chain(lists) {
                assert_eq!(fold(entry), **entry, "{language}: `{entry}` is not folded");
            }
            let greetings = voice.greeting.iter().map(|entry| format!("{entry} Xaver, so it is"));
            let plain = voice.thanks.iter().chain(&voice.agreement).chain(&voice.farewell).cloned();
            let praise = voice.praise.iter().map(|entry| format!("{entry} {}", voice.praised[0]));
            let praised = voice.praised.iter().map(|entry| format!("{} {entry}", voice.praise[0]));
            for line in greetings.chain(plain).chain(praise).chain(praised) {
                assert!(knowledge.voices.find(&line).is_some(), "{language}: nothing is heard in `{line}`");
            }
            for word in &voice.thanks_to {
                let line = format!("{} {word} x", voice.thanks[0]);
                assert_eq!(knowledge.voices.find(&line), None, "{language}: `{line}` is heard");
            }
            for word in &voice.audience {
                let line = format!("{} Xaver, {}", voice.greeting[0], word.trim_end_matches('*'));
                assert_eq!(knowledge.voices.find(&line), None, "{language}: `{line}` is heard");
            }
        }
    }

    #[test]
    fn words_are_single_words() {
        for (language, file) in files() {
            for word in words(&file).into_iter().flatten() {
                let letters = word.strip_suffix('\'').unwrap_or(word);
                assert!(letters.chars().all(char::is_alphabetic), "{language}: `{word}` is not one word");
            }
        }
    }

    #[test]
    fn every_language_has_phrases_for_every_topic() {
        for (language, file) in files() {
            for topic in Topic::ALL {
                let lists = file.phrases(topic);
                assert!(lists.iter().any(|(_, list)| !list.is_empty()), "{language}: nothing for {topic:?}");
            }
        }
    }

    #[test]
    fn every_phrase_is_found_in_a_line_made_of_itself() {
        let furniture = &knowledge().furniture;
        for (language, file) in files() {
            for (topic, mode, entry) in entries(&file) {
                let line = line_of(entry, mode);
                for line in [line.clone(), format!("• {}", line.to_uppercase())] {
                    let found = furniture.find_all(&line);
                    let is_found = found
                        .iter()
                        .any(|found| found.phrase.topic() == topic && found.phrase.languages().contains(&language));
                    assert!(is_found, "{language}, {topic:?}: `{entry}` is not found in `{line}`");
                }
            }
        }
    }

    #[test]
    fn every_two_words_are_found_in_a_line_made_of_them() {
        for (language, file) in files() {
            for topic in Topic::ALL {
                let (words, others) = file.signals(topic);
                assert_eq!(words.is_empty() || others.is_empty(), words.is_empty(), "{language}: {topic:?}");
                for (word, other) in words.iter().flat_map(|word| others.iter().map(move |other| (word, other))) {
                    let line =
                        format!("… {} … {}", other.trim_end_matches('*'), word.trim_end_matches('*').to_uppercase());
                    assert!(knowledge().signals.find(&line).is_some(), "{language}, {topic:?}: {line}");
                }
            }
        }
    }

    #[test]
    fn no_phrase_is_shadowed_by_another() {
        let mut shadowed = Vec::new();
        for (language, file) in files() {
            let knowledge = Knowledge::of(&[(language, file)]);
            let (_, file) = &files().into_iter().find(|(own, _)| *own == language).unwrap();
            for (topic, mode, entry) in entries(file) {
                // Without the phrase itself, nothing of its topic may be found in its line.
                let text = entry.trim_end_matches('*');
                let found = knowledge.furniture.find_all(&line_of(entry, mode));
                let mut others = found.iter().filter(|found| found.phrase.topic() == topic);
                if let Some(other) = others.find(|other| !other.phrase.is(text, mode)) {
                    let code = language.code();
                    shadowed.push(format!("{code}|{topic:?}|{mode:?}|{entry}|found by|{:?}", other.phrase));
                }
            }
        }
        assert!(shadowed.is_empty(), "not needed, since others are found in the same lines: {shadowed:#?}");
    }

    #[test]
    fn no_term_is_shadowed_by_another() {
        let mut shadowed = Vec::new();
        for (language, file) in files() {
            for list in terms(&file) {
                for term in list {
                    let line = term.strip_suffix('*').unwrap_or(term);
                    if list.iter().any(|other| other != term && contains(line, other)) {
                        shadowed.push(format!("{language}: {term}"));
                    }
                }
            }
        }
        assert!(shadowed.is_empty(), "not needed, since others are found in the same lines: {shadowed:#?}");
    }

    #[test]
    fn a_month_has_one_number_in_all_languages() {
        let knowledge = knowledge();
        for (language, file) in files() {
            assert_eq!(file.months.len(), 12, "{language}");
            for (number, names) in (1..).zip(&file.months) {
                for name in names {
                    assert_eq!(knowledge.month(name), Some(number), "{language}: {name}");
                }
            }
        }
    }

    #[test]
    fn phrases_are_not_found_in_clean_text() {
        let texts = [
            include_str!("../../fixtures/clean/de.corpus"),
            include_str!("../../fixtures/clean/en.corpus"),
            include_str!("../../fixtures/clean/es.corpus"),
            include_str!("../../fixtures/clean/fr.corpus"),
            include_str!("../../fixtures/clean/it.corpus"),
            include_str!("../../fixtures/clean/nl.corpus"),
            include_str!("../../fixtures/clean/pt.corpus"),
        ];
        // What is no topic of its own is told by more than a phrase.
        let by_more = [Topic::OpinionDisclaimer, Topic::DonationAppeal, Topic::Dateline, Topic::Update];
        let mut found_in = Vec::new();
        for line in texts.iter().flat_map(|text| text.lines()) {
            let found = knowledge().furniture.find_all(line);
            let found = found.iter().map(|found| found.phrase).filter(|phrase| !by_more.contains(&phrase.topic()));
            found_in.extend(found.map(|phrase| format!("{phrase:?} in: {line}")));
        }
        assert!(found_in.is_empty(), "{found_in:#?}");
    }

    #[test]
    fn headings_of_sections_are_phrases_that_may_be_furniture() {
        for entry in files().into_iter().flat_map(|(_, file)| file.section_headings) {
            let books = [&knowledge().section_headings, &knowledge().furniture];
            assert!(books.iter().all(|book| book.find(&entry).is_some()), "{entry}");
        }
    }

    #[test]
    fn what_a_page_says_in_place_of_an_article_is_found() {
        for (language, file) in files() {
            let lists = [(Mode::Line, &file.no_article.line), (Mode::Start, &file.no_article.start)];
            for (mode, entry) in lists.into_iter().flat_map(|(mode, list)| list.iter().map(move |entry| (mode, entry)))
            {
                for line in [line_of(entry, mode), format!("404 {}", line_of(entry, mode).to_uppercase())] {
                    let found = knowledge().no_article.find(&line);
                    assert!(
                        found.is_some_and(|found| found.phrase.languages().contains(&language)),
                        "{language}: {line}"
                    );
                }
            }
        }
        let texts = [
            include_str!("../../fixtures/clean/de.corpus"),
            include_str!("../../fixtures/clean/en.corpus"),
            include_str!("../../fixtures/clean/fr.corpus"),
        ];
        for line in texts.iter().flat_map(|text| text.lines()) {
            assert_eq!(knowledge().no_article.find(line), None, "{line}");
        }
    }
}
