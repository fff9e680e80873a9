//! What a room makes visible, and what Python's Unicode database says of each character.

use std::process::Command;

use lab_shared::chat::for_terminals;

/// Code point, category and bidirectional class of every character, one a line.
const SCRIPT: &str = r#"
import sys, unicodedata
sys.stdout.write("\n".join(
    f"{code:x} {unicodedata.category(chr(code))} {unicodedata.bidirectional(chr(code)) or '-'}"
    for code in range(0x110000) if not 0xD800 <= code < 0xE000))
"#;

/// Format characters that are seen: those with the property Prepended_Concatenation_Mark.
fn is_seen(code: u32) -> bool {
    matches!(code, 0x600..=0x605 | 0x6dd | 0x70f | 0x890 | 0x891 | 0x8e2 | 0x110bd | 0x110cd)
}

/// Code points with the property Default_Ignorable_Code_Point that are no format characters: letters
/// and marks that are not seen. Others are not assigned yet.
fn is_ignorable(code: u32) -> bool {
    matches!(
        code,
        0x34f
            | 0x115f..=0x1160
            | 0x17b4..=0x17b5
            | 0x180b..=0x180f
            | 0x3164
            | 0xfe00..=0xfe0f
            | 0xffa0
            | 0xe0100..=0xe01ef
    )
}

#[test]
fn every_character_that_steers_or_hides_is_made_visible_and_no_other() {
    let output = Command::new("python3").args(["-c", SCRIPT]).output();
    let output = output.expect("python3 is needed for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("it prints ASCII");
    for line in lines.lines() {
        let mut words = line.split(' ');
        let mut word = || words.next().expect("three words a line");
        let (code, category, direction) = (word(), word(), word());
        let code = u32::from_str_radix(code, 16).expect("the script prints hexadecimal");
        let character = char::from_u32(code).expect("the script skips surrogates");
        let text = character.to_string();
        let replaced = for_terminals(&text) != text;
        let steers = match category {
            "Cc" => !matches!(character, '\t' | '\n'),
            "Cf" => !is_seen(code),
            "Zl" | "Zp" => true,
            // Whether it is ignorable, a later version of Unicode may say.
            "Cn" => replaced,
            _ => is_ignorable(code),
        };
        assert_eq!(replaced, steers, "U+{code:04X} {category} {direction}");
        let turns = ["LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"];
        assert!(replaced || !turns.contains(&direction), "U+{code:04X} {direction}");
    }
    for mark in ['\u{200e}', '\u{200f}', '\u{61c}'] {
        assert_ne!(for_terminals(&mark.to_string()), mark.to_string());
    }
}
