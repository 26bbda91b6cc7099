//! `template-variable`

use memchr::memmem;

use crate::document::Document;
use crate::lang::knowledge;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::code::{is_marked, marked_code};
use crate::rules::subject::Mentions;
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags places of a template that were never filled in: `{{name}}`, `${title}`, `%s`, `[object Object]`.
    ///
    /// ## Why
    ///
    /// The page was taken before its program had filled it in, or by a program that cannot: a name, a number or a whole
    /// paragraph is missing there, and what stands in its place means nothing.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// {{count}} people have read this story about the old bridge.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Twelve people have read this story about the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// `{{…}}` and `${…}` with at most 40 bytes of letters, digits and `_ . - | #` and spaces in them; `%s` and `%d`,
    /// also numbered as in `%1$s`, with white space or the start of the line before them and no letter or digit
    /// behind; `[object Object]`; and lines that are nothing but `undefined`, `NaN` or `null`.
    ///
    /// ## Exceptions
    ///
    /// What stands in backticks, or between lines that begin with three of them, is left alone. So is a document that
    /// speaks of `printf`, of Jinja or another template engine, of format strings or of curly braces, and a place that
    /// stands at most 600 bytes and one line away from a word that says what it is: a template, a placeholder, "is
    /// replaced by", "stands for"; `[object Object]` near to JavaScript or JSON. Another text about programs is reported:
    /// exempt it with `allow=template-variable`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what should stand there is not in the file.
    TemplateVariable {
        id: "template-variable",
        category: Quality,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A longer name is a piece of a program. In bytes.
const LONGEST: usize = 40;

/// What programs write where they have nothing to write, as whole lines.
const NOTHINGS: [&[u8]; 3] = [b"undefined", b"NaN", b"null"];

/// Who names one of these writes about templates or programs, and shows what they are made of. Words of languages are in
/// their files.
const SUBJECT: &[&str] =
    &["printf", "sprintf", "fprintf", "jinja*", "handlebars.js", "mustache.js", "vue.js", "angularjs"];

/// Who writes so says where `[object Object]` comes from.
const NEAR_OBJECT: &[&str] = &["javascript", "json", "tostring", "console"];

impl DocumentRule for TemplateVariable {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        let bytes = document.body().of(document.bytes());
        let base = document.body().start;
        let mut found = Vec::new();
        if set.contains(b'{') && set.contains(b'}') {
            found.extend(memchr::memchr_iter(b'{', bytes).filter_map(|at| in_braces(bytes, at)));
        }
        if set.contains(b'%') {
            found.extend(memchr::memchr_iter(b'%', bytes).filter_map(|at| conversion(bytes, at)));
        }
        if set.contains(b'[') {
            let object: &[u8] = b"[object Object]";
            found.extend(memmem::find_iter(bytes, object).map(|at| Span::new(at, at + object.len())));
        }
        let mut found: Vec<Span> = found.into_iter().map(|span| span.shifted(base)).collect();
        let lengths = NOTHINGS.map(<[u8]>::len);
        let lines = document.lines().iter().filter(|line| lengths.contains(&line.span.len()));
        found.extend(lines.map(|line| line.span).filter(|span| NOTHINGS.contains(&span.of(document.bytes()))));
        found.sort_unstable();
        let code = if found.is_empty() { Vec::new() } else { marked_code(document) };
        found.retain(|span| !is_marked(&code, span.start));
        let subjects = &knowledge().subjects;
        if found.is_empty() || !Mentions::of(document, SUBJECT, &subjects.templates).is_empty() {
            return;
        }
        let (near, objects) =
            (Mentions::of(document, &[], &subjects.placeholders), Mentions::of(document, NEAR_OBJECT, &[]));
        let is_object = |span: &Span| span.of(document.bytes()).starts_with(b"[");
        found.retain(|span| !(near.are_near(span.start) || is_object(span) && objects.are_near(span.start)));
        for span in found {
            let written = shown(span.of(document.bytes()));
            report
                .finding(span, format!("`{written}` was never filled in"))
                .label("something should stand here")
                .help("fetch the text again, with a program that waits until the page is complete");
        }
    }
}

/// `{{name}}` or `${name}`, whose first or only `{` is at `at`.
fn in_braces(bytes: &[u8], at: usize) -> Option<Span> {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
    let (start, open, close): (usize, usize, &[u8]) = match (before, bytes.get(at + 1)) {
        (Some(b'$'), _) => (at - 1, at + 1, b"}"),
        (Some(b'{' | b'`'), _) => return None,
        (_, Some(b'{')) => (at, at + 2, b"}}"),
        _ => return None,
    };
    if start.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'`') {
        return None;
    }
    let rest = Span::new(open, (open + LONGEST + close.len()).min(bytes.len())).of(bytes);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-|# ".contains(byte);
    let length = rest.iter().take_while(|byte| is_name(byte)).count();
    let name = rest.get(..length)?;
    let ends = rest.get(length..)?.starts_with(close) && name.iter().any(u8::is_ascii_alphanumeric);
    ends.then(|| Span::new(start, open + length + close.len()))
}

/// `%s`, `%d` or `%1$s` at `at`, standing alone.
fn conversion(bytes: &[u8], at: usize) -> Option<Span> {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let rest = bytes.get(at + 1..)?;
    let number = match rest {
        [b'1'..=b'9', b'$', ..] => 2,
        _ => 0,
    };
    let is_conversion = matches!(rest.get(number), Some(b's' | b'd'));
    let after = rest.get(number + 1);
    let alone = before.is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'"' | b'('))
        && after.is_none_or(|byte| byte.is_ascii_whitespace() || b".,;:!?)\"".contains(byte));
    (is_conversion && alone).then(|| Span::new(at, at + number + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let bytes = text.as_bytes();
        let span = (0..bytes.len()).find_map(|at| match bytes[at] {
            b'{' => in_braces(bytes, at),
            b'%' => conversion(bytes, at),
            _ => None,
        });
        text.get(span?.range())
    }

    #[test]
    fn what_was_not_filled_in_is_found() {
        for text in ["{{name}}", "{{ user.name }}", "{{1}}", "${title}", "%s", "%d", "%1$s"] {
            assert_eq!(found(&format!("by {text} today")), Some(text));
            assert_eq!(found(text), Some(text));
        }
    }

    #[test]
    fn what_only_looks_so_is_left_alone() {
        let brace = "{{".repeat(40);
        for text in
            ["50 %stark", "100%s", "20 % der", "{a}", "{{}}", "$ {x}", "`{{x}}`", "`${x}`", "%sx", "{{a}", &brace]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
