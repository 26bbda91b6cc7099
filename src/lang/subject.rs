//! Words that a document speaks of the signs of programs with: then it shows them, and they are not left over.

use serde::Deserialize;

/// Those of one language, or of all. They are looked for in any case, and a word that ends in `*` stands for every word
/// that begins so. What formats and programs are called is in no language, and not here.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct Subjects {
    /// Who writes so may show what goes wrong where a text is read in another encoding than its own.
    pub encodings: Vec<&'static str>,
    /// Who writes so writes about templates or programs, and shows what they are made of.
    pub templates: Vec<&'static str>,
    /// Who writes so says what a place in a template is.
    pub placeholders: Vec<&'static str>,
    /// Who writes so may show what a conflict of versions looks like.
    pub versions: Vec<&'static str>,
    /// Who writes so is about to show entities, or says what they are.
    pub entities: Vec<&'static str>,
    /// What is in the words of a line that shows entities, also in the middle of one.
    pub entity: Vec<&'static str>,
    /// What is done with a sign when its entity is written.
    pub escaping: Vec<&'static str>,
}
