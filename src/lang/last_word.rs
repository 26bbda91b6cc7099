//! Words that a text without a last stop may end in, in the middle of nothing.

use serde::Deserialize;

/// Those of one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "'de: 'static"))]
pub struct LastWords {
    /// Words that are common and short. Whatever their letters look like, they are no part of a word.
    pub whole: Vec<&'static str>,
    /// Words that the model knows little of and that a clause ends in: parts of verbs that stand apart.
    pub ends: Vec<&'static str>,
    /// Words that are prepositions as well, each before how the forms of verbs begin of which it is a part that stands
    /// apart.
    pub verbs: Vec<Vec<&'static str>>,
    /// What stands right before such a word where it is the preposition.
    pub apart: Vec<&'static str>,
    /// Prepositions that a clause may end in which begins with what belongs to them.
    pub stranded: Vec<&'static str>,
    /// What stands between both: "the people I belong to".
    pub subjects: Vec<&'static str>,
    /// What such a clause begins with: "what it is made of".
    pub asking: Vec<&'static str>,
    /// What stands before the verb of such a clause,
    pub infinitive: Vec<&'static str>,
    /// and what that verb follows: "nothing to look forward to".
    pub empty: Vec<&'static str>,
}

impl LastWords {
    /// The beginnings of the verbs of which `part` is a part that stands apart.
    pub fn verbs_of(&self, part: &str) -> Option<&[&'static str]> {
        let verbs = self.verbs.iter().filter_map(|verb| verb.split_first());
        verbs.into_iter().find(|(own, _)| **own == part).map(|(_, verbs)| verbs)
    }
}
