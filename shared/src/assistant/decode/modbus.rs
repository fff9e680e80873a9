//! Modbus over TCP (MODBUS Messaging on TCP/IP V1.0b) and RTU frames (Modbus over serial line V1.02).

use super::tree::{Read, Tree, fault};
use crate::assistant::compose::{Checksum, integer};
use crate::framing::ByteOrder;

/// Reads messages with MBAP headers to the end.
pub(super) fn decode_tcp(tree: &mut Tree<'_>) -> Read<()> {
    while tree.left() > 0 {
        tree.group("message", |tree| {
            tree.number("transaction", 2)?;
            let at = tree.at;
            if tree.number("protocol", 2)? != 0 {
                return Err(fault(at, "the protocol of Modbus is 0", "Modbus 的协议号应为 0"));
            }
            let at = tree.at;
            let length = tree.length("length", 2)?;
            if !(2..=254).contains(&length) {
                return Err(fault(
                    at,
                    "a message has from 2 to 254 bytes here",
                    "这里的长度应为 2 到 254",
                ));
            }
            tree.within("message", length, |tree| {
                tree.number("unit", 1)?;
                function(tree)
            })
        })?;
    }
    Ok(())
}

/// Reads one RTU frame: the whole message, with its CRC at the end.
pub(super) fn decode_rtu(tree: &mut Tree<'_>) -> Read<()> {
    let Some(body) = tree.left().checked_sub(2).filter(|body| *body >= 2) else {
        return Err(fault(tree.end, "a frame has at least 4 bytes", "一帧至少 4 字节"));
    };
    let crc = Checksum::named("CRC-16/MODBUS").expect("the catalogue has it");
    let expected = integer(crc.compute(&tree.message[..body]), 2, ByteOrder::Little);
    tree.within("frame", body, |tree| {
        tree.number("unit", 1)?;
        function(tree)
    })?;
    let at = tree.at;
    let found = tree.take(2, "CRC")?;
    let right = found == expected;
    let verdict = if right {
        "right".to_owned()
    } else {
        format!("wrong, expected {}", crate::text::to_hex(&expected))
    };
    tree.push("CRC", format!("{} {verdict}", crate::text::to_hex(found)), at..at + 2)?;
    if right { Ok(()) } else { Err(fault(at, "the CRC is wrong", "CRC 不正确")) }
}

/// Function code and what follows. Whether it is a request shows in the lengths.
fn function(tree: &mut Tree<'_>) -> Read<()> {
    let at = tree.at;
    let code =
        tree.number_as("function", 1, |code| format!("{code} {}", function_name(code & 0x7f)))?;
    if code & 0x80 != 0 {
        return tree
            .number_as("exception", 1, |code| format!("{code} {}", exception_name(code)))
            .map(drop);
    }
    let left = tree.left();
    let count = tree.rest().first().map_or(0, |count| usize::from(*count));
    match code {
        1..=4 if left == 4 && !(count == 3 && code <= 2) => {
            tree.number("address", 2)?;
            tree.number("quantity", 2).map(drop)
        }
        1..=4 => {
            let count = tree.length("byte count", 1)?;
            values(tree, count, code >= 3)
        }
        5 | 6 => {
            tree.number("address", 2)?;
            tree.number_as("value", 2, |value| match (code, value) {
                (5, 0xff00) => "on".to_owned(),
                (5, 0) => "off".to_owned(),
                _ => value.to_string(),
            })
            .map(drop)
        }
        15 | 16 => {
            tree.number("address", 2)?;
            tree.number("quantity", 2)?;
            if tree.left() == 0 {
                return Ok(());
            }
            let count = tree.length("byte count", 1)?;
            values(tree, count, code == 16)
        }
        0 => Err(fault(at, "there is no function 0", "没有功能码 0")),
        _ if left > 0 => tree.bytes("data", left).map(drop),
        _ => Ok(()),
    }
}

/// Registers of two bytes, or bits.
fn values(tree: &mut Tree<'_>, count: usize, registers: bool) -> Read<()> {
    tree.within("values", count, |tree| {
        if !registers {
            let left = tree.left();
            return if left > 0 { tree.bytes("bits", left).map(drop) } else { Ok(()) };
        }
        let mut number = 0;
        while tree.left() >= 2 {
            tree.number(&format!("register {number}"), 2)?;
            number += 1;
        }
        Ok(())
    })
}

fn function_name(code: u64) -> &'static str {
    match code {
        1 => "read coils",
        2 => "read discrete inputs",
        3 => "read holding registers",
        4 => "read input registers",
        5 => "write single coil",
        6 => "write single register",
        15 => "write multiple coils",
        16 => "write multiple registers",
        22 => "mask write register",
        23 => "read and write registers",
        43 => "encapsulated interface",
        _ => "",
    }
}

fn exception_name(code: u64) -> &'static str {
    match code {
        1 => "illegal function",
        2 => "illegal data address",
        3 => "illegal data value",
        4 => "server device failure",
        5 => "acknowledge",
        6 => "server device busy",
        8 => "memory parity error",
        10 => "gateway path unavailable",
        11 => "gateway target failed to respond",
        _ => "",
    }
}
