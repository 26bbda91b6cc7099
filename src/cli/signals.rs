//! Signals to stop, by Ctrl-C or `kill`, while a file is being written: the file is finished first, which takes a
//! moment, so that nothing half done is left beside it. A second signal does not wait.

/// Does `work`, and ends only then if the program was told to stop meanwhile.
#[cfg(not(unix))]
pub(super) fn finishing<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(unix)]
pub(super) use unix::finishing;

#[cfg(unix)]
mod unix {
    use std::ffi::c_int;
    use std::io;
    use std::path::Path;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};

    use corplint::source;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag;
    use signal_hook::low_level::emulate_default_handler;

    /// Does `work`, and ends only then if the program was told to stop meanwhile.
    pub(in crate::cli) fn finishing<T>(work: impl FnOnce() -> T) -> T {
        static SIGNALS: OnceLock<Option<Signals>> = OnceLock::new();
        // Where signals cannot be caught, they end the program as they always do.
        let Some(signals) = SIGNALS.get_or_init(|| Signals::catch().ok()) else { return work() };
        signals.at_once.store(false, Ordering::SeqCst);
        let done = work();
        signals.at_once.store(true, Ordering::SeqCst);
        if let Ok(signal @ 1..) = c_int::try_from(signals.caught.load(Ordering::SeqCst)) {
            // The program ends by the signal itself, as whoever sent it expects.
            let _ = emulate_default_handler(signal);
        }
        done
    }

    #[derive(Debug)]
    struct Signals {
        /// Whether a signal ends the program at once.
        at_once: Arc<AtomicBool>,
        /// The signal that came, or 0.
        caught: Arc<AtomicUsize>,
    }

    impl Signals {
        fn catch() -> io::Result<Self> {
            let signals = Self { at_once: Arc::new(AtomicBool::new(true)), caught: Arc::default() };
            let ignored = ignored_signals();
            for signal in [SIGINT, SIGTERM, SIGHUP] {
                // `nohup` and shells let programs ignore signals. To catch those would be to undo that. Where it cannot
                // be told, it is most likely for this one.
                if ignored.map_or(signal == SIGHUP, |ignored| ignored >> (signal - 1) & 1 == 1) {
                    continue;
                }
                // In this order: the first signal during the work is remembered, and the next one ends the program.
                flag::register_conditional_default(signal, Arc::clone(&signals.at_once))?;
                flag::register_usize(signal, Arc::clone(&signals.caught), usize::try_from(signal).unwrap_or(0))?;
                flag::register(signal, Arc::clone(&signals.at_once))?;
            }
            Ok(signals)
        }
    }

    /// The signals that this program was started to ignore, one bit for each, where the system tells.
    fn ignored_signals() -> Option<u64> {
        ignored_in(&source::read_small_text(Path::new("/proc/self/status"), 1 << 16).ok()?)
    }

    fn ignored_in(status: &str) -> Option<u64> {
        let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(bits.trim(), 16).ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn ignored_signals_are_read_from_the_status_of_the_process() {
            let status = "Name:\tcorplint\nSigBlk:\t0000000000000001\nSigIgn:\t0000000000001001\nSigCgt:\t0\n";
            assert_eq!(ignored_in(status), Some(0x1001));
            assert_eq!(ignored_in("Name:\tcorplint\n"), None);
            assert_eq!(ignored_in("SigIgn:\tsoon\n"), None);
        }

        #[test]
        fn work_is_done_and_its_result_is_given() {
            assert_eq!(finishing(|| 1) + finishing(|| 2), 3);
        }
    }
}
