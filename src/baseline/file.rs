//! The file of a baseline: one JSON document on each line, sorted, so that what is accepted and what no longer is can be
//! read in a diff. Whoever writes it makes it harmless; here it is read.

use std::fmt;

use serde::Deserialize;

use super::{Baseline, Entry, Subject};
use crate::diagnostic::Fingerprint;

/// The version of the file.
pub const VERSION: u32 = 1;

/// The key of the first line, of which the value is the version.
pub const HEADER: &str = "corplint-baseline";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(rename = "corplint-baseline")]
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    document: Option<Box<str>>,
    file: Option<Box<str>>,
    rule: Box<str>,
    fingerprint: Box<str>,
    #[serde(default = "one")]
    count: u32,
}

const fn one() -> u32 {
    1
}

/// A line of a file that is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for BadLine {}

impl Baseline {
    /// Reads the text of a file. What cannot be read accepts nothing, so one bad line is an error of the whole.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let bad = |line: usize, reason: String| BadLine { line, reason };
        let (number, first) = lines
            .next()
            .ok_or_else(|| bad(1, format!("it is empty; a baseline begins with {{\"{HEADER}\":{VERSION}}}")))?;
        let header: Header = serde_json::from_str(first)
            .map_err(|_| bad(number, format!("a baseline begins with {{\"{HEADER}\":{VERSION}}}")))?;
        if header.version != VERSION {
            let reason = format!("it is of version {}, and this corplint knows version {VERSION}", header.version);
            return Err(bad(number, reason));
        }
        let mut entries = Vec::new();
        for (number, line) in lines {
            entries.push(entry(line).map_err(|reason| bad(number, reason))?);
        }
        Ok(Self::new(entries))
    }
}

fn entry(line: &str) -> Result<Entry, String> {
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
        return Err("a conflict of two versions has to be resolved first; keep the lines of both".to_owned());
    }
    let Line { document, file, rule, fingerprint, count } =
        serde_json::from_str(line).map_err(|error| without_place(&error.to_string()))?;
    let document = match (document, file) {
        (Some(id), None) => Subject::Document(id.into()),
        (None, Some(name)) => Subject::File(name),
        (None, None) => Subject::Nameless,
        (Some(_), Some(_)) => return Err("it is about a `document` and a `file` at once".to_owned()),
    };
    let fingerprint = read_fingerprint(&fingerprint).ok_or("the `fingerprint` is not 32 hexadecimal digits")?;
    if count == 0 {
        return Err("a `count` of 0 accepts nothing; take the line out".to_owned());
    }
    Ok(Entry { document, rule, fingerprint, count })
}

/// What serde says, without the place in a line that it takes for a whole text.
fn without_place(error: &str) -> String {
    error.rsplit_once(" at line ").map_or(error, |(reason, _)| reason).to_owned()
}

fn read_fingerprint(text: &str) -> Option<Fingerprint> {
    if text.len() != 32 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    u128::from_str_radix(text, 16).ok().map(|number| Fingerprint(number.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "{\"corplint-baseline\":1}\n";

    fn error(text: &str) -> String {
        Baseline::parse(text).expect_err("a mistake").to_string()
    }

    #[test]
    fn entries_are_read() {
        let number = "000102030405060708090a0b0c0d0e0f";
        let text = format!(
            "{HEAD}{{\"document\":\"a\",\"rule\":\"x\",\"fingerprint\":\"{number}\",\"count\":2}}\r\n\n\
             {{\"file\":\"b.corpus\",\"rule\":\"y\",\"fingerprint\":\"{}\"}}\n",
            "f".repeat(32),
        );
        let baseline = Baseline::parse(&text).expect("a baseline");
        let bytes: [u8; 16] = std::array::from_fn(|index| u8::try_from(index).expect("it is small"));
        assert_eq!(baseline.find(Fingerprint(bytes)), Some((0, 2)));
        let [first, second] = baseline.entries() else { panic!("{baseline:?}") };
        assert_eq!(
            (&first.document, first.fingerprint.to_string()),
            (&Subject::Document("a".into()), number.to_owned())
        );
        assert_eq!((&second.document, second.count), (&Subject::File("b.corpus".into()), 1));
        assert!(Baseline::parse(HEAD).expect("a baseline").is_empty());
    }

    #[test]
    fn what_is_no_baseline_accepts_nothing() {
        assert_eq!(error(""), "line 1: it is empty; a baseline begins with {\"corplint-baseline\":1}");
        assert_eq!(error("<<<FILE>>> a\n"), "line 1: a baseline begins with {\"corplint-baseline\":1}");
        assert_eq!(error("{\"corplint-baseline\":2}"), "line 1: it is of version 2, and this corplint knows version 1");
        let with = |line: &str| error(&format!("{HEAD}{line}\n"));
        assert!(with("<<<<<<< HEAD").starts_with("line 2: a conflict"));
        assert_eq!(with("{\"rule\":\"x\"}"), "line 2: missing field `fingerprint`");
        assert!(with("{\"rule\":\"x\",\"line\":1}").starts_with("line 2: unknown field `line`"));
        let entry = |fields: &str| with(&format!("{{\"rule\":\"x\",{fields}}}"));
        let good = "0".repeat(32);
        for wrong in ["0".repeat(31), "0".repeat(33), format!("+{}", "0".repeat(31)), "G".repeat(32)] {
            let message = entry(&format!("\"fingerprint\":\"{wrong}\""));
            assert_eq!(message, "line 2: the `fingerprint` is not 32 hexadecimal digits");
        }
        assert!(entry(&format!("\"fingerprint\":\"{good}\",\"count\":0")).contains("accepts nothing"));
        assert!(entry(&format!("\"fingerprint\":\"{good}\",\"document\":\"a\",\"file\":\"b\"")).contains("at once"));
    }
}
