//! The end of a document, and the rest of it as far as `ending` asks when it judges that end.

use super::Document;
use crate::ending::{Context, Ending, Finish};
use crate::lang::Language;
use crate::span::Span;

/// Where the last line is and how it ends, once somebody has looked: an [`Ending`] without the text, of which the
/// document has the only copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastLine {
    span: Span,
    finish: Finish,
    /// The length of the last word.
    word: usize,
}

impl LastLine {
    /// The last line of `document` that is not blank, if it is UTF-8.
    pub(super) fn of(document: &Document<'_>) -> Option<Self> {
        let line = document.tail(1).next()?.span;
        let Ending { span, finish, word, .. } = Ending::of(document.str(line)?, line.start);
        Some(Self { span, finish, word: word.len() })
    }

    /// The same with its text.
    pub(super) fn ending<'a>(self, document: &Document<'a>) -> Option<Ending<'a>> {
        let text = document.str(self.span)?;
        let word = text.get(text.len().checked_sub(self.word)?..)?;
        Some(Ending { text, span: self.span, finish: self.finish, word })
    }
}

impl Context for Document<'_> {
    fn before(&self, place: usize) -> &[u8] {
        Span::new(self.body().start, place).of(self.bytes())
    }

    fn lines_from_end(&self) -> impl Iterator<Item = Option<&str>> {
        self.tail(usize::MAX).map(|line| self.str(line.span))
    }

    fn first_line(&self) -> Option<&str> {
        self.head(1).next().and_then(|line| self.str(line.span))
    }

    fn language(&self) -> Option<Language> {
        Self::language(self)
    }

    fn is_claimed(&self) -> bool {
        let edges = self.edges();
        edges.trailing().is_some() || self.tail(1).next().is_some_and(|line| edges.is_claimed(line.span.start))
    }
}
