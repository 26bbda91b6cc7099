//! temporary
fn main() {
    for path in std::env::args().skip(1) {
        let outcome = corplint::linter::check(
            &[corplint::source::Source::file(path)],
            &Default::default(),
            Default::default(),
            &Default::default(),
        );
        for d in &outcome.diagnostics {
            println!(
                "{}:{}:{}: {}[{}] {} ({:?})",
                d.source.path().display(),
                d.place.start.line,
                d.place.start.column,
                d.severity,
                d.rule.id,
                d.message,
                d.document
            );
        }
        println!("{:?} {:?}", outcome.counts, outcome.failures);
    }
}
