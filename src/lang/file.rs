//! The files of language knowledge, one per language, embedded in the program.
//!
//! Entries are written folded, as [`fold`](super::fold()) folds the text that they are compared with: lower case, NFC,
//! straight apostrophes, single spaces. A word that ends in `*` stands for every word that begins so, a `#` inside of
//! a phrase for a number, and a `…` inside of one for one to three words. Tests hold every entry to that, and try it
//! on a line made of itself. An entry with quotation marks stands between apostrophes, since there are no escapes.
//!
//! To add a language, write its file and name it in [`FILES`]; or, where nobody can say more of it than what stands
//! around articles, a smaller one in [`PAGES`]. An entry has to be something that a writer would not put at that place
//! of an article: "weitere Informationen" and "learn more" begin real sentences and are left out.

use serde::Deserialize;

use super::last_word::LastWords;
use super::phrases::Mode;
use super::subject::Subjects;
use super::topic::{Phrases, Topic};
use super::voice::ReaderVoice;
use crate::lists;

/// What is known of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct File {
    /// Words that no sentence ends in.
    pub(super) function_words: Vec<&'static str>,
    /// Abbreviations with a stop, without it.
    pub(super) abbreviations: Vec<&'static str>,
    /// Words of one or two letters that sentences end in, and that no abbreviation looks like.
    pub(super) short_words: Vec<&'static str>,
    /// The consonants that syllables begin with, where they are no word, abbreviation or unit: "schw".
    pub(super) onsets: Vec<&'static str>,
    /// Words that lose their end before a vowel, or a part of a name, with their apostrophe; beside those among
    /// `function_words`.
    #[serde(default)]
    pub(super) elisions: Vec<&'static str>,
    /// The names of each month, from January, in all forms that stand in dates, abbreviations included.
    pub(super) months: Vec<Vec<&'static str>>,
    /// The names of the days of the week, abbreviations included.
    pub(super) weekdays: Vec<&'static str>,
    /// What stands in names and between them, without a capital.
    pub(super) name_particles: Vec<&'static str>,
    /// Units of durations, abbreviations included.
    pub(super) duration_units: Vec<&'static str>,
    /// Those of them that count minutes, in letters of ASCII.
    pub(super) minute_units: Vec<&'static str>,
    /// What notices of a page are called, before what they say: "Disclosure".
    pub(super) notice_labels: Vec<&'static str>,
    /// What stands before the days of registers and references, and not before that of a publication: "retrieved".
    pub(super) before_other_days: Vec<&'static str>,
    /// What the names of streets end in, as a word or as a part of one.
    pub(super) street_names: Vec<&'static str>,
    /// What stands before the number of a telephone.
    pub(super) telephone_labels: Vec<&'static str>,
    /// What stands before the fields of a form, and on the cards of people. Whole lines.
    pub(super) form_labels: Vec<&'static str>,
    /// What stands on the buttons by which a page is passed on. The names of networks are in no language, and not here.
    pub(super) share_buttons: Vec<&'static str>,
    /// What heads a section of a text as often as a part of a page. Whole lines.
    pub(super) section_headings: Vec<&'static str>,
    /// What heads a section of a text, and nothing of a page. Whole lines.
    pub(super) text_headings: Vec<&'static str>,
    /// What the last words of a line are below which titles stand: "Set list".
    pub(super) title_lists: Vec<&'static str>,
    /// What lines of a table of nutrition begin with. Each is a single word.
    pub(super) nutrition: Vec<&'static str>,
    /// What stands before the name of a wiki, below the titles of its articles: "from".
    #[serde(default)]
    pub(super) before_wikis: Vec<&'static str>,
    /// What stands behind the age of an article, and its unit: "ago".
    #[serde(default)]
    pub(super) behind_ages: Vec<&'static str>,
    /// What a text about rights says again and again, in letters of ASCII: "copyright". It may be a part of a word.
    #[serde(default)]
    pub(super) rights: Vec<&'static str>,
    /// What is said of rights in a notice, and seldom where a text is about them: "reserved". It may be a part of a word.
    #[serde(default)]
    pub(super) rights_kept: Vec<&'static str>,
    pub(super) statement: Statement,
    pub(super) comment_heading: Phrases,
    pub(super) reader_comment: Phrases,
    pub(super) related_media: Phrases,
    pub(super) related_link: Phrases,
    pub(super) newsletter_prompt: Phrases,
    pub(super) paywall_prompt: Phrases,
    pub(super) donation_appeal: DonationAppeal,
    pub(super) share_prompt: Phrases,
    pub(super) copyright_notice: Phrases,
    pub(super) opinion_disclaimer: OpinionDisclaimer,
    pub(super) republication_notice: Phrases,
    pub(super) advertising_label: Phrases,
    pub(super) dateline: Dateline,
    #[serde(default)]
    pub(super) counter: Counters,
    pub(super) credit_line: Phrases,
    pub(super) byline: Phrases,
    pub(super) reading_time: Phrases,
    pub(super) tag_list: Phrases,
    pub(super) page_navigation: Phrases,
    pub(super) cookie_notice: Phrases,
    pub(super) letter: Letter,
    pub(super) reader_voice: ReaderVoice,
    pub(super) read_more: ReadMore,
    pub(super) paywall_ending: PaywallEnding,
    pub(super) broken_text: BrokenText,
    pub(super) no_article: NoArticle,
    pub(super) last_word: LastWords,
    pub(super) subject: Subjects,
}

impl File {
    /// The phrases of a topic, if its data has that form.
    pub(super) fn of_topic(&self, topic: Topic) -> Option<&Phrases> {
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
    pub(super) fn phrases(&self, topic: Topic) -> Vec<(Mode, &[&'static str])> {
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

    /// Words that only say a topic together: a line needs one of the first and one of the second.
    pub(super) fn signals(&self, topic: Topic) -> (&[&'static str], &[&'static str]) {
        match topic {
            Topic::DonationAppeal => (&self.donation_appeal.word, &self.donation_appeal.request),
            _ => self.of_topic(topic).map_or((&[], &[]), |phrases| (&phrases.word, &phrases.with)),
        }
    }
}

/// What is known of a language of which nothing is known but how pages are written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Furniture {
    /// The names of each month, as in the longer files. None where months have no names.
    months: Vec<Vec<&'static str>>,
    /// The names of the days of the week, abbreviations included.
    weekdays: Vec<&'static str>,
    /// What heads a section of a text as often as a part of a page, as in the longer files.
    section_headings: Vec<&'static str>,
    /// What stands before the name of a wiki, as in the longer files.
    #[serde(default)]
    before_wikis: Vec<&'static str>,
    /// What stands behind the age of an article, as in the longer files.
    #[serde(default)]
    behind_ages: Vec<&'static str>,
    comment_heading: Phrases,
    reader_comment: Phrases,
    related_media: Phrases,
    related_link: Phrases,
    newsletter_prompt: Phrases,
    paywall_prompt: Phrases,
    share_prompt: Phrases,
    copyright_notice: Phrases,
    republication_notice: Phrases,
    advertising_label: Phrases,
    dateline: Dateline,
    #[serde(default)]
    counter: Counters,
    credit_line: Phrases,
    byline: Phrases,
    tag_list: Phrases,
    page_navigation: Phrases,
    cookie_notice: Phrases,
    /// Whole lines that stand where a text was cut and goes on elsewhere.
    read_more: Vec<&'static str>,
}

impl From<Furniture> for File {
    fn from(page: Furniture) -> Self {
        Self {
            months: page.months,
            weekdays: page.weekdays,
            section_headings: page.section_headings,
            before_wikis: page.before_wikis,
            behind_ages: page.behind_ages,
            comment_heading: page.comment_heading,
            reader_comment: page.reader_comment,
            related_media: page.related_media,
            related_link: page.related_link,
            newsletter_prompt: page.newsletter_prompt,
            paywall_prompt: page.paywall_prompt,
            share_prompt: page.share_prompt,
            copyright_notice: page.copyright_notice,
            republication_notice: page.republication_notice,
            advertising_label: page.advertising_label,
            dateline: page.dateline,
            counter: page.counter,
            credit_line: page.credit_line,
            byline: page.byline,
            tag_list: page.tag_list,
            page_navigation: page.page_navigation,
            cookie_notice: page.cookie_notice,
            read_more: ReadMore { line: page.read_more, ..ReadMore::default() },
            ..Self::default()
        }
    }
}

/// What tells a sentence about pages from one of a page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Statement {
    /// Words with which a page speaks to its readers, or of itself: "you", "this".
    pub(super) page: Vec<&'static str>,
    /// Verbs that make the phrase before them what a sentence is about: "is".
    pub(super) verb: Vec<&'static str>,
    /// What follows a comma in a sentence that says who said it: "it said".
    pub(super) said: Vec<&'static str>,
}

/// Whose opinion an article is, and whose not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct OpinionDisclaimer {
    /// Beginnings of lines.
    pub(super) start: Vec<&'static str>,
    /// What is said of the opinions.
    pub(super) relation: Vec<&'static str>,
    /// Whose they are or are not.
    pub(super) party: Vec<&'static str>,
}

/// A paper asks its readers for money.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct DonationAppeal {
    /// Beginnings of a heading or of a last call.
    pub(super) heading: Vec<&'static str>,
    /// Whole lines that are a call by themselves.
    pub(super) line: Vec<&'static str>,
    /// Words that make a short line with a request in it an appeal.
    pub(super) word: Vec<&'static str>,
    /// What is asked for.
    pub(super) request: Vec<&'static str>,
    /// By whom: a paper that speaks of itself.
    pub(super) voice: Vec<&'static str>,
}

/// When an article was published or changed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Dateline {
    /// Beginnings of lines that say when an article was published.
    pub(super) label: Vec<&'static str>,
    /// Beginnings of lines that say when it was changed.
    pub(super) update: Vec<&'static str>,
    /// Other words of such a line.
    pub(super) filler: Vec<&'static str>,
    /// What stands between the day, the month and the year: "of", "th".
    pub(super) joint: Vec<&'static str>,
    /// What stands before the name of the author.
    pub(super) byline: Vec<&'static str>,
}

/// The characters that say what the number before them counts, in languages that write 2020年5月3日. No space has to
/// follow.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Counters {
    /// Years.
    pub(super) year: Vec<&'static str>,
    /// Months.
    pub(super) month: Vec<&'static str>,
    /// Days.
    pub(super) day: Vec<&'static str>,
    /// Hours, minutes and seconds.
    pub(super) time: Vec<&'static str>,
}

/// What stands where a text was cut and goes on elsewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct ReadMore {
    /// Whole lines, or the end of a line behind an ellipsis.
    pub(super) line: Vec<&'static str>,
    /// The same, where it ends a document.
    pub(super) ending: Vec<&'static str>,
    /// The last words of links. A text that ends in one is hardly ever cut.
    pub(super) last_word: Vec<&'static str>,
    /// What stands between such a line and the name of the site where the text goes on.
    pub(super) before_site: Vec<&'static str>,
}

/// How letters begin and end. All are single words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct Letter {
    /// The first words of salutations: "Dear Anna,".
    pub(super) salutation: Vec<&'static str>,
    /// What stands in front of those: "My dear friend!".
    pub(super) possessive: Vec<&'static str>,
    /// The last words of sign-offs that say whose the name below is, or that nobody writes below an article. Each is a
    /// sign-off by itself, too: "Sincerely yours", "Yours".
    pub(super) lone_closing: Vec<&'static str>,
    /// The last words of sign-offs of more than one word: "Kind regards".
    pub(super) closing: Vec<&'static str>,
    /// Sign-offs of one word that may be the last one of another line. What says as little and stands below comments,
    /// too, is left out.
    pub(super) sign_off: Vec<&'static str>,
}

/// What stands where the free part of a text ends.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct PaywallEnding {
    /// Beginnings of lines.
    pub(super) start: Vec<&'static str>,
}

/// What looks like broken text in a language and is none.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct BrokenText {
    /// Words before which a hyphen stands for a word that is left out.
    pub(super) joining: Vec<&'static str>,
    /// Words that may rightly stand twice in a row.
    pub(super) doubled: Vec<&'static str>,
    /// What begins with a capital letter inside of a word, in letters of ASCII: `innen`, as in `LehrerInnen`.
    #[serde(default)]
    pub(super) inner_capital: Vec<&'static str>,
}

/// What a page says in place of an article.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub(super) struct NoArticle {
    /// Whole lines.
    pub(super) line: Vec<&'static str>,
    /// Beginnings of lines.
    pub(super) start: Vec<&'static str>,
}

/// The files, by the code of their language.
pub(super) const FILES: &[(&str, &str)] = &[
    ("de", include_str!("de.toml")),
    ("en", include_str!("en.toml")),
    ("es", include_str!("es.toml")),
    ("fr", include_str!("fr.toml")),
    ("it", include_str!("it.toml")),
    ("nl", include_str!("nl.toml")),
    ("pt", include_str!("pt.toml")),
];

/// The codes of the languages that have data of their own, sorted: those that most rules about words speak for.
pub const LANGUAGES_WITH_DATA: &[&str] = &codes::<_, { FILES.len() }>(FILES);

/// The codes of languages that a table begins its rows with, of which it has `N`.
///
/// # Panics
///
/// If it has more rows or fewer. Where a constant is made of it, the program cannot be built then.
#[expect(clippy::indexing_slicing, reason = "the number counts up to the length of both")]
pub const fn codes<T, const N: usize>(rows: &[(&'static str, T)]) -> [&'static str; N] {
    assert!(rows.len() == N, "there is a code for each row");
    let mut codes = [""; N];
    let mut number = 0;
    while number < N {
        codes[number] = rows[number].0;
        number += 1;
    }
    codes
}

/// The files of languages of which corplint knows what stands around articles, and nothing of the articles.
pub(super) const PAGES: &[(&str, &str)] = &[
    ("ar", include_str!("pages/ar.toml")),
    ("ca", include_str!("pages/ca.toml")),
    ("cs", include_str!("pages/cs.toml")),
    ("da", include_str!("pages/da.toml")),
    ("el", include_str!("pages/el.toml")),
    ("fi", include_str!("pages/fi.toml")),
    ("hu", include_str!("pages/hu.toml")),
    ("ja", include_str!("pages/ja.toml")),
    ("ko", include_str!("pages/ko.toml")),
    ("nb", include_str!("pages/nb.toml")),
    ("pl", include_str!("pages/pl.toml")),
    ("ro", include_str!("pages/ro.toml")),
    ("ru", include_str!("pages/ru.toml")),
    ("sv", include_str!("pages/sv.toml")),
    ("tr", include_str!("pages/tr.toml")),
    ("uk", include_str!("pages/uk.toml")),
    ("zh", include_str!("pages/zh.toml")),
];

/// The codes of all languages that have phrases, sorted: those of `FILES` and of `PAGES`.
pub const LANGUAGES_WITH_PHRASES: &[&str] = &[
    "ar", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro",
    "ru", "sv", "tr", "uk", "zh",
];

/// The files of languages that have data, by the code of their language. One that cannot be read counts as empty,
/// since a program that is running has to go on; that all of them can be read is for a test.
pub(super) fn with_data() -> impl Iterator<Item = (&'static str, File)> {
    FILES.iter().map(|(code, text)| (*code, lists::read(text).unwrap_or_default()))
}

/// The files of the others, in the same way.
pub(super) fn of_pages() -> impl Iterator<Item = (&'static str, File)> {
    let page = |text| lists::read::<Furniture>(text).unwrap_or_default();
    PAGES.iter().map(move |(code, text)| (*code, page(text).into()))
}
