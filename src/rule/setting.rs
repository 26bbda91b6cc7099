//! What can be set about a rule. A rule stays stateless: it declares its settings as data, and asks its report for what
//! the configuration makes of them.

/// Something about a rule that a configuration can set, under `[rules.<id>]`.
///
/// This is all that there is to write for one: reading it, checking it, telling mistakes in it and documenting it is
/// done from here.
#[derive(Debug)]
pub struct Setting {
    /// The key: kebab-case, and as stable as the id of the rule.
    pub key: &'static str,
    /// What it decides, as the start of a sentence without its end: `The normal form that a text has to be in`.
    pub about: &'static str,
    /// What it can be set to.
    pub kind: Kind,
}

/// What a setting can be set to.
#[derive(Debug)]
pub enum Kind {
    /// One of these words. The first is the default.
    Choice(&'static [&'static str]),
}

/// What a setting is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// One of the words of [`Kind::Choice`].
    Choice(&'static str),
}

impl Setting {
    /// A setting that is one of `words`, of which the first is the default.
    pub const fn choice(key: &'static str, about: &'static str, words: &'static [&'static str]) -> Self {
        Self { key, about, kind: Kind::Choice(words) }
    }

    /// What the rule goes by where nothing is set.
    pub fn default(&self) -> SettingValue {
        match self.kind {
            Kind::Choice(words) => SettingValue::Choice(words.first().copied().unwrap_or_default()),
        }
    }
}

/// What a configuration sets about one rule, by key. A setting that is not there has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(&'static str, SettingValue)>);

/// Nothing is set.
pub(super) static DEFAULTS: Values = Values(Vec::new());

impl Values {
    /// Sets `setting` to `value`, which has to be of its kind.
    pub fn set(&mut self, setting: &'static Setting, value: SettingValue) {
        self.0.push((setting.key, value));
    }

    /// What `setting` is set to, or its default.
    pub fn get(&self, setting: &Setting) -> SettingValue {
        let set = self.0.iter().find(|(key, _)| *key == setting.key);
        set.map_or_else(|| setting.default(), |(_, value)| *value)
    }

    /// The word that `setting` is set to, or its default.
    pub(super) fn word(&self, setting: &Setting) -> &'static str {
        match self.get(setting) {
            SettingValue::Choice(word) => word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_the_default() {
        static SIZE: Setting = Setting::choice("size", "The size", &["small", "large"]);
        static OTHER: Setting = Setting::choice("other", "The other one", &["yes", "no"]);
        let mut values = Values::default();
        assert_eq!(values.word(&SIZE), "small");
        values.set(&SIZE, SettingValue::Choice("large"));
        assert_eq!((values.word(&SIZE), values.word(&OTHER)), ("large", "yes"));
    }
}
