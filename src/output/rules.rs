//! stub
use super::Style;
use crate::rule::RuleMeta;
use std::io::{self, Write};
/// Writes the documentation of a rule, for `explain`.
pub fn explain(_rule: &RuleMeta, _style: Style, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
/// Writes a table of rules.
pub fn rules(_rules: &[&RuleMeta], _style: Style, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
/// Writes rules as one JSON document.
pub fn rules_json(_rules: &[&RuleMeta], _version: &str, _out: &mut dyn Write) -> io::Result<()> {
    Ok(())
}
