//! Prints what a model finds in groups that it has not learned from.

use corplint::ending::{Evidence, threshold};
use corplint::lang::Language;

use crate::labelled::{FULL, Text, WORDS};
use crate::logistic::{Judged, Sample};

/// Prints what share of cuts is found where so many whole documents are taken for cut. A document of which nobody said
/// whether it is whole counts as such, so that what is printed is the worst case. `scored` begins with the highest.
pub(crate) fn report(scored: &[(f32, &Sample)], texts: &[Text], language: Option<&str>, size: u32) {
    let is_own = |own: &str| language.is_none_or(|language| own == language);
    let whole =
        |text: &&Text| text.is_whole != Some(false) && text.set != FULL && text.set != WORDS && is_own(&text.language);
    let count = texts.iter().filter(whole).count();
    let measured =
        || scored.iter().filter(|(_, sample)| sample.is_measured && sample.size == size && is_own(&sample.language));
    // What ends in a sign was cut, or else is an error that is not the model's.
    let is_asked = |sample: &Sample| !matches!(sample.verdict, Judged::Cut);
    let alarms: Vec<f32> =
        measured().filter(|(_, sample)| !sample.is_cut && is_asked(sample)).map(|(score, _)| *score).collect();
    for share in [0.005, 0.01, 0.015, 0.03] {
        let threshold = alarms.get((count as f64 * share) as usize).copied().unwrap_or(f32::MIN);
        let recall = |how: &str| {
            let of = measured().filter(|(_, sample)| sample.how == how);
            let (found, all) =
                of.fold((0, 0), |(found, all), (score, _)| (found + u32::from(*score > threshold), all + 1));
            100.0 * f64::from(found) / f64::from(all)
        };
        println!(
            "{size:2}/16 {:3} {:.1} % of {count} whole documents above {threshold:5.2}: {:.1} % of cuts in words, {:.1} % in sentences",
            language.unwrap_or("all"),
            share * 100.0,
            recall("midword"),
            recall("midsent"),
        );
    }
}

/// Prints what share of the documents is taken for cut by the thresholds that hold, and by some that are lower or higher.
pub(crate) fn decided(scored: &[(f32, &Sample)], language: Option<&str>, size: u32) {
    let measured = |how: &'static str| {
        scored.iter().filter(move |(_, it)| {
            let is_own = language.is_none_or(|language| it.language == language);
            it.is_measured && it.size == size && is_own && it.how == how && it.is_read_or_given()
        })
    };
    let taken = |(score, it): &(f32, &Sample), offset: f32| {
        if matches!(it.verdict, Judged::Cut) {
            return it.is_cut;
        }
        let threshold =
            Language::from_tag(&it.language).and_then(|language| threshold(language, it.evidence, it.is_one_line()));
        threshold.is_some_and(|threshold| *score > offset + threshold)
    };
    let passed = |how| {
        let all = measured(how).count();
        format!("{}/{all}", measured(how).filter(|(_, it)| matches!(it.verdict, Judged::Whole)).count())
    };
    let shown = ["", "midword", "midsent", "given-word", "given-sentence"].map(passed);
    println!("PASSED {size:2} {:3}: not judged {shown:?}", language.unwrap_or("all"));
    for offset in [-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5] {
        let share = |how| {
            let all = measured(how).count();
            let found = measured(how).filter(|own| taken(own, offset)).count();
            format!("{:5.1} ({found}/{all})", 100.0 * found as f64 / all.max(1) as f64)
        };
        let [whole, word, sentence] = ["", "midword", "midsent"].map(share);
        let [given_word, given_sentence] = ["given-word", "given-sentence"].map(share);
        println!(
            "DECIDED {size:2} {:3} {offset:+.2}: whole {whole} words {word} sentences {sentence} given words {given_word} sentences {given_sentence}",
            language.unwrap_or("all")
        );
    }
}

/// Prints the same of the documents for which nothing but a missing stop speaks, by whether they stand in one line and by
/// what more is asked of them then. By this, what
/// [`corplint::ending::threshold`] adds for them is judged.
pub(crate) fn in_one_line(scored: &[(f32, &Sample)], size: u32) {
    for is_one_line in [false, true] {
        let measured = |is_cut: bool| {
            scored.iter().filter(move |(_, it)| {
                it.is_measured && it.size == size && it.is_one_line() == is_one_line && it.is_cut == is_cut
            })
        };
        let count = [false, true].map(|is_cut| measured(is_cut).count());
        for more in [-0.5, 0.0, 0.5, 1.0, 1.5] {
            let is_taken = |(score, it): &&(f32, &Sample)| {
                let language = Language::from_tag(&it.language);
                let threshold = language.and_then(|language| threshold(language, it.evidence, false));
                let is_plain = it.evidence == Evidence::Plain && matches!(it.verdict, Judged::Measured(..));
                is_plain && threshold.is_some_and(|threshold| *score > threshold + more)
            };
            let [whole, cut] = [false, true].map(|is_cut| measured(is_cut).filter(is_taken).count());
            let lines = if is_one_line { "one line" } else { "lines" };
            println!("ONE LINE {size:2} {lines:8} {more:+.1}: whole {whole}/{} cut {cut}/{}", count[0], count[1]);
        }
    }
}

/// Prints the same of the documents that somebody read, and the recall of cuts in those of the set about cuts.
pub(crate) fn judged(scored: &[(f32, &Sample)], texts: &[Text], size: u32) {
    for language in [None, Some("de"), Some("en"), Some("fr")] {
        let is_own = |own: &str| language.is_none_or(|language| own == language);
        let count = texts.iter().filter(|text| text.is_whole == Some(true) && is_own(&text.language)).count();
        let measured =
            || scored.iter().filter(|(_, it)| it.is_measured && it.is_read && it.size == size && is_own(&it.language));
        let mut alarms =
            measured().filter(|(_, it)| !it.is_cut && !matches!(it.verdict, Judged::Cut)).map(|(score, _)| *score);
        let alarms: Vec<f32> = alarms.by_ref().collect();
        for share in [0.005, 0.01, 0.02] {
            let threshold = alarms.get((count as f64 * share) as usize).copied().unwrap_or(f32::MIN);
            let recall = |how: &str| {
                let of = measured().filter(|(_, it)| it.how == how && it.set == "truncation");
                let (found, all) =
                    of.fold((0, 0), |(found, all), (score, _)| (found + u32::from(*score > threshold), all + 1));
                100.0 * f64::from(found) / f64::from(all)
            };
            println!(
                "READ {size:2} {:3} {:.1} % of {count:4} above {threshold:5.2}: words {:.1} sentences {:.1}",
                language.unwrap_or("all"),
                share * 100.0,
                recall("midword"),
                recall("midsent")
            );
        }
    }
}

/// Prints the same of the documents in languages that the model was not tried on: of whole ones, or of which nobody said
/// anything, and of cuts in words.
pub(crate) fn elsewhere(scored: &[(f32, &Sample)]) {
    let is_elsewhere = |it: &Sample| {
        Language::from_tag(&it.language).is_none_or(|language| threshold(language, Evidence::Plain, false).is_none())
    };
    for how in ["", "midword", "given-word"] {
        let all =
            || scored.iter().filter(|(_, it)| it.is_measured && it.size == 16 && it.how == how && is_elsewhere(it));
        let stubs = |least: f32| all().filter(|(score, it)| it.evidence == Evidence::Stub && *score > least).count();
        let stubs: Vec<usize> = [f32::MIN, 1.5, 2.0, 2.5, 3.0].map(stubs).into();
        println!("ELSEWHERE {how:10}: {}, stubs above any, 1.5, 2, 2.5, 3: {stubs:?}", all().count());
    }
}
