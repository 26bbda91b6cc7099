//! The profile of a corpus: how long its documents are, which sources they name, and which dates.

use std::collections::BTreeMap;

use crate::diagnostic::Origin;
use crate::document::Document;

/// Where the classes of length begin, in characters: each class goes up to the next.
pub const LENGTHS: [u64; 20] = [
    0, 1, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    2_000_000, 5_000_000,
];

/// How much of the name of a source is kept, in bytes.
const SOURCE: usize = 200;

/// What is known of all documents of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// How many documents there are of each class of [`LENGTHS`].
    pub lengths: [u64; LENGTHS.len()],
    /// How many there are of each source; of none, those that do not say.
    pub sources: BTreeMap<Option<Box<str>>, u64>,
    /// How many there are of each month; of none, those that do not say.
    pub months: BTreeMap<Option<Box<str>>, u64>,
}

impl Profile {
    /// Counts a document.
    pub(super) fn add(&mut self, document: &Document<'_>) {
        let text = document.content();
        // Whatever is not the continuation of a character begins one, in good UTF-8 and nearly so in bad.
        let characters = text.iter().filter(|byte| *byte & 0xC0 != 0x80).count() as u64;
        let class = LENGTHS.partition_point(|start| *start <= characters).saturating_sub(1);
        if let Some(count) = self.lengths.get_mut(class) {
            *count += 1;
        }
        let Origin { source, month } = origin_of(|key| document.attribute(key));
        *self.sources.entry(source).or_default() += 1;
        *self.months.entry(month).or_default() += 1;
    }

    /// Takes in what was counted elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        for (own, other) in self.lengths.iter_mut().zip(other.lengths) {
            *own += other;
        }
        for (source, count) in other.sources {
            *self.sources.entry(source).or_default() += count;
        }
        for (month, count) in other.months {
            *self.months.entry(month).or_default() += count;
        }
    }
}

/// What a document says of where it comes from, with these attributes.
pub(super) fn origin_of<'a>(attribute: impl Fn(&str) -> Option<&'a [u8]>) -> Origin {
    let source = attribute("source").filter(|source| !source.is_empty());
    let source = source.map(|source| String::from_utf8_lossy(source.get(..SOURCE).unwrap_or(source)).into());
    let month = attribute("date").and_then(|date| date.get(..7)).filter(|month| is_month(month));
    let month = month.and_then(|month| std::str::from_utf8(month).ok()).map(Box::from);
    Origin { source, month }
}

/// Whether this is a year and a month: `2024-10`.
fn is_month(text: &[u8]) -> bool {
    match text {
        [year @ .., b'-', tens @ (b'0' | b'1'), ones @ b'0'..=b'9'] => {
            year.len() == 4
                && year.iter().all(u8::is_ascii_digit)
                && (1..=12).contains(&((tens - b'0') * 10 + (ones - b'0')))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(source: &str, date: &str) -> (Option<String>, Option<String>) {
        let origin = origin_of(|key| Some(if key == "source" { source.as_bytes() } else { date.as_bytes() }));
        (origin.source.map(Into::into), origin.month.map(Into::into))
    }

    #[test]
    fn a_document_is_of_a_source_and_a_month() {
        assert_eq!(origin("Le Courrier", "2024-10-28"), (Some("Le Courrier".to_owned()), Some("2024-10".to_owned())));
        assert_eq!(origin("", "2024-10"), (None, Some("2024-10".to_owned())));
        for date in ["", "2024", "2024-13-01", "2024-00-01", "28.10.2024", "20241028", "२०२४-१०"] {
            assert_eq!(origin("", date).1, None, "{date}");
        }
    }

    #[test]
    fn the_name_of_a_source_has_an_end() {
        let (source, _) = origin(&"é".repeat(5_000), "");
        assert!(source.is_some_and(|source| source.len() <= SOURCE + 3));
    }
}
