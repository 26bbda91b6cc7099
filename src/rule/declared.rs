//! What a project declares in its configuration of the attributes of its documents: which of them have to be there, and
//! what their values may be.

use super::Pattern;

/// What a project declares of attributes, in the order of their keys. Nothing, where it declares nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared(Vec<Declaration>);

/// Nothing is declared.
pub(super) static NOTHING: Declared = Declared(Vec::new());

/// What is declared of one attribute. A value has to be all that is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// Its key.
    pub key: String,
    /// Whether every document has to have it. None: nothing is said of that.
    pub required: Option<bool>,
    /// The values that it may have, if these are listed.
    pub one_of: Option<Vec<String>>,
    /// What its value is.
    pub format: Option<Format>,
    /// What its value looks like.
    pub pattern: Option<Pattern>,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A day of the calendar, perhaps with a time, as RFC 3339 has them.
    Date,
    /// The whole address of something on the web.
    Url,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Date, Self::Url];

    /// The name, as it is written in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Url => "url",
        }
    }
}

impl Declaration {
    /// Whether every document has to have the attribute.
    pub fn is_required(&self) -> bool {
        self.required == Some(true)
    }

    /// Whether something is said of its values.
    pub fn has_values(&self) -> bool {
        self.one_of.is_some() || self.format.is_some() || self.pattern.is_some()
    }

    /// Takes over what `later` says of the same attribute. What it does not speak of stays.
    fn change(&mut self, later: &Self) {
        self.required = later.required.or(self.required);
        self.one_of = later.one_of.clone().or(self.one_of.take());
        self.format = later.format.or(self.format);
        self.pattern = later.pattern.clone().or(self.pattern.take());
    }
}

impl Declared {
    /// The declarations, in the order of keys.
    pub fn all(&self) -> &[Declaration] {
        &self.0
    }

    /// What is declared of the attribute with this key.
    pub fn get(&self, key: &[u8]) -> Option<&Declaration> {
        let at = self.0.binary_search_by(|own| own.key.as_bytes().cmp(key)).ok()?;
        self.0.get(at)
    }

    /// Declares something more. What is said of an attribute that is declared already changes that in part.
    pub fn declare(&mut self, declaration: &Declaration) {
        match self.0.binary_search_by(|own| own.key.cmp(&declaration.key)) {
            Ok(at) => {
                if let Some(own) = self.0.get_mut(at) {
                    own.change(declaration);
                }
            }
            Err(at) => self.0.insert(at, declaration.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_later_changes_what_it_speaks_of() {
        let of = |key: &str| Declaration { key: key.to_owned(), ..Declaration::default() };
        let mut declared = Declared::default();
        let values = Some(vec!["AFP".to_owned()]);
        declared.declare(&Declaration { required: Some(true), one_of: values.clone(), ..of("source") });
        declared.declare(&Declaration { format: Some(Format::Date), ..of("date") });
        declared.declare(&Declaration { required: Some(false), ..of("source") });
        let keys: Vec<&str> = declared.all().iter().map(|own| own.key.as_str()).collect();
        assert_eq!(keys, ["date", "source"]);
        let source = declared.get(b"source").expect("a declaration");
        assert!(!source.is_required() && source.one_of == values);
        assert_eq!(declared.get(b"lang"), None);
    }
}
