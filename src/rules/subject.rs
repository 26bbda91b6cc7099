//! What a document speaks of, as far as rules have to know it: who writes about the signs of programs shows them.

use crate::document::Document;

/// How far away from a word that is looked for something is near to it, in bytes: about a paragraph.
const REACH: usize = 600;

/// Where some words stand in the text of a document, in any case, in order.
#[derive(Debug)]
pub(super) struct Mentions<'d> {
    text: &'d [u8],
    base: usize,
    places: Vec<usize>,
}

impl<'d> Mentions<'d> {
    /// Where `names`, which are in no language, and `words` stand, which are in lower case: whole words, or words that
    /// begin so where one ends in a star. Those in addresses, as in `page.html`, are none.
    pub(super) fn of(document: &'d Document<'_>, names: &[&str], words: &[&str]) -> Self {
        let text = document.body().of(document.bytes());
        let folded = text.to_ascii_lowercase();
        let mut places: Vec<usize> = names.iter().chain(words).flat_map(|word| places_of(&folded, word)).collect();
        places.sort_unstable();
        Self { text, base: document.body().start, places }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where they stand in the document.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|place| place + self.base)
    }

    /// Whether one stands near a place of the document: in its line, in the one above it or in the one below it.
    pub(super) fn are_near(&self, place: usize) -> bool {
        let place = place.saturating_sub(self.base);
        let next = self.places.partition_point(|mention| *mention < place);
        let before = next.checked_sub(1).and_then(|before| self.places.get(before));
        let is_near = |mention: &usize| {
            let (from, to) = (place.min(*mention), place.max(*mention));
            let between = self.text.get(from..to).filter(|between| between.len() <= REACH);
            // Blank lines do not count.
            let lines = |between: &[u8]| {
                between.windows(2).filter(|two| matches!(two, [before, b'\n'] if *before != b'\n')).count()
            };
            between.is_some_and(|between| lines(between) <= 1)
        };
        before.into_iter().chain(self.places.get(next)).any(is_near)
    }
}

/// Where a word stands in a text in lower case.
fn places_of<'t>(text: &'t [u8], word: &'t str) -> impl Iterator<Item = usize> {
    let (word, is_beginning) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
    let joins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'=');
    memchr::memmem::find_iter(text, word).filter(move |at| {
        let (before, rest) = text.split_at_checked(*at).unwrap_or_default();
        let behind = rest.get(word.len());
        !before.last().is_some_and(joins)
            && (is_beginning || !behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    #[test]
    fn words_are_found_whole_and_outside_of_addresses() {
        let count = |text: &str, word: &str| places_of(text.as_bytes(), word).count();
        assert_eq!(count("git, (git) and \u{201c}git\u{201d}", "git"), 3);
        assert_eq!(count("digit git_x gitte a/git.git page.html?html", "git"), 0);
        assert_eq!(count("escape, escaped, an escapade; landscape", "escap*"), 3);
    }

    #[test]
    fn what_is_near_stands_in_the_next_line_at_most() {
        let near = |text: &str| {
            with_document(text, |document| {
                let place = document.body().start + text.find("{x}").expect("it is there");
                Mentions::of(document, &["git"], &[]).are_near(place)
            })
        };
        assert!(near("Git is here.\n\nThe {x} is here") && near("{x}\nof git") && near("the {x} of git"));
        assert!(
            !near("Git.\n\nThe\n{x}")
                && !near("{x} is\nnot the\ngit")
                && !near("{x}")
                && !near(&format!("git {} {{x}}", "so ".repeat(REACH)))
        );
    }
}
