//! Packets of MQTT 3.1.1 and 5.

use super::tree::{Read, Tree, fault};

/// Reads packets to the end.
pub(super) fn decode(tree: &mut Tree<'_>, version_5: bool) -> Read<()> {
    let mut version_5 = version_5;
    while tree.left() > 0 {
        tree.group("packet", |tree| packet(tree, &mut version_5))?;
    }
    Ok(())
}

const NAMES: [&str; 16] = [
    "",
    "CONNECT",
    "CONNACK",
    "PUBLISH",
    "PUBACK",
    "PUBREC",
    "PUBREL",
    "PUBCOMP",
    "SUBSCRIBE",
    "SUBACK",
    "UNSUBSCRIBE",
    "UNSUBACK",
    "PINGREQ",
    "PINGRESP",
    "DISCONNECT",
    "AUTH",
];

fn packet(tree: &mut Tree<'_>, version_5: &mut bool) -> Read<()> {
    let at = tree.at;
    let first = tree.take(1, "packet")?[0];
    let (kind, flags) = (first >> 4, first & 0xf);
    tree.push("type", format!("{kind} {}", NAMES[usize::from(kind)]), at..tree.at)?;
    let wanted = match kind {
        0 => return Err(fault(at, "packet type 0 is forbidden", "报文类型 0 是禁止的")),
        3 => flags,
        6 | 8 | 10 => 2,
        _ => 0,
    };
    if flags != wanted {
        return Err(fault(
            at,
            format!("the flags are {flags}, and {wanted} is required"),
            format!("标志是 {flags}，应为 {wanted}"),
        ));
    }
    if kind == 3 {
        let qos = flags >> 1 & 3;
        let words = format!("dup {}, qos {qos}, retain {}", flags >> 3, flags & 1);
        tree.push("flags", words, at..at + 1)?;
        if qos == 3 {
            return Err(fault(at, "QoS 3 does not exist", "没有 QoS 3"));
        }
    }
    let length = variable(tree, "remaining length")?;
    tree.within(NAMES[usize::from(kind)], length, |tree| body(tree, kind, flags, version_5))
}

fn body(tree: &mut Tree<'_>, kind: u8, flags: u8, version_5: &mut bool) -> Read<()> {
    match kind {
        1 => connect(tree, version_5),
        2 => {
            tree.number("session present", 1)?;
            tree.number("reason", 1)?;
            properties(tree, *version_5)
        }
        3 => {
            text(tree, "topic")?;
            if flags & 6 != 0 {
                tree.number("packet id", 2)?;
            }
            properties(tree, *version_5)?;
            rest(tree, "payload")
        }
        4..=7 => {
            tree.number("packet id", 2)?;
            reason_and_properties(tree, *version_5)
        }
        8 | 10 => {
            tree.number("packet id", 2)?;
            properties(tree, *version_5)?;
            while tree.left() > 0 {
                text(tree, "topic filter")?;
                if kind == 8 {
                    tree.number("options", 1)?;
                }
            }
            Ok(())
        }
        9 | 11 => {
            tree.number("packet id", 2)?;
            properties(tree, *version_5)?;
            while tree.left() > 0 {
                tree.number_as("reason", 1, |code| format!("0x{code:02x}"))?;
            }
            Ok(())
        }
        14 | 15 => reason_and_properties(tree, *version_5),
        _ => Ok(()),
    }
}

fn connect(tree: &mut Tree<'_>, version_5: &mut bool) -> Read<()> {
    text(tree, "protocol")?;
    let at = tree.at;
    let level = tree.number_as("version", 1, |level| match level {
        3 => "3.1".to_owned(),
        4 => "3.1.1".to_owned(),
        other => other.to_string(),
    })?;
    if !(3..=5).contains(&level) {
        return Err(fault(
            at,
            format!("version {level} is unknown"),
            format!("未知的版本 {level}"),
        ));
    }
    *version_5 = level == 5;
    let flags = tree.number_as("flags", 1, |flags| {
        let words = [
            (2, "clean start"),
            (4, "will"),
            (0x20, "will retain"),
            (0x40, "password"),
            (0x80, "user name"),
        ];
        let set = words.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, word)| *word);
        set.collect::<Vec<_>>().join(", ")
    })?;
    tree.number("keep alive", 2)?;
    properties(tree, *version_5)?;
    text(tree, "client id")?;
    if flags & 4 != 0 {
        properties(tree, *version_5)?;
        text(tree, "will topic")?;
        text(tree, "will payload")?;
    }
    if flags & 0x80 != 0 {
        text(tree, "user name")?;
    }
    if flags & 0x40 != 0 {
        text(tree, "password")?;
    }
    Ok(())
}

fn reason_and_properties(tree: &mut Tree<'_>, version_5: bool) -> Read<()> {
    if version_5 && tree.left() > 0 {
        tree.number_as("reason", 1, |code| format!("0x{code:02x}"))?;
        if tree.left() > 0 {
            properties(tree, true)?;
        }
    }
    Ok(())
}

/// The properties of version 5.
fn properties(tree: &mut Tree<'_>, version_5: bool) -> Read<()> {
    if !version_5 {
        return Ok(());
    }
    let length = variable(tree, "properties length")?;
    if length == 0 {
        return Ok(());
    }
    tree.within("properties", length, |tree| {
        tree.group("properties", |tree| {
            while tree.left() > 0 {
                property(tree)?;
            }
            Ok(())
        })
    })
}

fn property(tree: &mut Tree<'_>) -> Read<()> {
    let at = tree.at;
    let id = variable_value(tree, "property")?;
    let start = tree.fields.len();
    match id {
        0x01 => tree.number("payload format", 1).map(drop),
        0x02 => tree.number("message expiry", 4).map(drop),
        0x03 => text(tree, "content type"),
        0x08 => text(tree, "response topic"),
        0x09 => text(tree, "correlation data"),
        0x0b => variable(tree, "subscription id").map(drop),
        0x11 => tree.number("session expiry", 4).map(drop),
        0x12 => text(tree, "assigned client id"),
        0x13 => tree.number("server keep alive", 2).map(drop),
        0x15 => text(tree, "authentication method"),
        0x16 => text(tree, "authentication data"),
        0x17 => tree.number("request problem information", 1).map(drop),
        0x18 => tree.number("will delay", 4).map(drop),
        0x19 => tree.number("request response information", 1).map(drop),
        0x1a => text(tree, "response information"),
        0x1c => text(tree, "server reference"),
        0x1f => text(tree, "reason string"),
        0x21 => tree.number("receive maximum", 2).map(drop),
        0x22 => tree.number("topic alias maximum", 2).map(drop),
        0x23 => tree.number("topic alias", 2).map(drop),
        0x24 => tree.number("maximum qos", 1).map(drop),
        0x25 => tree.number("retain available", 1).map(drop),
        0x26 => {
            text(tree, "user property name")?;
            text(tree, "user property value")
        }
        0x27 => tree.number("maximum packet size", 4).map(drop),
        0x28 => tree.number("wildcard subscription available", 1).map(drop),
        0x29 => tree.number("subscription ids available", 1).map(drop),
        0x2a => tree.number("shared subscription available", 1).map(drop),
        _ => return Err(fault(at, format!("there is no property {id}"), format!("没有属性 {id}"))),
    }?;
    // The property's number belongs to the first field of its value.
    if let Some(field) = tree.fields.get_mut(start) {
        field.bytes.start = at;
    }
    Ok(())
}

/// Text or data with its length in front.
fn text(tree: &mut Tree<'_>, name: &str) -> Read<()> {
    let at = tree.at;
    let length = tree.take(2, name)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    tree.bytes(name, length)?;
    if let Some(field) = tree.fields.last_mut() {
        field.bytes.start = at;
    }
    Ok(())
}

fn rest(tree: &mut Tree<'_>, name: &str) -> Read<()> {
    match tree.left() {
        0 => Ok(()),
        left => tree.bytes(name, left).map(drop),
    }
}

/// A number of one to four bytes, seven bits in each.
fn variable(tree: &mut Tree<'_>, name: &str) -> Read<usize> {
    let at = tree.at;
    let number = variable_value(tree, name)?;
    tree.push(name, number.to_string(), at..tree.at)?;
    Ok(number)
}

fn variable_value(tree: &mut Tree<'_>, name: &str) -> Read<usize> {
    let at = tree.at;
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let byte = tree.take(1, name)?[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(fault(at, format!("{name} is longer than four bytes"), format!("{name} 超过四个字节")))
}
