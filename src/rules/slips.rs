//! Words that were probably meant to be another one.

/// The longest word that is compared, in bytes. What is longer was no slip of a finger.
const LONGEST: usize = 64;

/// Whether `written` is `meant` but for its case or a slip: one letter in short words, one in each four of longer ones.
pub(in crate::rules) fn is_slip(written: &str, meant: &str) -> bool {
    if written.len().max(meant.len()) > LONGEST {
        return false;
    }
    let (written, meant) = (written.trim().to_lowercase(), meant.to_lowercase());
    let lengths = [&written, &meant].map(|word| word.chars().count());
    let slips = lengths.into_iter().min().unwrap_or_default().saturating_add(1) / 4;
    // To compare two words takes as long as their lengths multiplied, and most are of other lengths.
    lengths[0].abs_diff(lengths[1]) <= slips && strsim::osa_distance(&written, &meant) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_small() {
        for (written, meant) in
            [("licence", "license"), ("lisence", "license"), ("autor", "author"), ("afp ", "AFP"), ("ÉTÉ", "été")]
        {
            assert!(is_slip(written, meant), "{written}");
        }
        for (written, meant) in [("rank", "lang"), ("page", "lang"), ("updated", "date"), ("ab", "ac"), ("url", "src")]
        {
            assert!(!is_slip(written, meant), "{written}");
        }
        let long = "x".repeat(LONGEST + 1);
        assert!(!is_slip(&long, &long));
    }
}
