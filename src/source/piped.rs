//! What is piped in: it comes once, and is kept for those who want to read it again.

use std::fmt;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::SpooledTempFile;

/// How much is kept in memory before it goes to a file without a name, in bytes.
const IN_MEMORY: usize = 1 << 20;

/// A stream, and what has come of it so far.
pub(super) struct Piped {
    /// The stream, until somebody reads it.
    stream: Mutex<Option<Box<dyn Read + Send>>>,
    kept: Mutex<SpooledTempFile>,
}

impl Piped {
    /// A stream that is kept in `folder`.
    pub(super) fn new(stream: impl Read + Send + 'static, folder: &Path) -> Self {
        let kept = tempfile::spooled_tempfile_in(IN_MEMORY, folder);
        Self { stream: Mutex::new(Some(Box::new(stream))), kept: Mutex::new(kept) }
    }

    /// Whoever comes first reads the stream, and all others what was kept of it.
    pub(super) fn open(self: &Arc<Self>) -> Box<dyn Read + Send> {
        match lock(&self.stream).take() {
            Some(stream) => Box::new(Keeping { stream, piped: Arc::clone(self) }),
            None => self.open_at(0),
        }
    }

    /// Reads what was kept, from `offset` on.
    pub(super) fn open_at(self: &Arc<Self>, offset: u64) -> Box<dyn Read + Send> {
        Box::new(Kept { piped: Arc::clone(self), offset })
    }
}

impl fmt::Debug for Piped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Piped").finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a stream and keeps it.
struct Keeping {
    stream: Box<dyn Read + Send>,
    piped: Arc<Piped>,
}

impl Read for Keeping {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        let mut kept = lock(&self.piped.kept);
        kept.seek(SeekFrom::End(0))?;
        kept.write_all(into.get(..read).unwrap_or_default())?;
        Ok(read)
    }
}

/// Reads what was kept, beside other readers who are elsewhere in it.
struct Kept {
    piped: Arc<Piped>,
    offset: u64,
}

impl Read for Kept {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut kept = lock(&self.piped.kept);
        kept.seek(SeekFrom::Start(self.offset))?;
        let read = kept.read(into)?;
        self.offset += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_piped_in_can_be_read_again() {
        let bytes: Vec<u8> = (0..3 * IN_MEMORY).map(|number| number.to_le_bytes()[1]).collect();
        let folder = tempfile::tempdir().unwrap();
        let piped = Arc::new(Piped::new(io::Cursor::new(bytes.clone()), folder.path()));
        for _ in 0..2 {
            let mut read = Vec::new();
            piped.open().read_to_end(&mut read).unwrap();
            assert!(read == bytes);
        }
        let mut read = [0; 7];
        piped.open_at(IN_MEMORY as u64 + 5).read_exact(&mut read).unwrap();
        assert_eq!(read, bytes[IN_MEMORY + 5..][..7]);
    }
}
