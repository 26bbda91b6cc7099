//! `unassigned-character`

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::characters::{code_points, is_noncharacter, runs};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags code points to which Unicode has given no character.
    ///
    /// ## Why
    ///
    /// Nobody can have typed a code point that has no character: most often, bytes of something else were read as text,
    /// and what they said is lost. Sometimes a text uses a character that is newer than this program.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=el
    /// Το πλοίο έφυγε \xCE\xA2 στις εννέα.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=el
    /// Το πλοίο έφυγε στις εννέα.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of code points whose general category is Cn, noncharacters left out, after the version of Unicode that the
    /// crate `unicode-properties` has.
    ///
    /// ## Exceptions
    ///
    /// Noncharacters have a rule of their own: they will never be characters.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what was meant is not known.
    UnassignedCharacter {
        id: "unassigned-character",
        category: Encoding,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The first byte of U+0340. Below it there is nothing without a character.
const FIRST: u8 = 0xCD;

impl DocumentRule for UnassignedCharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains_any(FIRST..=0xF4) {
            return;
        }
        for run in runs(document, FIRST, is_unassigned) {
            let Some(text) = document.str(run) else { continue };
            report
                .finding(run, format!("code point without a character ({})", code_points(text)))
                .label("not assigned in Unicode")
                .help("look whether bytes of something else were read as text here");
        }
    }
}

fn is_unassigned(character: char) -> bool {
    !has_long_been_assigned(character)
        && character.general_category() == GeneralCategory::Unassigned
        && !is_noncharacter(character)
}

/// Whether `character` is in one of the ranges that the text of most living languages is made of. Unicode never takes
/// a character back, so these need no look into a table.
const fn has_long_been_assigned(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{377}'
            | '\u{3A3}'..='\u{52F}'
            | '\u{5D0}'..='\u{5EA}'
            | '\u{620}'..='\u{6FF}'
            | '\u{900}'..='\u{97F}'
            | '\u{E01}'..='\u{E3A}'
            | '\u{E3F}'..='\u{E5B}'
            | '\u{1E00}'..='\u{1EFF}'
            | '\u{2010}'..='\u{2064}'
            | '\u{3000}'..='\u{303F}'
            | '\u{3041}'..='\u{3096}'
            | '\u{3099}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FF01}'..='\u{FF9F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_without_a_look_have_no_gaps() {
        for character in ('\0'..=char::MAX).filter(|character| has_long_been_assigned(*character)) {
            assert_ne!(character.general_category(), GeneralCategory::Unassigned, "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn what_is_below_the_first_byte_is_assigned() {
        for character in '\0'..'\u{340}' {
            assert_ne!(character.general_category(), GeneralCategory::Unassigned, "U+{:04X}", u32::from(character));
        }
        assert!(is_unassigned('\u{3A2}') && is_unassigned('\u{378}'));
        assert!(!is_unassigned('\u{E000}') && !is_unassigned('\u{FFFE}') && !is_unassigned('😀'));
    }
}
