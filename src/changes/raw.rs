//! The raw output format of `git diff`, with NUL bytes (`git help diff-format`).

use super::ChangesError;

/// A file of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) kind: Kind,
    /// The name of its bytes in the repository; nothing or zeros if they are not there.
    pub(super) object: &'a str,
    /// Its path from the top of the work tree, with `/` between the parts.
    pub(super) path: &'a [u8],
}

/// What a file of a diff is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    /// A submodule.
    Repository,
    /// Not merged yet.
    Conflict,
    /// It is there no more.
    Nothing,
}

impl Kind {
    /// What a file of this mode is; none for a mode that there is not.
    pub(super) fn of_mode(mode: &str) -> Option<Self> {
        match mode {
            "120000" => Some(Self::Link),
            "160000" => Some(Self::Repository),
            "100644" | "100755" => Some(Self::File),
            _ => None,
        }
    }
}

/// The files of a diff without renames.
pub(super) fn records(output: &[u8]) -> Result<Vec<Record<'_>>, ChangesError> {
    let mut records = Vec::new();
    let mut fields = output.split(|&byte| byte == 0);
    while let Some(head) = fields.next().filter(|head| !head.is_empty()) {
        let path = fields.next().filter(|path| !path.is_empty());
        let record = path.and_then(|path| record(head, path)).ok_or(ChangesError::Unexpected)?;
        records.push(record);
    }
    Ok(records)
}

/// `:100644 100644 <object> <object> M`
fn record<'a>(head: &'a [u8], path: &'a [u8]) -> Option<Record<'a>> {
    let head = std::str::from_utf8(head.strip_prefix(b":")?).ok()?;
    let mut fields = head.split(' ');
    let (_, mode, _, object, status) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let is_name = !object.is_empty() && object.bytes().all(|byte| byte.is_ascii_hexdigit());
    let kind = match (status, mode) {
        ("U", _) => Kind::Conflict,
        ("D", "000000") => Kind::Nothing,
        (_, mode) => Kind::of_mode(mode)?,
    };
    (is_name && fields.next().is_none()).then_some(Record { kind, object, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_is_read_and_what_it_never_says_is_refused() {
        let output = b":100644 100644 aa bb M\0a\nb\0:000000 160000 00 cc A\0sub\0:0 0 00 00 U\0c\0";
        let records = records(output).expect("it is a diff");
        let told: Vec<_> = records.iter().map(|record| (record.kind, record.object, record.path)).collect();
        assert_eq!(
            told,
            [(Kind::File, "bb", &b"a\nb"[..]), (Kind::Repository, "cc", b"sub"), (Kind::Conflict, "00", b"c")]
        );
        for wrong in [
            &b"a\0"[..],
            b":100644 100644 aa bb M\0",
            b":100644 100644 aa --x M\0a\0",
            b":100644 100644 aa bb M x\0a\0",
            b":100644 000000 aa bb M\0a\0",
        ] {
            assert!(super::records(wrong).is_err(), "{}", String::from_utf8_lossy(wrong));
        }
    }
}
