//! Bytes in hex where some digits, bytes, or any number of bytes may be anything.

use crate::assistant::problem::{Problem, Wording};

/// A pattern such as `01 03 ?? 0? * 0d 0a`: `?` is any digit, `*` any number of bytes, also none. It
/// matches a whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexPattern {
    /// What is between the stars; each is a row of bytes.
    rows: Vec<Vec<MaskedByte>>,
}

/// A byte of which only the bits of the mask count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MaskedByte {
    mask: u8,
    value: u8,
}

impl HexPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Problem`] at a character that is neither a digit, `?`, `*` nor a separator.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut rows = vec![Vec::new()];
        let mut high: Option<(usize, MaskedByte)> = None;
        for (at, character) in text.char_indices() {
            let separates = character.is_whitespace() || matches!(character, ',' | ':' | '-');
            if (separates || character == '*') && high.is_some() {
                break;
            }
            let digit = match character {
                _ if separates => continue,
                '*' => {
                    rows.push(Vec::new());
                    continue;
                }
                '?' => MaskedByte { mask: 0, value: 0 },
                _ => match character.to_digit(16) {
                    Some(digit) => MaskedByte { mask: 0xf, value: digit as u8 },
                    None => return Err(no_digit(at, character)),
                },
            };
            match high.take() {
                None => high = Some((at, digit)),
                Some((_, first)) => {
                    let byte = MaskedByte {
                        mask: first.mask << 4 | digit.mask,
                        value: first.value << 4 | digit.value,
                    };
                    rows.last_mut().expect("there is a first row").push(byte);
                }
            }
        }
        match high {
            Some((at, _)) => Err(Problem::new(
                at..at + 1,
                Wording::new("this byte has only one digit", "这个字节只有一位"),
                Wording::new(
                    "write two digits a byte; ? is any digit",
                    "每个字节写两位；? 代表任意一位",
                ),
            )),
            None => Ok(Self { rows }),
        }
    }

    /// Whether a whole message matches.
    #[must_use]
    pub fn matches(&self, message: &[u8]) -> bool {
        let (first, rest) = self.rows.split_first().expect("there is a first row");
        let Some((last, middle)) = rest.split_last() else {
            return message.len() == first.len() && fits(first, message);
        };
        if message.len() < first.len() + last.len()
            || !fits(first, message)
            || !fits(last, &message[message.len() - last.len()..])
        {
            return false;
        }
        // The earliest place for each row leaves the most room for the next.
        let mut inside = &message[first.len()..message.len() - last.len()];
        middle.iter().filter(|row| !row.is_empty()).all(|row| {
            let found = inside.windows(row.len()).position(|window| fits(row, window));
            let found = found.map(|at| inside = &inside[at + row.len()..]);
            found.is_some()
        })
    }
}

/// Whether a row fits the front of some bytes.
fn fits(row: &[MaskedByte], bytes: &[u8]) -> bool {
    row.iter().zip(bytes).all(|(wanted, byte)| byte & wanted.mask == wanted.value)
}

fn no_digit(at: usize, character: char) -> Problem {
    Problem::new(
        at..at + character.len_utf8(),
        Wording::new(
            format!("{character:?} is not a hexadecimal digit"),
            format!("{character:?} 不是十六进制数字"),
        ),
        Wording::new(
            "use 0-9, a-f, ? for any digit and * for any bytes",
            "使用 0-9、a-f，? 代表任意一位，* 代表任意字节",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, message: &[u8], expected: bool) {
        let matches = HexPattern::parse(pattern).unwrap().matches(message);
        assert_eq!(matches, expected, "{pattern} on {message:02x?}");
    }

    #[test]
    fn digits_and_bytes_may_be_anything() {
        check("01 03", &[1, 3], true);
        check("01 03", &[1, 3, 0], false);
        check("01 ?? 0?", &[1, 0xff, 0x0a], true);
        check("01 ?? 0?", &[1, 0xff, 0x1a], false);
        check("?1", &[0xf1], true);
    }

    #[test]
    fn a_star_is_any_number_of_bytes() {
        check("*", &[], true);
        check("01*", &[1], true);
        check("01 * 0d 0a", &[1, 13, 10], true);
        check("01 * 0d 0a", &[1, 2, 3, 13, 10], true);
        check("01 * 01", &[1], false);
        check("* 02 03 * 03 *", &[2, 3], false);
        check("* 02 03 * 03 *", &[9, 2, 3, 3], true);
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        assert_eq!(HexPattern::parse("01 x").unwrap_err().at, 3..4);
        assert_eq!(HexPattern::parse("01 0").unwrap_err().at, 3..4);
        assert_eq!(HexPattern::parse("0*").unwrap_err().at, 0..1);
    }
}
