//! What the line classifier says of the ends of a document: asked once, for all rules.

use super::{Document, Line};
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

/// The verdicts on the lines at the ends of `document`, in order.
pub(super) fn verdicts(document: &Document<'_>) -> Vec<JudgedLine> {
    let Some(model) = classifier::model() else { return Vec::new() };
    let text = |line: &Line| document.str(line.span);
    let head = document.head(classifier::HEAD).skip(1);
    let mut ends = document.tail(classifier::TAIL).chain(head).filter_map(text);
    if !ends.any(|line| classifier::is_worth_a_look(line, &model.first)) {
        return Vec::new();
    }
    let lines = document.lines().iter().filter(|line| !document.is_blank(line));
    let (lines, texts): (Vec<Line>, Vec<&str>) = lines.filter_map(|line| Some((*line, text(line)?))).unzip();
    let verdicts = classifier::judge(&texts, model).into_iter();
    let judged = verdicts.filter_map(|verdict| {
        let line = *lines.get(verdict.line)?;
        let (confidence, evidence) = (verdict.confidence, verdict.evidence);
        // What a phrase says of a line is more than the classifier can.
        let is_claimed = document.ends().is_claimed(line.span.start);
        (!is_claimed).then_some(JudgedLine { line, number: verdict.line, confidence, evidence })
    });
    judged.collect()
}
