//! Places in a text: the browser counts UTF-16 units, the assistant bytes.

/// The byte at which the UTF-16 unit of this number begins; the end, if there are fewer.
#[must_use]
pub(crate) fn byte_of_unit(text: &str, unit: u32) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units >= unit {
            return byte;
        }
        units += character.len_utf16() as u32;
    }
    text.len()
}

/// How many UTF-16 units are in front of a byte.
#[must_use]
pub(crate) fn unit_of_byte(text: &str, byte: usize) -> u32 {
    let before = text.char_indices().take_while(|(at, _)| *at < byte);
    before.map(|(_, character)| character.len_utf16() as u32).sum()
}

/// The nearest place at or before `byte` that is between two characters.
#[must_use]
pub(crate) fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_in_either_count() {
        let text = "a你😀b";
        for (unit, byte) in [(0, 0), (1, 1), (2, 4), (4, 8), (5, 9), (9, 9)] {
            assert_eq!(byte_of_unit(text, unit), byte, "{unit}");
            assert_eq!(unit_of_byte(text, byte), unit.min(5), "{byte}");
        }
        assert_eq!((boundary(text, 3), boundary(text, 99)), (1, 9));
    }
}
