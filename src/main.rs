//! The command `corplint`. Everything that it does is in the library; here are the command line, what is printed, and
//! the exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
