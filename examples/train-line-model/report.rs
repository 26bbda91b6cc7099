//! What is printed about a model: rates on labelled lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::labelled::Label;
use crate::logistic::SplitMix;

/// A line with its score.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    pub score: f32,
    pub set: &'static str,
    pub lang: &'a str,
    pub category: &'a str,
    pub site: &'a str,
    pub document: usize,
    pub is_fit: bool,
    pub label: Label,
    pub way: Way,
}

/// What becomes of a line before anything is made of its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A phrase says what it is.
    Claimed,
    /// It is too long, or all that there is.
    NotJudged,
    /// Nothing in its document was worth a closer look.
    PassedOver,
    /// It looks too much like text by itself.
    RuledOut,
    /// It has the form of what belongs to texts as often.
    NeverSure,
    /// Its score decides.
    Judged,
}

impl Scored<'_> {
    const fn is_boilerplate(&self) -> bool {
        matches!(self.label, Label::Boilerplate)
    }
}

/// The mean of the precisions at each line that is found, from the highest score on.
pub fn average_precision(lines: &[&Scored<'_>]) -> f32 {
    let mut lines = lines.to_vec();
    lines.sort_by(|left, right| right.score.total_cmp(&left.score));
    let (mut found, mut sum) = (0.0, 0.0);
    for (line, seen) in lines.iter().zip(1_u16..) {
        if line.is_boilerplate() {
            found += 1.0;
            sum += found / f32::from(seen);
        }
    }
    sum / f32::max(found, 1.0)
}

/// The precision from a threshold on.
pub fn precision(lines: &[&Scored<'_>], threshold: f32) -> f32 {
    let found = lines.iter().filter(|line| line.score >= threshold);
    let (right, all) = found.fold((0, 0), |(right, all), line| (right + usize::from(line.is_boilerplate()), all + 1));
    right as f32 / f32::max(all as f32, 1.0)
}

/// The highest score from which on the share `target` of all boilerplate is found.
pub fn threshold_of_recall(lines: &[&Scored<'_>], target: f32) -> f32 {
    let mut scores: Vec<f32> = lines.iter().filter(|line| line.is_boilerplate()).map(|line| line.score).collect();
    scores.sort_by(|left, right| right.total_cmp(left));
    let found = scores.iter().zip(1_u16..).find(|(_, found)| f32::from(*found) >= scores.len() as f32 * target);
    found.map_or(f32::MAX, |(score, _)| *score)
}

/// The highest recall that there is at a precision of `least`, of lines from the highest score on.
fn recall_at(lines: &[(f32, bool)], least: f32) -> f32 {
    let all = lines.iter().filter(|(_, is_boilerplate)| *is_boilerplate).count();
    let (mut right, mut seen, mut best) = (0, 0, 0);
    for same in lines.chunk_by(|left, right| left.0.total_cmp(&right.0).is_eq()) {
        right += same.iter().filter(|(_, is_boilerplate)| *is_boilerplate).count();
        seen += same.len();
        if same[0].0 > f32::MIN && right as f32 >= least * seen as f32 {
            best = right;
        }
    }
    best as f32 / all.max(1) as f32
}

/// How often sites are drawn for an interval.
const DRAWS: usize = 400;

/// Prints how well scores rank the lines, with an interval of 95 % over sites that are drawn again and again (Efron,
/// "Bootstrap methods: another look at the jackknife", 1979): one or two points more are chance. Then what becomes of
/// the boilerplate: only what a phrase claims or a score decides can be sure.
pub fn print_ranking(title: &str, lines: &[&Scored<'_>], least: f32) {
    let mut by_site: BTreeMap<&str, Vec<(f32, bool)>> = BTreeMap::new();
    for line in lines {
        by_site.entry(line.site).or_default().push((line.score, line.is_boilerplate()));
    }
    let recall = |sites: &mut dyn Iterator<Item = &Vec<(f32, bool)>>| {
        let mut lines: Vec<(f32, bool)> = sites.flatten().copied().collect();
        lines.sort_by(|left, right| right.0.total_cmp(&left.0));
        100.0 * recall_at(&lines, least)
    };
    let sites: Vec<&Vec<(f32, bool)>> = by_site.values().collect();
    let mut random = SplitMix(1);
    let draw = |_| {
        let mut drawn = (0..sites.len()).map(|_| sites[(random.number() % sites.len() as u64) as usize]);
        recall(&mut drawn)
    };
    let mut draws: Vec<f32> = (0..DRAWS).map(draw).collect();
    draws.sort_by(f32::total_cmp);
    println!(
        "{title}: recall {:.1} [{:.1}, {:.1}] at precision {:.1}",
        recall(&mut by_site.values()),
        draws[DRAWS / 40],
        draws[DRAWS - 1 - DRAWS / 40],
        100.0 * least,
    );
    let mut ways: BTreeMap<Way, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.is_boilerplate()) {
        *ways.entry(line.way).or_default() += 1;
    }
    println!("  boilerplate: {ways:?}");
}

/// Prints precision, recall and documents touched from a threshold on, in all and by set, language and category.
pub fn print(title: &str, lines: &[&Scored<'_>], threshold: f32) {
    println!("{title}, from {threshold:.2}");
    let sets: BTreeSet<&str> = lines.iter().map(|line| line.set).collect();
    for set in sets {
        let of_set: Vec<&Scored<'_>> = lines.iter().copied().filter(|line| line.set == set).collect();
        print_rates(&format!("  {set}"), &of_set, threshold);
        if !["ends-pages", "pages-web"].contains(&set) {
            continue;
        }
        // What a phrase claims has the highest score of all.
        let own: Vec<&Scored<'_>> = of_set.iter().copied().filter(|line| line.score < f32::MAX).collect();
        print_rates("    without what phrases claim", &own, threshold);
        let languages: BTreeSet<&str> = of_set.iter().map(|line| line.lang).collect();
        for language in languages {
            let own: Vec<&Scored<'_>> = of_set.iter().copied().filter(|line| line.lang == language).collect();
            print_rates(&format!("    {language}"), &own, threshold);
        }
        let mut categories: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for line in of_set.iter().filter(|line| line.is_boilerplate()) {
            let (found, all) = categories.entry(line.category).or_default();
            *found += usize::from(line.score >= threshold);
            *all += 1;
        }
        let categories: Vec<String> =
            categories.iter().map(|(category, (found, all))| format!("{category} {found}/{all}")).collect();
        println!("    {}", categories.join(", "));
    }
}

fn print_rates(title: &str, lines: &[&Scored<'_>], threshold: f32) {
    let found = |wanted: bool| {
        let found = lines.iter().filter(|line| line.score >= threshold);
        found.filter(|line| line.is_boilerplate() == wanted).count()
    };
    let (right, wrong) = (found(true), found(false));
    let all = lines.iter().filter(|line| line.is_boilerplate()).count();
    let documents: BTreeSet<usize> = lines.iter().map(|line| line.document).collect();
    let touched: BTreeSet<usize> = lines
        .iter()
        .filter(|line| line.score >= threshold && !line.is_boilerplate())
        .map(|line| line.document)
        .collect();
    let share = |part: usize, whole: usize| 100.0 * part as f32 / whole.max(1) as f32;
    println!(
        "{title}: precision {:.1} ({right} right, {wrong} wrong), recall {:.1} of {all}, {:.1} % of {} documents touched, \
         average precision {:.3}",
        share(right, right + wrong),
        share(right, all),
        share(touched.len(), documents.len()),
        documents.len(),
        average_precision(lines),
    );
}
