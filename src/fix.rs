//! Fixes: edits on byte spans, with a promise of what the reader may rely on. Plain data.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// What can be relied on when a fix is made. Ordered from the weakest promise to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Likely not what is wanted as it stands. It is shown and never made.
    DisplayOnly,
    /// Probably what is wanted. It is made only where somebody asks for unsafe fixes.
    Unsafe,
    /// The meaning of the text stays the same, a second time changes nothing more, and no reader would notice.
    Safe,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, relative to the document. Empty for an insertion.
    pub span: Span,
    /// What stands there afterwards. Empty for a deletion.
    pub content: Box<[u8]>,
}

impl Edit {
    /// Takes away what `span` covers.
    pub fn delete(span: Span) -> Self {
        Self { span, content: Box::default() }
    }

    /// Puts `content` in the place of what `span` covers.
    pub fn replace(span: Span, content: impl Into<Vec<u8>>) -> Self {
        Self { span, content: content.into().into_boxed_slice() }
    }

    /// Puts `content` in at `offset`.
    pub fn insert(offset: usize, content: impl Into<Vec<u8>>) -> Self {
        Self::replace(Span::empty(offset), content)
    }
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "remove the line".
    pub title: String,
    /// What can be relied on.
    pub applicability: Applicability,
    /// What it changes: in order, without overlaps.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix whose promise is [`Applicability::Safe`].
    pub fn safe(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(title, Applicability::Safe, edits)
    }

    /// A fix whose promise is [`Applicability::Unsafe`].
    pub fn risky(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self::new(title, Applicability::Unsafe, edits)
    }

    fn new(title: impl Into<String>, applicability: Applicability, edits: impl IntoIterator<Item = Edit>) -> Self {
        let mut edits: Vec<Edit> = edits.into_iter().collect();
        edits.sort_by_key(|edit| edit.span);
        Self { title: title.into(), applicability, edits }
    }
}
