//! Comment sections without a heading, recognised by what stands in them: readers speak in their way, and programs write
//! who they are and when they wrote. One such line says little; many together do, where the text above has fewer.

use super::edges::{Edge, EdgeLine};
use super::furniture::Claim;
use super::stamp::Stamp;
use super::{Document, Line};
use crate::lang::{Dateline, Language, Topic, Voice, find_furniture, knowledge};

/// So many lines that address somebody make a section, if they do not only greet.
const FEWEST: u32 = 2;

/// Of so many lines of a section, one has a sign of comments, and more where the text above it has some.
const DENSITY: f32 = 8.0;

/// Links to other articles have times as well. Where nothing else speaks for comments, so many times are enough, and one
/// of so many lines has one.
const FEWEST_TIMES: u32 = 3;
const DENSITY_OF_TIMES: f32 = 4.0;

/// So many lines that are not blank are looked at, from the end: those of the section, and some above it.
const REACH: usize = 60;
const WINDOW: usize = 120;

/// Comments stand below an article: below so many lines that are not blank, at least, and so many bytes.
const LINES_ABOVE: usize = 3;
const BYTES_ABOVE: usize = 800;

/// Among so many last lines that are not blank, a record of what was said is looked for.
const LINES_OF_RECORD: usize = 20;

/// A longer line is not a speaker and a time. In bytes.
const LONGEST_SPEAKER: usize = 80;

/// A longer line is not what programs write around a comment. In bytes.
const LONGEST_BUTTON: usize = 150;

/// A longer line above a time is no name. In bytes.
const LONGEST_NAME: usize = 40;

/// What stands in comments, and less often in texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// How a reader speaks.
    Voice(Voice),
    /// A button, a name of an author, a notice.
    Button,
    /// When it was written, and whether it says who wrote it, or a name stands above it. Logs have times alone.
    Stamp { stamp: Stamp, is_signed: bool },
}

impl Sign {
    fn of(document: &Document<'_>, line: Line) -> Option<(Self, &'static [Language])> {
        let text = document.str(line.span)?;
        if let Some((voice, languages)) = knowledge().voices.find(text) {
            return Some((Self::Voice(voice), languages));
        }
        let found = if text.len() <= LONGEST_BUTTON { find_furniture(text, document.language()) } else { Vec::new() };
        if let Some(button) = found.iter().find(|found| found.phrase.topic() == Topic::ReaderComment) {
            return Some((Self::Button, button.phrase.languages()));
        }
        // What has a label is the date of the text.
        let stamp = Stamp::of(text).filter(|_| found.is_empty())?;
        let is_signed = Dateline::bare(text, document.language()).is_none_or(|own| own.byline);
        Some((Self::Stamp { stamp, is_signed }, &[]))
    }

    const fn is_stamp(self) -> bool {
        matches!(self, Self::Stamp { .. })
    }
}

/// The first line of a section of comments that goes to the end of the document, and its languages.
pub(super) fn section(
    document: &Document<'_>,
    lines: &[EdgeLine],
    claims: &[Option<Claim>],
) -> Option<(Line, &'static [Language])> {
    // Nearly every document is done here.
    let has_sign = |(line, claim): (&EdgeLine, &Option<Claim>)| {
        let text = || document.str(line.line.span);
        line.edge == Edge::Tail
            && (claim.is_some_and(|claim| claim.topic == Topic::ReaderComment)
                || text().is_some_and(|text| Stamp::of(text).is_some() || knowledge().voices.find(text).is_some()))
    };
    lines.iter().zip(claims).find(|own| has_sign(*own))?;
    let text = document.head(LINES_ABOVE).last()?.span.end.max(document.body().start + BYTES_ABOVE);
    let signs = signs(document);
    let all = number(signs.len());
    let all_signs = number(signs.iter().filter(|(_, sign)| sign.is_some()).count());
    let mut counts = Counts { is_record: is_record(document), ..Counts::default() };
    let (mut first, mut best, mut most) = (None, None, 0.0);
    for ((line, sign), lines) in signs.iter().take(REACH).zip(1_u16..) {
        if line.span.start <= text {
            break;
        }
        let Some((sign, languages)) = sign else { continue };
        counts.count(*sign);
        if !matches!(sign, Sign::Voice(Voice::Farewell)) {
            first = Some((*line, *languages));
        }
        let (lines, above) = (f32::from(lines), all - f32::from(lines));
        let density_above = (all_signs - counts.signs) / above.max(1.0);
        let more_than_expected = counts.signs - lines * (1.0 / DENSITY + density_above);
        if counts.is_section(lines) && more_than_expected >= most {
            (best, most) = (first, more_than_expected);
        }
    }
    best
}

/// A line that is not blank, its sign, and the languages of that.
type Signed = (Line, Option<(Sign, &'static [Language])>);

/// The last lines of a document, the last of them first.
fn signs(document: &Document<'_>) -> Vec<Signed> {
    let mut signs: Vec<Signed> = Vec::new();
    let (mut is_above_stamp, mut stamps) = (true, 0);
    for line in document.tail(WINDOW) {
        let own = Sign::of(document, line);
        // Below a stamp stands what was written then. Many stamps below each other are a table.
        let is_stamp = own.is_some_and(|(sign, _)| sign.is_stamp());
        if let Some((_, Some((Sign::Stamp { is_signed, .. }, _)))) = signs.last_mut() {
            *is_signed |= document.str(line.span).is_some_and(may_be_name);
        }
        signs.push((line, own.filter(|_| !(is_stamp && is_above_stamp))));
        stamps += u32::from(is_stamp && !is_above_stamp);
        is_above_stamp = is_stamp;
    }
    if stamps < FEWEST {
        // It may say when the text was published.
        for (_, sign) in &mut signs {
            sign.take_if(|(sign, _)| sign.is_stamp());
        }
    }
    signs
}

/// Whether the last lines are the record of what was said: one says what was heard, `(Applause)`, or two say who speaks and
/// when, `Speaker 2: 00:26:24`.
pub(super) fn is_record(document: &Document<'_>) -> bool {
    let mut speakers = 0;
    let mut lines = document.tail(LINES_OF_RECORD).filter_map(|line| document.str(line.span));
    lines.any(|line| {
        speakers += u32::from(is_speaker(line.trim()));
        speakers >= FEWEST || knowledge().voices.tells_what_was_heard(line)
    })
}

/// `Speaker 2: 00:26:24`, as programs write that make text of sound: a name, a colon, and hours, minutes and seconds.
fn is_speaker(line: &str) -> bool {
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |time: &str| time.split(':').count() == 3 && time.split(':').all(is_number);
    line.len() <= LONGEST_SPEAKER && line.split_once(": ").is_some_and(|(_, time)| is_time(time.trim()))
}

/// Whether a line is short enough for the name of a reader, and no sentence.
fn may_be_name(text: &str) -> bool {
    let text = text.trim();
    text.len() <= LONGEST_NAME && text.starts_with(char::is_alphanumeric) && !text.ends_with(['.', '!', '?', ':', ','])
}

/// A count of lines.
fn number(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// What was counted from the end of a document up.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    signs: f32,
    /// Whether they are of the record of a speech or a talk, where nothing but buttons says anything.
    is_record: bool,
    greetings: u32,
    /// What only comments have: answers and buttons.
    answers: u32,
    buttons: u32,
    /// Thanks that name nothing that somebody wrote.
    thanks: u32,
    /// Whether somebody says good-bye and is answered below.
    is_answered: bool,
    /// Times with a name.
    signed_times: u32,
    /// Times, with a name or without, at which nothing begins.
    times_of_day: u32,
}

impl Counts {
    fn count(&mut self, sign: Sign) {
        self.signs += 1.0;
        match sign {
            Sign::Voice(Voice::Greeting) => self.greetings += 1,
            // Who says good-bye and is not answered may be the author.
            Sign::Voice(Voice::Farewell) => self.is_answered |= self.answers + self.thanks > 0,
            Sign::Voice(Voice::Answer) => self.answers += 1,
            Sign::Voice(Voice::Thanks) => self.thanks += 1,
            Sign::Button => {
                self.answers += 1;
                self.buttons += 1;
            }
            Sign::Stamp { stamp, is_signed } => {
                self.signed_times += u32::from(is_signed);
                self.times_of_day += u32::from(!stamp.is_appointed);
            }
        }
    }

    /// Whether these may be signs of comments, in so many lines. Letters greet, too, and columns are made of letters;
    /// speeches and plays end in thanks, and in nothing but thanks.
    fn is_section(self, lines: f32) -> bool {
        if self.is_record && self.buttons == 0 {
            return false;
        }
        let said = self.answers + self.greetings + self.times_of_day;
        if self.answers == 0 && (self.thanks == 0 || said == 0) {
            return self.signed_times >= FEWEST_TIMES
                && self.times_of_day >= FEWEST
                && self.signs * DENSITY_OF_TIMES >= lines;
        }
        self.is_answered || said + self.thanks >= FEWEST
    }
}
