//! Where bytes come from: files, plain or compressed, and standard input. The only room that opens files to read.

mod decoder;
mod piped;
mod sniff;

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use decoder::{PerhapsCompressed, decoder};
use piped::Piped;
pub use sniff::{WideEncoding, sniff_wide};

/// How the bytes of a file are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// As they are.
    None,
    /// By gzip (RFC 1952), one member or several.
    Gzip,
    /// By Zstandard (RFC 8878), one frame or several.
    Zstd,
}

impl Compression {
    /// What the name of a file says about it.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::None,
        }
    }

    /// What the first bytes of a file say about it, whatever it is called.
    pub const fn of_bytes(bytes: &[u8]) -> Self {
        match bytes {
            [0x1F, 0x8B, 8, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// What the file at `path` is called within `folder`, whatever it is compressed with.
pub fn name_in(folder: &Path, path: &Path) -> PathBuf {
    let tidy = |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    let (folder, path) = (tidy(folder), tidy(path));
    let name = path.strip_prefix(&folder).unwrap_or(&path);
    if Compression::of(name) == Compression::None { name.to_owned() } else { name.with_extension("") }
}

/// Something that can be checked: a file, or what was piped in.
#[derive(Clone, Debug)]
pub struct Source {
    name: PathBuf,
    origin: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    File,
    Memory(Arc<[u8]>),
    Piped(Arc<Piped>),
    /// What was unpacked, in a file without a name.
    Unpacked(Arc<Shared>),
}

impl Source {
    /// The file at `path`.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { name: path.into(), origin: Origin::File }
    }

    /// Bytes that are there already, under a name for the reports.
    pub fn memory(name: impl Into<PathBuf>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { name: name.into(), origin: Origin::Memory(bytes.into()) }
    }

    /// What comes from `stream`, under a name for the reports. It is decompressed as the name says, unless somebody has
    /// done that already. What has come is kept in `folder`, in a file without a name.
    pub fn piped(name: impl Into<PathBuf>, stream: impl Read + Send + 'static, folder: &Path) -> Self {
        let name = name.into();
        let piped = match Compression::of(&name) {
            Compression::None => Piped::new(stream, folder),
            compression => Piped::new(PerhapsCompressed::new(stream, compression), folder),
        };
        Self { name, origin: Origin::Piped(Arc::new(piped)) }
    }

    /// What `reader` gives, decompressed as `name` says, in a file without a name in `folder`. So it can be read as
    /// often as a file, and takes no memory.
    pub fn spooled(name: impl Into<PathBuf>, reader: impl Read + Send + 'static, folder: &Path) -> io::Result<Self> {
        let name = name.into();
        let mut file = tempfile::tempfile_in(folder)?;
        io::copy(&mut decoder(reader, Compression::of(&name))?, &mut file)?;
        Ok(Self { name, origin: Origin::Unpacked(Arc::new(Shared::new(file))) })
    }

    /// The path of the file as it was named, or the name that stands for it.
    pub fn path(&self) -> &Path {
        &self.name
    }

    /// Whether it is a file of somebody, which can be read again by its path.
    pub const fn is_file(&self) -> bool {
        matches!(self.origin, Origin::File)
    }

    /// How many bytes there are to read, before decompression; none where that is not known.
    #[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
    pub fn len_hint(&self) -> Option<u64> {
        match &self.origin {
            Origin::File => File::open(&self.name).and_then(|file| file.metadata()).ok().map(|data| data.len()),
            Origin::Memory(bytes) => Some(bytes.len() as u64),
            Origin::Piped(_) => None,
            Origin::Unpacked(file) => file.metadata().ok().map(|data| data.len()),
        }
    }

    /// How long a file is and when it was last written: by which it is seen that somebody changed it meanwhile. None for
    /// what is no file of somebody, and where that cannot be told.
    #[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
    pub fn stamp(&self) -> Option<(u64, SystemTime)> {
        match &self.origin {
            Origin::Memory(_) | Origin::Piped(_) | Origin::Unpacked(_) => None,
            Origin::File => {
                let data = File::open(&self.name).and_then(|file| file.metadata()).ok()?;
                Some((data.len(), data.modified().ok()?))
            }
        }
    }

    /// Opens it for reading from the start, decompressed.
    #[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match &self.origin {
            Origin::Memory(_) | Origin::Unpacked(_) => self.open_at(0),
            Origin::Piped(piped) => Ok(piped.open()),
            Origin::File => {
                let file = File::open(&self.name)?;
                if file.metadata()?.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory));
                }
                decoder(file, Compression::of(&self.name))
            }
        }
    }

    /// Opens it for reading from `offset` on, counted after decompression.
    pub fn open_at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        match &self.origin {
            Origin::Memory(bytes) => {
                let mut cursor = Cursor::new(Arc::clone(bytes));
                cursor.set_position(offset);
                Ok(Box::new(cursor))
            }
            Origin::Piped(piped) => Ok(piped.open_at(offset)),
            Origin::Unpacked(file) => Ok(Box::new(FromHere { file: Arc::clone(file), offset })),
            Origin::File if Compression::of(&self.name) == Compression::None => self.open_file_at(offset),
            Origin::File => {
                let mut reader = self.open()?;
                io::copy(&mut (&mut reader).take(offset), &mut io::sink())?;
                Ok(reader)
            }
        }
    }

    /// Whether [`Self::open_at`] goes to a place at once, and need not read all that stands before it.
    pub fn can_jump(&self) -> bool {
        !matches!(self.origin, Origin::File) || Compression::of(&self.name) == Compression::None
    }

    /// The same source, unpacked into a file without a name in `folder`, in which one can jump.
    pub fn unpacked(&self, folder: &Path) -> io::Result<Self> {
        let mut file = tempfile::tempfile_in(folder)?;
        io::copy(&mut self.open()?, &mut file)?;
        Ok(Self { name: self.name.clone(), origin: Origin::Unpacked(Arc::new(Shared::new(file))) })
    }

    /// The same source, opened once for many who jump in it. For one in which one [can jump](Self::can_jump).
    #[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
    pub fn opened(&self) -> io::Result<Self> {
        let origin = match &self.origin {
            Origin::File => Origin::Unpacked(Arc::new(Shared::new(File::open(&self.name)?))),
            origin => origin.clone(),
        };
        Ok(Self { name: self.name.clone(), origin })
    }

    #[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
    fn open_file_at(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        let mut file = File::open(&self.name)?;
        file.seek(SeekFrom::Start(offset))?;
        Ok(Box::new(file))
    }
}

/// A file that is shared by readers, each of which is elsewhere in it.
#[derive(Debug)]
struct Shared {
    file: File,
    /// Held by the one who jumps and reads, where that is two steps.
    #[cfg(not(unix))]
    turn: std::sync::Mutex<()>,
}

impl Shared {
    const fn new(file: File) -> Self {
        Self {
            file,
            #[cfg(not(unix))]
            turn: std::sync::Mutex::new(()),
        }
    }

    fn metadata(&self) -> io::Result<std::fs::Metadata> {
        self.file.metadata()
    }

    #[cfg(unix)]
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, into, offset)
    }

    #[cfg(not(unix))]
    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let _turn = self.turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        (&self.file).seek(SeekFrom::Start(offset))?;
        (&self.file).read(into)
    }
}

/// Reads a file that is shared with other readers.
struct FromHere {
    file: Arc<Shared>,
    offset: u64,
}

impl Read for FromHere {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(into, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}

/// Reads a file whole and as it is, whatever its name says about compression.
///
/// Anything but a plain file is an error, and is one at once: a link is not followed, and nobody waits for a pipe.
pub fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open_plain(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn open_plain(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = rustix::io::retry_on_intr(|| rustix::fs::open(path, flags, Mode::empty()));
    Ok(File::from(file?))
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
fn open_plain(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    File::open(path)
}

/// Reads a small text file whole, such as a configuration. A file of more than `limit` bytes is an error.
#[expect(clippy::disallowed_methods, reason = "this is the room that opens files")]
pub fn read_small_text(path: &Path, limit: u64) -> io::Result<String> {
    let refused = |reason| Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return refused(format!("it is larger than {limit} bytes"));
    }
    if let Some(encoding) = sniff_wide(&bytes) {
        return refused(format!("it is in {}; save it as UTF-8", encoding.name()));
    }
    String::from_utf8(bytes).or_else(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = valid.split(|byte| *byte == b'\n').count();
        refused(format!("line {line} is not UTF-8; save it as UTF-8"))
    })
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to read")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_changed_has_another_stamp() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        std::fs::write(&path, "old").expect("a file");
        let source = Source::file(&path);
        let before = source.stamp();
        assert!(before.is_some() && before == source.stamp());
        std::fs::write(&path, "newer").expect("a file");
        assert_ne!(before, source.stamp());
        std::fs::remove_file(&path).expect("a file");
        assert_eq!(source.stamp(), None);
    }

    #[test]
    fn what_is_spooled_can_be_read_again_and_from_any_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let packed = zstd::stream::encode_all(&b"0123456789"[..], 0).expect("memory can be written");
        let source = Source::spooled("x.corpus.zst", Cursor::new(packed), folder.path()).expect("it can be read");
        for (offset, rest) in [(0, "0123456789"), (7, "789"), (0, "0123456789")] {
            let mut text = String::new();
            source.open_at(offset).and_then(|mut reader| reader.read_to_string(&mut text)).expect("it can be read");
            assert_eq!(text, rest);
        }
        assert!(Source::spooled("x.corpus.gz", Cursor::new(b"no gzip"), folder.path()).is_err());
    }
}
