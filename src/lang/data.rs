//! Language knowledge as data: one file per language, embedded in the program and read once.
//!
//! Entries are written folded, as [`fold`](super::phrases::fold) folds the text that they are compared with: lower
//! case, NFC, straight apostrophes, single spaces. A word that ends in `*` stands for every word that begins so. The
//! tests below hold every entry to that, and try it on a line made of itself.
//!
//! To add a language, write its file and name it in [`FILES`]. An entry has to be something that a writer would not put
//! at that place of an article: "weitere Informationen" and "learn more" begin real sentences and are left out.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Language;
use super::phrases::{Mode, Phrasebook, contains};

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
    comment_heading: CommentHeading,
    related_media: RelatedMedia,
    opinion_disclaimer: OpinionDisclaimer,
    donation_appeal: DonationAppeal,
    dateline: Dateline,
    read_more: ReadMore,
    paywall_ending: PaywallEnding,
}

/// What stands above or in the place of reader comments.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CommentHeading {
    /// Whole lines.
    line: Vec<String>,
    /// Whole lines with a number before or after: "3 responses".
    counted: Vec<String>,
    /// Beginnings of lines.
    start: Vec<String>,
    /// Beginnings of lines that have a number before: "3 thoughts on …".
    counted_start: Vec<String>,
}

/// What points to a video, a recording or pictures.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RelatedMedia {
    /// Whole lines.
    line: Vec<String>,
    /// Beginnings of lines that a colon follows.
    label: Vec<String>,
    /// The same, of one word that has other uses: a line that begins so must have a title after the colon.
    short_label: Vec<String>,
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
}

/// What stands where the free part of a text ends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PaywallEnding {
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

/// A file as data. One that cannot be read counts as empty, since a program that is running has to go on; that all of
/// them can be read is for a test.
fn read(text: &str) -> File {
    toml::from_str(text).unwrap_or_default()
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
    /// Comment headings and prompts.
    pub comment_headings: Phrasebook,
    /// What points to a video, a recording or pictures.
    pub related_media: Phrasebook,
    /// How opinion disclaimers begin.
    pub disclaimers: Phrasebook,
    /// What an opinion disclaimer says of the opinions.
    pub disclaimer_relations: Terms,
    /// Whose the opinions are, or are not.
    pub disclaimer_parties: Terms,
    /// How appeals for donations begin and end.
    pub appeal_headings: Phrasebook,
    /// What an appeal asks for.
    pub appeal_requests: Terms,
    /// How a paper speaks of itself.
    pub appeal_voices: Terms,
    /// What stands before the date on which an article was published.
    pub dateline_labels: Phrasebook,
    /// What stands before the date on which it was changed.
    pub dateline_updates: Phrasebook,
    /// Other words of a dateline: words of labels, fillers, days of the week.
    pub dateline_words: Words,
    /// What stands before the name of an author.
    pub byline_words: Words,
    /// What stands where a text was cut.
    pub read_more: Phrasebook,
    /// What stands where the free part of a text ends.
    pub paywalls: Phrasebook,
    /// Words that no sentence of a language ends in.
    pub function_words: Words,
    /// Abbreviations, without their stop.
    pub abbreviations: Words,
    months: Vec<(Box<str>, u8)>,
}

impl Knowledge {
    fn of(files: &[(Language, File)]) -> Self {
        let book = |lists: &[(Mode, List)]| {
            let entries = files.iter().flat_map(|(language, file)| {
                lists
                    .iter()
                    .flat_map(move |&(mode, list)| list(file).iter().map(move |text| (&**text, mode, *language)))
            });
            Phrasebook::new(entries)
        };
        let words = |list: fn(&File) -> Vec<&str>| {
            Words::new(files.iter().flat_map(|(language, file)| list(file).into_iter().map(|word| (word, *language))))
        };
        let terms = |list: List| {
            let languages =
                files.iter().map(|(language, file)| (*language, list(file).iter().map(|term| term.as_str().into())));
            Terms(languages.map(|(language, terms)| (language, terms.collect())).collect())
        };
        let months = files.iter().flat_map(|(_, file)| (1_u8..).zip(&file.months));
        let mut months: Vec<(Box<str>, u8)> =
            months.flat_map(|(number, names)| names.iter().map(move |name| (name.as_str().into(), number))).collect();
        months.sort_unstable();
        months.dedup();
        Self {
            comment_headings: book(&[
                (Mode::Line, |file| &file.comment_heading.line),
                (Mode::CountedLine, |file| &file.comment_heading.counted),
                (Mode::Start, |file| &file.comment_heading.start),
                (Mode::CountedStart, |file| &file.comment_heading.counted_start),
            ]),
            related_media: book(&[
                (Mode::Line, |file| &file.related_media.line),
                (Mode::Label, |file| &file.related_media.label),
                (Mode::ShortLabel, |file| &file.related_media.short_label),
            ]),
            disclaimers: book(&[(Mode::Start, |file| &file.opinion_disclaimer.start)]),
            disclaimer_relations: terms(|file| &file.opinion_disclaimer.relation),
            disclaimer_parties: terms(|file| &file.opinion_disclaimer.party),
            appeal_headings: book(&[(Mode::Start, |file| &file.donation_appeal.heading)]),
            appeal_requests: terms(|file| &file.donation_appeal.request),
            appeal_voices: terms(|file| &file.donation_appeal.voice),
            dateline_labels: book(&[(Mode::Start, |file| &file.dateline.label)]),
            dateline_updates: book(&[(Mode::Start, |file| &file.dateline.update)]),
            dateline_words: words(|file| {
                let labels = file.dateline.label.iter().chain(&file.dateline.update);
                let labels = labels.flat_map(|label| label.split(' '));
                let others = file.dateline.filler.iter().chain(&file.weekdays);
                labels.chain(others.map(String::as_str)).collect()
            }),
            byline_words: words(|file| file.dateline.byline.iter().map(String::as_str).collect()),
            read_more: book(&[(Mode::Line, |file| &file.read_more.line)]),
            paywalls: book(&[(Mode::Start, |file| &file.paywall_ending.start)]),
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
    use super::super::phrases::fold;
    use super::*;

    fn language(code: &str) -> Language {
        Language::from_tag(code).unwrap()
    }

    fn files() -> Vec<(Language, File)> {
        FILES.iter().map(|(code, text)| (language(code), toml::from_str(text).unwrap())).collect()
    }

    /// A list: the name of its book, how its entries stand in a line, and the entries, each with such a line.
    type Tried = (&'static str, Mode, Vec<(String, String)>);

    /// The lists of a file whose entries are told apart by how they stand in a line.
    fn phrases(file: &File) -> Vec<Tried> {
        let lines = |list: &[String], line: fn(&str) -> String| {
            list.iter().map(|text| (text.clone(), line(text.trim_end_matches('*')))).collect::<Vec<_>>()
        };
        let whole = |text: &str| text.to_owned();
        let counted = |text: &str| format!("3 {text}");
        let start = |text: &str| format!("{text} …");
        let counted_start = |text: &str| format!("3 {text} …");
        let label = |text: &str| format!("{text}: the bridge");
        let comments = &file.comment_heading;
        let media = &file.related_media;
        vec![
            ("comment-heading", Mode::Line, lines(&comments.line, whole)),
            ("comment-heading", Mode::CountedLine, lines(&comments.counted, counted)),
            ("comment-heading", Mode::Start, lines(&comments.start, start)),
            ("comment-heading", Mode::CountedStart, lines(&comments.counted_start, counted_start)),
            ("related-media", Mode::Line, lines(&media.line, whole)),
            ("related-media", Mode::Label, lines(&media.label, label)),
            ("related-media", Mode::ShortLabel, lines(&media.short_label, label)),
            ("opinion-disclaimer", Mode::Start, lines(&file.opinion_disclaimer.start, start)),
            ("donation-appeal", Mode::Start, lines(&file.donation_appeal.heading, start)),
            ("dateline", Mode::Start, lines(&file.dateline.label, start)),
            ("update", Mode::Start, lines(&file.dateline.update, start)),
            ("read-more", Mode::Line, lines(&file.read_more.line, whole)),
            ("paywall", Mode::Start, lines(&file.paywall_ending.start, start)),
        ]
    }

    fn book<'a>(knowledge: &'a Knowledge, name: &str) -> &'a Phrasebook {
        match name {
            "comment-heading" => &knowledge.comment_headings,
            "related-media" => &knowledge.related_media,
            "opinion-disclaimer" => &knowledge.disclaimers,
            "donation-appeal" => &knowledge.appeal_headings,
            "dateline" => &knowledge.dateline_labels,
            "update" => &knowledge.dateline_updates,
            "paywall" => &knowledge.paywalls,
            _ => &knowledge.read_more,
        }
    }

    /// The lists of a file whose entries are looked for inside of a line.
    fn terms(file: &File) -> [&[String]; 4] {
        let (disclaimer, appeal) = (&file.opinion_disclaimer, &file.donation_appeal);
        [&disclaimer.relation, &disclaimer.party, &appeal.request, &appeal.voice]
    }

    /// The lists of a file whose entries are single words.
    fn words(file: &File) -> [&[String]; 5] {
        let dateline = &file.dateline;
        [&file.function_words, &file.abbreviations, &file.weekdays, &dateline.filler, &dateline.byline]
    }

    #[test]
    fn every_file_can_be_read() {
        for (code, text) in FILES {
            let file: Result<File, _> = toml::from_str(text);
            assert!(file.is_ok() && Language::from_tag(code).is_some(), "src/lang/{code}.toml: {file:?}");
        }
        assert_eq!(read("nonsense").months.len(), 0);
    }

    #[test]
    fn entries_are_folded_and_written_once() {
        for (language, file) in files() {
            let phrases = phrases(&file);
            let phrases = phrases.iter().map(|(_, _, lines)| lines.iter().map(|(text, _)| text.clone()).collect());
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
    fn words_are_single_words() {
        for (language, file) in files() {
            for word in words(&file).into_iter().flatten() {
                let letters = word.strip_suffix('\'').unwrap_or(word);
                assert!(letters.chars().all(char::is_alphabetic), "{language}: `{word}` is not one word");
            }
        }
    }

    #[test]
    fn every_phrase_is_found_in_a_line_made_of_itself() {
        let knowledge = knowledge();
        for (language, file) in files() {
            for (name, _, lines) in phrases(&file) {
                for (text, line) in lines {
                    for line in [line.clone(), format!("• {}", line.to_uppercase())] {
                        let found = book(knowledge, name).find(&line);
                        let found =
                            found.unwrap_or_else(|| panic!("{language}, {name}: `{text}` is not found in `{line}`"));
                        assert!(found.phrase.languages().contains(&language), "{language}, {name}: `{text}`");
                    }
                }
            }
        }
    }

    #[test]
    fn no_phrase_is_shadowed_by_another() {
        let mut shadowed = Vec::new();
        for (language, file) in files() {
            let lists = phrases(&file);
            let knowledge = Knowledge::of(&[(language, file)]);
            for (name, mode, lines) in lists {
                for (text, line) in lines {
                    // Without the phrase itself, nothing may be found in its line.
                    let others = book(&knowledge, name).without(text.trim_end_matches('*'), mode);
                    if others.find(&line).is_some() {
                        shadowed.push(format!("{language}, {name}: {text}"));
                    }
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
        for line in texts.iter().flat_map(|text| text.lines()) {
            for book in [&knowledge().comment_headings, &knowledge().related_media, &knowledge().read_more] {
                assert_eq!(book.find(line), None, "{line}");
            }
        }
    }
}
