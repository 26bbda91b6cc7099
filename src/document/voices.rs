//! Comment sections without a heading, told by how readers speak.

use super::edges::{Edge, EdgeLine};
use super::{Document, Line};
use crate::lang::{Language, Voice, knowledge};

/// So many lines that address somebody make a section, if they do not only greet.
const FEWEST: u32 = 2;

/// Of so many lines of a section, one begins as readers do.
const DENSITY: u32 = 8;

/// So many lines that are not blank are looked at, from the end.
const REACH: usize = 60;

/// Comments stand below an article: below so many lines that are not blank, at least, and so many bytes.
const LINES_ABOVE: usize = 3;
const BYTES_ABOVE: usize = 800;

/// The first line of a section of comments that goes to the end of the document, and its languages.
pub(super) fn section(document: &Document<'_>, lines: &[EdgeLine]) -> Option<(Line, &'static [Language])> {
    let voice = |line: Line| knowledge().voices.find(document.str(line.span)?);
    let mut tail = lines.iter().filter(|line| line.edge == Edge::Tail);
    // Nearly every document is done here.
    tail.find(|line| voice(line.line).is_some())?;
    let text = document.head(LINES_ABOVE).last()?.span.end.max(document.body().start + BYTES_ABOVE);
    let (mut section, mut first) = (None, None);
    let (mut all, mut greetings, mut answers, mut farewells) = (0, 0, 0, 0);
    for line in document.tail(REACH).take_while(|line| line.span.start > text) {
        all += 1;
        let Some((voice, languages)) = voice(line) else { continue };
        let count = match voice {
            Voice::Greeting => &mut greetings,
            Voice::Answer => &mut answers,
            Voice::Farewell => &mut farewells,
        };
        *count += 1;
        let is_enough = match voice {
            // Who says good-bye and is answered may be the author.
            Voice::Farewell => answers > 0,
            _ => {
                first = Some((line, languages));
                // Letters greet, too, and columns are made of letters.
                answers > 0 && answers + greetings >= FEWEST
            }
        };
        if is_enough && (answers + greetings + farewells) * DENSITY >= all {
            section = first;
        }
    }
    section
}
