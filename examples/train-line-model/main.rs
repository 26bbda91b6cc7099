//! Trains the line classifier: `cargo run --release --example train-line-model -- <labelled folder> [<file to write>]`.
//!
//! Only documents of the part `fit` are learned from. The figures that are printed for them are those of models that
//! have not seen their sites, and so are the thresholds chosen. With `--check` the part `check` is measured as well:
//! look at that when all is decided. The same labels give the same bytes.
//!
//! `--pages-web=<texts>` adds the set of that name, `--not-from=<set>` measures a set and learns nothing from it, and
//! `--sites=<percent>` learns from that share of the sites only: together they say what more labels would bring.
//!
//! Tried in November 2026, and no better at what is sure, on sites that were left out: more and deeper trees, 180
//! features of the line, its neighbours and the document, what phrases claim beside it, sixteen times the n-grams with
//! pairs of words, a score for each category, a score learned from what extractors drop, ends cut shorter as more
//! examples, a second pass over the scores of the first, other weights, other rules for settling. An eighth of the
//! sites teaches nearly as much as all. What would find more that is possible is judging long lines, and documents
//! that are passed over.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for developers that reads and prints")]
#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    unreachable_pub,
    reason = "not shipped, and plain to read"
)]

mod boosting;
mod labelled;
mod logistic;
mod report;

use std::path::Path;

use boosting::Row;
use corplint::classifier::{
    self, Confidence, FirstStage, Forest, Known, Model, Place, Standing, Thresholds, Window, can_be_judged,
};
use corplint::document::{Defaults, Document, SectionKind, Surroundings};
use corplint::span::Span;
use labelled::{Label, Labelled, Result};
use logistic::Example;
use report::{Scored, Way};

/// In how many parts the sites are divided. One more model is trained on all of them.
const FOLDS: usize = 9;

const OF_GRAMS: logistic::Settings = logistic::Settings { epochs: 10, rate: 0.3, decay: 0.01 };
const OF_CUES: logistic::Settings = logistic::Settings { epochs: 15, rate: 0.1, decay: 0.001 };
const OF_TREES: boosting::Settings =
    boosting::Settings { trees: 250, rate: 0.05, ridge: 3.0, least: 3.0, rows: 0.6, columns: 0.25 };

/// The precision of what is claimed by a phrase or surely boilerplate, on sites that the model has not seen. The phrases
/// were written with the part to fit in view, so this is higher than what is wanted elsewhere. Below the threshold that it
/// gives, each line more that is right costs about one that is wrong.
const SURE: f32 = 0.98;

/// How much less is asked of a line where another one is surely boilerplate. At the precision [`SURE`], 509 lines are
/// found with it on sites that were left out, 505 with 1.4 and 497 with 1.0; 2.2 finds one more, and one more is wrong.
const BESIDE: f32 = 1.8;

/// How much a line weighs that is information about the text.
const OF_INFORMATION: f32 = 0.1;

/// The precision at which rankings are compared.
const RANKING: f32 = 0.975;

/// The recall of what may be boilerplate.
const POSSIBLE: f32 = 0.67;

fn main() -> Result<()> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let folder = Path::new(paths.first().ok_or("which folder has the labels?")?);
    let value = |name: &str| flags.iter().find_map(|flag| flag.strip_prefix(name)?.strip_prefix('='));
    let mut documents = labelled::ends(folder)?;
    if let Some(texts) = value("--pages-web") {
        documents.extend(labelled::pages_web(Path::new(texts))?);
    }
    for set in [
        "pages-trim",
        "pages-full",
        "articles-recall",
        "articles-trim",
        "articles-full",
        "french-trim",
        "french-recall",
    ] {
        let pages = labelled::pages(folder, set)?;
        // One site with one template: a tenth of it tells as much.
        let step = if set.starts_with("french") { 10 } else { 1 };
        documents.extend(pages.into_iter().step_by(step));
    }

    let sites: u64 = value("--sites").map_or(Ok(100), str::parse)?;
    let not_from = value("--not-from");
    for document in &mut documents {
        document.is_learned = document.is_fit
            && not_from != Some(document.set)
            // French papers have three sites, which are all there or not.
            && (site_hash(&document.site) >> 40) % 100 < sites;
    }
    let stages = first_stages(&documents);
    let cases = cases(&documents, &stages);
    let forests = forests(&cases);

    let mut scored: Vec<Scored<'_>> = cases.iter().map(|case| case.scored(&documents, &forests)).collect();
    let ends: Vec<&Scored<'_>> = counted(&scored, true).filter(|line| ENDS.contains(&line.set)).collect();
    let possible = report::threshold_of_recall(&ends, POSSIBLE);
    let with = |sure: f32| Thresholds { sure, beside: sure - BESIDE, possible };
    let mut thresholds = with(9.0);
    for sure in (10_u8..=60).map(|step| f32::from(step) / 10.0).rev() {
        let mut settled = scored.clone();
        settle(&cases, &mut settled, with(sure));
        let ends: Vec<&Scored<'_>> = counted(&settled, true).filter(|line| ENDS.contains(&line.set)).collect();
        let precision = report::precision(&ends, sure);
        if precision >= SURE {
            thresholds = with(sure);
        }
    }
    for set in ["ends-pages", "ends-trim"] {
        let lines: Vec<&Scored<'_>> = counted(&scored, true).filter(|line| line.set == set).collect();
        report::print_ranking(&format!("ranking, {set}, fit"), &lines, RANKING);
    }
    settle(&cases, &mut scored, thresholds);
    let Thresholds { sure, .. } = thresholds;
    let parts: &[bool] = if flags.iter().any(|flag| flag == "--check") { &[true, false] } else { &[true] };
    for is_fit in parts {
        let part = if *is_fit { "fit" } else { "check" };
        let lines: Vec<&Scored<'_>> = counted(&scored, *is_fit).collect();
        report::print(&format!("sure, {part}"), &lines, sure);
        report::print(&format!("possible, {part}"), &lines, possible);
    }
    if flags.iter().any(|flag| flag == "--show-errors") {
        for (case, line) in cases.iter().zip(&scored).filter(|(_, line)| line.is_fit && ENDS.contains(&line.set)) {
            let is_wrong = match line.label {
                Label::Content => line.score >= possible,
                Label::Boilerplate => line.score < sure,
                Label::Meta | Label::Unknown => false,
            };
            if is_wrong {
                let document = &documents[case.document];
                let (score, category, text) = (line.score, line.category, &document.lines[case.line]);
                println!("{score:.2} {category} {} {}, line {}: {text}", line.lang, document.site, case.line);
            }
        }
    }
    let model = Model { first: stages[FOLDS].clone(), second: forests[FOLDS].clone(), thresholds };
    let bytes = model.to_bytes();
    if Model::read(&bytes).as_ref() != Some(&model) {
        return Err("the file cannot be read back".into());
    }
    println!("{} bytes", bytes.len());
    if let Some(path) = paths.get(1) {
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// The sets whose labels were made by reading, line by line: the thresholds are chosen on them.
const ENDS: [&str; 2] = ["ends-pages", "ends-french"];

/// The lines of a part that count.
fn counted<'s, 'd>(scored: &'s [Scored<'d>], is_fit: bool) -> impl Iterator<Item = &'s Scored<'d>> {
    let counts = |line: &&Scored<'_>| matches!(line.label, Label::Content | Label::Boilerplate);
    scored.iter().filter(move |line| line.is_fit == is_fit).filter(counts)
}

/// Gives the lines that are sure by their neighbours the lowest score that is sure, and those that are not a lower one.
fn settle(cases: &[Case], scored: &mut [Scored<'_>], thresholds: Thresholds) {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|at| (cases[*at].document, cases[*at].line));
    for document in order.chunk_by(|left, right| cases[*left].document == cases[*right].document) {
        let standing = |at: &usize| {
            let score = Some(scored[*at].score).filter(|score| *score < f32::MAX);
            let Case { place, is_sentence, may_be_text, known, .. } = cases[*at];
            Standing { place, is_sentence, may_be_text, score, known }
        };
        let standings: Vec<Standing> = document.iter().map(standing).collect();
        for (at, confidence) in document.iter().zip(classifier::settle(&standings, thresholds)) {
            let score = &mut scored[*at].score;
            *score = match confidence {
                Some(Confidence::Sure) => score.max(thresholds.sure),
                // What a phrase knows has no confidence, and the highest score.
                _ if *score < f32::MAX => score.min(thresholds.sure - 0.01),
                _ => *score,
            };
        }
    }
}

/// In which part of the sites a site is.
fn fold(site: &str) -> usize {
    ((site_hash(site) >> 20) % FOLDS as u64) as usize
}

/// FNV-1a of a site's name.
fn site_hash(site: &str) -> u64 {
    site.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Calls `train` for each part that is left out and once for none, on two threads.
fn for_each_fold<T: Send>(train: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let folds: Vec<usize> = (0..=FOLDS).collect();
    let (left, right) = folds.split_at(folds.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| right.iter().map(|fold| train(*fold)).collect::<Vec<T>>());
        let mut all: Vec<T> = left.iter().map(|fold| train(*fold)).collect();
        all.extend(other.join().unwrap_or_default());
        all
    })
}

fn first_stages(documents: &[Labelled]) -> Vec<FirstStage> {
    let (mut of_grams, mut of_cues) = (Vec::new(), Vec::new());
    for document in documents.iter().filter(|document| document.is_learned) {
        let own = match document.set {
            "ends-pages" | "ends-french" | "ends-trim" | "pages-web" => 1.0,
            // Whole pages are mostly menus and footers: their words are worth knowing, and not much more.
            "french-trim" | "pages-full" | "articles-full" => 0.3,
            "french-recall" => continue,
            _ => 0.7,
        };
        let count = document.lines.len();
        for (at, (line, label)) in document.lines.iter().zip(&document.labels).enumerate() {
            let is_at_end = at < 4 || at + 6 >= count;
            let weight = match label {
                Label::Content | Label::Boilerplate => own,
                // A title is no boilerplate either, but not to find it would be no loss.
                Label::Meta => own * OF_INFORMATION,
                Label::Unknown => continue,
            };
            if can_be_judged(line) {
                let weight = if is_at_end { weight } else { weight * 0.3 };
                let (grams, cues) = classifier::numbers(line);
                let is_boilerplate = *label == Label::Boilerplate;
                let example = |numbers| Example { numbers, is_boilerplate, weight, fold: fold(&document.site) };
                of_grams.push(example(grams));
                of_cues.push(example(cues));
            }
        }
    }
    let [grams, cues] = classifier::WEIGHTS;
    for_each_fold(|fold| FirstStage {
        grams: logistic::fit(of_grams.iter().filter(|example| example.fold != fold), grams, OF_GRAMS),
        cues: logistic::fit(of_cues.iter().filter(|example| example.fold != fold), cues, OF_CUES),
    })
}

/// A line that the second stage learns from or is measured on.
struct Case {
    document: usize,
    line: usize,
    fold: usize,
    row: Row,
    is_passed_over: bool,
    known: Option<Known>,
    place: Place,
    is_sentence: bool,
    may_be_text: bool,
    /// The highest score that is believed.
    highest: f32,
}

impl Case {
    fn scored<'a>(&self, documents: &'a [Labelled], forests: &[Forest]) -> Scored<'a> {
        let document = &documents[self.document];
        let forest = &forests[if document.is_fit { self.fold } else { FOLDS }];
        Scored {
            score: if self.known.is_some() {
                f32::MAX
            } else if self.is_passed_over {
                f32::MIN
            } else {
                forest.score(&self.row.features).min(self.highest)
            },
            set: document.set,
            lang: &document.lang,
            category: &document.categories[self.line],
            site: &document.site,
            document: self.document,
            is_fit: document.is_fit,
            label: if self.known == Some(Known::Information) { Label::Meta } else { document.labels[self.line] },
            way: self.way(),
        }
    }

    fn way(&self) -> Way {
        if self.known.is_some() {
            Way::Claimed
        } else if self.row.features.is_empty() {
            Way::NotJudged
        } else if self.is_passed_over {
            Way::PassedOver
        } else if self.highest <= f32::MIN {
            Way::RuledOut
        } else if self.highest < f32::MAX {
            Way::NeverSure
        } else {
            Way::Judged
        }
    }
}

fn cases(documents: &[Labelled], stages: &[FirstStage]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let fold = fold(&document.site);
        let stage = &stages[if document.is_fit { fold } else { FOLDS }];
        let lines: Vec<&str> = document.lines.iter().map(String::as_str).collect();
        let known = known(&lines);
        let known_as = |line: usize| known.iter().find(|(number, _)| *number == line).map(|(_, known)| *known);
        let window = Window::new(&lines, &known, &[], stage);
        let is_suspicious = |line: usize| classifier::glance(lines[line], stage).is_some_and(classifier::is_suspicious);
        let is_passed_over = !window.judged().any(|(_, line)| is_suspicious(line));
        for (at, line) in window.judged() {
            let of_set = match document.set {
                "ends-pages" | "ends-french" | "ends-trim" | "articles-recall" | "pages-web" => 1.0,
                "french-trim" | "french-recall" => 0.1,
                // Nothing of a text stands at the ends of whole pages.
                "pages-full" | "articles-full" => 0.0,
                _ => 0.5,
            };
            let of_label = match document.labels[line] {
                Label::Content | Label::Boilerplate => 1.0,
                Label::Meta => OF_INFORMATION,
                // Nothing is learned from it, and it stands beside others.
                Label::Unknown => 0.0,
            };
            let row = Row {
                features: window.features(at).to_vec(),
                is_boilerplate: document.labels[line] == Label::Boilerplate,
                // A line that a phrase claims is never judged, but much like those that are.
                weight: of_set * of_label,
            };
            cases.push(Case {
                document: number,
                line,
                fold,
                row,
                is_passed_over,
                known: known_as(line),
                place: window.place(at),
                is_sentence: classifier::ends_in_stop(lines[line]),
                may_be_text: window.may_be_text(at),
                highest: classifier::highest_believed(&window, at, lines[line]),
            });
        }
        // What cannot be judged is not found, and counts as missed.
        for line in (0..lines.len()).filter(|line| is_at_end(*line, lines.len())) {
            if !window.judged().any(|(_, judged)| judged == line) {
                let row = Row { features: Vec::new(), is_boilerplate: false, weight: 0.0 };
                cases.push(Case {
                    document: number,
                    line,
                    fold,
                    row,
                    is_passed_over: true,
                    known: known_as(line),
                    place: Place::End,
                    is_sentence: false,
                    may_be_text: false,
                    highest: 0.0,
                });
            }
        }
    }
    let is_learned = |case: &Case| documents[case.document].is_learned;
    // Documents that are only measured come last, with no weight.
    for case in &mut cases {
        if !documents[case.document].is_learned {
            case.row.weight = 0.0;
        }
    }
    cases.sort_by_key(|case| !is_learned(case));
    cases
}

/// What the phrases of corplint say of the lines of a document, by their numbers.
fn known(lines: &[&str]) -> Vec<(usize, Known)> {
    let text = lines.join("\n");
    let body = Span::new(0, text.len());
    let defaults = Defaults::default();
    let document =
        Document::new(text.as_bytes(), SectionKind::Document, None, body, Surroundings::default(), &defaults);
    document.known(document.lines())
}

fn is_at_end(line: usize, count: usize) -> bool {
    line < classifier::HEAD || line + classifier::TAIL >= count
}

fn forests(cases: &[Case]) -> Vec<Forest> {
    for_each_fold(|fold| {
        let rows = cases.iter().filter(|case| case.fold != fold && case.row.weight > 0.0);
        let rows: Vec<Row> = rows.map(|case| case.row.clone()).collect();
        boosting::fit(&rows, OF_TREES)
    })
}
