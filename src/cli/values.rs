//! What the values of options have to be, said in words where clap would say it in those of Rust.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};

/// A number of threads.
pub(super) fn threads(text: &str) -> Result<u16, String> {
    let number = text.parse::<u16>().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("write a number from 1 to {}", u16::MAX))
}

/// A file or folder that is written to or kept, and so can be no stream. `-` is refused: it stands for standard input or
/// output where that is possible, and whoever wrote it does not mean a file of this name.
pub(super) fn place() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_stream = path.as_os_str() == "-";
        if is_stream { Err("it has to be a file or folder; write `./-` for one of this name") } else { Ok(path) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_counted_from_one() {
        assert_eq!(threads("4"), Ok(4));
        for wrong in ["0", "-1", "x", "", "65536", "1.5"] {
            assert_eq!(threads(wrong), Err("write a number from 1 to 65535".to_owned()), "{wrong}");
        }
    }
}
