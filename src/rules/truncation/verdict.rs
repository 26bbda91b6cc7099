//! What rules about the ends of documents share: whether a document was cut, by its own end and by the words of the corpus.

use std::io;

/// The languages that the rules speak for: those that the model of endings was tried on.
pub(super) use crate::ending::LANGUAGES;
use crate::ending::{Ending, Evidence, beyond_doubt};
use crate::facts::Table;
use crate::facts::endings::{Doubtful, WordKind};
use crate::rule::{CorpusReport, Member};

/// So far below its threshold, in logits, it is possible that a document is cut.
const POSSIBLE: f32 = -0.75;

/// Of so many documents, one may be whole and look like one that is cut, since nobody has written its last stop.
const WHOLE_ONES: u64 = 50;

/// Where no more documents than that look cut, a score has to be so far above its threshold, in logits: first where
/// nothing but a missing stop speaks for a cut, then where more does.
const BEYOND_DOUBT: [f32; 2] = [2.5, 0.8];

/// Of so many documents, one may look cut where people write as they speak, in reviews and in mails, and where a text
/// ends in what a page has below it;
const CARELESS_ONES: u64 = 14;

/// a score has to be so far above its threshold there, in logits.
const WHERE_SOME_ARE: [f32; 2] = [1.0, 0.3];

/// Where one of so many documents looks cut, they were cut by the same hand,
const MANY: u64 = 10;

/// and a score may be so far below its threshold, in logits, in the same order.
const WHERE_MANY_ARE: [f32; 2] = [-0.5, -0.75];

/// Whoever cuts does not ask whether the line that is left looks like a closing one. So there, no more than this is
/// added for a closing line, in logits, in place of [`beyond_doubt`], and nothing where more than a missing stop
/// speaks for a cut.
const OF_CLOSING_WHERE_MANY_ARE: f32 = 1.5;

/// Of fewer documents, nobody can tell whether many or few of them are cut;
const FEWEST: u64 = 20;

/// a score has to be so far above its threshold there, in logits.
const WHERE_NOBODY_CAN_TELL: [f32; 2] = [0.25, 0.0];

/// Of fewer documents that look cut, nobody can tell whether they are;
const FEWEST_CUT: u64 = 25;

/// if no more than one of so many of them ends in a word that no sentence ends in ("the", "and"), they were not: of
/// public texts in seven languages that were cut, it was one in five to one in fourteen of those that look so. Their
/// writers put no last stop, as those of abstracts do, of which one in 1,600 ended so;
const WITHOUT_FUNCTION_WORD: u64 = 50;

/// a score has to be so far above its threshold there, in logits: a missing stop says nothing, and little else does.
const WHERE_STOPS_ARE_LEFT_OUT: [f32; 2] = [f32::INFINITY, 4.0];

/// What is thought of the end of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It ends in a part of a word.
    InWord,
    /// It ends in the middle of a sentence.
    InSentence,
    /// One of the two may be so.
    Possible,
}

/// Asks for each document again on which the verdict is this one.
pub(super) fn ask(table: &Table, wanted: Verdict, report: &mut CorpusReport) -> io::Result<()> {
    let (mut cut, mut in_function_word) = (0, 0);
    table.endings.each(|doubtful| {
        let looks_cut = doubtful.margin > AS_LEARNED.over(doubtful) && !doubtful.recurs;
        cut += u64::from(looks_cut);
        in_function_word += u64::from(looks_cut && doubtful.word == WordKind::Function);
    })?;
    let bars = Bars::of(cut, in_function_word, table.endings.count());
    table.endings.each(|doubtful| {
        if verdict(doubtful, bars) == Some(wanted) {
            report.pair_with(doubtful.place, doubtful.place, 0);
        }
    })
}

/// How far above its threshold a score has to be, in logits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bars {
    /// First where nothing but a missing stop speaks for a cut, then where more does.
    asked: [f32; 2],
    /// Whether so many documents look cut that it was done to them.
    are_many: bool,
}

/// What is asked where nothing is known of the other documents.
const AS_LEARNED: Bars = Bars { asked: [0.0; 2], are_many: false };

impl Bars {
    /// What is asked where so many documents look cut, so many of them behind a word that no sentence ends in, of so
    /// many in all.
    ///
    /// Of all that looks cut in a run, those that are whole are a share that grows as cuts get fewer: what is reported
    /// is to be right more often than not, whatever the share of cuts (as the false discovery rate is held by
    /// Benjamini and Hochberg, "Controlling the False Discovery Rate", 1995).
    const fn of(cut: u64, in_function_word: u64, documents: u64) -> Self {
        if cut >= FEWEST_CUT && in_function_word.saturating_mul(WITHOUT_FUNCTION_WORD) <= cut {
            return Self { asked: WHERE_STOPS_ARE_LEFT_OUT, are_many: false };
        }
        let are_many = documents >= FEWEST && cut.saturating_mul(MANY) >= documents;
        let asked = if documents < FEWEST {
            WHERE_NOBODY_CAN_TELL
        } else if cut.saturating_mul(WHOLE_ONES) <= documents {
            BEYOND_DOUBT
        } else if cut.saturating_mul(CARELESS_ONES) <= documents {
            WHERE_SOME_ARE
        } else if are_many {
            WHERE_MANY_ARE
        } else {
            [0.0; 2]
        };
        Self { asked, are_many }
    }

    /// What is asked where this speaks for a cut: more of a short closing line.
    const fn over(self, doubtful: &Doubtful) -> f32 {
        let [plain, more] = self.asked;
        let is_plain = matches!(doubtful.evidence, Evidence::Plain);
        let of_closing = match (doubtful.is_closing, self.are_many, is_plain) {
            (false, ..) | (true, true, false) => 0.0,
            (true, true, true) => OF_CLOSING_WHERE_MANY_ARE,
            (true, false, _) => beyond_doubt(doubtful.evidence),
        };
        of_closing + if is_plain { plain } else { more }
    }
}

/// What is thought of the end of a document.
fn verdict(doubtful: &Doubtful, bars: Bars) -> Option<Verdict> {
    let Doubtful { margin, evidence, recurs, .. } = *doubtful;
    // A line that several documents end in is none that was cut.
    if recurs || margin <= POSSIBLE {
        return None;
    }
    let is_sure = margin > bars.over(doubtful);
    let is_unseen = doubtful.word == WordKind::Unseen;
    match evidence {
        // Of a language of which nothing is known, all that is said is what is sure.
        Evidence::Stub => (is_sure && is_unseen).then_some(Verdict::InWord),
        _ if !is_sure => Some(Verdict::Possible),
        // A word that occurs nowhere else is a part of one only if it looks so.
        Evidence::Part if is_unseen => Some(Verdict::InWord),
        _ => Some(Verdict::InSentence),
    }
}

/// The end of a document that is read again, if it shows no surer sign.
pub(super) fn ending<'d>(member: &'d Member<'_>) -> Option<Ending<'d>> {
    member.document.ending().filter(|_| member.document.sign().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DocumentPlace;

    #[test]
    fn a_missing_stop_alone_has_to_be_more_than_carelessness() {
        let doubtful = |margin, evidence, is_unseen| Doubtful {
            place: DocumentPlace::from_bits(0),
            margin,
            evidence,
            is_closing: false,
            word: if is_unseen { WordKind::Unseen } else { WordKind::Other },
            recurs: false,
        };
        let plain = doubtful(1.0, Evidence::Plain, true);
        let (few, some, many) = (Bars::of(2, 0, 100), Bars::of(1, 0, 1), Bars::of(2, 0, 20));
        assert_eq!(verdict(&plain, some), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(0.2, Evidence::Plain, true), some), Some(Verdict::Possible));
        assert_eq!(verdict(&plain, few), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(3.0, Evidence::Plain, false), few), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(1.0, Evidence::Inside, true), few), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(1.0, Evidence::Part, true), few), Some(Verdict::InWord));
        assert_eq!(verdict(&doubtful(0.5, Evidence::Part, true), few), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(0.5, Evidence::Part, false), some), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(-0.2, Evidence::Plain, false), some), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(-0.2, Evidence::Plain, false), many), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(-1.5, Evidence::Part, true), many), None);
        assert_eq!(verdict(&doubtful(0.5, Evidence::Stub, true), some), Some(Verdict::InWord));
        assert_eq!(verdict(&doubtful(-0.2, Evidence::Stub, true), some), None);
        assert_eq!(verdict(&doubtful(0.5, Evidence::Stub, false), some), None);
        assert_eq!(verdict(&Doubtful { recurs: true, ..plain }, some), None);
        // Of a short closing line, more is asked; it is possible that it is cut, as it was before.
        let closing = |margin, evidence| Doubtful { is_closing: true, ..doubtful(margin, evidence, true) };
        assert_eq!(verdict(&closing(1.0, Evidence::Plain), some), Some(Verdict::Possible));
        assert_eq!(verdict(&closing(2.3, Evidence::Plain), some), Some(Verdict::Possible));
        assert_eq!(verdict(&closing(1.1, Evidence::Part), some), Some(Verdict::Possible));
        assert_eq!(verdict(&closing(2.8, Evidence::Plain), some), Some(Verdict::InSentence));
        assert_eq!(verdict(&closing(1.8, Evidence::Part), some), Some(Verdict::InWord));
        // Where nobody writes a last stop, a missing one says nothing.
        let (style, by_hand) = (Bars::of(900, 18, 1000), Bars::of(900, 19, 1000));
        assert_eq!(verdict(&doubtful(9.0, Evidence::Plain, true), style), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(3.5, Evidence::Part, true), style), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(4.5, Evidence::Part, true), style), Some(Verdict::InWord));
        assert_eq!(verdict(&plain, by_hand), Some(Verdict::InSentence));
        // Where many are cut, less is added for a closing line, or nothing.
        assert_eq!(verdict(&closing(0.8, Evidence::Plain), many), Some(Verdict::Possible));
        assert_eq!(verdict(&closing(1.2, Evidence::Plain), many), Some(Verdict::InSentence));
        assert_eq!(verdict(&closing(-0.2, Evidence::Part), many), Some(Verdict::InWord));
    }
}
