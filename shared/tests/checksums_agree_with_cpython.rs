//! Checksums and formats of the assistant compute what CPython's binascii, zlib and struct compute.

use std::io::Write as _;
use std::process::{Command, Stdio};

use lab_shared::assistant::compose::Checksum;
use lab_shared::assistant::decode::StructFormat;
use lab_shared::text::to_hex;

/// Reads lines of hex, writes the checksums and the unpacked numbers of each.
const PROGRAM: &str = r#"
import binascii, struct, sys, zlib
for line in sys.stdin:
    data = bytes.fromhex(line)
    numbers = struct.unpack_from("<hBqfd?", data.ljust(64, b"\1"))
    print(
        binascii.crc_hqx(data, 0), zlib.crc32(data), sum(data) % 256, sum(data) % 65536, -sum(data) % 256,
        *(repr(float(number)) for number in numbers),
    )
"#;

/// Bytes of every length up to 600, so with and without the table of a CRC.
fn messages() -> Vec<Vec<u8>> {
    let byte = |place: usize, length: usize| (place * 7 + length * 13 + place * place / 3) as u8;
    (0..600)
        .step_by(7)
        .map(|length| (0..length).map(|place| byte(place, length)).collect())
        .collect()
}

#[test]
fn checksums_and_formats_agree_with_cpython() {
    let messages = messages();
    let mut python = Command::new("python3")
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed for this test");
    let lines: String = messages.iter().map(|message| to_hex(message) + "\n").collect();
    python.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().count(), messages.len());
    let format = StructFormat::parse("<hBqfd?").unwrap();
    for (message, line) in messages.iter().zip(printed.lines()) {
        let numbers: Vec<&str> = line.split(' ').collect();
        let names = ["CRC-16/XMODEM", "CRC-32", "SUM-8", "SUM-16", "LRC"];
        for (name, expected) in names.iter().zip(&numbers) {
            let computed = Checksum::named(name).unwrap().compute(message);
            assert_eq!(computed.to_string(), *expected, "{name} of {} bytes", message.len());
        }
        let mut padded = message.clone();
        padded.resize(message.len().max(64), 1);
        let expected: Vec<f64> =
            numbers[5..].iter().map(|number| number.parse().unwrap()).collect();
        let same = format
            .numbers(&padded)
            .iter()
            .zip(&expected)
            .all(|(ours, theirs)| ours == theirs || (ours.is_nan() && theirs.is_nan()));
        assert!(same, "{:?} and {expected:?}", format.numbers(&padded));
    }
}
