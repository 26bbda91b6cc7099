//! Reads the word lists that are embedded in the program.
//!
//! They are written in TOML, for people, and read whenever the program starts, also for a hook that checks one file. So
//! they are not read by a parser of all of TOML, which can say what is wrong and where and takes ten times as long, but
//! by one of what they have: tables, and lists of strings. That both read the same is for a test.

use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};

/// The data of a file. None if it has anything but tables and lists of strings, or is not what was asked for.
///
/// There are no escapes in it, so that nothing is copied: a string with quotation marks in it stands between apostrophes.
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    if memchr::memchr(b'\\', text.as_bytes()).is_some() {
        return None;
    }
    T::deserialize(Reader(text).file()?).ok()
}

/// What a key stands for.
#[derive(Debug)]
enum Value<'de> {
    Text(&'de str),
    List(Vec<Self>),
    Table(Vec<(&'de str, Self)>),
}

/// What is left to be read.
struct Reader<'de>(&'de str);

impl<'de> Reader<'de> {
    fn file(mut self) -> Option<Value<'de>> {
        let mut tables = Vec::new();
        let (mut name, mut table) = (None, Vec::new());
        self.skip();
        while !self.0.is_empty() {
            if let Some(rest) = self.0.strip_prefix('[') {
                let (next, rest) = rest.split_once(']')?;
                self.0 = rest;
                match name.replace(next) {
                    Some(name) => tables.push((name, Value::Table(std::mem::take(&mut table)))),
                    None => tables.append(&mut table),
                }
            } else {
                let (key, rest) = self.0.split_once('=')?;
                self.0 = rest;
                self.skip();
                table.push((key.trim_end(), self.value()?));
            }
            self.skip();
        }
        match name {
            Some(name) => tables.push((name, Value::Table(table))),
            None => tables.append(&mut table),
        }
        Some(Value::Table(tables))
    }

    fn value(&mut self) -> Option<Value<'de>> {
        if let Some(rest) = self.0.strip_prefix('"') {
            self.0 = rest;
            return self.text(b'"').map(Value::Text);
        }
        if let Some(rest) = self.0.strip_prefix('\'') {
            self.0 = rest;
            return self.text(b'\'').map(Value::Text);
        }
        self.0 = self.0.strip_prefix('[')?;
        let mut list = Vec::new();
        loop {
            self.skip();
            if let Some(rest) = self.0.strip_prefix(']') {
                self.0 = rest;
                return Some(Value::List(list));
            }
            list.push(self.value()?);
            self.skip();
            self.0 = self.0.strip_prefix(',').unwrap_or(self.0);
        }
    }

    /// A string, from behind its first quotation mark, which is `mark`.
    fn text(&mut self, mark: u8) -> Option<&'de str> {
        let end = memchr::memchr(mark, self.0.as_bytes())?;
        let (text, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix(char::from(mark))?;
        Some(text)
    }

    /// Passes over white space and comments.
    fn skip(&mut self) {
        self.0 = self.0.trim_ascii_start();
        while self.0.starts_with('#') {
            let line = memchr::memchr(b'\n', self.0.as_bytes()).unwrap_or(self.0.len());
            self.0 = self.0.get(line..).unwrap_or_default().trim_ascii_start();
        }
    }
}

impl<'de> IntoDeserializer<'de> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Self::Table(table) => visitor.visit_map(MapDeserializer::new(table.into_iter())),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_toml_says() {
        let text = r#"# A comment.
            months = [["may"], [  # one of two
                "june", "jun",
            ],]
            empty = []

            [first-table]
            word = 'x "y" z'
            [second] # behind it
            list = ["a # b", "[c]", "", "é"]
            [third]
        "#;
        assert_eq!(read::<toml::Value>(text), toml::from_str(text).ok());
        assert_eq!(read::<toml::Value>("a = [\"b\"]"), toml::from_str("a = [\"b\"]").ok());
        assert_eq!(read::<toml::Value>(""), toml::from_str("").ok());
    }

    #[test]
    fn what_lists_do_not_have_is_not_read() {
        for text in ["a = 1", "a", "[a", "a = [\"b\"", "a = \"b", "a = \"\\n\"", "a = '\\'", "a = \"\\", "= = ="] {
            assert_eq!(read::<toml::Value>(text), None, "{text}");
        }
    }
}
