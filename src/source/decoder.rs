//! Decompression, with errors that say what is wrong with the file and not what a library ran into.

use std::io::{self, BufReader, Read};

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
            let inner = flate2::bufread::MultiGzDecoder::new(BufReader::new(file));
            Box::new(Decoder { inner, compression, begun })
        }
        Compression::Zstd => {
            let mut inner = zstd::stream::read::Decoder::new(file)?;
            inner.window_log_max(ZSTD_WINDOW)?;
            Box::new(Decoder { inner, compression, begun })
        }
    })
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
        let explained = if error.kind() == io::ErrorKind::UnexpectedEof || text.starts_with("incomplete") {
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
        let mut damaged = gzip;
        let checksum = damaged.len() - 8;
        damaged[checksum] ^= 1;
        assert!(error("x.corpus.gz", &damaged).starts_with("its gzip data is damaged: "));
        assert_eq!(error("x.corpus.gz", b""), "it is empty or was cut off: its gzip data ends too early");
    }
}
