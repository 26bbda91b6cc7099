//! Parsers for the values of options, whose errors speak to users where clap's would speak of Rust types.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use corplint::config::FailOn;
use corplint::diagnostic::Severity;
use corplint::output::{Format, UnknownFormat};

use super::super::STANDARD;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(argument: FailOnArg) -> Self {
        Self(match argument {
            FailOnArg::Error => Some(Severity::Error),
            FailOnArg::Warning => Some(Severity::Warning),
            FailOnArg::Info => Some(Severity::Info),
            FailOnArg::Never => None,
        })
    }
}

/// The formats by their names, each with what it is.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.summary()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Format>())
}

/// A report and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputArg {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl OutputArg {
    pub(super) fn parse(argument: &str) -> Result<Self, String> {
        let (format, path) = argument.split_once('=').unwrap_or((argument, ""));
        let format = format.parse().map_err(|error: UnknownFormat| error.to_string())?;
        if path.is_empty() {
            return Err(format!("it is not said where to; write `{format}=FILE`"));
        }
        Ok(Self { format, path: path.into() })
    }
}

/// A number of threads.
pub(super) fn threads(text: &str) -> Result<u16, String> {
    let number = text.parse::<u16>().ok().filter(|number| *number > 0);
    number.ok_or_else(|| format!("write a number from 1 to {}", u16::MAX))
}

/// How many of something.
pub(super) fn count<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "write a whole number, such as 20".to_owned())
}

/// A file or folder that is written to or kept, and so can be no stream. `-` is refused: it stands for standard input or
/// output where that is possible, and whoever wrote it does not mean a file of this name.
pub(super) fn place() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let is_stream = path.as_os_str() == STANDARD;
        if is_stream { Err("it has to be a file or folder; write `./-` for one of this name") } else { Ok(path) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_goes_to_a_file() {
        let parsed = OutputArg::parse("sarif=a=b.sarif");
        assert_eq!(parsed, Ok(OutputArg { format: Format::Sarif, path: "a=b.sarif".into() }));
        for wrong in ["sarif", "sarif=", "=x", "yaml=x", "x.sarif"] {
            assert!(OutputArg::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn threads_are_counted_from_one() {
        assert_eq!(threads("4"), Ok(4));
        for wrong in ["0", "-1", "x", "", "65536", "1.5"] {
            assert_eq!(threads(wrong), Err("write a number from 1 to 65535".to_owned()), "{wrong}");
        }
    }
}
