//! The tables `[attributes]`: what a project declares of the attributes of its documents.

use super::file::{Entry, Reader, entries};
use super::keys;
use crate::rule::{Declaration, Format, NoPattern, Pattern};

/// A key that documents may have, and that nobody means who declares it.
const ID: &str = "id";

impl Reader {
    /// What is declared of attributes, by their keys.
    pub(super) fn attributes(&mut self, value: Entry<'_, '_>) -> Vec<Declaration> {
        let Some(table) = value.get_ref().as_table() else {
            let help = "write `[attributes]`, and below it what is declared of each, such as `lang.required = true`";
            self.problem(value, "expected a table", Some(help.to_owned()));
            return Vec::new();
        };
        let mut declarations = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if name == ID {
                // Whoever wants to say what ids look like would not see that nobody looks at them.
                let help = "`missing-id` and `duplicate-id` look at ids; nothing can be declared of them".to_owned();
                self.problem_at(key.span(), "the id of a document is no attribute".to_owned(), Some(help));
            } else if is_key(name) {
                declarations.extend(self.declaration(name, value));
            } else {
                let lower = name.trim().to_ascii_lowercase().replace(' ', "-");
                let help = if is_key(&lower) {
                    format!("did you mean `{lower}`?")
                } else {
                    "a key has lower-case letters of ASCII, digits, `_`, `-` and `.`, a letter first".to_owned()
                };
                let message = format!("no attribute can have the key `{}`", name.escape_debug());
                self.problem_at(key.span(), message, Some(help));
            }
        }
        declarations
    }

    fn declaration(&mut self, key: &str, value: Entry<'_, '_>) -> Option<Declaration> {
        let known = keys::names(keys::DECLARATION);
        let Some(table) = value.get_ref().as_table() else {
            let first = value.get_ref().as_array().and_then(|array| array.first()?.get_ref().as_str());
            let help = match (value.get_ref().as_bool(), first) {
                (Some(flag), _) => format!("write `{} = {{ required = {flag} }}`", in_toml(key)),
                // As the list `required` of a JSON schema.
                (None, Some(first)) if is_key(first) => {
                    format!("each attribute is declared by itself: `{}.required = true`", in_toml(first))
                }
                (None, _) => format!("as in `{} = {{ required = true }}`", in_toml(key)),
            };
            self.problem(value, format!("expected what is declared of `{key}`, as a table"), Some(help));
            return None;
        };
        // To TOML, a key with a full stop is a table in a table.
        let is_inner = |inner: &str, value: Entry<'_, '_>| !known.contains(&inner) && value.get_ref().is_table();
        if let Some((inner, _)) = table.iter().find(|(inner, value)| is_inner(inner.get_ref(), value)) {
            let whole = format!("{key}.{}", inner.get_ref());
            let help = format!("a key with a full stop is written in quotation marks: `{}`", in_toml(&whole));
            let message = format!("`{}` is nothing that can be declared of `{key}`", inner.get_ref().escape_debug());
            self.problem_at(inner.span(), message, Some(help));
            return None;
        }
        self.unknown_keys(table, &known);
        if table.is_empty() {
            let help = "say `required`, `enum`, `format` or `pattern`, or take it out".to_owned();
            self.problem(value, format!("nothing is declared of `{key}`"), Some(help));
        }
        let mut declaration = Declaration { key: key.to_owned(), ..Declaration::default() };
        for (key, value) in entries(table) {
            match key {
                "required" => declaration.required = self.flag(value),
                "enum" => declaration.one_of = Some(self.values(value)),
                "format" => declaration.format = self.format(value),
                "pattern" => declaration.pattern = self.pattern(value),
                _ => {}
            }
        }
        Some(declaration)
    }

    fn flag(&mut self, value: Entry<'_, '_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.problem(value, "expected `true` or `false`, without quotation marks", None);
        }
        flag
    }

    /// The values that an attribute may have: a list with something in it. An empty value is no value.
    fn values(&mut self, value: Entry<'_, '_>) -> Vec<String> {
        let strings = self.strings(value);
        if value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
            let help = "list the values, or take it out".to_owned();
            self.problem(value, "no value would be right", Some(help));
        }
        for (value, _) in strings.iter().filter(|(_, text)| text.is_empty()) {
            let help = "an attribute that may be left out is one without `required`".to_owned();
            self.problem(value, "an empty value counts as none", Some(help));
        }
        strings.into_iter().map(|(_, text)| text).collect()
    }

    fn format(&mut self, value: Entry<'_, '_>) -> Option<Format> {
        let name = self.one_of(value, keys::FORMATS)?;
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    fn pattern(&mut self, value: Entry<'_, '_>) -> Option<Pattern> {
        let Some(text) = value.get_ref().as_str().filter(|text| !text.is_empty()) else {
            self.problem(value, "expected a regular expression, as a string", None);
            return None;
        };
        match Pattern::new(text) {
            Ok(pattern) => Some(pattern),
            Err(NoPattern { reason, span }) => {
                let part = span.and_then(|span| text.get(span)).filter(|part| !part.is_empty() && *part != text);
                let part = part.map(|part| format!(" at `{}`", visible(part))).unwrap_or_default();
                let message = format!("this cannot be used as a pattern: {reason}{part}");
                // TOML has escapes of its own, which are gone here.
                let help = text.contains(char::is_control).then(|| BACKSLASHES.to_owned());
                self.problem(value, message, help);
                None
            }
        }
    }
}

/// Whether an attribute can have this key, by the grammar of marker lines.
fn is_key(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-.".contains(&byte))
}

/// What is said where a pattern has fewer backslashes than were written.
pub(super) const BACKSLASHES: &str = "in quotation marks a backslash is for TOML: put the text between apostrophes";

/// `text` with escapes for what cannot be seen, and only for that: a backslash of a pattern is one.
fn visible(text: &str) -> String {
    let mut visible = String::new();
    for character in text.chars() {
        if character.is_control() {
            visible.extend(character.escape_debug());
        } else {
            visible.push(character);
        }
    }
    visible
}

/// A key as it is written in TOML.
fn in_toml(key: &str) -> String {
    if key.contains('.') { format!("\"{key}\"") } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use crate::syntax::Marker;

    fn problem(text: &str) -> (String, String, String) {
        let text = format!("[attributes]\n{text}");
        let problems = parse(&text).expect_err("a mistake");
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        let quote = text.get(problem.span.clone()).expect("a place in the text");
        (quote.to_owned(), problem.message.clone(), problem.help.clone().unwrap_or_default())
    }

    fn told(text: &str, quote: &str, message: &str, help: &str) {
        assert_eq!(problem(text), (quote.to_owned(), message.to_owned(), help.to_owned()), "{text}");
    }

    #[test]
    fn everything_that_can_be_declared_is_read() {
        let text = "[attributes]\nlang.required = true\nurl = { format = \"url\", required = false }\n\
                    \"x.id\".pattern = '[0-9]{6}'\n[attributes.source]\nenum = [\"AFP\", \"Le Courrier\"]";
        let config = parse(text).expect("a configuration");
        let [lang, source, url, id] = config.attributes.as_slice() else { panic!("{:?}", config.attributes) };
        assert_eq!((lang.key.as_str(), lang.required, id.key.as_str()), ("lang", Some(true), "x.id"));
        assert_eq!(source.one_of.as_deref(), Some(&["AFP".to_owned(), "Le Courrier".to_owned()][..]));
        assert_eq!((url.format, url.required), (Some(Format::Url), Some(false)));
        assert_eq!(id.pattern.as_ref().map(Pattern::as_str), Some("[0-9]{6}"));
    }

    #[test]
    fn formats_have_the_names_that_are_read() {
        assert_eq!(Format::ALL.map(Format::name), keys::FORMATS);
    }

    /// What is a key here is one on a marker line.
    #[test]
    fn keys_are_those_of_marker_lines() {
        for key in
            ["lang", "x.id", "a-b_c9", "a.", "Lang", "9a", "", "é", "a b", "a=b", "lang\n", "_a", "x-", "\u{212A}"]
        {
            let line = format!("<<<FILE>>> a {key}=1");
            let marker = Marker::parse(line.as_bytes()).expect("a marker line");
            let is_read = marker.attributes.iter().any(|attribute| &*attribute.key == key.as_bytes());
            assert_eq!(is_key(key), is_read, "{key:?}");
        }
    }

    #[test]
    fn mistakes_point_at_their_place() {
        let quoted = "a key with a full stop is written in quotation marks: `\"x.id\"`";
        told("x.id.pattern = \"a\"", "id", "`id` is nothing that can be declared of `x`", quoted);
        told("Source.required = true", "Source", "no attribute can have the key `Source`", "did you mean `source`?");
        let form = "a key has lower-case letters of ASCII, digits, `_`, `-` and `.`, a letter first";
        told("\"é\".required = true", "\"é\"", "no attribute can have the key `é`", form);
        assert_eq!(problem("id.pattern = \"[0-9]+\"").1, "the id of a document is no attribute");
        let table = "expected what is declared of `lang`, as a table";
        told("lang = true", "true", table, "write `lang = { required = true }`");
        told("lang = \"required\"", "\"required\"", table, "as in `lang = { required = true }`");
        told("lang.require = true", "require", "unknown key `require`", "did you mean `required`?");
        told("lang.required = \"yes\"", "\"yes\"", "expected `true` or `false`, without quotation marks", "");
        let nothing = "say `required`, `enum`, `format` or `pattern`, or take it out";
        told("lang = {}", "{}", "nothing is declared of `lang`", nothing);
        told("a.enum = []", "[]", "no value would be right", "list the values, or take it out");
        told("a.enum = \"b\"", "\"b\"", "expected a list of strings", "write `[\"b\"]`");
        assert_eq!(problem("a.enum = [\"b\", \"\"]").1, "an empty value counts as none");
        told("a.format = \"uri\"", "\"uri\"", "expected one of `date` and `url`", "did you mean `url`?");
        let unclosed = "this cannot be used as a pattern: unclosed group at `(`";
        told("a.pattern = \"x(y\"", "\"x(y\"", unclosed, "");
        assert_eq!(problem("a.pattern = \"\"").1, "expected a regular expression, as a string");
        assert_eq!(problem("a.pattern = \"(\\b\"").2, BACKSLASHES);
        let reference = problem(r"a.pattern = '(b)\1'").1;
        assert_eq!(reference, r"this cannot be used as a pattern: backreferences are not supported at `\1`");
        let alone = "each attribute is declared by itself: `lang.required = true`";
        let table = "expected what is declared of `required`, as a table";
        told("required = [\"lang\"]", "[\"lang\"]", table, alone);
        let escape = parse("[attributes]\na.pattern = \"\\d\"").expect_err("a mistake");
        assert_eq!(escape.first().and_then(|problem| problem.help.as_deref()), Some(BACKSLASHES));
        assert!(parse("attributes = true").is_err() && parse("attributes = []").is_err());
    }
}
