//! Settings: which rules run where, and how bad their findings are.
//!
//! A configuration file is found by [`discover()`], read by [`parse`], and resolved, together with what the command
//! line says, into [`Settings`]. A configuration cannot run anything, and names no file to be read but that of the
//! baseline, which is refused if it is anything else; a mistake in it is an error that points at the place, never
//! something that is quietly passed over.

mod allowance;
mod attributes;
mod budget;
mod discover;
mod file;
mod globs;
mod keys;
mod levels;
mod rule_tables;
mod schema;
mod selector;
mod settings;
mod template;

pub use allowance::{Allowance, Allowances};
pub use budget::{Budget, Counted, Limit, Per, Share};
pub use discover::{Discovery, FILE_NAME, discover};
pub use file::{ConfigFile, FailOn, Override, Problem, parse};
pub use levels::Levels;
pub use schema::schema;
pub use selector::{Selector, UnknownSelector, suggest_rule};
pub use settings::{CommandLine, FileSettings, Here, Settings};
pub use template::template;

/// The largest configuration file that is read, in bytes. A larger one is no configuration.
pub const MAX_FILE_SIZE: u64 = 1 << 20;
