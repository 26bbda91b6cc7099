//! How documents end, and whether their last words occur elsewhere in the corpus.

use super::lines::mask;
use super::place::DocumentPlace;
use super::record::Record;
use super::sorter::{Sorted, Sorter};
use super::vocabulary::Vocabulary;
use super::vocabulary::words::hash_of_word;
use crate::document::Document;
use crate::ending::{Evidence, Finish, MODEL, Sight, is_function_word, judged, last_word};

use std::io;
use std::path::Path;
use std::sync::OnceLock;

use twox_hash::XxHash3_64;

/// A document whose score is so far below its threshold is not told of. In logits.
const LEAST_MARGIN: f32 = -3.0;

/// How many steps of a score there are in a logit.
const STEPS: f32 = 256.0;

/// A document that may be cut. In the order of their last lines, so that the same lines stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EndingRecord {
    /// The hash of the last line, without its numbers: "12 people read this" is the same line wherever it stands.
    pub line: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
    /// The hash of the last word, if it does not occur elsewhere in its document; else 0.
    pub word: u64,
    /// By how much what its end says for a cut is above the threshold, in steps of 1/256 logit.
    margin: i16,
    /// Of which class the last word is: chances differ. Above [`CLASS_BITS`], the group of its standing; above
    /// [`GROUP_BITS`] more, the evidence; the highest bit says whether it is a short closing line.
    class: u8,
    /// Whether no sentence ends in the last word.
    is_function_word: bool,
}

/// Says of a class that the line is a short closing one.
const CLOSING: u8 = 1 << 7;

impl EndingRecord {
    /// What speaks for a cut.
    const fn evidence(&self) -> Evidence {
        match (self.class & !CLOSING) >> (CLASS_BITS + GROUP_BITS) {
            0 => Evidence::Plain,
            1 => Evidence::Inside,
            2 => Evidence::Part,
            _ => Evidence::Stub,
        }
    }
}

/// What is known of the last word of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// No sentence ends in it: "the".
    Function,
    /// It was seen nowhere else.
    Unseen,
    /// Neither is known of it.
    Other,
}

/// A document that may be cut, with what all others say of its end.
#[derive(Clone, Copy, Debug)]
pub struct Doubtful {
    /// Where it stands.
    pub place: DocumentPlace,
    /// By how much what speaks for a cut is above the threshold, in logits.
    pub margin: f32,
    /// What speaks for a cut beside that.
    pub evidence: Evidence,
    /// Whether its last line may be all that was to be said.
    pub is_closing: bool,
    /// What is known of its last word.
    pub word: WordKind,
    /// Whether others end in the same line.
    pub recurs: bool,
}

impl Record for EndingRecord {
    const SIZE: usize = 28;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.line.to_be_bytes());
        out.extend(self.place.to_bits().to_be_bytes());
        out.extend(self.word.to_be_bytes());
        out.extend(self.margin.to_be_bytes());
        out.push(self.class);
        out.push(u8::from(self.is_function_word));
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (line, rest) = bytes.split_first_chunk()?;
        let (place, rest) = rest.split_first_chunk()?;
        let (word, rest) = rest.split_first_chunk()?;
        let (margin, rest) = rest.split_first_chunk()?;
        let place = DocumentPlace::from_bits(u64::from_be_bytes(*place));
        let (line, word, margin) = (u64::from_be_bytes(*line), u64::from_be_bytes(*word), i16::from_be_bytes(*margin));
        let [class, is_function_word] = *rest.first_chunk()?;
        Some(Self { line, place, word, margin, class, is_function_word: is_function_word != 0 })
    }
}

/// The last word of a document that ends in a stop: its hash, and its class in the lowest bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LastWord(u64);

impl Record for LastWord {
    const SIZE: usize = 8;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.0.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self(u64::from_be_bytes(bytes.try_into().ok()?)))
    }
}

/// How many classes of last words there are: short and long ones in lower case, and those with a capital.
const CLASSES: usize = 3;

/// The class of what is no word.
const NO_WORD: u8 = 3;

/// How many bits of a [`LastWord`] are its class.
const CLASS_BITS: u32 = 2;

/// How many bits a group takes.
const GROUP_BITS: u32 = 3;

fn class(word: &str) -> u8 {
    match word.chars().next() {
        Some(first) if first.is_uppercase() => 2,
        _ => u8::from(word.chars().nth(4).is_some()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "scores are far below 128, and a cast saturates")]
fn steps(logits: f32) -> i16 {
    (logits * STEPS) as i16
}

/// What some documents tell of their ends.
#[derive(Debug, Default)]
pub struct Endings {
    vocabulary: Vocabulary,
    whole: Sorter<LastWord>,
    doubtful: Sorter<EndingRecord>,
    /// How many documents there are.
    count: u64,
}

impl Endings {
    /// Takes in what a document tells.
    pub(super) fn take_in(&mut self, document: &Document<'_>, place: DocumentPlace) {
        self.count += 1;
        let Some(ending) = document.ending() else { return };
        let text = ending.text.trim_end_matches(|character: char| !character.is_alphabetic());
        let word = last_word(text);
        // That a word is the last one of a document does not show that there is such a word.
        let end = ending.span.start + text.len() - word.len();
        self.vocabulary.learn(document.bytes().get(document.body().start..end).unwrap_or_default());
        let hash = hash_of_word(word.as_bytes());
        if ending.finish == Finish::Stop {
            if !word.is_empty() {
                self.whole.push(LastWord(hash >> CLASS_BITS << CLASS_BITS | u64::from(class(word))));
            }
            // Of what ends in a stop, only an ellipsis may be the sign of a cut.
            if !ending.text.ends_with(['.', '\u{2026}']) || ending.is_stopped() {
                return;
            }
        }
        let Some(judged) = judged(document, &ending).filter(|judged| judged.margin >= LEAST_MARGIN) else { return };
        let group =
            MODEL.as_ref().map_or(0, |model| model.lexis().words.standing(document.language(), ending.word).group());
        // Of what does not end in a word, nobody asks whether it was seen.
        let class = if ending.word.is_empty() { NO_WORD } else { class(word) | group << CLASS_BITS };
        let seen = word.is_empty() || ending.word.is_empty() || ending.repeats(document);
        let mut masked = Vec::with_capacity(ending.text.len());
        mask(ending.text, &mut masked);
        self.doubtful.push(EndingRecord {
            line: XxHash3_64::oneshot(&masked),
            place,
            word: if seen { 0 } else { hash.max(1) },
            margin: steps(judged.margin),
            class: class
                | (judged.evidence as u8) << (CLASS_BITS + GROUP_BITS)
                | if judged.is_closing { CLOSING } else { 0 },
            is_function_word: is_function_word(document, ending.word),
        });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.vocabulary.merge(other.vocabulary);
        self.whole.merge(other.whole);
        self.doubtful.merge(other.doubtful);
        self.count += other.count;
    }

    pub(super) fn memory(&self) -> usize {
        self.vocabulary.memory() + self.whole.memory() + self.doubtful.memory()
    }

    pub(super) fn spill(&mut self, folder: &Path) -> io::Result<()> {
        self.whole.spill(folder)?;
        self.doubtful.spill(folder)
    }

    pub(super) fn settle(self) -> EndingTable {
        EndingTable {
            vocabulary: self.vocabulary.settle(),
            whole: self.whole.sorted(),
            doubtful: self.doubtful.sorted(),
            count: self.count,
            shares: OnceLock::new(),
        }
    }
}

/// The ends of all documents.
#[derive(Debug, Default)]
pub struct EndingTable {
    vocabulary: Vocabulary,
    whole: Sorted<LastWord>,
    doubtful: Sorted<EndingRecord>,
    count: u64,
    /// What several rules ask for.
    shares: OnceLock<[f32; CLASSES]>,
}

/// What is assumed of the words that whole texts end in before any has been seen: that so many texts were seen, and so
/// large a share of them ended in a word that occurs nowhere else. The figures are those of one document.
const ASSUMED: (f32, [f32; CLASSES]) = (8.0, [0.5, 0.7, 0.57]);

impl EndingTable {
    /// Shows each document that may be cut, with what the others say of its last word, and whether others have the same
    /// last line.
    ///
    /// How surprising it is that a word occurs nowhere else is learned from the documents that end in a stop: it is
    /// the share of those whose last word does not either (after Good, "The Population Frequencies of Species and the
    /// Estimation of Population Parameters", 1953). So the same formula holds for one document and for a million.
    pub fn each(&self, mut show: impl FnMut(&Doubtful)) -> io::Result<()> {
        let Some(model) = MODEL.as_ref() else { return Ok(()) };
        let shares = match self.shares.get() {
            Some(shares) => *shares,
            None => {
                let shares = self.shares()?;
                *self.shares.get_or_init(|| shares)
            }
        };
        let mut earlier: Option<(EndingRecord, bool)> = None;
        let mut tell = |record: &EndingRecord, recurs: bool| {
            let share = shares.get(usize::from(record.class & ((1 << CLASS_BITS) - 1)));
            let sight = match share {
                None => Sight::Unknown,
                Some(_) if record.word == 0 || self.vocabulary.has(record.word) => Sight::Seen,
                Some(share) => Sight::Unseen(*share, record.class >> CLASS_BITS & ((1 << GROUP_BITS) - 1)),
            };
            show(&Doubtful {
                place: record.place,
                margin: f32::from(record.margin) / STEPS + model.sight(sight),
                evidence: record.evidence(),
                is_closing: record.class & CLOSING != 0,
                word: match sight {
                    _ if record.is_function_word => WordKind::Function,
                    Sight::Unseen(..) => WordKind::Unseen,
                    _ => WordKind::Other,
                },
                recurs,
            });
        };
        for record in self.doubtful.records() {
            let record = record?;
            let same = earlier.is_some_and(|(earlier, _)| earlier.line == record.line);
            if let Some((earlier, recurs)) = &earlier {
                tell(earlier, *recurs || same);
            }
            earlier = Some((record, same));
        }
        if let Some((last, recurs)) = &earlier {
            tell(last, *recurs);
        }
        Ok(())
    }

    /// How many documents there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// By class, the share of documents that end in a stop and in a word that occurs nowhere else.
    fn shares(&self) -> io::Result<[f32; CLASSES]> {
        let (assumed, shares) = ASSUMED;
        let mut counts = shares.map(|share| (assumed, assumed * share));
        for word in self.whole.records() {
            let LastWord(word) = word?;
            let class = usize::try_from(word & ((1 << CLASS_BITS) - 1)).unwrap_or(CLASSES);
            if let Some((all, unseen)) = counts.get_mut(class) {
                *all += 1.0;
                *unseen += if self.vocabulary.has(word) { 0.0 } else { 1.0 };
            }
        }
        Ok(counts.map(|(all, unseen)| unseen / all))
    }
}
