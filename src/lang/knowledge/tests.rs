//! Every entry of every file is found, needed, and absent from clean text.

use std::collections::BTreeSet;

use super::super::Dateline;
use super::super::file::{FILES, File, Furniture, LANGUAGES_WITH_DATA, LANGUAGES_WITH_PHRASES, PAGES};
use super::super::fold;
use super::super::fold::contains;
use super::super::voice::Voice;
use super::*;
use crate::lists;

fn language(code: &str) -> Language {
    Language::from_tag(code).unwrap()
}

fn files() -> Vec<(Language, File)> {
    let read = |code, text| toml::from_str(text).unwrap_or_else(|_| panic!("{code}: see every_file_can_be_read"));
    FILES.iter().map(|(code, text)| (language(code), read(code, text))).collect()
}

/// The files of languages of which nothing is known but how pages are written.
fn pages() -> Vec<(Language, File)> {
    let read =
        |code, text| toml::from_str::<Furniture>(text).unwrap_or_else(|_| panic!("{code}: see every_page_can_be_read"));
    PAGES.iter().map(|(code, text)| (language(code), read(code, text).into())).collect()
}

/// All files.
fn all_files() -> impl Iterator<Item = (Language, File)> {
    files().into_iter().chain(pages())
}

/// The keys of a file, those in tables with the name of their table.
fn keys(text: &str) -> BTreeSet<String> {
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let inner = table.iter().filter_map(|(name, value)| Some((name, value.as_table()?)));
    let inner = inner.flat_map(|(name, table)| table.keys().map(move |key| format!("{name}.{key}")));
    table.keys().cloned().chain(inner).collect()
}

/// The keys that every other file has, and this one has not: all that a new file lacks, and not the first of it.
fn missing(code: &str, text: &str) -> BTreeSet<String> {
    let others = FILES.iter().filter(|(other, _)| *other != code).map(|(_, text)| keys(text));
    let common = others.reduce(|common, keys| &common & &keys).unwrap_or_default();
    &common - &keys(text)
}

/// The topics for which every language has phrases.
const OF_PAGES: [Topic; 14] = [
    Topic::CommentHeading,
    Topic::ReaderComment,
    Topic::RelatedMedia,
    Topic::RelatedLink,
    Topic::Newsletter,
    Topic::Paywall,
    Topic::Share,
    Topic::Copyright,
    Topic::Advertising,
    Topic::Dateline,
    Topic::Update,
    Topic::Tags,
    Topic::Navigation,
    Topic::Cookie,
];

/// What makes a line no short one.
const LONG: &str = "the old bridge over the river was rebuilt by the town last year, and nobody knows what it cost";

/// A line made of an entry, in which it stands as it has to.
fn line_of(entry: &str, mode: Mode) -> String {
    let text = &*entry.trim_end_matches('*').replace('#', "12").replace('…', "old");
    match mode {
        Mode::Line | Mode::Heading | Mode::Brief | Mode::Last => text.to_owned(),
        Mode::CountedLine => format!("3 {text}"),
        Mode::Start => format!("{text} … {LONG}."),
        Mode::Teaser => format!("{text} {LONG}"),
        Mode::CountedStart => format!("3 {text} … {LONG}."),
        Mode::Label | Mode::ShortLabel => format!("{text}: {LONG}."),
        Mode::Named => format!("{text} Ann Miller"),
        Mode::Cited => format!("{text}: {LONG}, 10.1000/182"),
    }
}

/// The entries of a file that belong to topics, with how they have to stand in their line.
fn entries(file: &File) -> Vec<(Topic, Mode, &'static str)> {
    let of_topic = |topic| {
        let lists = file.phrases(topic).into_iter();
        lists.flat_map(move |(mode, list)| list.iter().map(move |entry| (topic, mode, *entry)))
    };
    let read_more = file.read_more.line.iter().map(|entry| (Topic::RelatedLink, Mode::Line, *entry));
    Topic::ALL.into_iter().flat_map(of_topic).chain(read_more).collect()
}

/// The lists of a file whose entries are looked for inside of a line.
fn terms(file: &File) -> Vec<&[&'static str]> {
    let (disclaimer, appeal) = (&file.opinion_disclaimer, &file.donation_appeal);
    let answered = &file.reader_voice.answered;
    let minutes = &file.minute_units;
    let (page, said) = (&file.statement.page, &file.statement.said);
    let fixed: [&[&'static str]; 9] = [
        &disclaimer.relation,
        &disclaimer.party,
        &appeal.request,
        &appeal.voice,
        &appeal.word,
        answered,
        minutes,
        page,
        said,
    ];
    let of_topics = Topic::ALL.into_iter().filter_map(|topic| file.of_topic(topic));
    fixed.into_iter().chain(of_topics.flat_map(|phrases| [&*phrases.word, &*phrases.with])).collect()
}

/// The lists of a file whose entries are single words.
fn words(file: &File) -> [&[&'static str]; 41] {
    let (dateline, letter, last) = (&file.dateline, &file.letter, &file.last_word);
    [
        &file.broken_text.joining,
        &file.broken_text.doubled,
        &file.broken_text.inner_capital,
        &file.function_words,
        &file.abbreviations,
        &file.short_words,
        &file.onsets,
        &file.elisions,
        &file.weekdays,
        &dateline.filler,
        &dateline.joint,
        &dateline.byline,
        &file.read_more.last_word,
        &file.read_more.before_site,
        &file.name_particles,
        &file.duration_units,
        &file.notice_labels,
        &file.before_other_days,
        &file.street_names,
        &file.text_headings,
        &file.nutrition,
        &file.before_wikis,
        &file.behind_ages,
        &file.rights,
        &file.rights_kept,
        &file.statement.verb,
        &file.telephone_labels,
        &file.reader_voice.heard,
        &letter.salutation,
        &letter.possessive,
        &letter.lone_closing,
        &letter.closing,
        &letter.sign_off,
        &last.whole,
        &last.ends,
        &last.apart,
        &last.stranded,
        &last.subjects,
        &last.asking,
        &last.infinitive,
        &last.empty,
    ]
}

#[test]
fn every_file_can_be_read() {
    for (code, text) in FILES {
        let file: Result<File, _> = toml::from_str(text);
        let fault = file.map_or_else(|fault| fault.message().to_owned(), |_| "its code is no language".to_owned());
        assert!(
            toml::from_str::<File>(text).is_ok() && Language::from_tag(code).is_some(),
            "src/lang/{code}.toml: {fault}. The other files also have: {:?}",
            missing(code, text),
        );
        assert_eq!(lists::read::<toml::Value>(text), toml::from_str(text).ok(), "src/lang/{code}.toml");
        assert!(lists::read::<File>(text).is_some(), "src/lang/{code}.toml");
    }
}

#[test]
fn every_page_can_be_read() {
    for (code, text) in PAGES {
        let page = toml::from_str::<Furniture>(text);
        assert!(page.is_ok() && Language::from_tag(code).is_some(), "src/lang/pages/{code}.toml: {page:?}");
        assert!(lists::read::<Furniture>(text).is_some(), "src/lang/pages/{code}.toml");
    }
}

#[test]
fn the_languages_with_phrases_are_those_of_the_files() {
    let codes: BTreeSet<&str> = FILES.iter().chain(PAGES).map(|(code, _)| *code).collect();
    assert!(LANGUAGES_WITH_PHRASES.iter().copied().eq(codes), "they are sorted, and each is there once");
    assert!(LANGUAGES_WITH_DATA.iter().all(|code| LANGUAGES_WITH_PHRASES.contains(code)));
}

#[test]
fn what_a_new_file_lacks_is_told_at_once() {
    let lacks = missing("xx", "months = []\n[dateline]\nlabel = []\n");
    for key in ["abbreviations", "weekdays", "comment-heading", "dateline.update"] {
        assert!(lacks.contains(key), "{key} is not in {lacks:?}");
    }
    assert!(!lacks.contains("months") && !lacks.contains("dateline.label"), "{lacks:?}");
}

#[test]
fn entries_are_folded_and_written_once() {
    for (language, file) in all_files() {
        let phrases = Topic::ALL.into_iter().flat_map(|topic| file.phrases(topic));
        let phrases = phrases.map(|(_, list)| list.to_vec()).chain([
            file.read_more.line.clone(),
            file.read_more.ending.clone(),
            file.paywall_ending.start.clone(),
            file.share_buttons.clone(),
            file.page_navigation.section.clone(),
            file.comment_heading.behind.clone(),
            file.share_prompt.behind.clone(),
            file.title_lists.clone(),
        ]);
        let (last, subject) = (&file.last_word, &file.subject);
        let subjects = [
            &subject.encodings,
            &subject.templates,
            &subject.placeholders,
            &subject.versions,
            &subject.entities,
            &subject.entity,
            &subject.escaping,
        ];
        let verbs = last.verbs.iter().chain(subjects).map(Vec::as_slice);
        let others = terms(&file).into_iter().chain(words(&file)).chain(verbs).map(<[&str]>::to_vec);
        let months = file.months.iter().cloned();
        for list in phrases.chain(others).chain(months) {
            for (number, entry) in list.iter().enumerate() {
                let text = entry.strip_suffix('*').unwrap_or(entry);
                assert_eq!(fold(text), text, "{language}: `{entry}` is not folded: write it as lines are compared");
                assert!(text.starts_with(char::is_alphanumeric), "{language}: `{entry}` begins with no letter");
                assert!(!list[..number].contains(entry), "{language}: `{entry}` is there twice");
            }
        }
    }
}

#[test]
fn phrases_about_the_rest_of_a_text_are_found_and_needed() {
    for (language, file) in all_files() {
        let knowledge = super::pages(Some(language)).unwrap_or(knowledge());
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
        let plain = voice.thanks.iter().chain(&voice.agreement).chain(&voice.farewell).map(|entry| (*entry).to_owned());
        let praise = voice.praise.iter().map(|entry| format!("{entry} {}", voice.praised[0]));
        let praised = voice.praised.iter().map(|entry| format!("{} {entry}", voice.praise[0]));
        for line in greetings.chain(plain).chain(praise).chain(praised) {
            assert!(knowledge.voices.find(&line).is_some(), "{language}: nothing is heard in `{line}`");
        }
        for word in &voice.thanks_to {
            let line = format!("{} {word} x", voice.thanks[0]);
            assert_eq!(knowledge.voices.find(&line), None, "{language}: `{line}` is heard");
        }
        for word in &voice.answered {
            let line = format!("{} Xaver! {} {}", voice.greeting[0], voice.thanks[0], word.trim_end_matches('*'));
            let heard = knowledge.voices.find(&line).map(|(voice, _)| voice);
            assert_eq!(heard, Some(Voice::Answer), "{language}: `{line}`");
        }
        for word in &voice.audience {
            let line = format!("{} Xaver, {}", voice.greeting[0], word.trim_end_matches('*'));
            assert_eq!(knowledge.voices.find(&line), None, "{language}: `{line}` is heard");
        }
    }
}

#[test]
fn words_are_single_words() {
    for (language, file) in all_files() {
        for word in words(&file).into_iter().flatten() {
            let is_word = |part: &str| part.chars().all(char::is_alphabetic);
            // "d'" stands before a word, and "п'ятниця" is one.
            let is_one =
                word.split_once('\'').map_or(is_word(word), |(before, behind)| is_word(before) && is_word(behind));
            assert!(is_one, "{language}: `{word}` is not one word");
        }
        let counter = &file.counter;
        for character in [&counter.year, &counter.month, &counter.day, &counter.time].into_iter().flatten() {
            assert_eq!(character.chars().count(), 1, "{language}: `{character}` is not one character");
        }
    }
}

#[test]
fn short_words_are_no_abbreviations() {
    for (language, file) in files() {
        assert!(!file.short_words.is_empty(), "{language}");
        for word in &file.short_words {
            let is_abbreviation = file.abbreviations.contains(word);
            assert!(word.chars().count() <= 2 && !is_abbreviation, "{language}: `{word}` is long, or an abbreviation");
        }
    }
}

#[test]
fn a_text_may_end_in_common_words_and_parts_of_verbs() {
    for (language, file) in files() {
        let words = &file.last_word;
        assert!(!words.whole.is_empty(), "{language}");
        for verb in &words.verbs {
            assert!(
                verb.len() > 1 && verb.iter().all(|word| word.chars().all(char::is_alphabetic)),
                "{language}: {verb:?}"
            );
            assert_eq!(words.verbs_of(verb[0]), Some(&verb[1..]), "{language}: `{}` is there twice", verb[0]);
        }
        let own = knowledge().last_words(language).map(|own| (&own.whole, &own.verbs));
        assert_eq!(own, Some((&words.whole, &words.verbs)), "{language}");
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
    for (language, file) in pages() {
        for topic in Topic::ALL.into_iter().filter(|topic| OF_PAGES.contains(topic)) {
            let lists = file.phrases(topic);
            assert!(lists.iter().any(|(_, list)| !list.is_empty()), "{language}: nothing for {topic:?}");
        }
        assert!(!file.read_more.line.is_empty(), "{language}");
    }
}

#[test]
fn every_phrase_is_found_in_a_line_made_of_itself() {
    for (language, file) in all_files() {
        for (topic, mode, entry) in entries(&file) {
            let line = line_of(entry, mode);
            for line in [line.clone(), format!("• {}", line.to_uppercase())] {
                let found = find_furniture(&line, Some(language));
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
    for (language, file) in all_files() {
        for topic in Topic::ALL {
            let (words, others) = file.signals(topic);
            assert_eq!(words.is_empty() || others.is_empty(), words.is_empty(), "{language}: {topic:?}");
            for (word, other) in words.iter().flat_map(|word| others.iter().map(move |other| (word, other))) {
                let line = format!("… {} … {}", other.trim_end_matches('*'), word.trim_end_matches('*').to_uppercase());
                assert!(knowledge().signals.find(&line).is_some(), "{language}, {topic:?}: {line}");
            }
        }
    }
}

#[test]
fn no_phrase_is_shadowed_by_another() {
    let mut shadowed = Vec::new();
    for (language, file) in all_files() {
        let knowledge = Knowledge::of(&[(language, file)], None);
        let (_, file) = &all_files().find(|(own, _)| *own == language).unwrap();
        for (topic, mode, entry) in entries(file) {
            // Without the phrase itself, nothing of its topic may be found in its line.
            let text = entry.trim_end_matches('*');
            let found = knowledge.furniture.find_all(&line_of(entry, mode));
            // Of appeals, a whole line counts alone, and a line that begins with a call needs others beside it.
            let counts_alone = topic == Topic::DonationAppeal && mode == Mode::Line;
            let can_shadow = |other: &Phrase| !counts_alone || other.mode() == Mode::Line;
            let mut others = found.iter().filter(|found| found.phrase.topic() == topic && can_shadow(found.phrase));
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
    for (language, file) in all_files() {
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
    let pages = super::pages(None).unwrap();
    for (language, file) in all_files() {
        let has_names = !file.months.is_empty();
        assert_eq!(file.months.len(), if has_names { 12 } else { 0 }, "{language}");
        assert_ne!(has_names, !file.counter.month.is_empty(), "{language}: months have names, or are counted");
        for (number, names) in (1..).zip(&file.months) {
            for name in names {
                for knowledge in [knowledge(), pages] {
                    let own = knowledge.month(name);
                    assert!(own.is_none_or(|own| own == number), "{language}: {name} is {own:?}, too");
                }
                assert_eq!(knowledge().month(name).or_else(|| pages.month(name)), Some(number), "{language}: {name}");
            }
        }
    }
}

/// The day on which a line says that a text in this language was published or changed.
fn day(line: &str, language: Language) -> Option<String> {
    let labels = find_furniture(line, Some(language));
    let mut labels = labels.iter().filter(|found| matches!(found.phrase.topic(), Topic::Dateline | Topic::Update));
    let behind = labels.find_map(|label| Dateline::behind(label, Some(language)));
    let dateline = behind.or_else(|| Some(Dateline::beside(line, Some(language))?.1))?;
    Some(dateline.date?.to_string())
}

#[test]
fn dates_are_read_behind_every_label_and_with_every_month_and_word() {
    for (language, file) in all_files() {
        let dateline = &file.dateline;
        let counter = &file.counter;
        let date = |month: &str| match (counter.year.first(), counter.month.first(), counter.day.first()) {
            (Some(year), Some(month), Some(day)) => format!("2020{year}5{month}3{day}"),
            _ => format!("3 {month} 2020"),
        };
        let may = file.months.get(4).map_or("", |names| names[0]);
        for label in dateline.label.iter().chain(&dateline.update) {
            for line in [format!("{label}: {}", date(may)), format!("{label} {}", date(may)).to_uppercase()] {
                assert_eq!(day(&line, language).as_deref(), Some("2020-05-03"), "{language}: {line}");
            }
        }
        let label = dateline.label[0];
        for (number, names) in (1..).zip(&file.months) {
            for name in names {
                let joint = dateline.joint.first().map_or(String::new(), |joint| format!("{joint} "));
                let lines = [
                    format!("{label} 3 {name} 2020"),
                    format!("{label} 3. {joint}{name}. {joint}2020").replace("' ", "'"),
                    format!("{label} 2020. {name} 3."),
                    format!("{label} {}", format!("{name} 3, 2020").to_uppercase()),
                ];
                for line in lines {
                    let expected = format!("2020-{number:02}-03");
                    assert_eq!(day(&line, language), Some(expected), "{language}: {line}");
                }
            }
        }
        for word in file.weekdays.iter().chain(&dateline.filler) {
            let line = format!("{label} {word}, {} ({word})", date(may));
            assert_eq!(day(&line, language).as_deref(), Some("2020-05-03"), "{language}: {line}");
        }
        for joint in &dateline.joint {
            let line = format!("{label} 3 {joint} {may} {joint} 2020");
            assert_eq!(day(&line, language).as_deref(), Some("2020-05-03"), "{language}: {line}");
        }
        for byline in &dateline.byline {
            let line = format!("{label} {} {byline} Xaver Yilmaz", date(may));
            assert_eq!(day(&line, language).as_deref(), Some("2020-05-03"), "{language}: {line}");
            assert_eq!(day(&format!("{line} (17)"), language), None, "{language}: {line}");
        }
        for character in &counter.time {
            let line = format!("{label}{}10{character}", date(may));
            assert_eq!(day(&line, language).as_deref(), Some("2020-05-03"), "{language}: {line}");
        }
    }
}

#[test]
fn phrases_are_not_found_in_clean_text() {
    let texts = [
        include_str!("../../../fixtures/clean/ar.corpus"),
        include_str!("../../../fixtures/clean/ca.corpus"),
        include_str!("../../../fixtures/clean/cs.corpus"),
        include_str!("../../../fixtures/clean/da.corpus"),
        include_str!("../../../fixtures/clean/de.corpus"),
        include_str!("../../../fixtures/clean/el.corpus"),
        include_str!("../../../fixtures/clean/en.corpus"),
        include_str!("../../../fixtures/clean/es.corpus"),
        include_str!("../../../fixtures/clean/fi.corpus"),
        include_str!("../../../fixtures/clean/fr.corpus"),
        include_str!("../../../fixtures/clean/hu.corpus"),
        include_str!("../../../fixtures/clean/it.corpus"),
        include_str!("../../../fixtures/clean/ja.corpus"),
        include_str!("../../../fixtures/clean/ko.corpus"),
        include_str!("../../../fixtures/clean/nb.corpus"),
        include_str!("../../../fixtures/clean/nl.corpus"),
        include_str!("../../../fixtures/clean/pl.corpus"),
        include_str!("../../../fixtures/clean/pt.corpus"),
        include_str!("../../../fixtures/clean/ro.corpus"),
        include_str!("../../../fixtures/clean/ru.corpus"),
        include_str!("../../../fixtures/clean/sv.corpus"),
        include_str!("../../../fixtures/clean/tr.corpus"),
        include_str!("../../../fixtures/clean/uk.corpus"),
        include_str!("../../../fixtures/clean/zh.corpus"),
    ];
    assert_eq!(texts.len(), LANGUAGES_WITH_PHRASES.len(), "each language has its clean text here");
    // What is no topic of its own is told by more than a phrase.
    let by_more = [Topic::OpinionDisclaimer, Topic::DonationAppeal, Topic::Dateline, Topic::Update];
    let mut found_in = Vec::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        let found = find_furniture(line, None);
        let found = found.iter().map(|found| found.phrase).filter(|phrase| !by_more.contains(&phrase.topic()));
        found_in.extend(found.map(|phrase| format!("{phrase:?} in: {line}")));
    }
    assert!(found_in.is_empty(), "{found_in:#?}");
}

#[test]
fn words_that_are_compared_byte_by_byte_are_found() {
    for (language, file) in all_files() {
        for unit in &file.minute_units {
            let word = unit.trim_end_matches('*');
            assert!(counts_minutes(word) && counts_minutes(&word.to_uppercase()), "{language}: {unit}");
            assert_eq!(counts_minutes(&format!("{word}x")), unit.ends_with('*'), "{language}: {unit}");
        }
        for word in &file.rights {
            assert!(is_about_rights(format!("The {} of it", word.to_uppercase()).as_bytes()), "{language}: {word}");
        }
        for word in &file.rights_kept {
            assert!(keeps_rights(&format!("It is {}.", word.to_uppercase())), "{language}: {word}");
        }
        for part in &file.broken_text.inner_capital {
            let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
            assert!(is_inner_capital(&format!("{}{rest}", first.to_uppercase())), "{language}: {part}");
            assert!(!is_inner_capital(part), "{language}: {part}");
        }
    }
    assert!(!counts_minutes("m") && !is_about_rights(b"copied right") && !keeps_rights("kept"));
}

#[test]
fn headings_of_sections_are_phrases_that_may_be_furniture() {
    for entry in files().into_iter().flat_map(|(_, file)| file.section_headings) {
        let books = [&knowledge().section_headings, &knowledge().furniture];
        assert!(books.iter().all(|book| book.find(entry).is_some()), "{entry}");
    }
}

#[test]
fn what_a_page_says_in_place_of_an_article_is_found() {
    for (language, file) in files() {
        let lists = [(Mode::Line, &file.no_article.line), (Mode::Start, &file.no_article.start)];
        for (mode, entry) in lists.into_iter().flat_map(|(mode, list)| list.iter().map(move |entry| (mode, entry))) {
            for line in [line_of(entry, mode), format!("404 {}", line_of(entry, mode).to_uppercase())] {
                let found = knowledge().no_article.find(&line);
                assert!(found.is_some_and(|found| found.phrase.languages().contains(&language)), "{language}: {line}");
            }
        }
    }
    let texts = [
        include_str!("../../../fixtures/clean/de.corpus"),
        include_str!("../../../fixtures/clean/en.corpus"),
        include_str!("../../../fixtures/clean/fr.corpus"),
    ];
    for line in texts.iter().flat_map(|text| text.lines()) {
        assert_eq!(knowledge().no_article.find(line), None, "{line}");
    }
}

#[test]
fn what_is_known_of_pages_counts_in_its_own_language_and_where_nobody_can_tell() {
    let [danish, english, swedish] = ["da", "en", "sv"].map(|code| Some(language(code)));
    let is_found = |line, language| !find_furniture(line, language).is_empty();
    assert!(is_found("Læs også", danish) && is_found("Læs også", None));
    assert!(!is_found("Læs også", english) && !is_found("Læs også", swedish));
    assert!(is_found("Read also", danish), "English stands on pages in all languages");
    assert!(
        is_read_more("Læs mere", danish) && !is_read_more("Læs mere", swedish) && !is_read_more("Læs mere", english)
    );
    // Names of networks are in the lists of languages that have data.
    assert!(find_row("Facebook | Twitter | Del artiklen", danish).is_some());
    assert!(find_row("Facebook | Twitter | Del artiklen", english).is_none());
}
