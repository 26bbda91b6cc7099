//! What rules about gaps in a text share: whether a line is a sentence, of which something may have been cut out.

use crate::rules::prose::is_code;

/// With fewer words a line is no sentence.
const FEWEST_WORDS: usize = 4;

/// Whether a line has the words of a sentence and no signs of a program: what is empty in it was cut out of it.
pub(super) fn is_sentence(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    !is_code(line) && !line.contains('=') && words.take(FEWEST_WORDS).count() == FEWEST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_words_and_no_signs_of_a_program() {
        assert!(is_sentence("The mayor () said so") && is_sentence("12 bridges , and 3 rivers near here"));
        for line in ["", "The mayor ()", "one 2 three - four", "let a () = b of c", "x = the old bridge"] {
            assert!(!is_sentence(line), "{line}");
        }
    }
}
