//! Checksums and formats of the assistant compute what CPython's binascii, zlib and struct compute, and every CRC
//! what the package crccheck computes.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use lab_shared::assistant::compose::Checksum;
use lab_shared::assistant::decode::StructFormat;
use lab_shared::text::{parse_hex, to_hex};

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

/// Writes each name and alias of a checksum, random bytes, and their checksum.
const CRCCHECK: &str = r#"
import random, sys
sys.path.insert(0, sys.argv[1])
from crccheck import checksum, crc
chance = random.Random(7)
messages = [chance.randbytes(length) for length in (0, 1, 2, 7, 64, 511, 512, 700)]
for kind in [*crc.ALLCRCCLASSES, checksum.ChecksumXor8]:
    for message in messages:
        value = kind.calc(message)
        for name in getattr(kind, "_names", ["XOR"]):
            print(name, message.hex() or "-", value, sep="\t")
"#;

#[test]
fn every_crc_agrees_with_crccheck_under_all_names_that_both_know() {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python-peers");
    assert!(
        packages.join("crccheck").is_dir(),
        "the packages of relay/tests/requirements.txt are needed; cargo xtask test installs them"
    );
    let mut python = Command::new("python3");
    let output = python.args(["-c", CRCCHECK]).arg(packages).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut compared = BTreeSet::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let [name, message, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let Some(checksum) = Checksum::named(name) else { continue };
        let message = if message == "-" { Vec::new() } else { parse_hex(message).unwrap() };
        let bytes = message.len();
        assert_eq!(checksum.compute(&message).to_string(), expected, "{name} of {bytes} bytes");
        compared.insert(checksum.name());
    }
    // All that are not sums, of which crccheck has none over single bytes.
    let sums = ["SUM-8", "SUM-16", "LRC"];
    let missing: Vec<&str> = Checksum::all()
        .map(Checksum::name)
        .filter(|name| !sums.contains(name) && !compared.contains(name))
        .collect();
    assert_eq!(missing, [""; 0], "crccheck does not know them");
}
