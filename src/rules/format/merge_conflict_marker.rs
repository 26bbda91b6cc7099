//! `merge-conflict-marker`

use crate::document::Document;
use crate::lang::knowledge;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::subject::Mentions;
use crate::rules::wording::shown;

declare_rule! {
    /// Flags the lines that a version control system leaves where it could not merge two versions.
    ///
    /// ## Why
    ///
    /// The text between the lines of a merge conflict is in the corpus twice, in two versions, and nobody has chosen
    /// one. Committed by mistake, it looks like one text to every program after that.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// <<<<<<< HEAD
    /// The mayor said yes.
    /// =======
    /// The mayor said no.
    /// >>>>>>> corrections
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The mayor said no.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line begins with seven `<` and then ends or goes on with a space. After it, up to the line that closes the
    /// conflict: a line with seven `|` that ends or goes on with a space, one line with seven `=` and nothing else,
    /// and the line that closes it, with seven `>`, that ends or goes on with a space. One finding for each line.
    ///
    /// ## Exceptions
    ///
    /// Without a line of seven `<` in the same document before it, a line of seven `=` underlines a heading, and a line
    /// of seven `>` is a quotation. Nor is anything flagged in a document that speaks of Git, of another version control
    /// system or of merge conflicts, and shows how they look.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the versions is right is for a person to say.
    MergeConflictMarker {
        id: "merge-conflict-marker",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

/// How far a conflict has been read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflict {
    None,
    Ours,
    Theirs,
}

impl DocumentRule for MergeConflictMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // A conflict begins with `<`.
        if !document.byte_set().contains(b'<') {
            return;
        }
        let mut conflict = Conflict::None;
        let mut found = Vec::new();
        for line in document.lines() {
            let text = line.span.of(document.bytes());
            let (label, next) = match (text.first(), conflict) {
                (Some(b'<'), _) if is_sign(text, b'<') => ("one version begins", Conflict::Ours),
                (Some(b'|'), Conflict::Ours) if is_sign(text, b'|') => ("the version before both", Conflict::Ours),
                (Some(b'='), Conflict::Ours) if text == b"=======" => ("the other version begins", Conflict::Theirs),
                (Some(b'>'), Conflict::Ours | Conflict::Theirs) if is_sign(text, b'>') => ("ends here", Conflict::None),
                _ => continue,
            };
            conflict = next;
            found.push((line.span, label));
        }
        if found.is_empty() {
            return;
        }
        // What one of these lines says is the name of a version, and not the subject of the text.
        let is_sign = |place: usize| {
            let next = found.partition_point(|(span, _)| span.end <= place);
            found.get(next).is_some_and(|(span, _)| span.start <= place)
        };
        if Mentions::of(document, SUBJECT, &knowledge().subjects.versions).places().any(|place| !is_sign(place)) {
            return;
        }
        for (span, label) in found {
            let sign = span.of(document.bytes()).get(..7).unwrap_or_default();
            report
                .finding(span, format!("merge conflict: `{}`", shown(sign)))
                .label(label)
                .help("choose one of the versions, and remove the other and these lines");
        }
    }
}

/// Who names one of these may show what a conflict looks like. Words of languages are in their files.
const SUBJECT: &[&str] = &["git", "rebase", "mercurial"];

/// Seven times `sign`, and then nothing or a space.
fn is_sign(line: &[u8], sign: u8) -> bool {
    line.get(..7).is_some_and(|start| start.iter().all(|&byte| byte == sign))
        && matches!(line.get(7), None | Some(b' '))
}
