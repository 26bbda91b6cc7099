//! `mixed-quotes`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags a document with quotation marks of two styles, such as `"…"` and `« … »`.
    ///
    /// ## Why
    ///
    /// A text has one style of quotation marks; where there are two, lines may have come from elsewhere: a teaser, a
    /// caption, an agency's copy. Whoever looks for quotations finds half of them.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The mayor spoke of “a good day” and “a new start”.
    /// The port called it "a bad day" and "no start".
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The mayor spoke of “a good day” and “a new start”.
    /// The port called it “a bad day” and “no start”.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 4 straight quotation marks `"` and at least 4 of the others: `«` and `»`, or `„`, `“` and `”`; or at
    /// least 4 of `«` and `»` and at least 2 of `„`. One finding for each document, at the first mark of the rarer
    /// style.
    ///
    /// ## Exceptions
    ///
    /// Quotations inside of quotations have another mark, so curly ones beside `« »` are no mixture. Straight marks
    /// behind a digit are inches or seconds.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which style is the right one is for the editor to say, and a straight mark does not tell
    /// whether it opens or closes.
    MixedQuotes {
        id: "mixed-quotes",
        category: Typography,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// Fewer marks of a style are a slip, or a name.
const FEWEST: usize = 4;

/// Fewer marks that only open are a slip.
const FEWEST_LOW: usize = 2;

/// The marks of a style in a document.
#[derive(Default)]
struct Style {
    name: &'static str,
    count: usize,
    first: usize,
}

impl Style {
    fn add(&mut self, at: usize) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
    }
}

impl DocumentRule for MixedQuotes {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let has = |wanted: &[char]| document.has_character(|character| wanted.contains(&character));
        let (curly, guillemets) = (has(&['\u{201C}', '\u{201D}', '\u{201E}']), has(&['\u{AB}', '\u{BB}']));
        let straight = document.byte_set().contains(b'"');
        if usize::from(straight) + usize::from(curly) + usize::from(guillemets) < 2 {
            return;
        }
        let [straight, curly, low, guillemets] = count(document);
        let pair = if straight.count >= FEWEST && curly.count + guillemets.count >= FEWEST {
            Some((straight, if curly.count > guillemets.count { curly } else { guillemets }))
        } else if guillemets.count >= FEWEST && low.count >= FEWEST_LOW {
            Some((guillemets, low))
        } else {
            None
        };
        let Some((one, other)) = pair.filter(|(_, other)| other.count > 0) else { return };
        let (rare, usual) = if one.count < other.count { (one, other) } else { (other, one) };
        let length = crate::rules::prose::first_length(document, rare.first);
        report
            .finding(
                Span::new(rare.first, rare.first + length),
                format!("quotation marks of two styles: {} and {}", usual.name, rare.name),
            )
            .label(format!("the first of {}, beside {}", counted(rare.count, "such mark"), usual.count))
            .help("look whether these lines belong to the text, and write all marks in one style");
    }
}

/// The straight, the curly, the low and the angle marks of a document; the low ones are curly ones, too.
fn count(document: &Document<'_>) -> [Style; 4] {
    let bytes = document.body().of(document.bytes());
    let base = document.body().start;
    let named = |name| Style { name, ..Style::default() };
    let mut straight = named("`\"`");
    let mut curly = named("`“`");
    let mut low = named("`„`");
    let mut guillemets = named("`«`");
    for at in memchr::memchr3_iter(b'"', 0xC2, 0xE2, bytes) {
        match bytes.get(at..).unwrap_or_default() {
            [b'"', ..] => {
                let is_inch = at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
                if !is_inch {
                    straight.add(base + at);
                }
            }
            [0xC2, 0xAB | 0xBB, ..] => guillemets.add(base + at),
            [0xE2, 0x80, last @ 0x9C..=0x9E, ..] => {
                curly.add(base + at);
                if *last == 0x9E {
                    low.add(base + at);
                }
            }
            _ => {}
        }
    }
    [straight, curly, low, guillemets]
}
