//! What holds of a registry as a whole.
