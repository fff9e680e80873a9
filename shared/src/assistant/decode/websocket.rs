//! Frames of WebSocket, RFC 6455.

use super::tree::{Read, Tree, fault, shown};

/// Reads frames to the end.
pub(super) fn decode(tree: &mut Tree<'_>) -> Read<()> {
    while tree.left() > 0 {
        tree.group("frame", frame)?;
    }
    Ok(())
}

fn frame(tree: &mut Tree<'_>) -> Read<()> {
    let start = tree.at;
    let first = tree.take(1, "frame")?[0];
    let opcode = first & 0xf;
    let name = match opcode {
        0 => "continuation",
        1 => "text",
        2 => "binary",
        8 => "close",
        9 => "ping",
        10 => "pong",
        _ => "",
    };
    let last = if first & 0x80 != 0 { "last frame" } else { "more frames follow" };
    tree.push("fin", last, start..tree.at)?;
    if first & 0x70 != 0 {
        // Bit 0x40 marks compressed messages, RFC 7692.
        tree.push("reserved", format!("0x{:02x}", first & 0x70), start..tree.at)?;
    }
    tree.push("opcode", format!("{opcode} {name}"), start..tree.at)?;
    if name.is_empty() {
        return Err(fault(
            start,
            format!("opcode {opcode} is reserved"),
            format!("操作码 {opcode} 是保留的"),
        ));
    }
    let at = tree.at;
    let second = tree.take(1, "frame")?[0];
    let masked = second & 0x80 != 0;
    let length = match second & 0x7f {
        126 => u64::from_be_bytes(widened(tree.take(2, "length")?)),
        127 => u64::from_be_bytes(widened(tree.take(8, "length")?)),
        short => short.into(),
    };
    tree.push("length", length.to_string(), at..tree.at)?;
    if opcode >= 8 && (length > 125 || first & 0x80 == 0) {
        return Err(fault(
            at,
            "a control frame has at most 125 bytes and is not fragmented",
            "控制帧最多 125 字节，且不能分片",
        ));
    }
    let mut key = [0; 4];
    if masked {
        let at = tree.at;
        key.copy_from_slice(tree.take(4, "masking key")?);
        tree.push("masking key", crate::text::to_hex(&key), at..tree.at)?;
    }
    let at = tree.at;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let payload = tree.take(length.min(tree.left()), "payload")?;
    let plain: Vec<u8> =
        payload.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key).collect();
    if opcode == 8 && plain.len() >= 2 {
        let code = u16::from_be_bytes([plain[0], plain[1]]);
        tree.push("close code", code.to_string(), at..at + 2)?;
        tree.push("reason", shown(&plain[2..]), at + 2..tree.at)?;
    } else {
        tree.push("payload", shown(&plain), at..tree.at)?;
    }
    let missing = length - plain.len();
    if missing > 0 {
        return Err(fault(
            tree.at,
            format!("{missing} bytes of the payload are missing"),
            format!("载荷还缺 {missing} 字节"),
        ));
    }
    Ok(())
}

/// A big-endian number in eight bytes.
fn widened(bytes: &[u8]) -> [u8; 8] {
    let mut wide = [0; 8];
    wide[8 - bytes.len()..].copy_from_slice(bytes);
    wide
}
