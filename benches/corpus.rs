//! A corpus made by arithmetic: the same bytes on every machine, with the line statistics of real text.
//!
//! What decides how fast a text is read is how long its lines and documents are, how many of its bytes are not ASCII,
//! and how seldom its lines begin like a marker. Those follow the corpus of 406.7 MB of French, German and English that
//! the performance goals were measured on: documents of 4.0 kB in 17 lines, 3.9 % of bytes outside of ASCII.

use std::io::{self, Write};

/// A generator of pseudo-random numbers: `SplitMix64` (Steele, Lea and Flood 2014).
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }
}

const FRENCH: &[&str] = &[
    "le",
    "la",
    "les",
    "de",
    "du",
    "des",
    "un",
    "une",
    "et",
    "dans",
    "pour",
    "sur",
    "avec",
    "que",
    "qui",
    "ne",
    "pas",
    "est",
    "été",
    "à",
    "après",
    "même",
    "où",
    "ville",
    "conseil",
    "maire",
    "école",
    "marché",
    "année",
    "projet",
    "travaux",
    "quartier",
    "habitants",
    "rivière",
    "forêt",
    "musée",
    "théâtre",
    "soirée",
    "équipe",
    "l’église",
    "d’abord",
    "aujourd’hui",
    "«\u{a0}enfin\u{a0}»",
    "célèbre",
    "première",
    "journée",
    "réunion",
    "bientôt",
];
const GERMAN: &[&str] = &[
    "der",
    "die",
    "das",
    "und",
    "in",
    "den",
    "von",
    "zu",
    "mit",
    "sich",
    "des",
    "auf",
    "für",
    "ist",
    "im",
    "dem",
    "nicht",
    "ein",
    "eine",
    "als",
    "auch",
    "es",
    "an",
    "werden",
    "aus",
    "er",
    "hat",
    "dass",
    "Stadt",
    "Gemeinde",
    "Bürgermeisterin",
    "Schule",
    "Straße",
    "Fluss",
    "Brücke",
    "Jahr",
    "Wochenende",
    "Einwohner",
    "Überschuss",
    "Verhandlung",
    "„vielleicht“",
    "Frühling",
    "Wälder",
    "geöffnet",
    "schließlich",
    "können",
    "müsste",
    "Verein",
];
const ENGLISH: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "with",
    "as",
    "be",
    "at",
    "by",
    "this",
    "had",
    "not",
    "are",
    "but",
    "from",
    "or",
    "have",
    "council",
    "river",
    "market",
    "school",
    "bridge",
    "harbour",
    "evening",
    "season",
    "library",
    "neighbours",
    "station",
    "weather",
    "orchard",
    "“perhaps”",
    "team’s",
    "meeting",
    "autumn",
    "village",
    "minister",
    "report",
    "question",
    "without",
    "between",
];

/// Writes about `bytes` bytes of corpus. Ids are unique.
pub fn write(out: &mut impl Write, bytes: u64) -> io::Result<u64> {
    let mut random = Random(1);
    let mut written = 0;
    let mut document = 0_u64;
    let mut text = String::new();
    while written < bytes {
        compose(&mut random, document, Vocabulary::Small, &mut text);
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
        document += 1;
    }
    Ok(document)
}

/// The same, where every tenth document is the one before it with a word in a hundred replaced. Half of the words are of
/// some ten thousand, since a peer that remembers each word that it has met would be flattered by the others.
pub fn write_with_copies(out: &mut impl Write, bytes: u64) -> io::Result<u64> {
    let mut random = Random(1);
    let mut written = 0;
    let mut document = 0_u64;
    let (mut text, mut copy) = (String::new(), String::new());
    while written < bytes {
        if document % 10 == 9 {
            edit(&mut random, document, &text, &mut copy);
            std::mem::swap(&mut text, &mut copy);
        } else {
            compose(&mut random, document, Vocabulary::Large, &mut text);
        }
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
        document += 1;
    }
    Ok(document)
}

/// Puts a copy of `text` into `copy` that has another id, and other words here and there.
fn edit(random: &mut Random, document: u64, text: &str, copy: &mut String) {
    copy.clear();
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    copy.push_str(&format!("<<<FILE>>> copy-{document:08}\n"));
    for word in body.split_inclusive(' ') {
        if random.below(100) == 0 {
            copy.push_str("instead ");
        } else {
            copy.push_str(word);
        }
    }
    if !copy.ends_with('\n') {
        copy.push('\n');
    }
}

/// Of how many words texts are made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vocabulary {
    /// Of those that stand here.
    Small,
    /// Of parts of those, put together to some ten thousand more, of which some are much more frequent than others.
    Large,
}

/// Appends a word.
fn word(random: &mut Random, words: &[&str], vocabulary: Vocabulary, text: &mut String) {
    if vocabulary == Vocabulary::Small || random.below(2) == 0 {
        text.push_str(random.pick(words));
        return;
    }
    // The product of two numbers is small more often than large.
    let mut left = random.below(150) * random.below(150) + 1;
    let count = words.len() as u64;
    while left > 0 {
        let part = words[usize::try_from(left % count).unwrap_or(0)];
        let letters = part.chars().filter(|letter| letter.is_alphabetic());
        text.extend(letters.take(part.chars().count().div_ceil(2)));
        left /= count;
    }
}

/// Puts a document into `text`.
fn compose(random: &mut Random, document: u64, vocabulary: Vocabulary, text: &mut String) {
    text.clear();
    let (language, words) = [("fr", FRENCH), ("de", GERMAN), ("en", ENGLISH)][(document % 3) as usize];
    text.push_str(&format!("<<<FILE>>> {language}-{document:08} lang={language}\n"));
    // Between 1 and 33 lines, 17 on average; a line has a few words or a few sentences.
    for _ in 0..=random.below(33) {
        let sentences = [0, 1, 2, 2, 3, 4, 5, 7][(random.below(8)) as usize];
        if sentences == 0 {
            for _ in 0..3 + random.below(5) {
                word(random, words, vocabulary, text);
                text.push(' ');
            }
            text.pop();
        }
        for sentence in 0..sentences {
            if sentence > 0 {
                text.push(' ');
            }
            let start = text.len();
            for _ in 0..6 + random.below(14) {
                word(random, words, vocabulary, text);
                text.push(' ');
            }
            text.pop();
            text.push('.');
            if let Some(first) = text[start..].chars().next() {
                let upper: String = first.to_uppercase().collect();
                text.replace_range(start..start + first.len_utf8(), &upper);
            }
        }
        text.push('\n');
    }
}
