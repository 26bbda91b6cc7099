//! `noncharacter`

use super::characters::{code_points, is_noncharacter, runs};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags the code points that Unicode promises never to make characters of, such as U+FFFE.
    ///
    /// ## Why
    ///
    /// Some programs take a noncharacter for the end of the text, and lose what follows it. They are for use inside of
    /// programs: where one is in a text, a program has written out a sentinel of its own, the bytes of a byte order
    /// mark were read in the wrong order, or the file is damaged.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The ferry left \xEF\xBF\xBEat nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The ferry left at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of the 66 noncharacters: U+FDD0 to U+FDEF, and the last two code points of each plane, U+FFFE, U+FFFF,
    /// U+1FFFE and so on.
    ///
    /// ## Exceptions
    ///
    /// None.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether something else was lost with it can only be seen where the text comes from.
    Noncharacter {
        id: "noncharacter",
        category: Encoding,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for Noncharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains(0xEF) || set.contains_any(0xF0..=0xF4)) {
            return;
        }
        for run in runs(document, 0xEF, is_noncharacter) {
            let Some(text) = document.str(run) else { continue };
            report
                .finding(run, format!("code point that is no character ({})", code_points(text)))
                .label("reserved by Unicode for use inside of programs")
                .help("look what wrote it, and get the text again from where it comes from");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_sixty_six() {
        assert_eq!(('\0'..=char::MAX).filter(|character| is_noncharacter(*character)).count(), 66);
    }
}
