//! `mixed-scripts`

use unicode_script::{Script, UnicodeScript as _};

use crate::document::{Document, Line};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags lines in another script than the rest of their document, such as Cyrillic among Latin ones.
    ///
    /// ## Why
    ///
    /// A line in another script is in another language, and may not belong to the text: it can be a box, a notice, or
    /// come from a page that was taken with it. Whoever reads or learns one language gets two.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The old bridge is closed until the end of May, the town said on Monday.
    /// Старый мост закрыт до конца мая, сообщили в понедельник в мэрии города.
    /// The work will take a year, and the ferry runs until it is done.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The old bridge is closed until the end of May, the town said on Monday.
    /// The work will take a year, and the ferry runs until it is done.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line of at least 20 letters, or of at least 8 in a script of syllables or signs for words, of which at least
    /// two thirds are of another script than most letters of the document. The scripts of Japanese count as one with
    /// Han, and so does Hangul. At most a third of all lines that are long enough are such lines. One finding for each
    /// script.
    ///
    /// ## Exceptions
    ///
    /// Latin lines among others are names, addresses and programs, and are not reported. A quotation in its own script
    /// may well belong to the text, so this is information.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the line belongs to the text is for its editor to say.
    MixedScripts {
        id: "mixed-scripts",
        category: Language,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Fewer letters are a name.
const FEWEST_LETTERS: usize = 20;

/// The same, where a sign is a syllable or a word.
const FEWEST_SIGNS: usize = 8;

/// Where the scripts begin that letters of Latin texts are not of, but for single letters of Greek.
const FIRST_OTHER: char = '\u{370}';

impl DocumentRule for MixedScripts {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let others = document.characters().iter().filter(|character| is_other(**character));
        if others.take(FEWEST_SIGNS / 2).count() < FEWEST_SIGNS / 2 {
            return;
        }
        let judged: Vec<(&Line, Script)> =
            document.lines().iter().filter_map(|line| Some((line, script(document.str(line.span)?)?))).collect();
        let Some(main) = most(&judged) else { return };
        let mut foreign: Vec<(Script, Span)> = judged
            .iter()
            .filter(|(_, script)| *script != main && *script != Script::Latin)
            .map(|(line, script)| (*script, line.span))
            .collect();
        if foreign.is_empty() || foreign.len() * 3 > judged.len() {
            return;
        }
        foreign.sort_by_key(|(script, span)| (script.full_name(), span.start));
        for lines in foreign.chunk_by(|(left, _), (right, _)| left == right) {
            let Some((script, span)) = lines.first() else { continue };
            let finding = report.finding(
                *span,
                format!("in the script {}, where the text around it is in {}", script.full_name(), main.full_name()),
            );
            if lines.len() > 1 {
                finding.label(format!("the first of {} lines", lines.len()));
            }
            finding.help("look whether it belongs to the text");
        }
    }
}

fn is_other(character: char) -> bool {
    // Dashes and quotation marks, which nearly every text has, need no table.
    character >= FIRST_OTHER
        && !matches!(character, '\u{2000}'..='\u{206F}')
        && character.is_alphabetic()
        && !matches!(character.script(), Script::Latin | Script::Common)
}

/// The script that most lines are in, if there is one.
fn most(judged: &[(&Line, Script)]) -> Option<Script> {
    let mut scripts: Vec<Script> = judged.iter().map(|(_, script)| *script).collect();
    scripts.sort_by_key(|script| script.full_name());
    scripts.chunk_by(|left, right| left == right).max_by_key(|same| same.len()).and_then(|same| same.first().copied())
}

/// The script of a letter that has one, where those that are written among each other count as one. The letters of most
/// texts are known without the tables of Unicode.
fn script_of(character: char) -> Option<Script> {
    match character {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => {
            return Some(Script::Latin);
        }
        '\0'..='\u{7F}' | '\u{2000}'..='\u{206F}' => return None,
        '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => return Some(Script::Cyrillic),
        '\u{4E00}'..='\u{9FFF}' => return Some(Script::Han),
        _ => {}
    }
    match character.script() {
        _ if !character.is_alphabetic() => None,
        Script::Common | Script::Inherited => None,
        Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Some(Script::Han),
        script => Some(script),
    }
}

/// The script of two thirds of the letters of a line, if it has enough of them.
fn script(line: &str) -> Option<Script> {
    // Nearly all lines are Latin, of which this is quick to see.
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let mut letters = 0;
    for script in line.chars().filter_map(script_of) {
        letters += 1;
        match counts.iter_mut().find(|(own, _)| *own == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let (script, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let fewest = if script == Script::Han { FEWEST_SIGNS } else { FEWEST_LETTERS };
    (letters >= fewest && count * 3 >= letters * 2).then_some(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_without_a_table_is_what_the_tables_say() {
        for character in '\0'..=char::MAX {
            let expected = match character.script() {
                _ if !character.is_alphabetic() => None,
                Script::Common | Script::Inherited => None,
                Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Some(Script::Han),
                script => Some(script),
            };
            assert_eq!(script_of(character), expected, "{character:?}");
        }
    }
}
