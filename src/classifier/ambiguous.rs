//! What looks like furniture and is the text: kinds of lines of which the classifier is never sure, whatever it scores.

use super::first::Scores;
use super::form::ends_in_stop;
use super::window::Window;
use crate::lang::{fold, is_form_label, is_salutation, is_sign_off, knowledge};

/// The highest score of a line of which it is not to be sure.
pub(super) const HIGHEST_AMBIGUOUS: f32 = 0.5;

/// A line that looks so much like text by itself is not judged by its neighbours.
const RULED_OUT: f32 = -1.5;

/// What scores less by itself is a sentence of the text, if it ends as one.
const TEXT: f32 = -1.0;

/// The same of a sentence with more bytes than this.
const PARAGRAPH: f32 = -0.5;
const SHORTEST_PARAGRAPH: usize = 60;

/// A document of which this share of lines is short is a poem, a list or a table. Its last lines are short as well,
/// and that says nothing.
const VERSE: f32 = 0.75;

/// A line of an address is at most so long. In bytes.
const LONGEST_ADDRESS: usize = 60;

/// A line with one of these scores or a higher one looks like furniture by itself.
const FURNITURE: f32 = 0.5;

/// A label and its value in a data sheet are at most so long. In bytes.
const LONGEST_LABEL: usize = 30;
const LONGEST_VALUE: usize = 60;

/// The label of a telephone number is at most so long. In bytes.
const LABEL: usize = 12;

/// A telephone number has so many digits, at least.
const PHONE: usize = 7;

/// A question of the text has so many words, at least.
const QUESTION: usize = 3;

/// A heading that is known by name is at most so long. In bytes.
const LONGEST_HEADING: usize = 24;

/// A line of a table of nutrition is at most so long. In bytes.
const LONGEST_NUTRITION: usize = 32;

/// What stands for words that were left out has so many letters, at least.
const SHORTEST_REDACTION: usize = 6;

/// A line of a duration is at most so long. In bytes.
const LONGEST_DURATION: usize = 24;

/// Whether the line at this place is not to be judged, whatever stands around it.
pub(super) fn is_ruled_out(window: &Window<'_>, at: usize) -> bool {
    let alone = || {
        let scores = window.scores(at);
        scores.cues.max(scores.grams)
    };
    !window.has_paragraph() || alone() < RULED_OUT || (window.short_lines() >= VERSE && alone() < 0.0)
}

/// Whether the line at this place has the form of something that belongs to texts as often as to pages.
pub(super) fn is_ambiguous(window: &Window<'_>, at: usize, line: &str) -> bool {
    let line = line.trim();
    is_row(line)
        || is_in_sheet(window, at, line)
        || announces_text(window, at, line)
        || is_note(line)
        || has_address(line)
        || is_contact(line)
        || is_question(line)
        || is_acronym(line)
        || is_duration(line)
        || is_text_heading(line)
        || is_nutrition(line)
        || is_redacted(line)
        || (window.line_after(at).is_some_and(|(below, _)| is_redacted(below)) && is_form_label(line))
        || is_above_text(window, at)
        || is_of_letter(window, at, line)
}

/// Whether a line is how a letter begins or ends: the place and the day above "Dear Anna,", or "Yours" and the name
/// below.
fn is_of_letter(window: &Window<'_>, at: usize, line: &str) -> bool {
    is_salutation(line)
        || is_sign_off(line)
        || window.line_before(at).is_some_and(is_sign_off)
        // Below the name stands what somebody is.
        || at.checked_sub(1).and_then(|above| window.line_before(above)).is_some_and(is_sign_off)
        || (window.is_at_start(at) && window.line_after(at).is_some_and(|(below, _)| is_salutation(below)))
}

/// Whether a line stands above one that is a sentence of the text, by all that can be seen of that one: a heading. Of a
/// paragraph, less is asked.
fn is_above_text(window: &Window<'_>, at: usize) -> bool {
    !window.is_at_start(at)
        && window.line_after(at).is_some_and(|(line, scores)| {
            let highest = if line.len() > SHORTEST_PARAGRAPH { PARAGRAPH } else { TEXT };
            ends_in_stop(line) && scores.cues.max(scores.grams) < highest
        })
}

/// Whether a line announces one below it that does not look like furniture.
fn announces_text(window: &Window<'_>, at: usize, line: &str) -> bool {
    let is_text = |scores: Scores| scores.cues.max(scores.grams) < FURNITURE;
    line.ends_with(':') && window.line_after(at).is_some_and(|(_, scores)| is_text(scores))
}

/// Whether a line is one of several in a data sheet, or of several credits.
fn is_in_sheet(window: &Window<'_>, at: usize, line: &str) -> bool {
    let is_below = || window.line_before(at).is_some_and(is_pair);
    let is_above = || window.line_after(at).is_some_and(|(below, _)| is_pair(below));
    is_pair(line) && (is_below() || is_above())
}

/// `Material: oak`: a label and a value.
fn is_pair(line: &str) -> bool {
    let is_pair = |(label, value): (&str, &str)| {
        label.len() <= LONGEST_LABEL && value.len() <= LONGEST_VALUE && !value.contains(": ")
    };
    line.split_once(": ").is_some_and(is_pair)
}

/// `Abstract`, `2. Methods:`: what heads a section of a text in a language that has a list of them.
fn is_text_heading(line: &str) -> bool {
    let name = line.trim_matches(|character: char| !character.is_alphabetic());
    name.len() <= LONGEST_HEADING && knowledge().text_headings.has(&fold(name))
}

/// `Calories from fat`, `Nutrition per serving`: a line of a table below a recipe.
fn is_nutrition(line: &str) -> bool {
    let word = line.split(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    line.len() <= LONGEST_NUTRITION && !word.is_empty() && knowledge().nutrition.has(&fold(word))
}

/// A row of a table.
fn is_row(line: &str) -> bool {
    line.starts_with('|') || line.matches('|').count() > 2 || line.contains('\t')
}

/// A footnote or an entry of a list of sources: a number, a bracketed number or a star in front, the number of a book,
/// or an address alone.
fn is_note(line: &str) -> bool {
    let rest = line.trim_start_matches(['[', '(', '*', '^', '↑']);
    let number = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = rest.get(number..).unwrap_or_default();
    let is_marked = rest.len() < line.len();
    let is_bracketed = is_marked && number > 0 && rest.starts_with([']', ')']);
    let is_starred = line.starts_with('*') && !line.starts_with("* ") && number == 0 && rest.len() < line.len();
    let address = rest.trim_start_matches([']', ')', '.', ':', '-', ' ']);
    let is_address =
        !address.contains(char::is_whitespace) && (address.starts_with("http") || address.starts_with("www."));
    is_bracketed || is_starred || is_address || ["ISBN", "ISSN", "doi:", "DOI:"].iter().any(|name| line.contains(name))
}

/// Whether a web address stands in a line: what an author links to, or a page of their own.
fn has_address(line: &str) -> bool {
    let is_address = |word: &str| {
        let (host, rest) = word.split_once('/').unwrap_or((word, ""));
        let (name, domain) = host.rsplit_once('.').unwrap_or_default();
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || b".-".contains(&byte));
        rest.starts_with('/') || (name.len() > 3 && domain.len() > 1 && is_plain(name) && is_plain(domain))
    };
    line.contains('.') && line.split_whitespace().any(is_address)
}

/// A telephone number, a street or a town of an address: of the page, or of whom the text is about.
fn is_contact(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || line.len() > LONGEST_ADDRESS {
        return false;
    }
    let signs = line.bytes().filter(|byte| b" +-/().".contains(byte)).count();
    let is_phone = digits >= PHONE && digits + signs + LABEL >= line.len() && !line.contains(':')
        || digits >= PHONE
            && line.split_once(':').is_some_and(|(label, number)| {
                label.len() <= LABEL && number.bytes().all(|byte| byte.is_ascii_digit() || b" +-/().".contains(&byte))
            });
    let begins = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_town = (4..=5).contains(&begins)
        && line.get(begins..).is_some_and(|rest| {
            rest.starts_with(' ')
                && rest.trim_start().starts_with(char::is_uppercase)
                && !rest.contains(|character: char| character.is_ascii_digit())
        });
    let ends_in_number = line.ends_with(|character: char| character.is_ascii_digit()) && digits <= 4;
    is_phone || is_town || (ends_in_number && has_street(line))
}

/// Whether a word of a line is one that the names of streets end in, or ends in one: `Brückenstraße 12`.
fn has_street(line: &str) -> bool {
    let folded = fold(line);
    let mut words = folded.split(|character: char| !character.is_alphanumeric());
    words.any(|word| knowledge().street_names.iter().any(|street| word.ends_with(street)))
}

/// `T [private]`: a word in square brackets stands for what was left out of a letter, before it was made public.
fn is_redacted(line: &str) -> bool {
    let mut parts = line.split('[').skip(1).filter_map(|part| part.split_once(']'));
    parts.any(|(word, rest)| {
        // "[Politics]" is a link.
        let is_word =
            word.bytes().all(|byte| byte.is_ascii_lowercase()) || word.bytes().all(|byte| byte.is_ascii_uppercase());
        word.len() >= SHORTEST_REDACTION && is_word && !rest.starts_with('(')
    })
}

/// A whole question. Texts ask, and have questions for headings; what a page asks is known by its words.
fn is_question(line: &str) -> bool {
    line.ends_with('?') && line.split_whitespace().filter(|word| *word != "?").nth(QUESTION - 1).is_some()
}

/// `UFSJ`: an entry of a list, as often as a button.
fn is_acronym(line: &str) -> bool {
    (2..=6).contains(&line.len()) && line.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `1 h 20 min`: how long something takes that the text is about, as often as how long it takes to read.
fn is_duration(line: &str) -> bool {
    let is_duration = |word: &str| {
        let unit = word.trim_matches(|character: char| !character.is_alphabetic());
        unit.is_empty() || knowledge().duration_units.has(&fold(unit))
    };
    line.len() <= LONGEST_DURATION
        && line.starts_with(|character: char| character.is_ascii_digit())
        && line.contains(char::is_alphabetic)
        && line.split_whitespace().all(is_duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_notes_are_recognised() {
        for line in ["| Heron | 4 | 41:10 |", "Heron | 4 | 41:10 | third", "Heron\t4"] {
            assert!(is_row(line), "{line}");
        }
        for line in [
            "[3] Harrow 1954, p. 12",
            "3) Harrow",
            "*The name was changed",
            "12 https://example.org/a",
            "ISBN 3-16-148410-0",
        ] {
            assert!(is_note(line), "{line}");
        }
    }

    #[test]
    fn a_label_and_a_value_are_recognised() {
        for line in ["Material: oak", "Head of the office: ANNA BERG", "Großer Ring: Silber"] {
            assert!(is_pair(line), "{line}");
        }
        for line in
            ["Comments:", "12:30", "Share: Facebook: Twitter", "What the engineer of the town had said: nothing"]
        {
            assert!(!is_pair(line), "{line}");
        }
    }

    #[test]
    fn a_line_is_ambiguous_by_what_stands_beside_it() {
        let text =
            "The council voted on Tuesday evening to repair the old bridge over the river, after a debate of hours.";
        let first = &crate::classifier::model().unwrap().first;
        let holds = |holds: fn(&Window<'_>, usize, &str) -> bool, last: [&str; 2]| {
            let lines = [text, text, text, last[0], last[1]];
            let window = Window::new(&lines, &[], &[], first);
            let (at, _) = window.judged().find(|(_, number)| *number == 3).unwrap();
            holds(&window, at, last[0])
        };
        assert!(holds(is_in_sheet, ["Rings: oak", "Chain: Wehr & Sons"]));
        assert!(!holds(is_in_sheet, ["Rings: oak", "3 comments"]));
        assert!(holds(announces_text, ["What the engineer found:", text]));
        assert!(!holds(announces_text, ["What the engineer found:", "Share on Facebook"]));
        assert!(!holds(announces_text, ["What the engineer found", text]));
    }

    #[test]
    fn what_was_left_out_is_recognised() {
        for line in ["[private]", "T [private]", "Email: [REDACTED]", "[private] | [private]"] {
            assert!(is_redacted(line), "{line}");
        }
        for line in ["[1]", "[more]", "[Comments](https://example.org/a)", "[Read more]", "[Politics]", "private", ""] {
            assert!(!is_redacted(line), "{line}");
        }
        assert!(is_form_label("Phone:") && is_form_label("**Vorname**") && !is_form_label("Comments"));
    }

    #[test]
    fn durations_are_recognised() {
        for line in ["1 h 20 min", "1h50", "10mn", "30 MIN", "45 Minuten", "2 Std. 5 Min."] {
            assert!(is_duration(line), "{line}");
        }
        for unit in knowledge().duration_units.iter() {
            assert!(is_duration(&format!("20 {unit}")), "{unit}");
        }
        for line in ["20", "20 comments", "5 min read", "2 h of music and talk", "for 1 h"] {
            assert!(!is_duration(line), "{line}");
        }
    }

    #[test]
    fn headings_of_texts_are_recognised() {
        for heading in knowledge().text_headings.iter() {
            assert!(
                is_text_heading(heading) && is_text_heading(&format!("2. {}:", heading.to_uppercase())),
                "{heading}"
            );
        }
        for line in ["", "2.", "Comments", "Summary of the day", "Most comments"] {
            assert!(!is_text_heading(line), "{line}");
        }
    }

    #[test]
    fn tables_of_nutrition_are_recognised() {
        for word in knowledge().nutrition.iter() {
            assert!(is_nutrition(word) && is_nutrition(&format!("{}: 3 g", word.to_uppercase())), "{word}");
        }
        for line in ["", "3 g", "Free calories", "Energy prices rise again in the north"] {
            assert!(!is_nutrition(line), "{line}");
        }
    }

    #[test]
    fn web_addresses_are_recognised() {
        for line in ["- Blog: bridges.example", "More: https://example.org/a", "Twitter: twitter.com/bridges"] {
            assert!(has_address(line), "{line}");
        }
        for line in ["E-Mail: anna@example.org", "z.B. bridges", "12.30 and/or 13.30", "The end.", "Read on/off ..."] {
            assert!(!has_address(line), "{line}");
        }
    }

    #[test]
    fn contacts_questions_and_acronyms_are_recognised() {
        for line in [
            "Tel.: +49 (0)40 1234-567",
            "040 123 45 67",
            "Fax 0043 1 234567",
            "12345 Harrow an der Wehr",
            "Brückenstraße 12",
            "12, rue des Ponts, 3",
        ] {
            assert!(is_contact(line), "{line}");
        }
        for name in knowledge().street_names.iter() {
            assert!(is_contact(&format!("Harrow {name} 12")) && is_contact(&format!("Harrow{name}, 12")), "{name}");
        }
        for line in ["12 comments", "Streets 12", "Page 12 of 345", "2024", "Share 12", "Read more", "12:30"] {
            assert!(!is_contact(line), "{line}");
        }
        assert!(is_question("Who paid for the bridge?") && is_question("Qui a payé le pont ?"));
        assert!(!is_question("Already registered?") && !is_question("Comments?"));
        assert!(is_acronym("UFSJ") && !is_acronym("Share") && !is_acronym("A"));
    }

    #[test]
    fn buttons_and_headings_are_neither_rows_nor_notes() {
        for line in ["Share | Print", "12 comments", "* Related", "Read more: https://example.org/a", "3. Heron", ""] {
            assert!(!is_row(line) && !is_note(line), "{line}");
        }
    }
}
