//! What is asked of many bytes at once: one bit for each of sixty-four.
//!
//! Where a word ends cannot be guessed, by no processor either. So a text is not walked byte by byte: all bytes of a step
//! are asked first, without a branch, and then the bits that are set are visited.

/// The bytes of one step.
pub const STEP: usize = 64;

/// A bit for each byte, the first byte the lowest, whether something `holds` of it. Without branches in `holds`, many
/// bytes are asked at once.
#[inline]
pub fn mask(step: &[u8; STEP], holds: impl Fn(u8) -> bool) -> u64 {
    let flags = step.map(|byte| u8::from(holds(byte)));
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |mask, eight| {
        // The lowest bits of the eight bytes, side by side in the highest byte of the product.
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// The steps of `bytes`; behind the last of them stand zeros.
pub fn steps(bytes: &[u8]) -> impl Iterator<Item = [u8; STEP]> {
    let (steps, rest) = bytes.as_chunks();
    let last = (!rest.is_empty()).then(|| {
        let mut last = [0; STEP];
        last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        last
    });
    steps.iter().copied().chain(last)
}

/// The numbers of the bits that are set, from the lowest to the highest.
pub fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(lowest)
    })
}

/// Whether a byte is part of a word: a letter or a digit of ASCII, or a part of any other character.
pub const fn is_word(byte: u8) -> bool {
    // Without branches.
    (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit() {
        let text: Vec<u8> = (0..=u8::MAX).chain(0..100).collect();
        let mut found = Vec::new();
        for (number, step) in steps(&text).enumerate() {
            found.extend(bits(mask(&step, is_word)).map(|bit| number * STEP + bit));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let expected: Vec<usize> = (0..text.len()).filter(|at| is_plain(text[*at])).collect();
        assert_eq!(found, expected);
        assert_eq!(steps(b"").count(), 0);
        assert_eq!(bits(0).count(), 0);
    }
}
