//! The first bytes of a packet, as a person reads them.

use data_encoding::BASE64;

/// Bytes in one line.
const LINE: usize = 16;

/// One line of a hex dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DumpLine {
    /// The place of its first byte.
    pub(crate) offset: usize,
    /// `45 00 00 3c …`
    pub(crate) hex: String,
    /// The same in ASCII, a point for what cannot be printed.
    pub(crate) ascii: String,
}

/// The bytes of a report.
pub(crate) fn decoded(bytes: &str) -> Vec<u8> {
    BASE64.decode(bytes.as_bytes()).unwrap_or_default()
}

/// The bytes as a hex dump.
pub(crate) fn dump(bytes: &[u8]) -> Vec<DumpLine> {
    let line = |(at, bytes): (usize, &[u8])| {
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let printed = |byte: &u8| match byte {
            b' '..=b'~' => char::from(*byte),
            _ => '.',
        };
        DumpLine {
            offset: at * LINE,
            hex: hex.join(" "),
            ascii: bytes.iter().map(printed).collect(),
        }
    };
    bytes.chunks(LINE).enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_as_hex_and_as_text() {
        let lines = dump(&decoded("RQAAPGhlbGxvLCB3b3JsZCE="));
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].hex, "45 00 00 3c 68 65 6c 6c 6f 2c 20 77 6f 72 6c 64");
        assert_eq!(lines[0].ascii, "E..<hello, world");
        assert_eq!((lines[1].offset, lines[1].ascii.as_str()), (16, "!"));
        assert!(dump(&decoded("no base 64")).is_empty());
    }
}
