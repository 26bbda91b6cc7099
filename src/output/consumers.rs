//! Every format, read as its consumer reads it.
