//! Checksums: sums, XOR, LRC and every CRC of the catalogue, by name.

mod catalogue;

use serde::{Deserialize, Serialize};

use catalogue::{ALIASES, CATALOGUE, CatalogueCrc};

/// A checksum algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Checksum(usize);

/// How an algorithm computes.
#[derive(Debug, Clone, Copy)]
enum Method {
    /// The sum of the bytes, modulo 2⁸.
    Sum8,
    /// The sum of the bytes, modulo 2¹⁶.
    Sum16,
    /// All bytes combined by exclusive or.
    Xor,
    /// What is missing from the sum to 2⁸, as in Modbus ASCII.
    Lrc,
    Crc(CatalogueCrc),
}

/// The algorithms that are no CRC.
const SIMPLE: [(&str, Method); 4] = [
    ("SUM-8", Method::Sum8),
    ("SUM-16", Method::Sum16),
    ("XOR", Method::Xor),
    ("LRC", Method::Lrc),
];

impl Checksum {
    /// Every algorithm, the simple ones first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..SIMPLE.len() + CATALOGUE.len()).map(Self)
    }

    /// The algorithm of a name or a known alias. Case, spaces and punctuation do not matter:
    /// `crc16modbus` is `CRC-16/MODBUS`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let alias = ALIASES.iter().find(|(alias, _)| same_name(alias, name));
        let name = alias.map_or(name, |(_, name)| name);
        Self::all().find(|checksum| same_name(checksum.name(), name))
    }

    /// The name in the catalogue, or `SUM-8`, `SUM-16`, `XOR` and `LRC`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// Bytes it takes in a message.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self.entry().1 {
            Method::Sum8 | Method::Xor | Method::Lrc => 1,
            Method::Sum16 => 2,
            Method::Crc(crc) => usize::from(crc.bits()).div_ceil(8),
        }
    }

    /// The checksum of some bytes.
    #[must_use]
    pub fn compute(self, bytes: &[u8]) -> u128 {
        let sum8 = || bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        match self.entry().1 {
            Method::Sum8 => sum8().into(),
            Method::Sum16 => {
                bytes.iter().fold(0_u16, |sum, byte| sum.wrapping_add((*byte).into())).into()
            }
            Method::Xor => bytes.iter().fold(0_u8, |all, byte| all ^ byte).into(),
            Method::Lrc => sum8().wrapping_neg().into(),
            Method::Crc(crc) => crc.compute(bytes),
        }
    }

    fn entry(self) -> (&'static str, Method) {
        match SIMPLE.get(self.0) {
            Some(simple) => *simple,
            None => {
                let (name, crc) = CATALOGUE[self.0 - SIMPLE.len()];
                (name, Method::Crc(crc))
            }
        }
    }
}

impl TryFrom<String> for Checksum {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::named(&name).ok_or_else(|| {
            format!("there is no checksum {name:?}; use SUM-8, SUM-16, XOR, LRC or a CRC such as CRC-16/MODBUS")
        })
    }
}

impl From<Checksum> for String {
    fn from(checksum: Checksum) -> Self {
        checksum.name().to_owned()
    }
}

fn same_name(a: &str, b: &str) -> bool {
    let letters = |name: &str| -> Vec<u8> {
        let bytes = name.bytes().filter(u8::is_ascii_alphanumeric);
        bytes.map(|byte| byte.to_ascii_uppercase()).collect()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crc_has_the_check_value_of_the_catalogue_short_and_long() {
        for (name, crc) in CATALOGUE {
            assert_eq!(crc.compute(b"123456789"), crc.check_value(), "{name}");
            let long = [7; 600];
            assert_eq!(crc.compute(&long), crc.compute_without_table(&long), "{name}");
        }
    }

    #[test]
    fn simple_checksums_are_what_datasheets_compute() {
        let of = |name, bytes: &[u8]| Checksum::named(name).unwrap().compute(bytes);
        assert_eq!(of("sum8", b"123456789"), 0xdd);
        assert_eq!(of("sum16", b"123456789"), 0x1dd);
        assert_eq!(of("bcc", b"123456789"), 0x31);
        // Modbus over serial line V1.02: the LRC of 3A 0207 … is the two's complement of the sum.
        assert_eq!(of("LRC", &[0x02, 0x07]), 0xf7);
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for name in ["CRC-16/MODBUS", "crc16modbus", "modbus", "crc-16 modbus"] {
            assert_eq!(Checksum::named(name).unwrap().name(), "CRC-16/MODBUS", "{name}");
        }
        for (alias, name) in ALIASES {
            assert_eq!(Checksum::named(alias).unwrap().name(), *name);
        }
        assert!(Checksum::named("crc-16/nothing").is_none());
    }

    #[test]
    fn names_and_aliases_are_unique() {
        for checksum in Checksum::all() {
            assert_eq!(Checksum::named(checksum.name()), Some(checksum), "{}", checksum.name());
        }
    }
}
