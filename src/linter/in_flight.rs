//! How much of a corpus is in memory at a time.

use std::sync::{Condvar, Mutex, PoisonError};

use rayon::current_num_threads;

/// Counts the bytes of the blocks that are being checked. A block is as large as its largest document; so that threads
/// do not take a large document each, nothing more is read as long as large ones are being checked.
#[derive(Debug)]
pub(super) struct InFlight {
    /// How many bytes may be there when more are read.
    most: u64,
    bytes: Mutex<u64>,
    landed: Condvar,
}

impl InFlight {
    /// Room for two blocks of the usual size for each thread.
    pub(super) fn of(block_size: usize) -> Self {
        let most = (block_size as u64).saturating_mul(2 * current_num_threads() as u64);
        Self { most, bytes: Mutex::new(0), landed: Condvar::new() }
    }

    /// Waits until more may be read. The blocks that are waited for are in other threads, which wait for nothing.
    pub(super) fn wait(&self) {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *bytes > self.most {
            bytes = self.landed.wait(bytes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A block of so many bytes is going to be checked.
    pub(super) fn start(&self, bytes: u64) {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) += bytes;
    }

    /// It was checked, and is no longer in memory.
    pub(super) fn land(&self, bytes: u64) {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= bytes;
        self.landed.notify_all();
    }
}
