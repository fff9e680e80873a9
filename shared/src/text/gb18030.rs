//! GB 18030 and its subset GBK: one character to bytes and back. `build.rs` makes the tables.

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/gb18030.rs"));

/// Second bytes of a pair in one row of the table.
const COLUMNS: usize = 190;

/// The four-byte number of U+10000, from which the supplementary planes follow in order.
const SUPPLEMENTARY: u32 = 189_000;

/// The character that all of `bytes` are: one byte of ASCII, a pair, or four.
pub(super) fn decode(bytes: &[u8]) -> Option<char> {
    match *bytes {
        [byte] if byte.is_ascii() => Some(char::from(byte)),
        [lead @ 0x81..=0xfe, trail @ (0x40..=0x7e | 0x80..=0xfe)] => {
            // 0x7f is left out of the row.
            let column = usize::from(trail - 0x40) - usize::from(trail > 0x7f);
            let code = pairs()[usize::from(lead - 0x81) * COLUMNS + column];
            char::from_u32(code.into()).filter(|_| code != 0)
        }
        [a @ 0x81..=0xfe, b @ 0x30..=0x39, c @ 0x81..=0xfe, d @ 0x30..=0x39] => {
            let number =
                ((u32::from(a - 0x81) * 10 + u32::from(b - 0x30)) * 126 + u32::from(c - 0x81)) * 10
                    + u32::from(d - 0x30);
            let code = if number >= SUPPLEMENTARY {
                number - SUPPLEMENTARY + 0x1_0000
            } else {
                image(&QUAD_TO_CODE, number)?
            };
            char::from_u32(code)
        }
        _ => None,
    }
}

/// Appends the pair of a character, and returns whether it has one.
pub(super) fn encode_pair(character: char, bytes: &mut Vec<u8>) -> bool {
    let Some(number) = u16::try_from(u32::from(character)).ok().and_then(pair_number) else {
        return false;
    };
    let (row, column) = (usize::from(number) / COLUMNS, usize::from(number) % COLUMNS);
    let trail = column + 0x40 + usize::from(column >= 0x3f);
    // Both are below 256 by the table's size.
    bytes.extend([row + 0x81, trail].map(|byte| byte as u8));
    true
}

/// Appends a character's bytes, and returns whether GB 18030 has it.
pub(super) fn encode(character: char, bytes: &mut Vec<u8>) -> bool {
    if encode_pair(character, bytes) {
        return true;
    }
    let code = u32::from(character);
    let number = match code.checked_sub(0x1_0000) {
        Some(above) => Some(above + SUPPLEMENTARY),
        None => image(&CODE_TO_QUAD, code),
    };
    let Some(number) = number else { return false };
    let digits = [number / 12_600, number / 1260 % 10, number / 10 % 126, number % 10];
    let firsts = [0x81, 0x30, 0x81, 0x30];
    // Each digit is below 126, and the first of a character below U+110000 is too.
    bytes.extend(digits.into_iter().zip(firsts).map(|(digit, first)| digit as u8 + first));
    true
}

/// Where a run maps a value to.
fn image(runs: &[(u32, u32, u32)], value: u32) -> Option<u32> {
    let next = runs.partition_point(|(from, ..)| *from <= value);
    let (from, to, count) = runs[next.checked_sub(1)?];
    (value - from < count).then_some(to + (value - from))
}

fn pair_number(code: u16) -> Option<u16> {
    if let Ok(at) = ODD_PAIRS.binary_search_by_key(&code, |(code, _)| *code) {
        return ODD_PAIRS[at].1;
    }
    let by_code = by_code();
    let at = by_code.partition_point(|(one, _)| *one < code);
    by_code.get(at).filter(|(one, _)| *one == code).map(|(_, number)| *number)
}

/// The character of each pair, 0 where there is none.
fn pairs() -> &'static [u16] {
    static PAIRS: OnceLock<Vec<u16>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let mut code = 0_u16;
        PAIR_STEPS
            .iter()
            .map(|step| {
                code = code.wrapping_add(*step);
                code
            })
            .collect()
    })
}

/// The pairs sorted by character, made when first needed: to ship them would make the page larger.
fn by_code() -> &'static [(u16, u16)] {
    static SORTED: OnceLock<Vec<(u16, u16)>> = OnceLock::new();
    SORTED.get_or_init(|| {
        let numbered = pairs().iter().zip(0..).filter(|(code, _)| **code != 0);
        let mut sorted: Vec<(u16, u16)> = numbered.map(|(code, number)| (*code, number)).collect();
        sorted.sort_unstable();
        sorted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    #[test]
    fn every_character_is_written_as_the_web_writes_it() {
        for character in '\u{80}'..=char::MAX {
            let text = character.to_string();
            let (expected, _, unmappable) = GB18030.encode(&text);
            let mut bytes = Vec::new();
            let written = encode(character, &mut bytes);
            assert_eq!(written, !unmappable, "{character:?}");
            if written {
                assert_eq!(bytes, *expected, "{character:?}");
            }
        }
    }

    #[test]
    fn every_pair_and_every_four_bytes_are_read_as_the_web_reads_them() {
        let pairs = (0x81..=0xfe_u8).flat_map(|a| (0x40..=0xff_u8).map(move |b| vec![a, b]));
        let quads = (0..1_587_600_u32).map(|number| {
            let digits = [number / 12_600, number / 1260 % 10, number / 10 % 126, number % 10];
            let firsts = [0x81, 0x30, 0x81, 0x30];
            digits.into_iter().zip(firsts).map(|(digit, first)| digit as u8 + first).collect()
        });
        for bytes in pairs.chain(quads) {
            let expected = GB18030.decode_without_bom_handling_and_without_replacement(&bytes);
            let expected = expected.filter(|text| text.chars().count() == 1);
            let read = decode(&bytes).map(String::from);
            assert_eq!(read.as_deref(), expected.as_deref(), "{bytes:02x?}");
        }
    }
}
