//! Breadcrumbs: the path through a site that leads to a page, as `Home > News > Region`.

/// A longer line is no path through a site. In bytes.
const LONGEST: usize = 120;

/// A name of a path is at most so long, in bytes.
const LONGEST_NAME: usize = 40;

/// What stands between the names of a path.
const ARROWS: [&str; 4] = [" > ", " \u{203A} ", " \u{BB} ", " \u{2192} "];

/// The first name of a path with arrows between its names.
pub(super) fn first_of_path(text: &str) -> Option<&str> {
    let text = text.trim();
    let arrow = ARROWS.into_iter().find(|arrow| text.contains(arrow))?;
    text.split(arrow).next().filter(|_| is_breadcrumb(text))
}

/// `Home > News > Region`: short names with arrows between them.
pub(super) fn is_breadcrumb(text: &str) -> bool {
    // An arrow stands behind the first name, or there is none.
    let first = text.as_bytes().get(..text.len().min(LONGEST_NAME + 2)).unwrap_or_default();
    if text.len() > LONGEST || memchr::memchr3(b'>', 0xC2, 0xE2, first).is_none() {
        return false;
    }
    let Some(arrow) = ARROWS.into_iter().find(|arrow| text.contains(arrow)) else { return false };
    let parts = text.split(arrow).count();
    let names = text.split(arrow).take(parts - 1);
    let is_name = |part: &str| {
        part.len() <= LONGEST_NAME
            && !part.contains(['.', ',', '=', '(', '!', '?', '\u{FF08}', '\u{FF01}', '\u{FF1F}'])
            // Letters of many scripts have no case.
            && part.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase())
    };
    // "Open Settings → Sound → Output." is a sentence.
    let is_sentence =
        (text.ends_with('.') && !text.ends_with("..")) || text.contains(['\u{3001}', '\u{3002}', '\u{FF0C}']);
    parts >= 3 && !is_sentence && names.into_iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_arrows_between_them_are_a_breadcrumb() {
        for line in [
            "Home > News > Region",
            "\u{79D1}\u{6280} > \u{8981}\u{95FB} > \u{6B63}\u{6587}",
            "A \u{2192} B \u{2192} c, d",
        ] {
            assert!(is_breadcrumb(line), "{line}");
        }
        for line in [
            "Home > News",
            "if a > b, then c > d > e",
            "Open Settings \u{2192} Sound \u{2192} Output.",
            "Er rief: \u{BB} Halt! \u{BB} Und alle blieben \u{BB} stehen",
            "",
        ] {
            assert!(!is_breadcrumb(line), "{line}");
        }
    }

    #[test]
    fn the_first_name_of_a_breadcrumb_says_where_it_begins() {
        assert_eq!(first_of_path(" File > Save > As\n"), Some("File"));
        assert_eq!(first_of_path("Home \u{203A} News \u{203A} Region"), Some("Home"));
        assert_eq!(first_of_path("a > b"), None);
    }
}
