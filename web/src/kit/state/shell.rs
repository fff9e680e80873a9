//! Words of a shell's command line. Their text may come from a peer, a relay or a file, and a
//! person copies the line into a terminal.

use std::fmt::Write;

use lab_shared::text::is_hidden;

/// The text as one word of a POSIX shell: in quotes unless it is plain. Hidden characters are written
/// as `$'\x1b'` (POSIX.1-2024; bash, zsh and ksh before), because a terminal acts on them when they are
/// pasted.
#[must_use]
pub(crate) fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.into();
    }
    if !text.contains(is_hidden) {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    let mut word = String::from("$'");
    for character in text.chars() {
        match character {
            '\'' | '\\' => word.extend(['\\', character]),
            hidden if is_hidden(hidden) => {
                for byte in hidden.encode_utf8(&mut [0; 4]).bytes() {
                    // Three digits, because a digit may follow. Writing to a String cannot fail.
                    let _ = write!(word, "\\{byte:03o}");
                }
            }
            shown => word.push(shown),
        }
    }
    word + "'"
}

/// The text as a word that no program takes for an option.
#[must_use]
pub(crate) fn operand(text: &str) -> String {
    if text.starts_with('-') { format!("-- {}", word(text)) } else { word(text) }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in ["127.0.0.1", "::1", "fe80::1%eth0", "/tmp/lab/a.sock", "9999"] {
            assert_eq!(operand(text), text);
        }
        assert_eq!(operand("-e/bin/sh"), "-- -e/bin/sh");
    }

    #[test]
    fn a_shell_reads_back_what_was_written_and_runs_nothing() {
        for text in [
            "",
            "a b",
            "$(id)",
            "`id`",
            "; id",
            "a'b",
            "'; id; '",
            "\"$HOME\"",
            "\\",
            "!!",
            "*",
            "~",
            "a\nid\n",
            "\x1b[2J\x07'\\1",
            "\u{202e}x\u{2028}7",
            "瓜子 ",
        ] {
            let line = format!("printf %s {}", word(text));
            let output = Command::new("bash").args(["-c", &line]).output().expect("bash runs");
            assert_eq!(String::from_utf8(output.stdout).as_deref(), Ok(text), "{line}");
            assert!(output.stderr.is_empty(), "{line}");
            assert!(!line.contains(is_hidden), "{line:?}");
        }
    }
}
