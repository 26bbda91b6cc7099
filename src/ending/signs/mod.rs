//! Signs at the end of a text that say that it was cut, each sure enough alone.

mod ellipsis;
mod link;
mod open;
mod play;
mod weak;

use ellipsis::ellipsis;
use link::linked;
pub(super) use open::is_direction;
use open::open;
pub(in crate::ending) use weak::may_break_off;

use super::{Context, Ending};
use crate::lang::knowledge;

/// A sign of a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A count of what is missing: `[+2829 chars]`.
    Count,
    /// An ellipsis that says that the text goes on.
    Ellipsis(Ellipsis),
    /// A link to the rest of the text.
    ReadMore,
    /// The rest is for those who pay.
    Paywall,
    /// A sentence that cannot be over.
    Open(Open),
}

/// What makes an ellipsis the sign of a cut, and not a figure of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ellipsis {
    /// It stands in brackets.
    Bracketed,
    /// It stands apart, after the stop of the last sentence.
    Appended,
    /// It stands behind a word in which no sentence ends.
    Unfinished,
    /// The line is with it as long as a limit at which programs cut.
    AtLimit,
}

/// What keeps a sentence open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// A comma is its end.
    Comma,
    /// Half of a word is its end: letters and a hyphen.
    HalfWord,
    /// A mark that opens something is its end.
    Opening,
    /// A bracket is open.
    Bracket,
    /// A word in which no sentence ends is its end.
    FunctionWord,
}

/// The longest line that says that the rest is for those who pay, in bytes.
const LONGEST_OFFER: usize = 240;

/// What says that the text goes on after its last line, and where in the line that begins, in bytes.
pub fn sign(context: &impl Context, ending: &Ending<'_>) -> Option<(usize, Sign)> {
    let paywall = || is_paywall(context, ending).then_some((0, Sign::Paywall));
    // Nearly every document ends in a plain stop, and only an offer may do so too.
    if ending.is_stopped() {
        return paywall();
    }
    if let Some(start) = counted(ending.text) {
        return Some((start, Sign::Count));
    }
    if let Some((start, found)) = ellipsis(context, ending) {
        return Some((start, Sign::Ellipsis(found)));
    }
    let linked = || linked(context, ending.text).map(|start| (start, Sign::ReadMore));
    paywall().or_else(linked).or_else(|| open(context, ending).map(|(start, open)| (start, Sign::Open(open))))
}

/// `[+2829 chars]`
fn counted(line: &str) -> Option<usize> {
    let inside = line.strip_suffix(']')?;
    let inside = inside.strip_suffix(" chars").or_else(|| inside.strip_suffix(" characters"))?;
    let before = inside.trim_end_matches(|character: char| character.is_ascii_digit());
    let before = before.strip_suffix("[+").filter(|_| before.len() < inside.len())?;
    Some(before.trim_end_matches(['.', '\u{2026}', ' ']).len())
}

/// Whether the last line offers the rest for money.
fn is_paywall(context: &impl Context, ending: &Ending<'_>) -> bool {
    let is_offer = ending.text.len() <= LONGEST_OFFER && knowledge().paywalls.find(ending.text).is_some();
    is_offer && !context.is_one_line()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_what_is_missing_is_told() {
        assert_eq!(counted("so it\u{2026} [+2829 chars]"), Some(5));
        assert_eq!(counted("[+ chars]").or(counted("[+12 kg]")), None);
    }
}
