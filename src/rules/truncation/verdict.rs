//! What the end of a document and the words of all others say together, for the rules that report it.

use std::io;

use crate::ending::{Ending, Evidence};
use crate::facts::Table;
use crate::facts::endings::Doubtful;
use crate::rule::{CorpusReport, Member};

/// So far below its threshold, in logits, it is possible that a document is cut.
const POSSIBLE: f32 = -1.0;

/// Of so many documents, one is whole and looks like one that is cut, since nobody has written its last stop.
const WHOLE_ONES: u64 = 100;

/// So far above its threshold, in logits, hardly any whole document is.
const BEYOND_DOUBT: f32 = 2.5;

/// The languages that the rules speak for, as codes of ISO 639.
pub(super) const LANGUAGES: &[&str] = &["de", "en", "es", "fr", "it", "nl", "pt"];

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
    let mut plain = 0;
    table.endings.each(|doubtful| plain += u64::from(is_plain(doubtful)))?;
    let are_whole = plain * WHOLE_ONES <= table.endings.count();
    table.endings.each(|doubtful| {
        if verdict(doubtful, are_whole) == Some(wanted) {
            report.pair_with(doubtful.place, doubtful.place, 0);
        }
    })
}

/// Whether a missing stop is all that speaks for a cut, and speaks loud enough.
fn is_plain(doubtful: &Doubtful) -> bool {
    doubtful.margin > 0.0 && !doubtful.recurs && doubtful.evidence == Evidence::Plain
}

/// What is thought of the end of a document. `are_whole` says that there are no more with nothing but a missing stop
/// than there are where no document is cut.
fn verdict(doubtful: &Doubtful, are_whole: bool) -> Option<Verdict> {
    let Doubtful { margin, evidence, is_unseen, recurs, .. } = *doubtful;
    // A line that several documents end in is none that was cut.
    if recurs || margin <= POSSIBLE {
        return None;
    }
    if margin <= 0.0 || (are_whole && is_plain(doubtful) && margin <= BEYOND_DOUBT) {
        return Some(Verdict::Possible);
    }
    // A word that occurs nowhere else is a part of one only if it looks so.
    Some(if is_unseen && evidence == Evidence::Part { Verdict::InWord } else { Verdict::InSentence })
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
            is_unseen,
            recurs: false,
        };
        let plain = doubtful(1.0, Evidence::Plain, true);
        assert_eq!(verdict(&plain, false), Some(Verdict::InSentence));
        assert_eq!(verdict(&plain, true), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(3.0, Evidence::Plain, false), true), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(1.0, Evidence::Inside, true), true), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(1.0, Evidence::Part, true), true), Some(Verdict::InWord));
        assert_eq!(verdict(&doubtful(1.0, Evidence::Part, false), true), Some(Verdict::InSentence));
        assert_eq!(verdict(&doubtful(-0.5, Evidence::Part, true), false), Some(Verdict::Possible));
        assert_eq!(verdict(&doubtful(-1.5, Evidence::Part, true), false), None);
        assert_eq!(verdict(&Doubtful { recurs: true, ..plain }, false), None);
    }
}
