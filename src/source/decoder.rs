//! Decompression, with errors that say what is wrong with the file and not what a library ran into.

use std::io::{self, BufRead, BufReader, Read};

use super::Compression;

/// What is read from a compressed file.
pub(super) struct Decoder<R> {
    inner: R,
    compression: Compression,
    /// Whether anything was read. What fails before that was most likely never compressed like this.
    begun: bool,
}

/// The largest window of a Zstandard frame that is accepted, as a power of two: 128 MiB, which is what the format asks
/// every decoder to support. A larger one is memory that a stranger decides about.
const ZSTD_WINDOW: u32 = 27;

/// Reads a file decompressed.
pub(super) fn decoder(file: impl Read + Send + 'static, compression: Compression) -> io::Result<Box<dyn Read + Send>> {
    let begun = false;
    Ok(match compression {
        Compression::None => Box::new(file),
        Compression::Gzip => {
            let member = flate2::bufread::GzDecoder::new(BufReader::new(file));
            Box::new(Decoder { inner: Members { member: Some(member), is_first: true }, compression, begun })
        }
        Compression::Zstd => {
            let mut inner = zstd::stream::read::Decoder::new(file)?;
            inner.window_log_max(ZSTD_WINDOW)?;
            Box::new(Decoder { inner, compression, begun })
        }
    })
}

/// A stream with a name that says that it is compressed. By its first bytes it is seen whether it still is: `zcat` may
/// have been there first.
pub(super) struct PerhapsCompressed<R> {
    /// The stream, until something is read from it.
    stream: Option<R>,
    compression: Compression,
    reader: Box<dyn Read + Send>,
}

impl<R: Read + Send + 'static> PerhapsCompressed<R> {
    /// Nothing is read from `stream` yet.
    pub(super) fn new(stream: R, compression: Compression) -> Self {
        Self { stream: Some(stream), compression, reader: Box::new(io::empty()) }
    }
}

impl<R: Read + Send + 'static> Read for PerhapsCompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(mut stream) = self.stream.take() {
            let mut start = Vec::new();
            (&mut stream).take(4).read_to_end(&mut start)?;
            let is_text = match self.compression {
                Compression::None => true,
                Compression::Gzip => !start.starts_with(b"\x1F\x8B"),
                Compression::Zstd => !is_zstd(&start),
            };
            let compression = if is_text { Compression::None } else { self.compression };
            self.reader = decoder(io::Cursor::new(start).chain(stream), compression)?;
        }
        self.reader.read(buffer)
    }
}

/// Whether Zstandard data begins like this: with a frame, or one that is to be skipped.
fn is_zstd(start: &[u8]) -> bool {
    matches!(start, [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18])
}

/// What [`Members`] says of bytes that are no member.
const BEHIND: &str = "no member of gzip";

/// The members of a gzip file, one after another, and zeros behind them, with which archives fill up blocks.
struct Members<R> {
    /// The member that is being read; none behind the last one.
    member: Option<flate2::bufread::GzDecoder<BufReader<R>>>,
    is_first: bool,
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = match member.read(buffer) {
                // Of the bytes behind a member, two were enough to be taken for the start of another one.
                Err(error) if !self.is_first && error.to_string() == "invalid gzip header" => {
                    return Err(io::Error::new(error.kind(), BEHIND));
                }
                read => read?,
            };
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.is_first = false;
            let Some(mut rest) = self.member.take().map(flate2::bufread::GzDecoder::into_inner) else { break };
            if rest.fill_buf()?.first() == Some(&0) {
                skip_zeros(&mut rest)?;
                if !rest.fill_buf()?.is_empty() {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, BEHIND));
                }
            }
            match rest.fill_buf()?.first() {
                None => break,
                Some(0x1F) => self.member = Some(flate2::bufread::GzDecoder::new(rest)),
                Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, BEHIND)),
            }
        }
        Ok(0)
    }
}

fn skip_zeros(reader: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = reader.fill_buf()?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let goes_on = zeros > 0 && zeros == bytes.len();
        reader.consume(zeros);
        if !goes_on {
            return Ok(());
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| self.explain(error))?;
        self.begun |= read > 0;
        Ok(read)
    }
}

impl<R> Decoder<R> {
    fn explain(&self, error: io::Error) -> io::Error {
        // What the system says of the file, such as that its disk fails, is as it should be.
        if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let text = error.to_string();
        let (name, ending) = match self.compression {
            Compression::Gzip => ("gzip", ".gz"),
            Compression::Zstd | Compression::None => ("Zstandard", ".zst"),
        };
        let foreign = ["invalid gzip header", "Unknown frame descriptor"];
        let is_behind = text == BEHIND || (self.begun && text == "Unknown frame descriptor");
        let explained = if is_behind {
            format!("something stands behind its {name} data")
        } else if error.kind() == io::ErrorKind::UnexpectedEof || text.starts_with("incomplete") {
            format!("it is empty or was cut off: its {name} data ends too early")
        } else if !self.begun && foreign.contains(&text.as_str()) {
            format!("its name ends in `{ending}`, and it is not compressed with {name}")
        } else {
            format!("its {name} data is damaged: {text}")
        };
        io::Error::new(error.kind(), explained)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to read")]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::source::Source;

    const TEXT: &[u8] = b"<<<FILE>>> a\nThe ferry left at noon, and came back in the evening.\n";

    fn error(name: &str, bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let read = Source::file(path).open().and_then(|mut reader| reader.read_to_end(&mut Vec::new()));
        read.map_or_else(|error| error.to_string(), |read| format!("{read} bytes"))
    }

    #[test]
    fn errors_say_what_is_wrong_with_the_file() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(TEXT).expect("memory can be written to");
        let gzip = gzip.finish().expect("memory can be written to");
        let zstd = zstd::stream::encode_all(TEXT, 0).expect("memory can be written to");
        for (name, whole, kind) in [("x.corpus.gz", &gzip, "gzip"), ("x.corpus.zst", &zstd, "Zstandard")] {
            assert_eq!(error(name, whole), format!("{} bytes", TEXT.len()));
            for length in 1..whole.len() {
                let cut = error(name, &whole[..length]);
                assert_eq!(cut, format!("it is empty or was cut off: its {kind} data ends too early"), "{length}");
            }
            assert!(
                error(name, TEXT).ends_with(&format!("and it is not compressed with {kind}")),
                "{}",
                error(name, TEXT)
            );
        }
        let behind = |bytes: &[u8]| error("x.corpus.gz", &[&gzip, bytes].concat());
        let (once, twice) = (format!("{} bytes", TEXT.len()), format!("{} bytes", 2 * TEXT.len()));
        for zeros in [1, 512, 100_000] {
            assert_eq!(behind(&vec![0; zeros]), once, "{zeros} zeros");
            let text = [&vec![0; zeros], &b"x"[..]].concat();
            assert_eq!(behind(&text), "something stands behind its gzip data", "{zeros} zeros");
        }
        assert_eq!(behind(&gzip), twice);
        for junk in [&b"x"[..], b"<<<FILE>>> b\nMore.\n", b"\x1Fnone of gzip"] {
            assert_eq!(behind(junk), "something stands behind its gzip data", "{}", junk.escape_ascii());
        }
        assert_eq!(behind(&gzip[..15]), "it is empty or was cut off: its gzip data ends too early");
        let junk = error("x.corpus.zst", &[&*zstd, b"<<<FILE>>> b\nMore.\n"].concat());
        assert_eq!(junk, "something stands behind its Zstandard data");
        assert_eq!(error("x.corpus.zst", &[&*zstd, &zstd].concat()), twice);
        let mut damaged = gzip;
        let checksum = damaged.len() - 8;
        damaged[checksum] ^= 1;
        assert!(error("x.corpus.gz", &damaged).starts_with("its gzip data is damaged: "));
        assert_eq!(error("x.corpus.gz", b""), "it is empty or was cut off: its gzip data ends too early");
    }
}
