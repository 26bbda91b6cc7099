//! What the line classifier says of the ends of a document: asked once, for all rules.

use super::{Document, Line, ends};
use crate::classifier::{self, Confidence, Evidence};

/// A line that the classifier does not take for the text, and of which no phrase says what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedLine {
    /// The line.
    pub line: Line,
    /// Its number, among the lines that are not blank.
    pub number: usize,
    /// How sure the classifier is.
    pub confidence: Confidence,
    /// What speaks for it.
    pub evidence: Evidence,
}

// The lines at the ends are those that can be judged.
const _: () = assert!(ends::HEAD == classifier::HEAD && ends::TAIL == classifier::TAIL, "the ends are the same");

/// The verdicts on the lines at the ends of `document`, in order.
pub(super) fn verdicts(document: &Document<'_>) -> Vec<JudgedLine> {
    let Some(model) = classifier::model() else { return Vec::new() };
    let text = |line: &Line| document.str(line.span);
    let ends = document.ends();
    // The first line of all is looked at only where it is among the last ones.
    let first = usize::from(ends.lines().len() > classifier::TAIL);
    let mut looked_at = ends.lines().iter().skip(first).rev().filter_map(|end| text(&end.line));
    if !looked_at.any(|line| classifier::is_worth_a_look(line, &model.first)) {
        return Vec::new();
    }
    let lines = document.lines().iter().filter(|line| !document.is_blank(line));
    let (lines, texts): (Vec<Line>, Vec<&str>) = lines.filter_map(|line| Some((*line, text(line)?))).unzip();
    // What a phrase says of a line is more than the classifier can.
    let is_claimed = |number: usize| lines.get(number).is_some_and(|line| ends.is_claimed(line.span.start));
    let verdicts = classifier::judge(&texts, is_claimed, model).into_iter();
    let judged = verdicts.filter_map(|verdict| {
        let line = *lines.get(verdict.line)?;
        let (confidence, evidence) = (verdict.confidence, verdict.evidence);
        Some(JudgedLine { line, number: verdict.line, confidence, evidence })
    });
    judged.collect()
}
