//! One block: parsed, checked by the document rules, and turned into facts.

use super::Options;
use super::accept::{Acceptance, Accepted, OfDocument};
use super::counts::FileFindings;
use super::findings::{Batch, Kept, Origins};
use super::placer::Placer;
use super::plan::{Plan, Planned};
use super::profile::Profile;
use super::tasks::FileInRun;
use crate::diagnostic::{Finding, Severity};
use crate::document::{Defaults, Document, Section, SectionKind, Surroundings, sections};
use crate::facts::file_end::FileEnd;
use crate::facts::{DocumentPlace, Facts};
use crate::rule::{AnyRule, Report, Scope};
use crate::rules::{self, unused_allow};
use crate::span::Position;
use crate::syntax::{Block, Tree, parse};

/// A finding, which rule made it, and how bad it is here.
pub(super) type Weighed = (usize, Severity, Finding);

/// What came out of a block.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// The findings. Their lines are counted from the start of the block.
    pub(super) findings: Batch,
    pub(super) facts: Facts,
    pub(super) profile: Profile,
    pub(super) counted: Counted,
}

/// What is kept of each block to the end of the run; so it is small.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// What is to be known of the file without its findings.
    pub(super) findings: FileFindings,
    /// Where the block begins in its file, in bytes.
    pub(super) offset: u64,
    /// Of the first block of a file: what holds for all of its documents.
    pub(super) defaults: Option<Box<Defaults>>,
    /// The last line of the file, if that states what the file holds.
    pub(super) end: Option<Box<FileEnd>>,
    pub(super) documents: u64,
    pub(super) lines: u64,
    /// Where some of its documents begin, in bytes from the start of the file, and how many lines of the block stand
    /// before them: where many are going to be pointed at.
    pub(super) steps: Vec<(u64, u64)>,
    pub(super) bytes: u64,
    pub(super) accepted: Accepted,
    /// Whether documents stand where they could not be found again, and so were not compared.
    pub(super) too_large: bool,
}

/// How many bytes lie at least between two places whose lines are known: so those take no more memory than a sketch, and
/// counting from one of them to a document takes less time than reading it.
const STEP: u64 = 1 << 12;

impl Counted {
    /// Notes how many lines stand before a document that begins here, unless that is known of a place nearby.
    fn step(&mut self, offset: u64) {
        let last = self.steps.last().map_or(self.offset, |(last, _)| *last);
        if offset >= last + STEP {
            self.steps.push((offset, self.lines));
        }
    }
}

/// Checks block number `number` of a file. `kept` says which of its findings are kept; many of them are given to `full`
/// before the block is done.
pub(super) fn check(
    file: &FileInRun,
    (number, block): (u64, &Block),
    kept: &mut Kept,
    (options, acceptance): (&Options, &Acceptance<'_>),
    full: &dyn Fn(Batch),
) -> Checked {
    let defaults = block.first.then(|| Box::new(file.defaults.clone()));
    let (offset, bytes) = (block.offset, block.bytes.len() as u64);
    let counted = Counted { offset, defaults, bytes, ..Counted::default() };
    let mut checked = Checked { counted, ..Checked::default() };
    // Of a file in a wide encoding there is nothing to parse: it is one section of which nothing is known.
    let tree = if file.wide { Tree::default() } else { parse(&block.bytes) };
    let mut sections = sections(&tree.nodes);
    if sections.is_empty() {
        let span = (0..block.bytes.len()).into();
        sections.push(Section { kind: SectionKind::Preamble, marker: None, span, body: span });
    }
    let last = sections.len() - 1;
    let mut plan = Plan::new(&file.settings);
    for (index, section) in sections.into_iter().enumerate() {
        let surroundings =
            Surroundings { first: block.first && index == 0, last: (block.last || file.wide) && index == last };
        let document = section.document(&block.bytes, surroundings, &file.defaults);
        if file.is_looked_at {
            document.look_at_all();
        }
        let base = Position::line_start(block.offset + section.span.start as u64, checked.counted.lines + 1);
        let place = DocumentPlace::new(file.number, base.byte);
        if section.kind == SectionKind::Document {
            checked.counted.documents += 1;
            if file.facts.sketches || file.facts.anchors {
                checked.counted.step(base.byte);
            }
            acceptance.meet(document.id());
            if options.profile {
                checked.profile.add(&document);
            }
            match place {
                Some(place) => checked.facts.take_in(&document, place, file.facts),
                None => checked.counted.too_large = true,
            }
        }
        if file.facts.file_ends {
            checked.counted.end = place.and_then(|place| FileEnd::of(&document, place)).map(Box::new);
        }
        let placer = Placer::new(file, &document, base, options);
        let accepts = acceptance.of(&document);
        let (kept, checked_here, found) = (&mut *kept, &mut checked, Vec::new());
        let mut yielded =
            Yield { place, number, placer, accepts, kept, checked: checked_here, found, told: false, full };
        look_at(file, &mut plan, &document, &mut yielded);
        yielded.flush();
        checked.counted.lines += document.line_feeds() as u64;
    }
    checked
}

/// Shows a document to the document rules.
fn look_at<'a>(file: &'a FileInRun, plan: &mut Plan<'a>, document: &Document<'_>, yielded: &mut Yield<'_>) {
    let shown = scope(file, document);
    let here = file.settings.here(|| document.language());
    let mut findings = Vec::new();
    for &Planned { number, rule, severity, scope, values } in plan.of(here) {
        if !is_shown(scope, shown) {
            continue;
        }
        let mut full = |findings: &mut Vec<Finding>| yielded.take(number, severity, findings);
        rule.check(document, &mut Report::with_overflow(&mut findings, (values, here.declared()), &mut full));
        if !findings.is_empty() {
            yielded.take(number, severity, &mut findings);
        }
    }
    // What was needed for nothing is known when all have spoken.
    if let (Some(own), true) = (&yielded.accepts.own, is_shown(Scope::Documents, shown))
        && let Some((number, _)) = rules::numbered(unused_allow::ID)
        && let Some(severity) = here.levels().get(number)
    {
        own.report_unused(document, here.levels(), &mut Report::new(&mut findings));
        if !findings.is_empty() {
            yielded.take(number, severity, &mut findings);
        }
    }
}

/// The findings of one document on their way to those of its block.
struct Yield<'a> {
    placer: Placer<'a>,
    /// Where the document stands.
    place: Option<DocumentPlace>,
    /// The number of the block.
    number: u64,
    accepts: OfDocument<'a>,
    kept: &'a mut Kept,
    checked: &'a mut Checked,
    found: Vec<Weighed>,
    /// Whether it was noted that the document has findings.
    told: bool,
    /// Takes findings that were put away, when they are many.
    full: &'a dyn Fn(Batch),
}

impl Yield<'_> {
    /// Takes the findings of a rule, or some of them.
    fn take(&mut self, rule: usize, severity: Severity, findings: &mut Vec<Finding>) {
        let Some(meta) = rules::ALL.get(rule).map(AnyRule::meta) else { return };
        let accepted = &mut self.checked.counted.accepted;
        if self.accepts.allows(rule, meta, findings.len() as u64, accepted) {
            findings.clear();
            return;
        }
        if self.accepts.wants_fingerprints() {
            findings.retain(|finding| {
                let fingerprint = self.placer.fingerprint(meta, finding);
                !self.accepts.is_in_baseline(fingerprint, accepted)
            });
        }
        self.found.extend(findings.drain(..).map(|finding| (rule, severity, finding)));
        if self.found.len() >= Report::MOST {
            self.flush();
        }
    }

    /// Counts what was found, and puts away what is kept of it.
    fn flush(&mut self) {
        if self.found.is_empty() {
            return;
        }
        if self.placer.document.kind() == SectionKind::Document && !self.told {
            self.told = true;
            self.checked.findings.has_findings(self.place);
        }
        let mut found = std::mem::take(&mut self.found);
        found.sort_by(|(left_rule, _, left), (right_rule, _, right)| {
            (left.span, left_rule, &left.message).cmp(&(right.span, right_rule, &right.message))
        });
        found.retain_mut(|weighed| self.count(weighed));
        let (file, block, document) = (self.placer.file.number, Some(self.number), self.placer.base());
        let findings = &mut self.checked.findings;
        let full = self.full;
        self.placer.place(found, |rule, diagnostic| {
            findings.push(diagnostic, Origins { file, block, document, rule, related: &[] });
            // Each may have a message, lines and edits of any length: the number of findings is no bound.
            if findings.is_large() {
                full(std::mem::take(findings));
            }
        });
    }

    /// Counts a finding, and says whether it is kept.
    fn count(&mut self, (number, severity, finding): &mut Weighed) -> bool {
        let Some(rule) = rules::ALL.get(*number).map(AnyRule::meta) else { return false };
        if let Some(fix) = &mut finding.fix {
            fix.applicability = self.placer.file.settings.promise(rule.id, fix.applicability);
        }
        let promise = finding.fix.as_ref().map(|fix| fix.applicability);
        self.checked.findings.counts.count(rule, *severity, promise);
        let made = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty()).and(promise);
        self.checked.counted.findings.merge(FileFindings { worst: Some(*severity), fix: made });
        self.kept.takes(*number)
    }
}

/// Which rules are shown this section: those of its scope and of every wider one.
fn scope(file: &FileInRun, document: &Document<'_>) -> Scope {
    // A file without markers and with NUL bytes is a picture or a program, not a text with faults.
    let binary = document.is_file_without_marker() && document.byte_set().contains(0);
    match document.kind() {
        _ if file.wide || binary => Scope::Files,
        SectionKind::Document => Scope::Documents,
        SectionKind::Preamble | SectionKind::Corpus | SectionKind::End => Scope::Sections,
    }
}

const fn is_shown(rule: Scope, section: Scope) -> bool {
    match section {
        Scope::Documents => true,
        Scope::Sections => matches!(rule, Scope::Sections | Scope::Files),
        Scope::Files => matches!(rule, Scope::Files),
    }
}
