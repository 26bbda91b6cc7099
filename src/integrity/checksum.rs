//! The SHA-256 of texts and files (FIPS 180-4), written as `sha256` attributes have it: 64 digits in lower case.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read};

use sha2::{Digest as _, Sha256};

/// How many bytes of a file are read at once.
const BUFFER: usize = 1 << 16;

/// A checksum of bytes that come piece by piece.
#[derive(Clone, Debug, Default)]
pub struct Checksum(Sha256);

impl Checksum {
    /// Adds the bytes that come next.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all bytes that were added.
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// The checksum of `bytes`.
pub fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The checksum of all that `reader` gives.
pub fn checksum_of(reader: impl Read) -> io::Result<String> {
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    let mut checksum = Checksum::default();
    loop {
        let read = match reader.fill_buf() {
            Ok(bytes) => {
                checksum.update(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read == 0 {
            return Ok(checksum.finish());
        }
        reader.consume(read);
    }
}

/// `bytes` in hexadecimal digits, two in lower case for each.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_have_the_same_checksum_however_they_come() {
        // The test vectors of FIPS 180-4.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((checksum(b""), checksum(b"abc")), (empty.to_owned(), abc.to_owned()));
        let mut pieces = Checksum::default();
        for piece in [&b"a"[..], b"", b"bc"] {
            pieces.update(piece);
        }
        assert_eq!(pieces.finish(), abc);
        assert_eq!(checksum_of(&b"abc"[..]).unwrap(), abc);
        let long = vec![b'x'; 3 * BUFFER + 1];
        assert_eq!(checksum_of(&long[..]).unwrap(), checksum(&long));
    }
}
