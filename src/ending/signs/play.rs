//! The end of a scene of a play: who speaks may be interrupted, and stands above.

use crate::ending::Context;

/// A name above what somebody says has no more words.
const WORDS_OF_SPEAKER: usize = 3;

/// Speakers are looked for in so many lines above the last one.
const LINES_OF_DIALOGUE: usize = 9;

/// A name that stands alone once may be a heading; so many are of speakers.
const FEWEST_SPEAKERS: usize = 2;

/// Whether the last line is what somebody says in a play, where the next one may interrupt: a name stands right above
/// it, and above one of the lines before.
pub(super) fn is_interrupted(context: &impl Context) -> bool {
    context.lines_from_end().nth(1).flatten().is_some_and(is_speaker) && is_play(context)
}

/// Whether names of speakers stand above the last lines.
pub(super) fn is_play(context: &impl Context) -> bool {
    let above = context.lines_from_end().skip(1).take(LINES_OF_DIALOGUE);
    above.flatten().filter(|line| is_speaker(line)).nth(FEWEST_SPEAKERS - 1).is_some()
}

/// Whether a line may be the name of who speaks: a few words in capitals, or with a stop or colon at the end.
fn is_speaker(line: &str) -> bool {
    let line = line.trim();
    let is_short = line.split_whitespace().nth(WORDS_OF_SPEAKER).is_none();
    let in_capitals = || line.contains(char::is_uppercase) && !line.contains(char::is_lowercase);
    is_short && line.starts_with(char::is_uppercase) && (line.ends_with(['.', ':']) || in_capitals())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_a_name() {
        assert!(is_speaker("ADA.") && is_speaker("The Elder.") && is_speaker("DON BO") && is_speaker(" Cleo: "));
        for line in ["Ada", "The bridge of Morlaix.", "(aside)", "", "3."] {
            assert!(!is_speaker(line), "{line}");
        }
    }
}
