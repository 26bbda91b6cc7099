//! `leading-dateline`

use super::datelines::{leading, read, says};
use super::verdicts::sure_dates;
use crate::day::Day;
use crate::document::{Document, Line};
use crate::fix::{Applicability, Edit, Fix};
use crate::lang::{Dateline, LANGUAGES_WITH_PHRASES, Language};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::syntax::Marker;

declare_rule! {
    /// Flags a line at the beginning of a document that says when it was published or changed, and nothing else.
    ///
    /// ## Why
    ///
    /// A date line is read as the beginning of the article, although it is information about it. On the marker
    /// line, as `date=2024-10-28`, every program can use it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=fr
    /// Publié : 28 octobre 2024
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=fr date=2024-10-28
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three lines that are not blank, and not the last, begins with a known label ("Publié le",
    /// "Stand:", "Опубликовано") and besides holds a date with day, month and year. Nothing else stands on the line
    /// but times, more dates with their labels, and the name of an author. Labels in Dutch,
    /// English, French, German, Italian, Portuguese and Spanish are tried in documents in all of those languages; of
    /// the others, labels and names of months count only where the document is in that language, beside English ones,
    /// or in none that is known. There, a label may also stand behind the date, or right before it, as words do that
    /// no space divides ("2020年5月3日更新").
    ///
    /// Or it has at most 70 bytes and no label, but a date from 1995 on with a time whose minutes are no multiple of
    /// five, as only programs write it ("28.10.2024, 07:36 Uhr"), alone below the first line, where diaries have it, or
    /// behind a name of two words or more and a bar, a comma or a dash ("Ann Miller | 28.10.2024, 07:36"). Behind "By"
    /// or such a word and a name, it may be any time. Or it has at most 120 bytes and two to four parts with bars or
    /// dots between them, one of them a date and one a reading time, the others names ("Ann Miller | Oct 28, 2024 | 3
    /// min read").
    ///
    /// ## Exceptions
    ///
    /// Years of other calendars than the Gregorian one ("令和2年") and years of two digits are not read. Labels that
    /// notices of meetings, books and films have as often as articles ("Dato:", "时间：", "公開日") are left out.
    ///
    /// Below two paragraphs, the date is not that of the text, and mostly that of a comment. Where another such time
    /// follows within the first twelve lines, they are entries of a log. A date without a label
    /// or such a time is left alone, since a letter, a diary and a protocol may begin so; but not from 1995 on, if it
    /// is the day that the marker line has already, on the second and third line, or beside a line that says who wrote
    /// the text or how long it takes to read, or if the line has all the marks of page furniture that
    /// `boilerplate-line` goes by. A concert is announced for 19:30, so that a fifth of all times of publication are
    /// not told from those of concerts. "Publié en 1987, le roman…" is a sentence. A date such as `10/11/2024` after a
    /// label in English, or in a language that writes the year first, may be one of two days; then the finding gives no
    /// date.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the line and writes the date on the marker line, if no date is there yet; the time
    /// of the day is lost. Of a date of publication and a date of change, the first is written, and the other lost.
    /// There is no fix if the line names an author, if the marker line has another date of publication, or if
    /// something is wrong with the marker line.
    LeadingDateline {
        id: "leading-dateline",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for LeadingDateline {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let of = |(line, text)| Found::of(line, text, document.language());
        let unlabelled = sure_dates(document).map(|date| Found::unlabelled(&date.line, date.day));
        let found: Vec<Found<'_>> = leading(document).filter_map(of).chain(unlabelled).collect();
        for one in &found {
            let published = found.iter().any(|other| !other.is_update);
            one.tell(document, one.is_update && published, report);
        }
    }
}

/// A line with a date.
#[derive(Clone, Copy, Debug)]
struct Found<'a> {
    line: &'a Line,
    dateline: Dateline,
    /// Whether it says when the text was changed, and not when it was published.
    is_update: bool,
}

impl<'a> Found<'a> {
    fn of(line: &'a Line, text: &str, language: Option<Language>) -> Option<Self> {
        let (dateline, is_update) = read(text, language)?;
        Some(Self { line, dateline, is_update })
    }

    /// A line without a label that is no text, as the line classifier says.
    const fn unlabelled(line: &'a Line, date: Day) -> Self {
        Self { line, dateline: Dateline { date: Some(date), byline: false }, is_update: false }
    }

    /// Reports it. `published` says that another line has the date that belongs on the marker line.
    fn tell(&self, document: &Document<'_>, published: bool, report: &mut Report<'_>) {
        let Some(date) = self.dateline.date else {
            report
                .finding(
                    self.line.span,
                    "date line left at the start of the text, with a date that can be read in two ways",
                )
                .label("is the day or the month first?")
                .help("remove the line, and write the date on the marker line as `date=YYYY-MM-DD`");
            return;
        };
        let message = format!("date line of {date} left at the start of the text");
        let removal = Edit::delete(document.removal(self.line.span));
        let insertion = document.marker().map(|marker| Edit::insert(end_of_arguments(marker), format!(" date={date}")));
        let (message, help, edits) = match document.attribute("date") {
            Some(known) if says(known, date) => (
                format!("{message}; the marker line has that date already"),
                "remove the line".to_owned(),
                vec![removal],
            ),
            Some(_) if !self.is_update => (
                message,
                "find out which date is right, keep it on the marker line, and remove this line".to_owned(),
                Vec::new(),
            ),
            None if !published => (
                message,
                format!("remove the line, and write `date={date}` on the marker line"),
                insertion.into_iter().chain([removal]).collect(),
            ),
            _ => (message, "remove the line".to_owned(), vec![removal]),
        };
        let title = if edits.len() == 2 { "move the date to the marker line" } else { "remove the line" };
        let help = if self.dateline.byline { format!("{help}; the line names an author, too") } else { help };
        let finding =
            report.finding(self.line.span, message).label("information about the text, not the text").help(help);
        let is_sound = document.marker().is_some_and(|marker| marker.flaws.is_empty());
        if is_sound && !self.dateline.byline && !edits.is_empty() {
            finding.fix(Fix::risky(title, edits));
        }
    }
}

/// Where the next attribute of a marker line belongs.
fn end_of_arguments(marker: &Marker) -> usize {
    let id = marker.id.as_ref().map_or(0, |id| id.span.end);
    let attributes = marker.attributes.last().map_or(0, |attribute| attribute.span().end);
    marker.head.end.max(id).max(attributes)
}
