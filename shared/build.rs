//! Makes the tables of GB 18030, which GBK is a part of, from those of encoding_rs.
//!
//! A page that linked encoding_rs itself would carry the tables of every legacy encoding of the web,
//! several times the size of these.

use std::fmt::Write as _;
use std::{env, fs, path::Path};

use encoding_rs::GB18030;

/// Second bytes of a pair, in the order of the pair's number.
fn trails() -> impl Iterator<Item = u8> + Clone {
    (0x40..=0x7e).chain(0x80..=0xfe)
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let pairs = pairs();
    let mut source = String::new();
    // From one to the next they compress to half of what they do by themselves.
    let steps =
        pairs.iter().zip([0].iter().chain(&pairs)).map(|(code, last)| code.wrapping_sub(*last));
    array(&mut source, "PAIR_STEPS", "u16", steps.map(|step| step.to_string()));
    let odd = odd_pairs(&pairs).into_iter().map(|(code, number)| format!("({code}, {number:?})"));
    array(&mut source, "ODD_PAIRS", "(u16, Option<u16>)", odd);
    let show = |(from, to, count): &(u32, u32, u32)| format!("({from}, {to}, {count})");
    array(&mut source, "QUAD_TO_CODE", "(u32, u32, u32)", decoded_quads().iter().map(show));
    array(&mut source, "CODE_TO_QUAD", "(u32, u32, u32)", encoded_quads().iter().map(show));
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let path = Path::new(&folder).join("gb18030.rs");
    fs::write(&path, source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn array(source: &mut String, name: &str, kind: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    let (count, items) = (items.len(), items.join(","));
    writeln!(source, "static {name}: [{kind}; {count}] = [{items}];").expect("a String takes it");
}

/// The character of each pair of bytes, 0 where there is none.
fn pairs() -> Vec<u16> {
    let bytes = (0x81..=0xfe).flat_map(|lead| trails().map(move |trail| [lead, trail]));
    let code = |bytes: [u8; 2]| {
        decode(&bytes).map_or(0, |code| code.try_into().expect("pairs are of the basic plane"))
    };
    bytes.map(code).collect()
}

/// The characters that are not written as the first pair that reads as them: the number of the pair
/// that they are written as, if any.
fn odd_pairs(pairs: &[u16]) -> Vec<(u16, Option<u16>)> {
    let codes = (0x80..=u16::MAX).filter(|code| char::from_u32((*code).into()).is_some());
    let mut first = vec![None; 0x1_0000];
    for (number, code) in pairs.iter().enumerate().rev() {
        first[usize::from(*code)] = Some(u16::try_from(number).expect("23 940 pairs"));
    }
    let written = |code: u16| match encode(code.into()).as_slice() {
        [lead, trail] => {
            let column = trails().position(|one| one == *trail).expect("a second byte");
            Some(u16::from(lead - 0x81) * 190 + u16::try_from(column).expect("190 columns"))
        }
        _ => None,
    };
    codes
        .map(|code| (code, written(code)))
        .filter(|(code, number)| first[usize::from(*code)] != *number)
        .collect()
}

/// Runs of four-byte numbers and their characters: first number, first character, how many.
fn decoded_quads() -> Vec<(u32, u32, u32)> {
    runs((0..39_420).filter_map(|number| Some((number, decode(&quad(number))?))))
}

/// Runs of characters and their four-byte numbers: first character, first number, how many.
fn encoded_quads() -> Vec<(u32, u32, u32)> {
    let number = |code: u32| match encode(code).as_slice() {
        [a, b, c, d] => Some(
            ((u32::from(a - 0x81) * 10 + u32::from(b - 0x30)) * 126 + u32::from(c - 0x81)) * 10
                + u32::from(d - 0x30),
        ),
        _ => None,
    };
    let codes = (0x80..=0xffff).filter(|code| char::from_u32(*code).is_some());
    runs(codes.filter_map(|code| Some((code, number(code)?))))
}

fn runs(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32, u32)> {
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for (from, to) in pairs {
        match runs.last_mut() {
            Some((first, image, count)) if from == *first + *count && to == *image + *count => {
                *count += 1;
            }
            _ => runs.push((from, to, 1)),
        }
    }
    runs
}

fn quad(number: u32) -> [u8; 4] {
    let digit = |value: u32, first: u8| first + u8::try_from(value).expect("below 126");
    [
        digit(number / 12_600, 0x81),
        digit(number / 1260 % 10, 0x30),
        digit(number / 10 % 126, 0x81),
        digit(number % 10, 0x30),
    ]
}

fn decode(bytes: &[u8]) -> Option<u32> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none()).map(u32::from)
}

fn encode(code: u32) -> Vec<u8> {
    let text = char::from_u32(code).expect("no surrogate").to_string();
    match GB18030.encode(&text) {
        (bytes, _, false) => bytes.into_owned(),
        (_, _, true) => Vec::new(),
    }
}
