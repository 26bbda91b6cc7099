//! What `git status --porcelain=v2` says of the work tree, with NUL bytes (`git help status`).
//!
//! `git diff` would tell the same, and writes the index where files look changed and are not. `git status` does not,
//! where it is told so.

use super::ChangesError;
use super::raw::{Kind, Record};

/// The files that are not in the work tree as they are in the index. What they are is said of the work tree.
pub(super) fn records(output: &[u8]) -> Result<Vec<Record<'_>>, ChangesError> {
    let lines = output.split(|&byte| byte == 0).filter(|line| !line.is_empty());
    let mut records = Vec::new();
    // Headers are there where the user has set that they be there.
    for entry in lines.filter(|line| !line.starts_with(b"# ")) {
        let (differs, record) = record(entry).ok_or(ChangesError::Unexpected)?;
        if differs {
            records.push(record);
        }
    }
    Ok(records)
}

/// `1 XY sub mH mI mW hH hI path` or `u XY sub m1 m2 m3 mW h1 h2 h3 path`: whether it differs in the work tree, and what
/// it is there.
fn record(entry: &[u8]) -> Option<(bool, Record<'_>)> {
    let (before, mode_at) = match entry.first()? {
        b'1' => (8, 5),
        b'u' => (10, 6),
        _ => return None,
    };
    let mut fields = entry.splitn(before + 1, |&byte| byte == b' ');
    let mut mode = None;
    let mut status = None;
    for at in 0..before {
        let field = fields.next()?;
        match at {
            1 => status = Some(field),
            _ if at == mode_at => mode = std::str::from_utf8(field).ok(),
            _ => {}
        }
    }
    let path = fields.next().filter(|path| !path.is_empty())?;
    let [_, of_work_tree] = *status? else { return None };
    // Where nothing is, the mode is zeros.
    let kind = match mode? {
        "000000" => Kind::Nothing,
        mode => Kind::of_mode(mode)?,
    };
    Some((of_work_tree != b'.', Record { kind, object: "", path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_in_the_work_tree_is_told_and_nothing_else() {
        let output = b"# branch.oid x\0\
            1 .M N... 100644 100644 100644 aa aa a b\nc\0\
            1 M. N... 100644 100644 100644 aa bb staged\0\
            1 AD N... 000000 100644 000000 00 bb gone\0\
            1 .T N... 100644 100644 120000 aa aa link\0\
            1 .M SC.. 160000 160000 160000 aa aa sub\0\
            u UU N... 100644 100644 100644 100644 aa bb cc merged\0";
        let records = records(output).expect("it is a status");
        let told: Vec<_> = records.iter().map(|record| (record.kind, record.path)).collect();
        assert_eq!(
            told,
            [
                (Kind::File, &b"a b\nc"[..]),
                (Kind::Nothing, b"gone"),
                (Kind::Link, b"link"),
                (Kind::Repository, b"sub"),
                (Kind::File, b"merged"),
            ]
        );
    }

    #[test]
    fn what_git_never_says_is_refused() {
        for wrong in [&b"x\0"[..], b"1 .M\0", b"1 M N... 100644 100644 100644 a a x\0", b"2 R. N... x\0"] {
            assert!(records(wrong).is_err(), "{}", String::from_utf8_lossy(wrong));
        }
        assert_eq!(records(b"").expect("nothing"), []);
    }
}
