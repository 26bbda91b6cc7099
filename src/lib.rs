//! corplint
pub mod span;
pub mod syntax;
