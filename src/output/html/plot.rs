//! Plots as SVG: horizontal bars for names, columns for what has an order. Colours come from the page, so that they are
//! light or dark as it is.

use std::fmt::Write as _;

use super::super::message::OPTIONS;
use super::super::sanitize::{short, short_path, width};
use super::super::xml::escaped;
use crate::number::grouped;

/// How many findings there are of each severity: errors, warnings, infos.
pub(super) type BySeverity = [u64; 3];

const CLASSES: [&str; 3] = ["error", "warning", "info"];

/// The width of a plot, in the units of its own.
const WIDTH: f64 = 560.0;

/// How much of a name is shown beside a bar, in columns.
const NAME: usize = 26;

/// What a bar is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A rule or a source.
    Words(String),
    /// A file.
    Path(String),
}

impl Name {
    fn all(&self) -> &str {
        let (Self::Words(name) | Self::Path(name)) = self;
        name
    }

    /// As much of it as stands beside a bar.
    fn short(&self) -> String {
        match self {
            Self::Words(name) => short(name, NAME, &OPTIONS),
            Self::Path(path) => short_path(path, NAME, &OPTIONS),
        }
    }
}

/// A bar, and what stands before and behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) name: Name,
    pub(super) parts: BySeverity,
    /// What stands behind the bar, beside its number.
    pub(super) note: String,
}

/// A column, and what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) parts: BySeverity,
    /// How high it is, if it is not made of findings.
    pub(super) plain: u64,
    /// What it says when it is pointed at.
    pub(super) note: String,
}

impl Column {
    fn height(&self) -> u64 {
        self.plain + self.parts.iter().sum::<u64>()
    }
}

/// Bars below each other.
pub(super) fn bars(title: &str, bars: &[Bar]) -> String {
    const ROW: f64 = 22.0;
    const RIGHT: f64 = 130.0;
    let told = |bar: &Bar| width(&format!("{} · {}", grouped(bar.parts.iter().sum::<u64>()), bar.note));
    let right = RIGHT.max(count(bars.iter().map(told).max().unwrap_or(0)) * 6.6 + 12.0);
    // A character takes about seven units, at most.
    let longest = bars.iter().map(|bar| width(bar.name.all()).min(NAME)).max().unwrap_or(0);
    let left = (count(longest) * 7.0 + 16.0).min(198.0);
    let most = bars.iter().map(|bar| bar.parts.iter().sum::<u64>()).max().unwrap_or(0).max(1);
    let mut svg = open(title, ROW * count(bars.len()));
    for (row, bar) in bars.iter().enumerate() {
        let top = ROW * count(row);
        let (name, whole) = (escaped(&bar.name.short()), escaped(&short(bar.name.all(), 400, &OPTIONS)));
        let all = bar.parts.iter().sum::<u64>();
        // Writing to a string does not fail.
        let _ = write!(
            svg,
            "<g><title>{whole}: {}</title><text class=\"end\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
            grouped(all),
            left - 8.0,
            top + 15.0,
        );
        let end = rects(&mut svg, bar.parts, |part, before| {
            let scale = (WIDTH - left - right) / float(most);
            (left + before * scale, top + 4.0, part * scale, ROW - 8.0)
        });
        let x = left + end * (WIDTH - left - right) / float(most) + 6.0;
        let number = grouped(all);
        let note = if bar.note.is_empty() { String::new() } else { format!(" · {}", escaped(&bar.note)) };
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\">{number}<tspan class=\"faint\">{note}</tspan></text></g>",
            top + 15.0,
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Columns beside each other, with as many names below as there is room for.
pub(super) fn columns(title: &str, columns: &[Column]) -> String {
    const HEIGHT: f64 = 150.0;
    const BELOW: f64 = 22.0;
    const ABOVE: f64 = 18.0;
    const LEFT: f64 = 8.0;
    // Up to so many columns, every one has its number above it; of more, only the highest.
    const ALL: usize = 14;
    let most = columns.iter().map(Column::height).max().unwrap_or(0).max(1);
    let step = (WIDTH - LEFT) / count(columns.len().max(1));
    let wide = (step * 0.8).min(48.0);
    let longest = columns.iter().map(|column| column.name.len()).max().unwrap_or(1);
    // A character takes about seven units, and names stand apart.
    let every = (count(longest) * 7.0 + 10.0) / step;
    let mut svg = open(title, HEIGHT + BELOW);
    let mut next_name = 0.0;
    for (number, column) in columns.iter().enumerate() {
        let middle = LEFT + step * (count(number) + 0.5);
        let scale = (HEIGHT - ABOVE) / float(most);
        // Writing to a string does not fail.
        let _ = write!(svg, "<g><title>{}</title>", escaped(&short(&column.note, 200, &OPTIONS)));
        let mut end = rects(&mut svg, column.parts, |part, before| {
            (middle - wide / 2.0, HEIGHT - (before + part) * scale, wide, part * scale)
        });
        if column.plain > 0 {
            let high = float(column.plain) * scale;
            rect(&mut svg, "plain", (middle - wide / 2.0, HEIGHT - high, wide, high));
            end += float(column.plain);
        }
        if column.height() == most || (columns.len() <= ALL && column.height() > 0) {
            let (y, number) = (HEIGHT - end * scale - 5.0, grouped(column.height()));
            let _ = write!(svg, "<text class=\"middle\" x=\"{middle:.1}\" y=\"{y:.1}\">{number}</text>");
        }
        if count(number) >= next_name {
            let (name, y) = (escaped(&short(&column.name, NAME, &OPTIONS)), HEIGHT + 16.0);
            let _ = write!(svg, "<text class=\"faint middle\" x=\"{middle:.1}\" y=\"{y:.1}\">{name}</text>");
            next_name = count(number) + every;
        }
        svg.push_str("</g>");
    }
    let _ = write!(svg, "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{HEIGHT}\" y2=\"{HEIGHT}\"/></svg>");
    svg
}

fn open(title: &str, height: f64) -> String {
    let title = escaped(title);
    format!("<svg viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" aria-label=\"{title}\">")
}

/// Draws the parts of a bar one after another, where `place` says of each, knowing what stands before it. Gives all of
/// them together.
fn rects(svg: &mut String, parts: BySeverity, place: impl Fn(f64, f64) -> (f64, f64, f64, f64)) -> f64 {
    let mut before = 0.0;
    for (class, part) in CLASSES.into_iter().zip(parts).filter(|(_, part)| *part > 0) {
        rect(svg, class, place(float(part), before));
        before += float(part);
    }
    before
}

/// Draws something that is at least so large that it is seen.
fn rect(svg: &mut String, class: &str, (x, y, width, height): (f64, f64, f64, f64)) {
    let (width, height) = (width.max(1.5), height.max(1.5));
    // Writing to a string does not fail.
    let _ =
        write!(svg, "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>");
}

#[expect(clippy::cast_precision_loss, reason = "nobody sees the fifteenth digit of a length")]
const fn float(number: u64) -> f64 {
    number as f64
}

const fn count(number: usize) -> f64 {
    float(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_what_it_counts() {
        let bar = |name: &str, parts| Bar { name: Name::Words(name.to_owned()), parts, note: String::new() };
        let svg = bars("rules", &[bar("a<b>", [2, 2, 0]), bar("none", [0, 0, 0])]);
        assert_eq!(svg.matches("width=\"193.0\"").count(), 2, "two halves of the room: {svg}");
        assert!(svg.contains("a&lt;b&gt;") && svg.contains(">4<"), "{svg}");
    }

    #[test]
    fn what_stands_behind_the_longest_bar_has_room() {
        let bar =
            |note: &str| Bar { name: Name::Words("wire".to_owned()), parts: [0, 123_456, 0], note: note.to_owned() };
        let longest = |note: &str| {
            let svg = bars("sources", &[bar(note)]);
            let (_, rest) = svg.split_once("<rect class=\"warning\"").unwrap();
            let number = rest.split("width=\"").nth(1).and_then(|rest| rest.split('"').next());
            number.and_then(|number| number.parse::<f64>().ok()).unwrap()
        };
        assert!(longest("") > longest("in 1,234,567 docs"), "the bar makes room for its note");
    }

    #[test]
    fn a_column_that_is_small_is_seen_and_no_names_stand_on_each_other() {
        let column = |plain| Column { name: "2024-10".to_owned(), plain, note: String::new(), ..Column::default() };
        let many: Vec<Column> = (0..60).map(|number| column(1 + number * number * 1000)).collect();
        let svg = columns("months", &many);
        assert!(svg.contains("height=\"1.5\""), "{svg}");
        let names = svg.matches("2024-10").count();
        assert!((4..=10).contains(&names), "{names} names");
    }
}
