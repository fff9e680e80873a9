//! A program in an address's fragment, which browsers send to nobody: `#py=NAME.TEXT`, both base64url
//! (RFC 4648, section 5) without padding.

use super::library::Saved;

/// The path of the page where programs of one's own are.
pub const PATH: &str = "/program";

/// What the fragment begins with.
const MARK: &str = "#py=";

/// The longest fragment that is read: browsers and chat programs cut longer addresses.
const LONGEST: usize = 200_000;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The fragment for a program.
#[must_use]
pub fn to_fragment(program: &Saved) -> String {
    format!("{MARK}{}.{}", encode(program.name.as_bytes()), encode(program.text.as_bytes()))
}

/// The program in a fragment, if it holds one.
#[must_use]
pub fn from_fragment(fragment: &str) -> Option<Saved> {
    let packed = fragment.strip_prefix(MARK).filter(|packed| packed.len() <= LONGEST)?;
    let (name, text) = packed.split_once('.')?;
    let name = String::from_utf8(decode(name)?).ok()?;
    Some(Saved { name, text: String::from_utf8(decode(text)?).ok()? })
}

/// Bytes as base64url without padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..=chunk.len() {
            out.push(char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    out
}

/// The bytes of such a text; `None` where it is none.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for index in 0..4 {
            let digit = match chunk.get(index) {
                Some(wanted) => DIGITS.iter().position(|digit| digit == wanted)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        let bytes = match chunk.len() {
            1 => return None,
            length => length - 1,
        };
        out.extend_from_slice(&bits.to_be_bytes()[1..=bytes]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_survives_the_way_through_an_address() {
        for text in ["", "a", "ab", "abc", "print('你好')\n\t# ~?/+"] {
            let program = Saved { name: "回声.py".into(), text: text.into() };
            let fragment = to_fragment(&program);
            assert!(
                fragment.is_ascii() && !fragment.contains(['+', '/', '='])
                    || text.is_empty()
                    || fragment.matches('=').count() == 1
            );
            assert_eq!(from_fragment(&fragment), Some(program));
        }
    }

    #[test]
    fn the_digits_are_those_of_base64url() {
        assert_eq!(encode(b"foobar"), "Zm9vYmFy");
        assert_eq!(encode(b"fooba"), "Zm9vYmE");
        assert_eq!(encode(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn what_is_no_program_is_not_read() {
        for fragment in ["", "#token=x", "#py=", "#py=abc", "#py=a.b", "#py=Zg.!!", "#py=_w._w"] {
            assert_eq!(from_fragment(fragment), None, "{fragment}");
        }
    }
}
