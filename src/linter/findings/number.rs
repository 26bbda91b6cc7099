//! Findings with the same fingerprint, told apart by their number.
//!
//! A table of all fingerprints would take as much memory as there are findings. So they are sorted with the places that
//! they have among all findings, numbered, and what has a number above one is sorted back by these places.

use std::io;
use std::iter::Peekable;

use super::{Findings, Item};
use crate::facts::{Merge, Record, Sorted, Sorter, Spill};

/// How many bytes of these records are kept in memory, each kind.
const MOST: usize = 8 << 20;

/// A fingerprint, and which finding has it, counted from the first of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    fingerprint: [u8; 16],
    finding: u64,
}

impl Record for Seen {
    const SIZE: usize = 24;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.fingerprint);
        out.extend(self.finding.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (fingerprint, finding) = bytes.split_first_chunk()?;
        Some(Self { fingerprint: *fingerprint, finding: u64::from_be_bytes(finding.try_into().ok()?) })
    }
}

/// A finding that is not the first with its fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Again {
    finding: u64,
    number: u32,
}

impl Record for Again {
    const SIZE: usize = 12;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.finding.to_be_bytes());
        out.extend(self.number.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (finding, number) = bytes.split_first_chunk()?;
        Some(Self { finding: u64::from_be_bytes(*finding), number: u32::from_be_bytes(number.try_into().ok()?) })
    }
}

/// The numbers of all findings that are not the first with their fingerprint.
#[derive(Debug)]
pub(super) struct Numbers(Sorted<Again>);

impl Numbers {
    pub(super) fn of(findings: &Findings, spill: &Spill) -> io::Result<Self> {
        let spill = Spill { limit: spill.limit.min(MOST), folder: spill.folder.clone() };
        let mut seen = Sorter::default();
        let (mut finding, mut result) = (0, Ok(()));
        findings.each(|item| {
            let Item::Finding(diagnostic) = item else { return true };
            if let Some(fingerprint) = diagnostic.fingerprint {
                seen.push(Seen { fingerprint: fingerprint.0, finding });
                result = seen.keep_within(&spill);
            }
            finding += 1;
            result.is_ok()
        })?;
        result?;
        let mut again = Sorter::default();
        let mut last: Option<(Seen, u32)> = None;
        for record in seen.sorted().records() {
            let record = record?;
            let number = match last {
                Some((last, number)) if last.fingerprint == record.fingerprint => number.saturating_add(1),
                _ => 1,
            };
            if number > 1 {
                again.push(Again { finding: record.finding, number });
                again.keep_within(&spill)?;
            }
            last = Some((record, number));
        }
        Ok(Self(again.sorted()))
    }

    /// The numbers, in the order of findings.
    pub(super) fn read(&self) -> Reading<'_> {
        Reading { again: self.0.records().peekable(), finding: 0 }
    }
}

/// Goes through the numbers.
pub(super) struct Reading<'a> {
    again: Peekable<Merge<'a, Again>>,
    finding: u64,
}

impl Reading<'_> {
    /// The number of the next finding among those with its fingerprint, from 1.
    pub(super) fn next(&mut self) -> io::Result<u32> {
        let own = self.finding;
        self.finding += 1;
        match self.again.next_if(|again| again.as_ref().map_or(true, |again| again.finding == own)) {
            None => Ok(1),
            Some(again) => again.map(|again| again.number),
        }
    }
}
