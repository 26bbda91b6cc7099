//! What the end of a document and the words of all others say together, for the rules that report it.

use std::io;

use crate::document::Document;
use crate::ending::{Ending, MODEL, Sight, sign};
use crate::facts::{DocumentPlace, Table};
use crate::lang::Language;

/// Above this score, a document is taken for cut. In logits; chosen on documents that the model had not seen.
const SURE: f32 = 3.4;

/// Above this score, it is possible that a document is cut.
const POSSIBLE: f32 = 1.0;

/// The languages whose words the model has seen enough of, as codes of ISO 639.
pub(super) const LANGUAGES: &[&str] = &["de", "en", "es", "fr"];

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

/// Shows the place of each document on which the verdict is this one.
pub(super) fn each(table: &Table, wanted: Verdict, mut show: impl FnMut(DocumentPlace)) -> io::Result<()> {
    let Some(model) = MODEL.as_ref() else { return Ok(()) };
    table.endings.each(|record, sight, recurs| {
        let score = record.score() + model.sight(sight);
        let verdict = match sight {
            // A line that several documents end in is none that was cut.
            _ if recurs || score < POSSIBLE => return,
            _ if score < SURE => Verdict::Possible,
            Sight::Unseen(_) => Verdict::InWord,
            Sight::Seen | Sight::Unknown => Verdict::InSentence,
        };
        if verdict == wanted {
            show(record.place);
        }
    })
}

/// The end of a document that is read again, if the rules speak for its language and it shows no surer sign.
pub(super) fn ending<'d>(document: &'d Document<'_>) -> Option<Ending<'d>> {
    let is_known = |language: Language| LANGUAGES.contains(&language.code());
    let ending = Ending::of(document)?;
    (sign(document, &ending).is_none() && document.language().is_some_and(is_known)).then_some(ending)
}
