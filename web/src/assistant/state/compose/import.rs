//! Lists of messages from files: setups, Packet Sender's saved packets, SSCOM's strings.

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::setup::{Imported, Setup, import_packet_sender, import_sscom};
use lab_shared::assistant::{Problem, Wording};
use lab_shared::text::SpanKind;

/// Most bytes of a file.
const MAX_BYTES: usize = 8 << 20;

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ImportReport {
    /// The file's name.
    pub(crate) file: String,
    /// How many messages were added.
    pub(crate) added: usize,
    /// What could not be read: where, and why.
    pub(crate) problems: Vec<(String, Problem)>,
}

/// The messages of a file, and what in it could not be read.
pub(super) fn import(bytes: &[u8]) -> Imported {
    let failed = |place: &str, problem: Problem| Imported {
        left_out: vec![(place.to_owned(), problem)],
        ..Imported::default()
    };
    if bytes.len() > MAX_BYTES {
        let cause = Wording::new("the file is longer than 8 MiB", "文件超过 8 MiB");
        let remedy = Wording::new("choose a list of messages", "请选择消息列表文件");
        return failed("", Problem::new(0..0, cause, remedy));
    }
    let text = text_of(bytes);
    let read = match kind(&text) {
        Kind::Setup => return setup(&text),
        Kind::PacketSender => import_packet_sender(&text),
        Kind::Sscom => import_sscom(&text),
        Kind::Unknown => Err(Problem::new(
            0..0,
            Wording::new("this is no list of messages", "这不是消息列表"),
            Wording::new(
                "choose a setup in TOML, Packet Sender's packets.ini or its JSON, or SSCOM's .ini",
                "请选择 TOML 设置文档、Packet Sender 的 packets.ini 或 JSON，或 SSCOM 的 .ini",
            ),
        )),
    };
    read.unwrap_or_else(|problem| failed("", problem))
}

/// What wrote a file.
enum Kind {
    Setup,
    PacketSender,
    Sscom,
    Unknown,
}

fn kind(text: &str) -> Kind {
    let mut lines = text.lines().map(str::trim);
    let is_setup = |line: &str| line.starts_with("version") || line.starts_with("[[");
    let is_string = |line: &str| {
        let key = line.strip_prefix('N').and_then(|line| line.split_once('='));
        key.is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|it| it.is_ascii_digit()))
    };
    let first = lines.clone().find(|line| !line.is_empty() && !line.starts_with('#'));
    if first.is_some_and(is_setup) {
        Kind::Setup
    } else if text.to_ascii_lowercase().contains("hexstring") {
        Kind::PacketSender
    } else if lines.any(is_string) {
        Kind::Sscom
    } else {
        Kind::Unknown
    }
}

/// The text of a file in UTF-8, or in GBK, as SSCOM writes it.
fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let spans = Charset::Gbk.decoder().decode(bytes);
    let texts = spans.into_iter().map(|span| match span.kind {
        SpanKind::Text(text) | SpanKind::Joined(text) => text,
        SpanKind::Cut | SpanKind::Invalid => "\u{fffd}".into(),
    });
    texts.collect()
}

fn setup(text: &str) -> Imported {
    match Setup::parse(text) {
        Ok(setup) => Imported { messages: setup.messages, ..Imported::default() },
        Err(problems) => {
            let left_out = problems
                .into_iter()
                .map(|one| (format!("{}, {}", one.line, one.path), one.problem))
                .collect();
            Imported { left_out, ..Imported::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        import(bytes).messages.into_iter().map(|message| message.name).collect()
    }

    #[test]
    fn each_kind_of_file_is_recognised() {
        assert_eq!(
            names(b"\xef\xbb\xbfversion = 1\n[[message]]\nname = \"a\"\ntext = \"x\"\n"),
            ["a"]
        );
        assert_eq!(names(br#"[{"name":"hi","hexstring":"68 69"}]"#), ["hi"]);
        assert_eq!(names(b"[Turn%20on]\nhexString=01 03\nname=Turn on\n"), ["Turn on"]);
        // SSCOM writes GBK.
        assert_eq!(names(b"N101=0,\xb6\xc1,1000\nN1=H,01 03\n"), ["读"]);
    }

    #[test]
    fn what_is_wrong_in_a_file_is_told() {
        for (bytes, words) in [
            (&b"hello"[..], "this is no list of messages"),
            (
                b"version = 1\n[[message]]\nname = \"a\"\ntext = \"\\\\q\"\n",
                "this escape is unknown",
            ),
            (&vec![b' '; MAX_BYTES + 1], "longer than 8 MiB"),
        ] {
            let imported = import(bytes);
            let causes: Vec<&str> =
                imported.left_out.iter().map(|(_, problem)| problem.cause.en.as_str()).collect();
            assert!(causes.len() == 1 && causes[0].contains(words), "{causes:?}");
        }
    }
}
