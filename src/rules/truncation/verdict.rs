//! What the end of a document and the words of all others say together, for the rules that report it.

use std::io;

use crate::document::Document;
use crate::ending::{Ending, MODEL, Sight, sign};
use crate::facts::Table;
use crate::rule::{CorpusReport, Member};

/// The languages that the model was tried on, as codes of ISO 639, each with the score above which a document is taken
/// for cut, in logits. The scores are those at which about one complete document in a hundred was taken for cut that
/// the model had not seen; where too few were there to tell, the highest of the others and a little more.
const SURE: [(&str, f32); 7] =
    [("de", 1.6), ("en", 2.1), ("es", 2.5), ("fr", 1.4), ("it", 2.5), ("nl", 2.5), ("pt", 2.5)];

/// Above this score, it is possible that a document is cut.
const POSSIBLE: f32 = 0.0;

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

/// The bit of a note that says that the last word was seen nowhere else; the bits below it are the score.
const UNSEEN: u64 = 1 << 32;

/// Asks for each document again on which the verdict may be this one; its language and its words are not known here.
pub(super) fn ask(table: &Table, wanted: Verdict, report: &mut CorpusReport) -> io::Result<()> {
    let Some(model) = MODEL.as_ref() else { return Ok(()) };
    let scores = SURE.map(|(_, score)| score);
    let (least, most) = (scores.into_iter().fold(f32::MAX, f32::min), scores.into_iter().fold(f32::MIN, f32::max));
    table.endings.each(|record, sight, recurs| {
        let score = record.score() + model.sight(sight);
        let unseen = matches!(sight, Sight::Unseen(..));
        let is_asked = match wanted {
            Verdict::InWord => unseen && score > least,
            Verdict::InSentence => score > least,
            Verdict::Possible => (POSSIBLE..=most).contains(&score),
        };
        // A line that several documents end in is none that was cut.
        if is_asked && !recurs {
            let note = u64::from(score.to_bits()) | if unseen { UNSEEN } else { 0 };
            report.pair_with(record.place, record.place, note);
        }
    })
}

/// The end of a document that is read again, if the verdict on it is this one, and it shows no surer sign.
pub(super) fn ending<'d>(member: &'d Member<'_>, wanted: Verdict) -> Option<Ending<'d>> {
    let document: &Document<'_> = member.document;
    let score = f32::from_bits(u32::try_from(member.note & (UNSEEN - 1)).ok()?);
    let ending = Ending::of(document).filter(|ending| sign(document, ending).is_none())?;
    let language = document.language()?;
    let (_, sure) = SURE.iter().find(|(code, _)| *code == language.code())?;
    let verdict = if score <= *sure {
        Verdict::Possible
    } else if member.note & UNSEEN != 0 && ending.is_part(document) {
        // A word that occurs nowhere else is a part of one only if it looks so.
        Verdict::InWord
    } else {
        Verdict::InSentence
    };
    (verdict == wanted).then_some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_threshold() {
        assert_eq!(SURE.map(|(code, _)| code), LANGUAGES);
        assert!(SURE.iter().all(|(_, score)| *score > POSSIBLE));
    }
}
