//! The work of a run: files cut into blocks, which threads take as they become free.

use std::io;
use std::sync::Arc;

use super::in_flight::InFlight;
use super::{Options, plan};
use crate::config::{FileSettings, Settings};
use crate::document::Defaults;
use crate::facts::Kinds;
use crate::source::{Source, sniff_wide};
use crate::syntax::{Block, Blocks, Marker, Word};

/// A file while it is being checked.
#[derive(Debug)]
pub(super) struct FileInRun {
    pub(super) number: usize,
    pub(super) source: Arc<Source>,
    pub(super) settings: FileSettings,
    pub(super) defaults: Defaults,
    /// Whether its bytes are in an encoding in which no marker can be found.
    pub(super) wide: bool,
    /// What its documents have to tell others.
    pub(super) facts: Kinds,
    /// Whether any rule is shown each document by itself.
    pub(super) is_looked_at: bool,
}

/// A block to be checked, or what went wrong in reading it.
pub(super) struct Task {
    pub(super) file: Arc<FileInRun>,
    pub(super) number: u64,
    pub(super) block: io::Result<Block>,
}

/// Reads sources one after another, block by block. Threads take blocks from here as they become free, so no more are
/// in memory than there are threads, and fewer if they are large.
pub(super) struct Tasks<'a> {
    sources: std::iter::Enumerate<std::slice::Iter<'a, Arc<Source>>>,
    settings: &'a Settings,
    block_size: usize,
    facts: Kinds,
    is_looked_at: bool,
    longest: u64,
    open: Option<OpenFile>,
    in_flight: &'a InFlight,
}

/// The file that is being read, the number of its next block, and its blocks.
type OpenFile = (Arc<FileInRun>, u64, Blocks<Box<dyn io::Read + Send>>);

impl<'a> Tasks<'a> {
    pub(super) fn new(
        sources: &'a [Arc<Source>],
        settings: &'a Settings,
        options: &Options,
        in_flight: &'a InFlight,
    ) -> Self {
        let (block_size, longest, facts) =
            (options.block_size, options.longest, settings.facts(options.registry.is_some()));
        let is_looked_at = plan::is_any_planned(settings);
        let sources = sources.iter().enumerate();
        Self { sources, settings, block_size, facts, is_looked_at, longest, open: None, in_flight }
    }

    fn open(&self, number: usize, source: &Arc<Source>) -> Task {
        let settings = self.settings.for_file(source.path());
        let source = Arc::clone(source);
        let (defaults, facts, is_looked_at) = (Defaults::default(), self.facts, self.is_looked_at);
        let file = FileInRun { number, source, settings, defaults, wide: false, facts, is_looked_at };
        Task { file: Arc::new(file), number: 0, block: Err(io::ErrorKind::Other.into()) }
    }
}

impl Iterator for Tasks<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        self.in_flight.wait();
        let task = self.next_task()?;
        if let Ok(block) = &task.block {
            self.in_flight.start(block.bytes.len() as u64);
        }
        Some(task)
    }
}

impl Tasks<'_> {
    fn next_task(&mut self) -> Option<Task> {
        loop {
            if let Some((file, number, mut blocks)) = self.open.take() {
                match blocks.next_block() {
                    Ok(None) => continue,
                    Ok(Some(block)) => {
                        let task = Task { file: Arc::clone(&file), number, block: Ok(block) };
                        self.open = Some((file, number + 1, blocks));
                        return Some(task);
                    }
                    Err(error) => return Some(Task { file, number, block: Err(error) }),
                }
            }
            let (number, source) = self.sources.next()?;
            let mut task = self.open(number, source);
            let mut blocks = match source.open() {
                Ok(reader) => Blocks::new(reader, self.block_size).with_longest(self.longest),
                Err(error) => return Some(Task { block: Err(error), ..task }),
            };
            match blocks.next_block() {
                Ok(None) => {}
                Ok(Some(block)) => {
                    if let Some(file) = Arc::get_mut(&mut task.file) {
                        file.defaults = defaults(&block);
                        file.wide = sniff_wide(&block.bytes).is_some();
                    }
                    if !task.file.wide {
                        self.open = Some((Arc::clone(&task.file), 1, blocks));
                    }
                    return Some(Task { block: Ok(block), ..task });
                }
                Err(error) => return Some(Task { block: Err(error), ..task }),
            }
        }
    }
}

/// The defaults of a file: the attributes of its `<<<CORPUS>>>` line, where that is its first line.
fn defaults(first: &Block) -> Defaults {
    let marker = Marker::parse(&first.bytes).filter(|marker| marker.word == Word::Corpus);
    marker.map(|marker| Defaults::new(marker.attributes)).unwrap_or_default()
}
