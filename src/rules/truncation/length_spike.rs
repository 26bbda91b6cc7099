//! `length-spike`

use std::collections::BTreeSet;
use std::io;

use crate::facts::lengths::{LengthRecord, Unit};
use crate::facts::{DocumentPlace, Kinds, Table};
use crate::number::counted;
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents of exactly the same length, where far more of them have it than any other length near it.
    ///
    /// ## Why
    ///
    /// Documents that are all of one length were cut at a limit: a field of a database, a preview or a download holds so
    /// many characters and no more, and what came after that is lost in every one of them.
    ///
    /// ## Example
    ///
    /// Nine documents of 60 characters each, and not one more of 50 to 70:
    ///
    /// ```corpus,bad
    /// <<<FILE>>> ada
    /// Ada of Brest told the council last night that the bridge ove
    /// <<<FILE>>> bo
    /// Bo of Quimper told the council last night that the bridge ov
    /// <<<FILE>>> cleo
    /// Cleo of Morlaix told the council last night that the bridge
    /// <<<FILE>>> dan
    /// Dan of Lannion told the council last night that the bridge o
    /// <<<FILE>>> eva
    /// Eva of Vannes told the council last night that the bridge ov
    /// <<<FILE>>> finn
    /// Finn of Rennes told the council last night that the bridge o
    /// <<<FILE>>> gus
    /// Gus of Dinan told the council last night that the bridge ove
    /// <<<FILE>>> hal
    /// Hal of Redon told the council last night that the bridge ove
    /// <<<FILE>>> ida
    /// Ida of Auray told the council last night that the bridge ove
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The council of Morlaix voted last night to rebuild the bridge over the river.
    /// <<<FILE>>> b
    /// A flood had carried the bridge away.
    /// ```
    ///
    /// ## Formula
    ///
    /// The length of a document is that of its text without the line endings behind it, in characters or in bytes. A
    /// length is a spike if at least 8 documents with different texts have it, and if so many or more would have it by
    /// chance with a probability below one in a million, divided by the number of documents: the tail of the Poisson
    /// distribution whose mean is that of the counts of the 10 lengths below and the 10 above, with one document more put
    /// to them, since none is no proof that there can be none. No spike is one where more than two thirds of the texts
    /// end in a stop or in a mark that closes something: few of those that are cut do, but for an ellipsis, which is no
    /// such stop. Lengths below 40 are not looked at, nor the bytes of a text in ASCII, which are its characters.
    ///
    /// ## Exceptions
    ///
    /// Texts that are made by a form, such as weather reports, may have one length, as verse with so many syllables has:
    /// they end in a stop. So does what is cut behind its last whole sentence, but that has all lengths. Where more than
    /// 3 lengths that are near each other have too many documents, it is no limit, which is one number. Documents of
    /// which one is a copy of another count once.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    LengthSpike {
        id: "length-spike",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// How many different texts have to have a length, at least.
const FEWEST: usize = 8;

/// How many lengths on either side are compared with.
const NEAR: u32 = 10;

/// A shorter text has few lengths to choose from. In characters or bytes.
const SHORTEST: u32 = 40;

/// Where more than two of so many texts end in a stop, they were not cut.
const PARTS_WHOLE: usize = 3;

/// More spikes near each other are those of a form: a limit is one number, and so is another one beside it.
const MOST_SPIKES: usize = 3;

/// How probable by chance a spike of a run may be.
const CHANCE: f64 = 1e-6;

impl CorpusRule for LengthSpike {
    fn facts(&self) -> Kinds {
        Kinds { lengths: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        let mut counts: Vec<Count> = Vec::new();
        let mut earlier: Option<LengthRecord> = None;
        for record in table.lengths.records() {
            let record = record?;
            let same = |other: &LengthRecord| (other.unit, other.length) == (record.unit, record.length);
            let earlier = earlier.replace(record).filter(same);
            if earlier.is_none() {
                counts.push(Count { unit: record.unit, length: record.length, texts: 0, whole: 0 });
            }
            if let Some(count) = counts.last_mut().filter(|_| earlier.is_none_or(|other| other.text != record.text)) {
                count.texts += 1;
                count.whole += usize::from(record.is_whole);
            }
        }
        let spikes = spikes(&counts, table.documents);
        if spikes.is_empty() {
            return Ok(());
        }
        // Characters come before bytes, which say nothing more of a document whose characters said it.
        let mut told: BTreeSet<DocumentPlace> = BTreeSet::new();
        table.lengths.groups(
            |record| (record.unit, record.length),
            |same| {
                let same: Vec<LengthRecord> = match same {
                    [first, ..] if first.unit == Unit::Bytes && !told.is_empty() => {
                        same.iter().filter(|record| !told.contains(&record.place)).copied().collect()
                    }
                    _ => same.to_vec(),
                };
                let [first, others @ ..] = &*same else { return };
                let found = spikes.iter().find(|spike| (spike.unit, spike.length) == (first.unit, first.length));
                let Some(spike) = found else { return };
                let note = (spike.texts as u64) << 1 | u64::from(spike.unit == Unit::Bytes);
                told.extend(same.iter().map(|record| record.place));
                if let [second, ..] = others {
                    report.pair_with(second.place, first.place, note);
                }
                for other in others {
                    report.pair_with(first.place, other.place, note);
                }
            },
        )
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let (unit, count) = (if other.note & 1 == 1 { Unit::Bytes } else { Unit::Characters }, other.note >> 1);
        let record = LengthRecord::of(other.document, other.place).find(|record| record.unit == unit);
        let Some(record) = record else { return };
        let noun = if unit == Unit::Bytes { "byte" } else { "character" };
        let length = counted(record.length as usize, noun);
        let count = counted(usize::try_from(count).unwrap_or(usize::MAX), "document");
        let message =
            format!("the text has exactly {length}, as {count} have, while hardly any is a little longer or shorter");
        report
            .finding(other.document.marker_span(), message)
            .label("cut at a limit")
            .help("fetch the whole texts, or drop the documents")
            .related_document(kept.place, kept.document.marker_span(), "just as long");
    }
}

/// How many texts have a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    /// What the length is counted in.
    unit: Unit,
    /// The length.
    length: u32,
    /// How many different texts have it.
    texts: usize,
    /// How many of these end in a stop, or in a mark that closes something.
    whole: usize,
}

impl Count {
    /// Whether `other` is a length near this one, or this one itself.
    fn is_near(&self, other: &Self) -> bool {
        other.unit == self.unit && other.length.abs_diff(self.length) <= NEAR
    }
}

/// The lengths, in order, at which texts were cut: those that too many documents have.
fn spikes(counts: &[Count], documents: u64) -> Vec<Count> {
    let chance = CHANCE / real(documents.max(1));
    let is_spike = |&(at, count): &(usize, &Count)| {
        if count.texts < FEWEST || count.length < SHORTEST {
            return false;
        }
        let is_near = |other: &&Count| count.is_near(other);
        let below = counts.get(..at).unwrap_or_default().iter().rev().take_while(is_near);
        let above = counts.get(at + 1..).unwrap_or_default().iter().take_while(is_near);
        let near: usize = below.chain(above).map(|count| count.texts).sum();
        let mean = (real(near as u64) + 1.0) / f64::from(2 * NEAR);
        poisson_tail(count.texts, mean) < chance
    };
    let spikes: Vec<Count> = counts.iter().enumerate().filter(is_spike).map(|(_, count)| *count).collect();
    let is_limit = |at: usize, spike: &Count| {
        let (below, above) = spikes.split_at_checked(at).unwrap_or_default();
        let is_near = |other: &&Count| spike.is_near(other);
        // With itself.
        let near = below.iter().rev().take_while(is_near).count() + above.iter().take_while(is_near).count();
        spike.whole * PARTS_WHOLE <= spike.texts * (PARTS_WHOLE - 1) && near <= MOST_SPIKES
    };
    spikes.iter().enumerate().filter(|(at, spike)| is_limit(*at, spike)).map(|(_, spike)| *spike).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a count of documents is far below 2^52")]
const fn real(count: u64) -> f64 {
    count as f64
}

/// The probability of `count` or more events where `mean` are expected: at most the first term of the sum times that of
/// a geometric series, which bounds it from above for `count` above `mean`.
fn poisson_tail(count: usize, mean: f64) -> f64 {
    let logarithm_of_factorial: f64 = (1..=count as u64).map(|factor| real(factor).ln()).sum();
    let count = real(count as u64);
    if count <= mean {
        return 1.0;
    }
    (count * mean.ln() - mean - logarithm_of_factorial).exp() / (1.0 - mean / (count + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_distribution() {
        // By the sum of the terms: 1 - exp(-1) * (1 + 1 + 1/2) = 0.0803.
        assert!((0.0803..0.09).contains(&poisson_tail(3, 1.0)));
        assert!(poisson_tail(9, 0.05) < 1e-16 && poisson_tail(2, 5.0) >= 1.0);
    }

    fn count(unit: Unit, length: u32, texts: usize) -> Count {
        Count { unit, length, texts, whole: texts / 2 }
    }

    #[test]
    fn a_spike_stands_above_its_neighbours() {
        let flat: Vec<_> = (100..200).map(|length| count(Unit::Characters, length, 9)).collect();
        assert_eq!(spikes(&flat, 900), []);
        let mut spike = flat;
        spike[50].texts = 60;
        assert_eq!(spikes(&spike, 951), [spike[50]]);
        let few = [count(Unit::Characters, 490, 7), count(Unit::Bytes, 490, 30), count(Unit::Bytes, 30, 30)];
        assert_eq!(spikes(&few, 37), [few[1]]);
    }

    #[test]
    fn what_ends_in_a_stop_was_not_cut() {
        let ending = |whole: usize| spikes(&[Count { whole, ..count(Unit::Characters, 140, 30) }], 30).len();
        assert_eq!([0, 20, 21, 30].map(ending), [1, 1, 0, 0]);
    }

    #[test]
    fn a_limit_is_one_number() {
        let lengths = |lengths: &[u32]| -> Vec<Count> {
            lengths.iter().map(|&length| count(Unit::Characters, length, 90)).collect()
        };
        for limits in [&[140][..], &[140, 143], &[137, 140, 143], &[100, 140, 200, 280, 300]] {
            assert_eq!(spikes(&lengths(limits), 900), lengths(limits));
        }
        assert_eq!(spikes(&lengths(&[52, 54, 55, 56, 280]), 900), lengths(&[280]));
    }
}
