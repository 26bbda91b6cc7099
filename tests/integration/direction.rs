//! The twelve characters that steer the direction of text (the property `Bidi_Control` of UAX 9), wherever somebody may
//! hide one: in a text, in an id, in an attribute. None passes unseen. How names of files with them are shown is tested
//! with the real program.

use crate::common::check;

/// All of them.
pub(crate) const CONTROLS: [char; 12] = [
    '\u{61C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}',
];

#[test]
fn each_is_flagged_wherever_it_stands() {
    for control in CONTROLS {
        for (place, before, after) in [
            ("a text", "<<<FILE>>> a lang=en\nThe user is ", "admin, says the log.\n"),
            ("an id", "<<<FILE>>> ad", "min lang=en\nThe boats leave at noon.\n"),
            ("a quoted id", "<<<FILE>>> \"ad", "min\" lang=en\nThe boats leave at noon.\n"),
            ("an attribute", "<<<FILE>>> a lang=en title=\"ad", "min\"\nThe boats leave at noon.\n"),
            (
                "the corpus line",
                "<<<CORPUS>>> version=1 source=\"ad",
                "min\"\n<<<FILE>>> a lang=en\nThe boats leave.\n",
            ),
        ] {
            let files = vec![("a.corpus".to_owned(), format!("{before}{control}{after}").into_bytes())];
            let at = before.len() as u64;
            let found = check(&files);
            let covers = found.iter().any(|finding| {
                finding.rule.id.contains("bidi") && finding.place.start.byte <= at && at < finding.place.end.byte
            });
            let ids: Vec<&str> = found.iter().map(|finding| finding.rule.id).collect();
            assert!(covers, "U+{:04X} in {place}: {ids:?}", u32::from(control));
        }
    }
}
