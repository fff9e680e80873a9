//! A format of one's own in the notation of Python's `struct`, with names.

use super::tree::{Read, Tree, fault, shown};
use crate::assistant::problem::{Problem, Wording};

/// A format such as `>H:id 2h:speed f 4s:tag`: a byte order, then for each field a count, a letter of
/// Python's `struct`, and a name behind a colon. Sizes are the standard ones, without alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructFormat {
    little: bool,
    fields: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    count: usize,
    letter: u8,
    name: String,
}

/// Most fields or bytes that one count may mean.
const MAX_COUNT: usize = 4096;

/// Each letter and its size.
const LETTERS: &[(u8, usize)] = &[
    (b'x', 1),
    (b'c', 1),
    (b'b', 1),
    (b'B', 1),
    (b'?', 1),
    (b'h', 2),
    (b'H', 2),
    (b'i', 4),
    (b'I', 4),
    (b'l', 4),
    (b'L', 4),
    (b'q', 8),
    (b'Q', 8),
    (b'f', 4),
    (b'd', 8),
    (b's', 1),
];

impl StructFormat {
    /// Reads a format.
    ///
    /// # Errors
    /// [`Problem`] at a letter that is unknown or a count that is too large.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (little, skipped) = match text.as_bytes().first() {
            Some(b'<' | b'=' | b'@') => (true, 1),
            Some(b'>' | b'!') => (false, 1),
            _ => (true, 0),
        };
        let mut fields = Vec::new();
        let mut at = skipped;
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() || matches!(first, ',' | ';') {
                at += first.len_utf8();
                continue;
            }
            let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
            let count = match &text[at..at + digits] {
                "" => 1,
                digits => {
                    digits.parse().ok().filter(|count| *count <= MAX_COUNT).ok_or_else(|| {
                        Problem::new(
                            at..at + digits.len(),
                            Wording::new("this count is too large", "这个数量太大"),
                            Wording::new(
                                format!("use at most {MAX_COUNT}"),
                                format!("最多 {MAX_COUNT}"),
                            ),
                        )
                    })?
                }
            };
            at += digits;
            let letter = text[at..].bytes().next().unwrap_or_default();
            if !LETTERS.iter().any(|(known, _)| *known == letter) {
                let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
                return Err(Problem::new(
                    at..end,
                    Wording::new(
                        "this is no letter of a struct format",
                        "这不是 struct 格式的字母",
                    ),
                    Wording::new(
                        "use x c b B ? h H i I l L q Q f d s, with < or > in front of all",
                        "使用 x c b B ? h H i I l L q Q f d s，最前面可写 < 或 >",
                    ),
                ));
            }
            at += 1;
            let mut name = String::new();
            if let Some(rest) = text[at..].strip_prefix(':') {
                let length = rest.find([' ', '\t', '\n', ',', ';']).unwrap_or(rest.len());
                rest[..length].clone_into(&mut name);
                at += 1 + length;
            }
            fields.push(Item { count, letter, name });
        }
        Ok(Self { little, fields })
    }

    /// Bytes of one message.
    #[must_use]
    pub fn size(&self) -> usize {
        self.fields.iter().map(|item| item.count * size_of_letter(item.letter)).sum()
    }

    /// The numbers of a message, as far as it goes.
    #[must_use]
    pub fn numbers(&self, message: &[u8]) -> Vec<f64> {
        let mut tree = Tree::new(message);
        let mut numbers = Vec::new();
        // What is missing at the end is no number.
        let _ = self.read(&mut tree, |number| numbers.push(number));
        numbers
    }

    /// A message's fields; what is behind them is shown as bytes.
    pub(super) fn decode(&self, tree: &mut Tree<'_>) -> Read<()> {
        self.read(tree, |_| {})?;
        if tree.left() > 0 {
            tree.bytes("more", tree.left())?;
        }
        Ok(())
    }

    fn read(&self, tree: &mut Tree<'_>, mut found: impl FnMut(f64)) -> Read<()> {
        for (place, item) in self.fields.iter().enumerate() {
            let name =
                if item.name.is_empty() { format!("field {place}") } else { item.name.clone() };
            let start = tree.at;
            match item.letter {
                b's' => tree.bytes(&name, item.count).map(drop)?,
                b'x' => tree.take(item.count, "padding").map(drop)?,
                letter => {
                    for index in 0..item.count {
                        let at = tree.at;
                        let mut bytes = tree.take(size_of_letter(letter), &name)?.to_vec();
                        if self.little {
                            bytes.reverse();
                        }
                        let (text, number) = one(letter, &bytes).ok_or_else(|| {
                            fault(at, format!("{name} cannot be read"), format!("无法读取 {name}"))
                        })?;
                        if let Some(number) = number {
                            found(number);
                        }
                        let name =
                            if item.count == 1 { name.clone() } else { format!("{name}[{index}]") };
                        tree.push(&name, text, at..tree.at)?;
                    }
                }
            }
            debug_assert!(tree.at >= start);
        }
        Ok(())
    }
}

fn size_of_letter(letter: u8) -> usize {
    LETTERS.iter().find(|(known, _)| *known == letter).map_or(1, |(_, size)| *size)
}

/// A value from its bytes, the high one first: in words, and as a number where it is one.
fn one(letter: u8, bytes: &[u8]) -> Option<(String, Option<f64>)> {
    let unsigned = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let unused = 64 - 8 * u32::try_from(bytes.len()).ok()?;
    let signed = (unsigned << unused).cast_signed() >> unused;
    Some(match letter {
        b'c' => (shown(bytes), None),
        b'?' => ((unsigned != 0).to_string(), Some(if unsigned == 0 { 0.0 } else { 1.0 })),
        b'B' | b'H' | b'I' | b'L' | b'Q' => (unsigned.to_string(), Some(unsigned as f64)),
        b'b' | b'h' | b'i' | b'l' | b'q' => (signed.to_string(), Some(signed as f64)),
        b'f' => {
            let number = f32::from_be_bytes(bytes.try_into().ok()?);
            (number.to_string(), Some(number.into()))
        }
        b'd' => {
            let number = f64::from_be_bytes(bytes.try_into().ok()?);
            (number.to_string(), Some(number))
        }
        _ => return None,
    })
}
