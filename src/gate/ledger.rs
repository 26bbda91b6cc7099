//! Counting for the verdict: finding by finding, in the order of files and places, in memory that does not grow with
//! their number.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Judgement;
use super::row::{GroupName, Groups, Measured, Row, State, What, Why, judge};
use crate::config::{Budget, Counted, FailOn, Limit, Per};
use crate::diagnostic::Diagnostic;
use crate::linter::{CheckedFile, FindingCounts, Profile};
use crate::rules;

/// What is counted while findings come, all of them: of those that were not kept, no budget could tell.
#[derive(Debug)]
pub struct Ledger<'a> {
    fail_on: FailOn,
    budgets: &'a [Budget],
    files: &'a [CheckedFile],
    /// How many findings count by their severity.
    at_or_above: u64,
    /// Of the run, one for each budget.
    run: Vec<Counter>,
    /// Of the file whose findings are coming, one for each budget.
    file: Vec<Counter>,
    /// How many of the files are done.
    done: usize,
    /// The files that are done, one for each budget.
    by_file: Vec<Groups>,
    /// Of each source in which something was found, one for each budget.
    by_source: BTreeMap<Option<Box<str>>, Vec<Counter>>,
    /// The document whose findings are coming: its file and the line that it begins on.
    here: Option<(PathBuf, u64)>,
    /// How many documents have been met, so that each has a number.
    documents: u64,
}

/// Findings, and the documents that they are in.
#[derive(Clone, Copy, Debug, Default)]
struct Counter {
    findings: u64,
    documents: u64,
    /// The number of the last document that was counted.
    last: u64,
}

impl Counter {
    /// A finding, and the number of its document.
    const fn add(&mut self, document: Option<u64>) {
        self.findings += 1;
        if let Some(number) = document
            && number != self.last
        {
            self.last = number;
            self.documents += 1;
        }
    }

    const fn of(self, documents: u64) -> Measured {
        Measured { findings: self.findings, documents: self.documents, of: documents }
    }
}

impl<'a> Ledger<'a> {
    /// Counts for these budgets, in a run that had these files.
    pub fn new(fail_on: FailOn, budgets: &'a [Budget], files: &'a [CheckedFile]) -> Self {
        let counters = vec![Counter::default(); budgets.len()];
        Self {
            fail_on,
            budgets,
            files,
            at_or_above: 0,
            run: counters.clone(),
            file: counters,
            done: 0,
            by_file: vec![Groups::default(); budgets.len()],
            by_source: BTreeMap::new(),
            here: None,
            documents: 0,
        }
    }

    /// Counts findings that were counted already, where there are no budgets.
    pub fn add_counted(&mut self, counts: &FindingCounts) {
        self.at_or_above += self.fail_on.0.map_or(0, |least| counts.at_least(least));
    }

    /// Counts a finding.
    pub fn add(&mut self, diagnostic: &Diagnostic) {
        let document = self.document(diagnostic);
        if self.fail_on.0.is_some_and(|least| diagnostic.severity >= least) {
            self.at_or_above += 1;
        }
        if self.budgets.is_empty() {
            return;
        }
        while self.files.get(self.done).is_some_and(|file| file.source.path() != diagnostic.source.path()) {
            self.end_file();
        }
        let number = rules::index_of(diagnostic.rule.id);
        for (index, budget) in self.budgets.iter().enumerate() {
            let counts = match &budget.counted {
                Counted::Severity(severity) => *severity == diagnostic.severity,
                Counted::Rules(covered) => number.is_some_and(|number| covered.get(number).copied().unwrap_or(false)),
            };
            if !counts {
                continue;
            }
            if let (Some(run), Some(file)) = (self.run.get_mut(index), self.file.get_mut(index)) {
                run.add(document);
                file.add(document);
            }
            // What is in no document is of no source.
            if budget.per == Per::Source && document.is_some() {
                let source = diagnostic.origin.as_ref().and_then(|origin| origin.source.as_ref());
                let counters = self.by_source.entry(source.cloned());
                let counters = counters.or_insert_with(|| vec![Counter::default(); self.budgets.len()]);
                if let Some(counter) = counters.get_mut(index) {
                    counter.add(document);
                }
            }
        }
    }

    /// The number of the document that a finding is in, from 1.
    fn document(&mut self, diagnostic: &Diagnostic) -> Option<u64> {
        if !diagnostic.in_document {
            return None;
        }
        let line = diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
        let path = diagnostic.source.path();
        if self.here.as_ref().is_none_or(|(here, first)| *first != line || here != path) {
            self.here = Some((path.to_owned(), line));
            self.documents += 1;
        }
        Some(self.documents)
    }

    /// All findings of the next file have come.
    fn end_file(&mut self) {
        let Some(file) = self.files.get(self.done) else { return };
        self.done += 1;
        for ((budget, counter), groups) in self.budgets.iter().zip(&mut self.file).zip(&mut self.by_file) {
            let counter = std::mem::take(counter);
            if budget.per == Per::File {
                groups.add(|| GroupName::File(Arc::clone(&file.source)), counter.of(file.documents), budget.limit);
            }
        }
    }

    /// The verdict, when all findings have come: in a run of so many documents that say this of themselves, where
    /// something could not be read if `unread`.
    pub fn judge(mut self, documents: u64, profile: &Profile, unread: bool) -> Judgement {
        while self.done < self.files.len() {
            self.end_file();
        }
        let mut rows = Vec::with_capacity(self.budgets.len() + 1);
        if let Some(severity) = self.fail_on.0 {
            let measured = Measured { findings: self.at_or_above, documents: 0, of: documents };
            rows.push(row(Per::Run, What::AtOrAbove(severity), Limit::Findings(0), (measured, None), unread));
        }
        for (index, budget) in self.budgets.iter().enumerate() {
            let measured = self.run.get(index).copied().unwrap_or_default().of(documents);
            let groups = match budget.per {
                Per::Run => None,
                Per::File => self.by_file.get_mut(index).map(std::mem::take),
                Per::Source => Some(self.sources(index, profile)),
            };
            rows.push(row(budget.per, What::Named(budget.name.clone()), budget.limit, (measured, groups), unread));
        }
        Judgement::from_rows(rows, unread)
    }

    fn sources(&self, index: usize, profile: &Profile) -> Groups {
        let mut groups = Groups::default();
        for (source, documents) in &profile.sources {
            let counter = self.by_source.get(source).and_then(|counters| counters.get(index)).copied();
            let measured = counter.unwrap_or_default().of(*documents);
            let limit = self.budgets.get(index).map_or(Limit::Findings(0), |budget| budget.limit);
            groups.add(|| GroupName::Source(source.clone()), measured, limit);
        }
        groups
    }
}

/// Judges one row.
fn row(per: Per, what: What, limit: Limit, measured: (Measured, Option<Groups>), unread: bool) -> Row {
    let (measured, mut groups) = measured;
    let state = match &mut groups {
        None => judge(limit, measured),
        Some(groups) => {
            groups.keep_worst();
            match groups.worst.first() {
                None => State::Pass,
                Some(worst) => worst.state,
            }
        }
    };
    let state = match (state, unread, limit) {
        // What could not be read can only add to a number of findings. A share may come out either way.
        (State::Fail, true, Limit::Findings(_)) => State::Fail,
        (_, true, _) => State::Undecided(Why::Unread),
        (state, false, _) => state,
    };
    Row { per, what, limit, state, measured, groups }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{CommandLine, Settings, parse};
    use crate::facts::Spill;
    use crate::gate::Verdict;
    use crate::linter::{self, Options, Progress, Survey};
    use crate::source::Source;

    /// A file with `documents` documents, of which the first `faulty` have no id, which is an error, and the next `mild`
    /// no text, which is a warning.
    fn file(name: &str, documents: usize, faulty: usize, mild: usize) -> Source {
        let mut text = String::new();
        for number in 0..documents {
            let id = if number < faulty { String::new() } else { format!(" {name}-{number}") };
            let source = if number % 2 == 0 { "even" } else { "odd" };
            let body = if (faulty..faulty + mild).contains(&number) { "" } else { "A quiet sentence.\n" };
            // Without an id, an attribute would be one.
            let source = if id.is_empty() { String::new() } else { format!(" source={source}") };
            text = text + "<<<FILE>>>" + &id + &source + "\n" + body;
        }
        Source::memory(format!("{name}.corpus"), text.into_bytes())
    }

    fn run(sources: &[Source]) -> Survey {
        let select = "select = [\"missing-id\", \"empty-document\"]";
        let config = parse(select).expect("a configuration");
        let settings = Settings::new(&config, &CommandLine::default(), "/".as_ref(), "/".as_ref());
        let options = Options { excerpts: false, profile: true, ..Options::new(Spill::for_tests()) };
        linter::survey(sources, &settings, &options, &Progress::default())
    }

    fn judged(survey: &Survey, gate: &str) -> Judgement {
        let budgets = parse(gate).expect("a configuration").gate;
        Judgement::of(survey, FailOn(None), &budgets).expect("memory can be read")
    }

    fn verdict(sources: &[Source], gate: &str) -> Verdict {
        judged(&run(sources), gate).verdict
    }

    #[test]
    fn the_verdict_changes_when_a_budget_of_the_run_is_crossed_by_one() {
        let with = |faulty, mild| [file("a", 400, faulty, mild), file("b", 600, 0, 0)];
        for (gate, most) in [
            ("[gate]\nerror = 3", 3),
            ("[gate]\nerror = 0", 0),
            ("[gate]\nidentity = 7", 7),
            ("[gate]\nmissing-id = \"12\"", 12),
            ("[gate]\nall = 5", 5),
            ("[gate]\nmissing-id = \"0.5%\"", 5),
            ("[gate]\nerror = \"0%\"", 0),
            ("[gate]\nidentity = \"2%\"", 20),
        ] {
            assert_eq!(verdict(&with(most, 0), gate), Verdict::Pass, "{gate}: {most}");
            assert_eq!(verdict(&with(most + 1, 0), gate), Verdict::Fail, "{gate}: {most} and one");
        }
        for (gate, most) in
            [("[gate]\nwarning = 3", 3), ("[gate]\nempty-document = \"1%\"", 10), ("[gate]\nformat = 1", 1)]
        {
            assert_eq!(verdict(&with(9, most), gate), Verdict::Pass, "{gate}: {most}");
            assert_eq!(verdict(&with(9, most + 1), gate), Verdict::Fail, "{gate}: {most} and one");
        }
        assert_eq!(verdict(&with(9, 9), "[gate]\ninfo = 0"), Verdict::Pass, "a severity is that one alone");
    }

    #[test]
    fn each_file_has_a_budget_of_its_own() {
        let gate = "[gate.per-file]\nmissing-id = \"1%\"\nempty-document = 4";
        let files = |first, second, mild| [file("a", 100, first, mild), file("b", 300, second, 0), file("c", 9, 0, 0)];
        assert_eq!(verdict(&files(1, 3, 4), gate), Verdict::Pass);
        assert_eq!(verdict(&files(2, 0, 0), gate), Verdict::Fail, "2% of one file are not made good by another");
        assert_eq!(verdict(&files(1, 4, 0), gate), Verdict::Fail);
        assert_eq!(verdict(&files(0, 0, 5), gate), Verdict::Fail);
        let judged = judged(&run(&files(2, 4, 0)), gate);
        let groups = judged.rows[0].groups.as_ref().expect("it is for each file");
        assert_eq!((groups.total, groups.failed, groups.undecided), (3, 2, 0));
        let names: Vec<String> = groups
            .worst
            .iter()
            .map(|group| match &group.name {
                GroupName::File(source) => source.path().display().to_string(),
                GroupName::Source(_) => panic!("it is for each file"),
            })
            .collect();
        assert_eq!(names, ["a.corpus", "b.corpus"]);
    }

    #[test]
    fn each_source_has_a_budget_of_its_own() {
        // Of the documents with an id, half are of one source, wherever they are.
        let gate = "[gate.per-source]\nempty-document = \"2%\"";
        let files = |mild| [file("a", 100, 0, mild), file("b", 100, 0, 0)];
        assert_eq!(verdict(&files(4), gate), Verdict::Pass, "two of 100 each");
        assert_eq!(verdict(&files(5), gate), Verdict::Fail, "three of the even ones");
        let judged = judged(&run(&files(5)), gate);
        let groups = judged.rows[0].groups.as_ref().expect("it is for each source");
        let worst: Vec<_> = groups.worst.iter().map(|group| (&group.name, group.measured)).collect();
        let even = GroupName::Source(Some("even".into()));
        assert_eq!(worst, [(&even, Measured { findings: 3, documents: 3, of: 100 })]);
        assert_eq!((groups.total, groups.failed), (2, 1));
    }

    #[test]
    fn a_share_of_too_few_documents_decides_nothing() {
        let gate = "[gate]\nempty-document = \"0.5%\"";
        assert_eq!(verdict(&[file("a", 50, 0, 0)], gate), Verdict::Pass);
        assert_eq!(verdict(&[file("a", 50, 0, 1)], gate), Verdict::Undecided);
        assert_eq!(verdict(&[file("a", 50, 0, 2)], gate), Verdict::Fail);
        assert_eq!(verdict(&[file("a", 200, 0, 1)], gate), Verdict::Pass);
        let both = "[gate]\nempty-document = \"0.5%\"\nerror = 0";
        assert_eq!(verdict(&[file("a", 50, 1, 1)], both), Verdict::Fail, "what fails, fails");
    }

    #[test]
    fn what_could_not_be_read_leaves_budgets_undecided_unless_they_are_exceeded() {
        let sources = [file("a", 50, 2, 0), Source::file("no-such-file")];
        let judged =
            judged(&run(&sources), "[gate]\nerror = 1\nwarning = 0\nall = \"50%\"\n[gate.per-file]\nerror = 1");
        let states: Vec<State> = judged.rows.iter().map(|row| row.state).collect();
        let unread = State::Undecided(Why::Unread);
        assert_eq!(states, [State::Fail, unread, unread, State::Fail]);
        assert_eq!(judged.verdict, Verdict::Undecided);
    }

    #[test]
    fn a_document_counts_once_however_much_is_found_in_it() {
        let text = "<<<FILE>>>\n<<<FILE>>> a\n<<<FILE>>> b\nA quiet sentence.\n".to_owned();
        let judged = judged(&run(&[Source::memory("a", text.into_bytes())]), "[gate]\nall = 9");
        assert_eq!(judged.rows[0].measured, Measured { findings: 3, documents: 2, of: 3 });
    }

    #[test]
    fn the_severity_that_fails_a_run_is_a_row_too() {
        let outcome = run(&[file("a", 10, 1, 2)]);
        for (fail_on, findings, verdict) in [
            (Some(crate::diagnostic::Severity::Error), 1, Verdict::Fail),
            (Some(crate::diagnostic::Severity::Warning), 3, Verdict::Fail),
        ] {
            let judged = Judgement::of(&outcome, FailOn(fail_on), &[]).expect("memory can be read");
            assert_eq!((judged.rows[0].measured.findings, judged.verdict), (findings, verdict));
            assert_eq!(judged.budgets().count(), 0);
        }
        let never = Judgement::of(&outcome, FailOn(None), &[]).expect("memory can be read");
        assert_eq!((never.rows.len(), never.verdict), (0, Verdict::Pass));
    }
}
