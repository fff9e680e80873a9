//! Reads the lists of other tools: Packet Sender's saved packets and SSCOM's numbered strings.

use std::collections::BTreeMap;

use super::Message;
use crate::assistant::compose::{Charset, Draft, hex_view, parse_pasted_hex, text_view};
use crate::assistant::problem::{Problem, Wording};

/// What an import found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The messages, in the order of the list.
    pub messages: Vec<Message>,
    /// Where each was sent, such as `tcp 192.168.1.5:502`; empty where the list does not say.
    pub targets: Vec<String>,
    /// What could not be read: each one's name or number, and the mistake in it.
    pub left_out: Vec<(String, Problem)>,
}

/// Packet Sender's saved packets: `packets.ini`, or its export as JSON.
///
/// # Errors
/// [`Problem`] if the text is neither.
pub fn import_packet_sender(text: &str) -> Result<Imported, Problem> {
    if let Ok(packets) = serde_json::from_str::<Vec<BTreeMap<String, serde_json::Value>>>(text) {
        return Ok(packets.iter().map(json_packet).collect());
    }
    let mut packets: BTreeMap<u32, (String, Packet)> = BTreeMap::new();
    for (section, key, value) in ini(text) {
        // QSettings writes groups as `name\key` within a section, or as the section itself.
        let (name, field) = match key.rsplit_once('\\') {
            Some((name, field)) => (name.to_owned(), field),
            None => (section, key),
        };
        let known = packets.values().position(|(known, _)| *known == name);
        let place = known.unwrap_or(packets.len()) as u32;
        packets.entry(place).or_insert((name, Packet::default())).1.set(field, value);
    }
    let imported: Imported = packets
        .into_values()
        .filter(|(_, packet)| packet.hex.is_some())
        .map(|(name, packet)| (unescaped(&name), packet))
        .collect();
    if imported.messages.is_empty() && imported.left_out.is_empty() {
        return Err(nothing_found("Packet Sender"));
    }
    Ok(imported)
}

/// One packet of Packet Sender.
#[derive(Debug, Default)]
struct Packet {
    name: Option<String>,
    hex: Option<String>,
    address: String,
    port: String,
    protocol: String,
}

impl Packet {
    fn set(&mut self, field: &str, value: &str) {
        // The .ini file has `hexString`, the export `hexstring`.
        match field.to_ascii_lowercase().as_str() {
            "name" => self.name = Some(value.into()),
            "hexstring" => self.hex = Some(value.into()),
            "toip" => self.address = value.into(),
            "port" => self.port = value.into(),
            "tcporudp" => self.protocol = value.to_lowercase(),
            _ => {}
        }
    }
}

fn json_packet(fields: &BTreeMap<String, serde_json::Value>) -> (String, Packet) {
    let mut packet = Packet::default();
    for (key, value) in fields {
        match value {
            serde_json::Value::String(text) => packet.set(key, text),
            other => packet.set(key, &other.to_string()),
        }
    }
    (packet.name.clone().unwrap_or_default(), packet)
}

impl FromIterator<(String, Packet)> for Imported {
    fn from_iter<I: IntoIterator<Item = (String, Packet)>>(packets: I) -> Self {
        let mut imported = Self::default();
        for (name, packet) in packets {
            let name = packet.name.clone().unwrap_or(name);
            match parse_pasted_hex(packet.hex.as_deref().unwrap_or_default()) {
                Ok(bytes) => {
                    imported.push(&name, draft_of(&bytes));
                    let Packet { protocol, address, port, .. } = packet;
                    imported.targets.push(format!("{protocol} {address}:{port}"));
                }
                Err(problem) => imported.left_out.push((name, problem)),
            }
        }
        imported
    }
}

impl Imported {
    /// Adds a message; a name that is taken gets a number.
    fn push(&mut self, name: &str, draft: Draft) {
        let taken = |name: &str| self.messages.iter().any(|message| message.name == name);
        let name = if name.is_empty() { "message" } else { name };
        let mut unique = name.to_owned();
        let mut number = 2;
        while taken(&unique) {
            unique = format!("{name} {number}");
            number += 1;
        }
        self.messages.push(Message { name: unique, key: None, group: None, end: None, draft });
    }
}

/// Bytes as text where they are text throughout, and as hex otherwise.
fn draft_of(bytes: &[u8]) -> Draft {
    let view = text_view(bytes, Charset::Utf8);
    let readable = bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..));
    let is_text = readable && view.marks.iter().all(|mark| bytes[mark.bytes.start] < 0x80);
    if is_text { Draft::text(view.text) } else { Draft::hex(hex_view(bytes)) }
}

/// SSCOM's list of strings, from its `sscom51.ini` or `sscom.ini`: pairs such as
/// `N101=0,read,1000` and `N1=H,01 03 00 00`, where `H` means hex, and `A` or `T` text. The file is in
/// GBK, as are the texts in it.
///
/// # Errors
/// [`Problem`] if no string is in the text.
pub fn import_sscom(text: &str) -> Result<Imported, Problem> {
    let values: BTreeMap<String, String> =
        ini(text).into_iter().map(|(_, key, value)| (key.to_owned(), value.to_owned())).collect();
    let mut imported = Imported::default();
    for number in 1..=99_u32 {
        let Some((form, content)) =
            values.get(&format!("N{number}")).and_then(|value| value.split_once(','))
        else {
            continue;
        };
        if content.is_empty() || !matches!(form, "H" | "A" | "T") {
            continue;
        }
        let described = values.get(&format!("N{}", number + 100));
        let described = described.and_then(|value| value.split(',').nth(1)).unwrap_or_default();
        let name = if described.is_empty() { format!("N{number}") } else { described.to_owned() };
        let draft = match form {
            "H" => Draft::hex(content.trim()),
            _ => {
                let text = text_view(content.as_bytes(), Charset::Utf8).text;
                Draft { charset: Charset::Gbk, ..Draft::text(text) }
            }
        };
        match draft.prepare() {
            Ok(_) => {
                imported.push(&name, draft);
                imported.targets.push(String::new());
            }
            Err(problem) => imported.left_out.push((name, problem)),
        }
    }
    if imported.messages.is_empty() && imported.left_out.is_empty() {
        return Err(nothing_found("SSCOM"));
    }
    Ok(imported)
}

/// Section, key and value of each line.
fn ini(text: &str) -> Vec<(String, &str, &str)> {
    let mut section = String::new();
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with([';', '#'])) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, value)) = line.split_once('=') {
            let value = value.trim();
            let value =
                value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
            lines.push((section.clone(), key.trim(), value));
        }
    }
    lines
}

/// A name as QSettings writes it: `%20` is a space.
fn unescaped(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nothing_found(tool: &str) -> Problem {
    Problem::new(
        0..0,
        Wording::new(
            format!("no message of {tool} is in this file"),
            format!("文件中没有 {tool} 的消息"),
        ),
        Wording::new("choose the file that the tool wrote", "请选择该工具写出的文件"),
    )
}
