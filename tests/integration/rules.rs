//! Every rule on its fixtures: what it says, that it is silent where it should be, that its fixes do what they
//! promise, and that nothing of this depends on threads, on blocks, or on where the bytes come from.
//!
//! A rule needs no test code of its own for any of this, only its folder in `fixtures/rules`.

#![expect(clippy::disallowed_methods, reason = "the tests make their own files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use corplint::diagnostic::{Diagnostic, PlacedEdit, PlacedFix};
use corplint::document::sections;
use corplint::integrity::restate;
use corplint::linter::Outcome;
use corplint::rule::RuleMeta;
use corplint::rules;
use corplint::source::Source;
use corplint::syntax::parse;
use rayon::ThreadPoolBuilder;

use crate::common::{
    Faults, Files, Fixture, Kind, apply, byte_range, check, check_sources, counts, fixtures, is_made, matters, memory,
    options, relative, render, repository, write,
};

/// After this many rounds of fixes there has to be nothing left to fix.
const ROUNDS: usize = 10;

#[test]
fn a_rule_fires_on_its_fixtures_and_says_what_it_said() {
    let mut faults = Faults::default();
    for fixture in fixtures().iter().filter(|fixture| fixture.kind == Kind::Fires) {
        let found = check(&fixture.files);
        faults.expect(found.iter().any(|finding| finding.rule.id == fixture.rule), || {
            format!("{}: `{}` does not fire. Found instead:\n{}", fixture.shown(), fixture.rule, render(&found))
        });
        // Every snapshot is looked at before the test fails, so that one run shows all that is new.
        if catch_unwind(AssertUnwindSafe(|| assert_as_before(fixture, &render(&found)))).is_err() {
            faults.push(format!(
                "{}: the findings are not those of {}.snap; the difference stands above. If they are as they should \
                 be, accept them: CORPLINT_RULE={} INSTA_UPDATE=always cargo test --test integration rules::",
                fixture.shown(),
                fixture.name,
                fixture.rule,
            ));
        }
    }
    faults.report();
}

fn assert_as_before(fixture: &Fixture, rendered: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture.path.parent().unwrap_or(&repository()));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(format!("What every rule says about {}.", fixture.shown()));
    settings.bind(|| insta::assert_snapshot!(fixture.name.as_str(), rendered));
}

#[test]
fn no_rule_speaks_where_silence_is_right() {
    let mut faults = Faults::default();
    for fixture in fixtures().iter().filter(|fixture| fixture.kind == Kind::Silent) {
        let found: Vec<Diagnostic> = check(&fixture.files).into_iter().filter(matters).collect();
        faults.expect(found.is_empty(), || {
            format!(
                "{}: no rule may report at warning or above here. Make the rule that does more careful, or, if it is \
                 right, mend the fixture:\n{}",
                fixture.shown(),
                render(&found),
            )
        });
    }
    faults.report();
}

#[test]
fn findings_come_in_order() {
    let mut faults = Faults::default();
    for fixture in fixtures() {
        let found = check(&fixture.files);
        let number = |finding: &Diagnostic| {
            let name = finding.source.path().to_string_lossy();
            fixture.files.iter().position(|(file, _)| *file == name)
        };
        let key = |finding: &Diagnostic| (number(finding), finding.place, finding.rule.id, finding.message.clone());
        faults.expect(found.is_sorted_by_key(key), || {
            format!("{}: not in the order of file, place, rule and message:\n{}", fixture.shown(), render(&found))
        });
    }
    faults.report();
}

#[test]
fn blocks_and_threads_make_no_difference() {
    let mut faults = Faults::default();
    let pools = [1, 2, 4].map(|threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        (threads, pool)
    });
    for fixture in fixtures() {
        let expected = render(&check(&fixture.files));
        let sources = memory(&fixture.files);
        for (threads, pool) in &pools {
            for block_size in [1, 64, 4096, 1 << 20] {
                let found = render(&pool.install(|| check_sources(&sources, block_size)).diagnostics);
                faults.expect(found == expected, || {
                    format!(
                        "{}: other findings in blocks of {block_size} bytes on {threads} threads:\n{found}instead \
                         of:\n{expected}",
                        fixture.shown(),
                    )
                });
            }
        }
    }
    faults.report();
}

#[test]
fn where_the_bytes_come_from_makes_no_difference() {
    let mut faults = Faults::default();
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    for fixture in fixtures() {
        let expected = render(&check(&fixture.files));
        for kind in ["", ".gz", ".zst"] {
            let sources: Vec<Source> = fixture
                .files
                .iter()
                .map(|(name, bytes)| {
                    let path = folder.path().join(format!("{name}{kind}"));
                    create_parent(&path);
                    write(&path, &compressed(bytes, kind));
                    Source::file(path)
                })
                .collect();
            let Outcome { diagnostics, failures, .. } = check_sources(&sources, options().block_size);
            let found = render(&diagnostics);
            faults.expect(failures.is_empty() && found == expected, || {
                format!(
                    "{}: other findings when it is read from a `.corpus{kind}` file ({failures:?}):\n{found}instead \
                     of:\n{expected}",
                    fixture.shown(),
                )
            });
        }
    }
    faults.report();
}

fn create_parent(path: &Path) {
    let parent = path.parent().expect("a file stands in a folder");
    fs::create_dir_all(parent).expect("there is room for temporary files");
}

fn compressed(bytes: &[u8], kind: &str) -> Vec<u8> {
    match kind {
        ".gz" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written")
        }
        ".zst" => zstd::encode_all(bytes, 1).expect("memory can be read"),
        _ => bytes.to_vec(),
    }
}

#[test]
fn a_fix_is_what_its_rule_announces() {
    let mut faults = Faults::default();
    let mut shown: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for fixture in fixtures() {
        for finding in check(&fixture.files) {
            let Some(fix) = &finding.fix else { continue };
            shown.entry(finding.rule.id).or_default().insert(fix.applicability);
            let complaint = match finding.rule.fix {
                None => "its `fix` is None: say there what its fixes promise, or take the fix away".to_owned(),
                Some(strongest) if fix.applicability > strongest => {
                    format!("its `fix` is {strongest:?}, and this one promises more: {:?}", fix.applicability)
                }
                Some(_) => match malformed(fix, &finding, &fixture.files) {
                    Some(complaint) => complaint,
                    None => continue,
                },
            };
            let RuleMeta { id, file, .. } = finding.rule;
            faults.push(format!("{id} ({file}) offers a fix in {}: {complaint}", fixture.shown()));
        }
    }
    let tested: BTreeSet<String> = fixtures().into_iter().map(|fixture| fixture.rule).collect();
    for rule in rules::ALL.iter().filter(|rule| tested.contains(rule.meta().id)) {
        let RuleMeta { id, fix, file, .. } = rule.meta();
        let Some(strongest) = fix else { continue };
        faults.expect(shown.get(id).is_some_and(|shown| shown.contains(strongest)), || {
            format!(
                "{id} ({file}) has `fix: {strongest:?}`, and no fixture shows such a fix: add one in \
                 fixtures/rules/{id}, or announce what its fixes really promise",
            )
        });
    }
    faults.report();
}

/// What is wrong with the shape of a fix.
fn malformed(fix: &PlacedFix, finding: &Diagnostic, files: &Files) -> Option<String> {
    let bytes = bytes_of(finding, files);
    let ranges: Vec<(usize, usize)> = fix.edits.iter().map(byte_range).collect();
    if fix.title.is_empty() {
        return Some("it has no title: say in the imperative what it does".to_owned());
    }
    if ranges.is_empty() {
        return Some("it has no edits: a fix that changes nothing is no fix".to_owned());
    }
    if ranges.iter().any(|&(start, end)| start > end || end > bytes.len()) {
        return Some(format!("its edits {ranges:?} reach outside of the file of {} bytes", bytes.len()));
    }
    if !ranges.is_sorted_by(|left, right| left.1 <= right.0 && left != right) {
        return Some(format!("its edits {ranges:?} overlap, or are not in order"));
    }
    (apply(bytes, &fix.edits) == bytes).then(|| "it puts in the place of bytes the same bytes again".to_owned())
}

#[test]
fn a_fix_clears_its_finding_and_brings_no_other() {
    let mut faults = Faults::default();
    each_made_fix(|fixture, finding, fix| {
        let before = check(&fixture.files);
        // Sizes and checksums that were right stay right, as whoever makes fixes has promised.
        let old = bytes_of(finding, &fixture.files);
        let fixed = with_bytes(&fixture.files, finding, restate(old, apply(old, &fix.edits)));
        let after = check(&fixed);
        let (before, after) = (counts(&before), counts(&after));
        let what = (finding.rule.id, finding.message.as_str());
        let RuleMeta { id, file, .. } = finding.rule;
        let at = format!("{id} ({file}), fix \"{}\" of {}", fix.title, describe(fixture, finding));
        faults.expect(after.get(&what).unwrap_or(&0) < before.get(&what).unwrap_or(&0), || {
            format!("{at}: the finding is still there after the fix")
        });
        // What stood near the end stands at the end when the line below it is gone: the same finding in other words.
        let same = |message: &str| message.replace(" near the ", " at the ");
        for ((id, message), count) in &after {
            let is_same = |own: &&(&str, &str)| own.0 == *id && same(own.1) == same(message);
            let was: usize = before.keys().filter(is_same).filter_map(|own| before.get(own)).sum();
            faults.expect(*count <= was, || {
                format!(
                    "{at}: the fix brings a finding that was not there: [{id}] {message} ({was} before, {count} after)"
                )
            });
        }
    });
    faults.report();
}

#[test]
fn a_fix_leaves_other_documents_alone() {
    let mut faults = Faults::default();
    each_made_fix(|fixture, finding, fix| {
        let bytes = bytes_of(finding, &fixture.files);
        let fixed = apply(bytes, &fix.edits);
        let (before, after) = (sections_of(bytes), sections_of(&fixed));
        // Where one document ends the next one begins, so a finding there may be about either.
        let offset = usize::try_from(finding.place.start.byte).expect("a fixture fits into memory");
        let mut end = 0;
        let mut own = before.iter().enumerate().filter_map(|(index, section)| {
            let start = end;
            end += section.len();
            (start..=end).contains(&offset).then_some(index)
        });
        faults.expect(own.any(|own| is_same_but_for(own, &before, &after)), || {
            format!(
                "{} ({}), fix \"{}\" of {}: the fix changes more than the document that the finding is in. \
                 Before:\n{}\nAfter:\n{}",
                finding.rule.id,
                finding.rule.file,
                fix.title,
                describe(fixture, finding),
                list(&before),
                list(&after),
            )
        });
    });
    faults.report();
}

/// Whether all that stands before and behind the document with this number stands there afterwards.
fn is_same_but_for(own: usize, before: &[&[u8]], after: &[&[u8]]) -> bool {
    let (ahead, behind) = (&before[..own], &before[own + 1..]);
    after.strip_prefix(ahead).is_some_and(|rest| rest.ends_with(behind))
}

/// The documents of a file, and what stands between them.
fn sections_of(bytes: &[u8]) -> Vec<&[u8]> {
    sections(&parse(bytes).nodes).into_iter().map(|section| section.span.of(bytes)).collect()
}

fn list(sections: &[&[u8]]) -> String {
    let lines: Vec<String> = sections.iter().map(|section| format!("    {}", section.escape_ascii())).collect();
    lines.join("\n")
}

#[test]
fn fixes_come_to_an_end() {
    let mut faults = Faults::default();
    for fixture in fixtures() {
        let found = check(&fixture.files);
        let fixable: BTreeSet<&str> = found.iter().filter(|finding| made_fix(finding).is_some()).map(id).collect();
        // Each rule by itself, and then all of them together, as `--fix` makes them.
        let selections = fixable.iter().map(|id| vec![*id]).chain([fixable.iter().copied().collect()]);
        for selection in selections {
            if let Some(left) = fix_all(&fixture.files, &selection) {
                faults.push(format!(
                    "{}: after {ROUNDS} rounds of the fixes of {} there is still something to fix. A fix that is \
                     made twice has to change nothing the second time. Left:\n{left}",
                    fixture.shown(),
                    selection.join(", "),
                ));
            }
        }
    }
    faults.report();
}

/// Makes the fixes of some rules again and again, and gives what is left to fix when that comes to no end.
fn fix_all(files: &Files, selection: &[&str]) -> Option<String> {
    let mut files = files.clone();
    for _ in 0..ROUNDS {
        let found = check(&files);
        let selected = found.iter().filter(|finding| selection.contains(&finding.rule.id));
        let mut edits: BTreeMap<String, Vec<PlacedEdit>> = BTreeMap::new();
        for (finding, fix) in selected.filter_map(made_fix) {
            let taken = edits.entry(finding.source.path().to_string_lossy().into_owned()).or_default();
            // A fix that touches what another one changes waits for the next round.
            let free = |edit: &PlacedEdit| {
                let (start, end) = byte_range(edit);
                taken.iter().map(byte_range).all(|(from, to)| start != from && (to <= start || end <= from))
            };
            if fix.edits.iter().all(free) {
                taken.extend(fix.edits.iter().cloned());
            }
        }
        if edits.is_empty() {
            return None;
        }
        for (name, bytes) in &mut files {
            let mut edits = edits.remove(name.as_str()).unwrap_or_default();
            edits.sort_by_key(byte_range);
            *bytes = apply(bytes, &edits);
        }
    }
    let left: Vec<Diagnostic> = check(&files)
        .into_iter()
        .filter(|finding| selection.contains(&finding.rule.id) && made_fix(finding).is_some())
        .collect();
    (!left.is_empty()).then(|| render(&left))
}

/// Shows `look` every fix that can be made.
fn each_made_fix(mut look: impl FnMut(&Fixture, &Diagnostic, &PlacedFix)) {
    for fixture in fixtures() {
        for finding in &check(&fixture.files) {
            let Some((_, fix)) = made_fix(finding) else { continue };
            // What is wrong with its shape is said by another test, and cannot be made.
            if malformed(fix, finding, &fixture.files).is_none() {
                look(&fixture, finding, fix);
            }
        }
    }
}

fn made_fix(finding: &Diagnostic) -> Option<(&Diagnostic, &PlacedFix)> {
    finding.fix.as_ref().filter(|fix| is_made(fix.applicability)).map(|fix| (finding, fix))
}

fn id(finding: &Diagnostic) -> &'static str {
    finding.rule.id
}

fn describe(fixture: &Fixture, finding: &Diagnostic) -> String {
    let start = finding.place.start;
    format!("{}:{}:{} \"{}\"", relative(&fixture.path), start.line, start.column, finding.message)
}

/// The bytes of the file that a finding is in.
fn bytes_of<'a>(finding: &Diagnostic, files: &'a Files) -> &'a [u8] {
    let path = finding.source.path().to_string_lossy();
    let file = files.iter().find(|(name, _)| *name == path);
    file.map(|(_, bytes)| bytes.as_slice()).expect("a finding is in a file that was checked")
}

/// The files, with other bytes for the one that a finding is in.
fn with_bytes(files: &Files, finding: &Diagnostic, new: Vec<u8>) -> Files {
    let path = finding.source.path().to_string_lossy();
    let mut files = files.clone();
    if let Some((_, bytes)) = files.iter_mut().find(|(name, _)| *name == path) {
        *bytes = new;
    }
    files
}
