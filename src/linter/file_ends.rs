//! What the last lines of files state, and what of it can only be known by reading the files again.

use std::io::{self, Read as _};
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::document_reader::FileIndex;
use super::{Failure, Survey};
use crate::facts::file_end::FileEnd;
use crate::integrity::checksum_of;
use crate::source::Source;

/// The last lines of `files` that state something, in order. Files of which they state a checksum are read again, since
/// until its end no file says whether it has one.
pub(super) fn of_files(sources: &[Arc<Source>], files: &[FileIndex], survey: &mut Survey) -> Vec<FileEnd> {
    let stating: Vec<(&Arc<Source>, &FileEnd)> =
        sources.iter().zip(files).filter_map(|(source, file)| Some((source, file.end.as_deref()?))).collect();
    let read = |(source, end): (&Arc<Source>, &FileEnd)| -> (FileEnd, Option<Failure>) {
        let checksum = end.stated_checksum.as_ref().map(|_| checksum(source, end)).transpose();
        let failure = |error| Failure { source: Arc::clone(source), error };
        let (checksum, failure) = checksum.map_or_else(|error| (None, Some(failure(error))), |sum| (sum, None));
        (FileEnd { checksum, ..end.clone() }, failure)
    };
    let (ends, failures): (Vec<FileEnd>, Vec<Option<Failure>>) = stating.into_par_iter().map(read).unzip();
    survey.failures.extend(failures.into_iter().flatten());
    ends
}

/// The SHA-256 of every byte before the line.
fn checksum(source: &Source, end: &FileEnd) -> io::Result<String> {
    checksum_of(source.open()?.take(end.place.offset()))
}
