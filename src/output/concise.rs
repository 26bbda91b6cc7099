//! stub
use super::{Options, RunReport};
use std::io::{self, Write};
pub(super) fn write(_report: &RunReport<'_>, _options: &Options, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
