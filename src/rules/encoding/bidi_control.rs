//! `bidi-control`

use super::bidi::{Control, Controls, Kind};
use super::characters::{Mender, has_right_to_left};
use crate::document::Document;
use crate::fix::Edit;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags characters that steer the direction of text where nothing is written from right to left.
    ///
    /// ## Why
    ///
    /// A direction control cannot be seen, splits words for every program that reads them, and can make a line look
    /// like another one. With U+202E, what is shown is the reverse of what is there. In a text of Latin letters they
    /// are left over from a web page or a chat, or were put there to deceive.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The price rose to \xE2\x80\x8E12 euros.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The price rose to 12 euros.
    /// ```
    ///
    /// ## Formula
    ///
    /// The marks U+200E, U+200F and U+061C, one finding for those with nothing between them, and the pairs of what begins
    /// (U+202A, U+202B, U+2066, U+2067, U+2068) and ends (U+202C, U+2069) a part of a paragraph, in a document without
    /// letters of a script that is written from right to left. The overrides U+202D and U+202E with their ends in every
    /// document.
    ///
    /// ## Exceptions
    ///
    /// A document with a Hebrew or Arabic letter, or another one that is written from right to left, needs them. What has
    /// no partner in its paragraph is for `unbalanced-bidi-control`.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the characters are removed, and with an override the text is shown in another order than before. There is
    /// no fix for overrides where letters are written from right to left, nor in an id.
    BidiControl {
        id: "bidi-control",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

const TITLE: &str = "remove what steers the direction of text";

impl DocumentRule for BidiControl {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let controls = Controls::of(document);
        if controls.is_empty() {
            return;
        }
        let needed = has_right_to_left(document);
        let mut mender = Mender::new(document);
        for run in marks(&controls.marks) {
            if let (Some(first), false) = (run.first(), needed) {
                flag_marks(first, run, &mut mender, report);
            }
        }
        let mut mender = Mender::new(document);
        let mut pairs = controls.pairs;
        pairs.sort_unstable_by_key(|(opener, _)| opener.start);
        for (opener, closer) in &pairs {
            if !needed || opener.kind == Kind::Override {
                flag_pair(opener, closer, needed, &mut mender, report);
            }
        }
    }
}

/// Marks with nothing between them, together.
fn marks(marks: &[Control]) -> impl Iterator<Item = &[Control]> {
    marks.chunk_by(|left, right| left.span().end == right.start)
}

fn flag_marks(first: &Control, run: &[Control], mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let span = Span::new(first.start, run.last().unwrap_or(first).span().end);
    let finding = report.finding(span, format!("direction mark where no text runs right to left ({})", first.name()));
    finding.label("cannot be seen, and is needed by nothing here").help("remove it");
    mender.replace(finding, TITLE, "", false);
}

fn flag_pair(opener: &Control, closer: &Control, needed: bool, mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let (message, help) = if opener.kind == Kind::Override {
        (
            format!("override of the direction of text ({})", opener.name()),
            "look what the line says without it: what is shown is not what is there",
        )
    } else {
        (format!("direction control where no text runs right to left ({})", opener.name()), "remove it and its end")
    };
    let finding = report.finding(opener.span(), message);
    finding.label("cannot be seen").help(help).related(closer.span(), "what it steers ends here");
    let edits = [Edit::delete(opener.span()), Edit::delete(closer.span())];
    if !needed {
        mender.edit(finding, TITLE, edits, false);
    }
}
