//! The codecs and Python's own, over the same bytes and characters.

use std::process::Command;

use lab_shared::text::Encoding;

/// Every pair of bytes, every single byte, and cut or broken multi-byte sequences; every character
/// below U+30000. One line a case: codec, hex, and what Python makes of it.
const SCRIPT: &str = r#"
import sys
codecs = ["utf-8", "gbk", "gb18030", "latin-1"]
cases = [bytes([a]) for a in range(256)]
cases += [bytes([a, b]) for a in range(0x80, 256) for b in range(256)]
cases += [bytes([a, b, c]) for a in (0x81, 0xb9, 0xe5, 0xed, 0xf0, 0xf4, 0xfe)
          for b in range(0x28, 256, 3) for c in range(0x28, 256, 7)]
cases += [bytes([a, b, c, d]) for a in (0x81, 0x84, 0x90, 0xe3, 0xf0, 0xf4)
          for b in (0x30, 0x35, 0x39, 0x80, 0x90) for c in (0x30, 0x81, 0xbf, 0xfe)
          for d in (0x29, 0x30, 0x39, 0x80, 0xbf)]
out = []
for codec in codecs:
    for case in cases:
        try:
            result = "ok " + case.decode(codec).encode("utf-8").hex()
        except UnicodeDecodeError as error:
            result = "error " + str(error)
        out.append(f"decode {codec} {case.hex()} {result}")
    for code in range(0x80, 0x30000):
        if 0xD800 <= code < 0xE000:
            continue
        try:
            result = "ok " + chr(code).encode(codec).hex()
        except UnicodeEncodeError as error:
            result = "error " + str(error)
        out.append(f"encode {codec} {code:x} {result}")
sys.stdout.write("\n".join(out))
"#;

fn hex(text: &str) -> Vec<u8> {
    lab_shared::text::parse_hex(text).expect("the script prints hex")
}

fn ours(direction: &str, encoding: Encoding, input: &str) -> String {
    let plain_hex = |bytes: &[u8]| lab_shared::text::to_hex(bytes).replace(' ', "");
    if direction == "decode" {
        match encoding.decode(&hex(input)) {
            Ok(text) => format!("ok {}", plain_hex(text.as_bytes())),
            Err(error) => format!("error {error}"),
        }
    } else {
        let code = u32::from_str_radix(input, 16).expect("the script prints hex");
        let character = char::from_u32(code).expect("the script skips surrogates");
        match encoding.encode(&character.to_string()) {
            Ok(bytes) => format!("ok {}", plain_hex(&bytes)),
            Err(error) => format!("error {error}"),
        }
    }
}

/// The GB standards moved some hundred rare characters out of the private use area and into Unicode
/// proper. encoding_rs follows the newer tables (GB 18030-2022, and the web's GBK), Python the older
/// ones. Only bytes with one of those pairs, and the characters they stand for, may differ.
fn moved_by_a_newer_standard(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| {
        matches!(
            pair,
            [0xa3, 0xa0]
                | [0xa6, 0xd9..=0xf3]
                | [0xa8, 0xbc | 0xbf]
                | [0xa9, 0x89..=0x95]
                | [0xfe, 0x50..=0xa0]
        )
    })
}

#[test]
fn every_byte_pair_and_every_character_means_the_same_as_in_cpython() {
    let output = Command::new("python3").args(["-c", SCRIPT]).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("the script prints ASCII");
    let mut differences = Vec::new();
    let mut compared = 0;
    for line in lines.lines() {
        let mut parts = line.splitn(4, ' ');
        let mut part = || parts.next().expect("the script prints four parts");
        let (direction, codec, input, theirs) = (part(), part(), part(), part());
        let encoding = Encoding::from_python_name(codec).expect("a codec of the table");
        let ours = ours(direction, encoding, input);
        compared += 1;
        if ours == theirs {
            continue;
        }
        let encoded = [ours.as_str(), theirs].map(|result| result.strip_prefix("ok ").map(hex));
        let moved = match direction {
            "decode" => moved_by_a_newer_standard(&hex(input)),
            _ => encoded.iter().flatten().any(|bytes| moved_by_a_newer_standard(bytes)),
        };
        if !moved || !codec.starts_with("gb") {
            differences
                .push(format!("{direction} {codec} {input}\n  ours {ours}\n  Python {theirs}"));
        }
    }
    assert!(compared > 700_000, "only {compared} cases were compared");
    let report = differences.join("\n");
    assert!(differences.is_empty(), "{} of {compared} differ:\n{report}", differences.len());
}
