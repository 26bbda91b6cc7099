//! What is known of all languages that have data, in the form in which rules ask for it, made once.

use std::sync::{LazyLock, OnceLock};

mod files;

use self::files::Files;
use super::Language;
use super::date::Counter;
use super::file::{File, LANGUAGES_WITH_PHRASES, of_pages, with_data};
use super::fold::fold;
use super::last_word::LastWords;
use super::phrases::{Match, Mode, Phrase, Phrasebook, longest_first};
use super::rows::{Row, Rows};
use super::signals::Signals;
use super::statement::Statements;
use super::subject::Subjects;
use super::topic::Topic;
use super::voice::Voices;
use super::words::{Terms, Words};

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::of(&languages(with_data()), None));

/// The same of languages of which nothing is known but how pages are written. They are more than the others, and most
/// corpora have no text in one of them.
static PAGES: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::of(&languages(of_pages()), Some(&KNOWLEDGE.rows)));

fn languages(files: impl Iterator<Item = (&'static str, File)>) -> Vec<(Language, File)> {
    files.filter_map(|(code, file)| Some((Language::from_tag(code)?, file))).collect()
}

/// What is known of languages of which nothing is but how pages are written, for a text in `language`: it is in one of
/// them, or nobody can tell.
pub(super) fn pages(language: Option<Language>) -> Option<&'static Knowledge> {
    let may_be = |language: Language| !language.has_data() && LANGUAGES_WITH_PHRASES.contains(&language.code());
    language.is_none_or(may_be).then(|| &*PAGES)
}

/// All phrases of what stands around articles that a line has, in a text in `language`, the longest first. One of a
/// language of which nothing else is known counts in no other, since nobody has looked what it means there.
pub fn find_furniture(line: &str, language: Option<Language>) -> Vec<Match<'static>> {
    let of_pages = pages(language).map(|pages| &pages.furniture);
    find_in_both(line, language, &knowledge().furniture, of_pages)
}

/// Those in the book of languages that have data, and those that count in the other one.
fn find_in_both(
    line: &str,
    language: Option<Language>,
    of_data: &'static Phrasebook,
    of_pages: Option<&'static Phrasebook>,
) -> Vec<Match<'static>> {
    let mut found = of_data.find_all(line);
    if let Some(of_pages) = of_pages {
        let counts = |found: &Match<'_>| language.is_none_or(|own| found.phrase.languages().contains(&own));
        let others = of_pages.find_all(line).into_iter().filter(counts);
        // Of two that are as long, the one of the language of the text is meant.
        let at = if language.is_some() { 0 } else { found.len() };
        found.splice(at..at, others);
        longest_first(&mut found);
    }
    found
}

/// Some of the phrases of what stands around articles, made once: the fewer there are, the fewer lines are looked at twice.
#[derive(Debug)]
pub struct Subset {
    wanted: fn(&Phrase) -> bool,
    of_data: OnceLock<Phrasebook>,
    of_pages: OnceLock<Phrasebook>,
}

impl Subset {
    /// Those that are `wanted`.
    pub const fn new(wanted: fn(&Phrase) -> bool) -> Self {
        Self { wanted, of_data: OnceLock::new(), of_pages: OnceLock::new() }
    }

    /// All of them that a line has, as [`find_furniture`] finds them.
    pub fn find(&'static self, line: &str, language: Option<Language>) -> Vec<Match<'static>> {
        let of_data = self.of_data.get_or_init(|| knowledge().furniture.subset(self.wanted));
        let of_pages = |pages: &Knowledge| self.of_pages.get_or_init(|| pages.furniture.subset(self.wanted));
        find_in_both(line, language, of_data, pages(language).map(of_pages))
    }
}

/// What a line is that is nothing but buttons and names of sections, in a text in `language`.
pub fn find_row(line: &str, language: Option<Language>) -> Option<Row<'static>> {
    pages(language).unwrap_or(knowledge()).rows.find(line)
}

/// Whether a line is a heading that texts have as often as pages, or more often, in a text in `language`.
pub fn heads_a_section(line: &str, language: Option<Language>) -> bool {
    let of_pages = pages(language).map(|pages| &pages.section_headings);
    let is_of_text = || {
        let words = line.trim_matches(|character: char| !character.is_alphanumeric());
        knowledge().text_headings.has(&fold(words))
    };
    !find_in_both(line, language, &knowledge().section_headings, of_pages).is_empty() || is_of_text()
}

/// Whether a line says that titles stand below it, by its last words: "Here is the set list:", "Setlist".
pub fn names_titles(line: &str) -> bool {
    let words = line.trim_end_matches(|character: char| !character.is_alphanumeric());
    let (before, last) = words.rsplit_once(' ').unwrap_or(("", words));
    let two = || before.rsplit_once(' ').map_or(before, |(_, own)| own);
    let lists = &knowledge().title_lists;
    // Nearly every line ends in a stop, and is no such one.
    !line.ends_with(['.', '!', '?']) && (lists.has(&fold(last)) || lists.has(&fold(&format!("{} {last}", two()))))
}

/// Whether a line is what stands before the field of a form, or on a card, whatever signs stand around it: "Phone:".
pub fn is_form_label(line: &str) -> bool {
    knowledge().form_labels.has(&fold(line.trim_matches(|character: char| !character.is_alphabetic())))
}

/// Whether `word` stands before the name of a wiki, below the titles of its articles, in a text in `language`: "From".
pub fn is_before_wiki(word: &str, language: Option<Language>) -> bool {
    let word = fold(word);
    knowledge().before_wikis.has(&word) || pages(language).is_some_and(|pages| pages.before_wikis.has(&word))
}

/// Whether `word` stands behind the age of an article and its unit, in a text in `language`: "ago".
pub fn is_behind_age(word: &str, language: Option<Language>) -> bool {
    let word = fold(word);
    knowledge().behind_ages.has(&word) || pages(language).is_some_and(|pages| pages.behind_ages.has(&word))
}

/// Whether `word` is a unit of durations that counts minutes, in any language: "min", "minutos", "mn".
pub fn counts_minutes(word: &str) -> bool {
    let is_unit = |unit: &&str| match unit.strip_suffix('*') {
        Some(start) => word.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start)),
        None => word.eq_ignore_ascii_case(unit),
    };
    knowledge().minute_units.iter().any(is_unit)
}

/// Whether a line has a word that a text about rights says again and again, in any language: "copyright".
pub fn is_about_rights(line: &[u8]) -> bool {
    let occurs = |word: &[u8]| {
        let Some(first) = word.first() else { return false };
        let stands = |at: usize| line.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
        memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), line).any(stands)
    };
    knowledge().rights.iter().any(|word| occurs(word.as_bytes()))
}

/// Whether a line says of rights what a notice says, in any language: "reserved".
pub fn keeps_rights(line: &str) -> bool {
    let folded = fold(line);
    knowledge().rights_kept.iter().any(|word| folded.contains(word))
}

/// Whether `part`, which begins with a capital letter inside of a word, belongs to that word, in any language: "Innen".
pub fn is_inner_capital(part: &str) -> bool {
    let is_capital = part.starts_with(char::is_uppercase);
    is_capital && knowledge().inner_capitals.iter().any(|known| part.eq_ignore_ascii_case(known))
}

/// Whether `word` stands before an apostrophe and a vowel, in any language: "l", "dell", "aujourd".
pub fn is_elision(word: &str) -> bool {
    let elided = fold(word) + "'";
    knowledge().function_words.has(&elided) || knowledge().elisions.has(&elided)
}

/// Whether a line is a link to the rest of a text, in a text in `language`.
pub fn is_read_more(line: &str, language: Option<Language>) -> bool {
    let of_pages = pages(language).map(|pages| &pages.read_more);
    !find_in_both(line, language, &knowledge().read_more, of_pages).is_empty()
}

/// What is known of all languages that have data, in the form in which rules ask for it.
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

/// What is known of all languages that have data.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What stands around articles, of all topics.
    pub furniture: Phrasebook,
    /// What pages put behind the last sentence of a text, on its line.
    pub behind: Phrasebook,
    /// What the rows of menus and buttons are made of.
    pub rows: Rows,
    /// Words that say what a short line is, two together.
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
    /// What stands between the day, the month and the year.
    pub date_joints: Words,
    /// The characters that say what the number before them counts.
    pub(super) counters: Vec<(char, Counter)>,
    /// How readers begin what they write below an article.
    pub voices: Voices,
    /// How letters begin and end.
    pub letters: Letters,
    /// What stands where a text was cut.
    pub read_more: Phrasebook,
    /// The last words of links.
    pub link_endings: Words,
    /// What stands between a link and the name of the site that it leads to.
    pub before_sites: Words,
    /// What stands where the free part of a text ends.
    pub paywalls: Phrasebook,
    /// What tells sentences about pages from those of pages.
    pub(super) statements: Statements,
    /// Words before which a hyphen stands for a word that is left out.
    pub joining_words: Words,
    /// Words that may rightly stand twice in a row.
    pub doubled_words: Words,
    /// What heads a section of a text as often as a part of a page; of no topic of its own.
    pub section_headings: Phrasebook,
    /// What heads a section of a text, and nothing of a page.
    pub text_headings: Words,
    /// What a line ends in below which titles stand.
    pub title_lists: Words,
    /// What lines of a table of nutrition begin with.
    pub nutrition: Words,
    /// What stands before the name of a wiki, below the titles of its articles.
    before_wikis: Words,
    /// What stands behind the age of an article, and its unit.
    behind_ages: Words,
    /// Units of durations that count minutes, each once.
    minute_units: Vec<&'static str>,
    /// What a text about rights says again and again.
    rights: Words,
    /// What is said of rights in a notice.
    rights_kept: Words,
    /// What begins with a capital letter inside of a word.
    inner_capitals: Words,
    /// What a page says in place of an article; of no topic, since it does not stand beside one.
    pub no_article: Phrasebook,
    /// What stands in names and between them, without a capital.
    pub name_particles: Words,
    /// Units of durations.
    pub duration_units: Words,
    /// What notices of a page are called, before what they say.
    pub notice_labels: Words,
    /// What stands before the days of registers and references, and not before that of a publication.
    pub before_other_days: Words,
    /// What the names of streets end in, as a word or as a part of one.
    pub street_names: Words,
    /// What stands before the number of a telephone.
    pub telephone_labels: Words,
    /// What stands before the fields of a form.
    pub form_labels: Words,
    /// What stands on the buttons by which a page is passed on, beside the names of networks.
    pub share_buttons: Words,
    /// Words that no sentence of a language ends in.
    pub function_words: Words,
    /// Abbreviations, without their stop.
    pub abbreviations: Words,
    /// Words of one or two letters that sentences end in: a stop behind one is not that of an abbreviation.
    pub short_words: Words,
    /// The consonants that syllables begin with, where they are no word of the language.
    pub onsets: Words,
    /// Words that lose their end before a vowel and are no function words: "aujourd'".
    pub(super) elisions: Words,
    /// What tells a text about the signs of programs from one in which they are left over, of all languages.
    pub subjects: Subjects,
    last_words: Vec<(Language, LastWords)>,
    months: Vec<(&'static str, u8)>,
}

/// How letters begin and end, by single words.
#[derive(Debug, Default)]
pub struct Letters {
    /// The first words of salutations.
    pub salutations: Words,
    /// What stands in front of those.
    pub possessives: Words,
    /// The last words of sign-offs, and sign-offs by themselves.
    pub lone_closings: Words,
    /// The last words of sign-offs of more than one word.
    pub closings: Words,
    /// Sign-offs of one word that may be the last one of another line.
    pub sign_offs: Words,
}

impl Knowledge {
    fn of(files: &[(Language, File)], beside: Option<&'static Rows>) -> Self {
        let files = Files(files);
        let furniture = files.furniture();
        let sections = files.book(Mode::Line, Topic::Navigation, |file| &file.page_navigation.section);
        Self {
            rows: Rows::new(&furniture, sections, beside),
            furniture,
            behind: files.behind(),
            signals: files.signals(),
            disclaimer_relations: files.terms(|file| &file.opinion_disclaimer.relation),
            disclaimer_parties: files.terms(|file| &file.opinion_disclaimer.party),
            appeal_requests: files.terms(|file| &file.donation_appeal.request),
            appeal_voices: files.terms(|file| &file.donation_appeal.voice),
            dateline_words: files.dateline_words(),
            byline_words: files.words(|file| &file.dateline.byline),
            date_joints: files.words(|file| &file.dateline.joint),
            counters: files.counters(),
            voices: files.voices(),
            letters: files.letters(),
            read_more: files.read_more(),
            link_endings: files.words(|file| &file.read_more.last_word),
            before_sites: files.words(|file| &file.read_more.before_site),
            statements: Statements {
                page: files.terms(|file| &file.statement.page),
                verbs: files.words(|file| &file.statement.verb),
                said: files.terms(|file| &file.statement.said),
            },
            paywalls: files.book(Mode::Start, Topic::Paywall, |file| &file.paywall_ending.start),
            joining_words: files.words(|file| &file.broken_text.joining),
            doubled_words: files.words(|file| &file.broken_text.doubled),
            section_headings: files.book(Mode::Line, Topic::Debris, |file| &file.section_headings),
            text_headings: files.words(|file| &file.text_headings),
            title_lists: files.words(|file| &file.title_lists),
            nutrition: files.words(|file| &file.nutrition),
            before_wikis: files.words(|file| &file.before_wikis),
            behind_ages: files.words(|file| &file.behind_ages),
            minute_units: files.minute_units(),
            rights: files.words(|file| &file.rights),
            rights_kept: files.words(|file| &file.rights_kept),
            inner_capitals: files.words(|file| &file.broken_text.inner_capital),
            no_article: files.no_article(),
            name_particles: files.words(|file| &file.name_particles),
            duration_units: files.words(|file| &file.duration_units),
            notice_labels: files.words(|file| &file.notice_labels),
            before_other_days: files.words(|file| &file.before_other_days),
            street_names: files.words(|file| &file.street_names),
            telephone_labels: files.words(|file| &file.telephone_labels),
            form_labels: files.words(|file| &file.form_labels),
            share_buttons: files.words(|file| &file.share_buttons),
            function_words: files.words(|file| &file.function_words),
            abbreviations: files.words(|file| &file.abbreviations),
            short_words: files.words(|file| &file.short_words),
            onsets: files.words(|file| &file.onsets),
            elisions: files.words(|file| &file.elisions),
            subjects: files.subjects(),
            last_words: files.last_words(),
            months: files.months(),
        }
    }

    /// The words that a text in `language` without a last stop may end in.
    pub fn last_words(&self, language: Language) -> Option<&LastWords> {
        self.last_words.iter().find(|(own, _)| *own == language).map(|(_, words)| words)
    }

    /// The number of the month with this name, from 1 for January, in any language.
    pub fn month(&self, name: &str) -> Option<u8> {
        let found = self.months.binary_search_by(|(month, _)| (*month).cmp(name)).ok()?;
        self.months.get(found).map(|(_, number)| *number)
    }
}

#[cfg(test)]
mod tests;
