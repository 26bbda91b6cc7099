//! Markdown for a terminal: as much of it as the documentation of rules uses.

use std::fmt::Write as _;

use super::sanitize::text;
use super::wrap::wrap;
use super::{Options, Style};

/// `doc` as plain text of at most `columns`: headings, paragraphs and lists wrapped, blocks of code as they are.
pub(super) fn render(doc: &str, style: Style, columns: usize) -> String {
    let mut page = Page { text: String::new(), block: None, style, columns };
    let mut in_code = false;
    for line in doc.lines() {
        // What stands behind `///` begins with a space.
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if line.starts_with("```") {
            page.end_block();
            in_code = !in_code;
            page.text.push_str(if in_code { "\n" } else { "" });
        } else if in_code {
            page.code(line);
        } else if let Some(heading) = line.strip_prefix("## ") {
            page.end_block();
            // Writing to a string does not fail.
            let _ = writeln!(page.text, "\n{}", style.bold(heading));
        } else if line.is_empty() {
            page.end_block();
        } else {
            page.words(line);
        }
    }
    page.end_block();
    page.text
}

/// A paragraph or an item of a list while it is being read.
struct Block {
    /// What stands before its first line: nothing, `- ` or `1. `.
    bullet: String,
    words: String,
}

struct Page {
    text: String,
    block: Option<Block>,
    style: Style,
    columns: usize,
}

impl Page {
    const INDENT: usize = 2;

    fn words(&mut self, line: &str) {
        let trimmed = line.trim_start();
        let bullet = bullet(trimmed);
        let words = trimmed.strip_prefix(bullet).unwrap_or(trimmed);
        match &mut self.block {
            Some(block) if bullet.is_empty() => {
                block.words.push(' ');
                block.words.push_str(words);
            }
            _ => {
                let was_item = self.block.as_ref().is_some_and(|block| !block.bullet.is_empty());
                self.end_block();
                // Items of a list stand close together, everything else apart, and nothing apart from its heading.
                if !was_item && !self.is_after_heading() {
                    self.text.push('\n');
                }
                self.block = Some(Block { bullet: bullet.to_owned(), words: words.to_owned() });
            }
        }
    }

    fn is_after_heading(&self) -> bool {
        let last = self.text.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
        !last.is_empty() && !last.starts_with(' ')
    }

    fn code(&mut self, line: &str) {
        let line = text(line, &Options { style: self.style, ..Options::default() });
        self.text.push_str(format!("      {line}").trim_end());
        self.text.push('\n');
    }

    fn end_block(&mut self) {
        let Some(Block { bullet, words }) = self.block.take() else { return };
        let words = text(&words, &Options { style: self.style, ..Options::default() });
        let hanging = Self::INDENT + bullet.len();
        let room = self.columns.saturating_sub(hanging);
        for (number, line) in wrap(&words, room, room).iter().enumerate() {
            let lead = if number == 0 { format!("{:1$}{bullet}", "", Self::INDENT) } else { " ".repeat(hanging) };
            let _ = writeln!(self.text, "{lead}{line}");
        }
    }
}

/// What makes `line` an item of a list: `- `, `* ` or `1. `.
fn bullet(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    let length = match digits {
        0 if rest.starts_with("- ") || rest.starts_with("* ") => 2,
        1.. if rest.starts_with(". ") => digits + 2,
        _ => 0,
    };
    line.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_code_are_laid_out() {
        let doc = " One paragraph that is\n longer than a line.\n\n ## Heading\n\n Words:\n\n - first item of\n   two lines\n - \
                   second\n\n ```corpus,bad\n <<<FILE>>> a\n\n   code\n ```\n\n 10. ten\n";
        insta::assert_snapshot!(render(doc, Style::default(), 24), @r"

          One paragraph that is
          longer than a line.

        Heading
          Words:

          - first item of two
            lines
          - second

              <<<FILE>>> a

                code

          10. ten
        ");
    }

    #[test]
    fn what_is_hidden_in_an_example_is_shown() {
        assert_eq!(render(" ```\n a\u{202e}b\n ```\n", Style::default(), 80), "\n      a<U+202E>b\n");
    }
}
