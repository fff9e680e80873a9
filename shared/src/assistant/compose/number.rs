//! How a number is written into a message: digits or an integer of some bytes.

use crate::framing::ByteOrder;

/// The form of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberForm {
    /// Decimal digits, padded with zeros to `width`.
    Decimal {
        /// Least digits.
        width: usize,
    },
    /// Hexadecimal digits, padded with zeros to `width`.
    Hex {
        /// Least digits.
        width: usize,
        /// Whether `A` to `F` are capital letters.
        upper: bool,
    },
    /// An unsigned integer of 1 to 16 bytes.
    Integer {
        /// How many.
        bytes: usize,
        /// Which end comes first.
        order: ByteOrder,
    },
}

impl NumberForm {
    /// The form of a name: `dec`, `hex`, `HEX`, or `u8`, `u16be`, `u16le` … `u64le`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "dec" => return Some(Self::Decimal { width: 0 }),
            "hex" => return Some(Self::Hex { width: 0, upper: false }),
            "HEX" => return Some(Self::Hex { width: 0, upper: true }),
            "u8" => return Some(Self::Integer { bytes: 1, order: ByteOrder::Big }),
            _ => {}
        }
        let (number, order) = if let Some(number) = name.strip_suffix("be") {
            (number, ByteOrder::Big)
        } else {
            (name.strip_suffix("le")?, ByteOrder::Little)
        };
        let bits: usize = number.strip_prefix('u')?.parse().ok()?;
        (bits.is_multiple_of(8) && (8..=64).contains(&bits))
            .then_some(Self::Integer { bytes: bits / 8, order })
    }

    /// The same form with at least `width` digits; integers have no digits.
    #[must_use]
    pub fn padded(self, width: usize) -> Self {
        match self {
            Self::Decimal { .. } => Self::Decimal { width },
            Self::Hex { upper, .. } => Self::Hex { width, upper },
            Self::Integer { .. } => self,
        }
    }

    /// The text of digits in this form, or the bytes of an integer, which keeps the low bytes of a
    /// number that is too large.
    #[must_use]
    pub fn write(self, number: u128) -> Written {
        match self {
            Self::Decimal { width } => Written::Digits(format!("{number:0width$}")),
            Self::Hex { width, upper: false } => Written::Digits(format!("{number:0width$x}")),
            Self::Hex { width, upper: true } => Written::Digits(format!("{number:0width$X}")),
            Self::Integer { bytes, order } => Written::Bytes(integer(number, bytes, order)),
        }
    }
}

/// A written number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Characters, to be encoded like the text around them.
    Digits(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
}

/// The low `bytes` bytes of a number.
#[must_use]
pub fn integer(number: u128, bytes: usize, order: ByteOrder) -> Vec<u8> {
    let all = number.to_be_bytes();
    let mut low = all[all.len() - bytes.min(all.len())..].to_vec();
    if order == ByteOrder::Little {
        low.reverse();
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_or_integers() {
        let write = |name, number| NumberForm::named(name).unwrap().padded(4).write(number);
        assert_eq!(write("dec", 7), Written::Digits("0007".into()));
        assert_eq!(write("HEX", 0xab), Written::Digits("00AB".into()));
        assert_eq!(write("u16be", 0x1_2345), Written::Bytes(vec![0x23, 0x45]));
        assert_eq!(write("u24le", 0x01_0203), Written::Bytes(vec![3, 2, 1]));
        assert_eq!(write("u8", 300), Written::Bytes(vec![44]));
        for name in ["u7be", "u16", "u0le", "u72be", "float", "ube"] {
            assert_eq!(NumberForm::named(name), None, "{name}");
        }
    }
}
