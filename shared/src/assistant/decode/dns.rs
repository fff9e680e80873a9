//! Messages of DNS, RFC 1035.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::tree::{Read, Tree, fault};

/// Reads one message, or as many as have their lengths in front.
pub(super) fn decode(tree: &mut Tree<'_>, over_tcp: bool) -> Read<()> {
    if !over_tcp {
        return message(tree);
    }
    while tree.left() > 0 {
        let length = tree.length("length", 2)?;
        tree.within("message", length, |tree| tree.group("message", message))?;
    }
    Ok(())
}

fn message(tree: &mut Tree<'_>) -> Read<()> {
    let origin = tree.at;
    tree.number_as("id", 2, |id| format!("0x{id:04x}"))?;
    tree.number_as("flags", 2, flags)?;
    let questions = tree.number("questions", 2)?;
    let records: Vec<(&str, u64)> = ["answer", "authority", "additional"]
        .into_iter()
        .map(|section| tree.number(section, 2).map(|count| (section, count)))
        .collect::<Read<_>>()?;
    for _ in 0..questions {
        tree.group("question", |tree| {
            name(tree, origin, "name")?;
            tree.number_as("type", 2, type_name)?;
            tree.number_as("class", 2, class_name).map(drop)
        })?;
    }
    for (section, count) in records {
        for _ in 0..count {
            tree.group(section, |tree| record(tree, origin))?;
        }
    }
    Ok(())
}

fn flags(flags: u64) -> String {
    let kind = if flags & 0x8000 == 0 { "query" } else { "response" };
    let mut words = vec![kind.to_owned()];
    for (bit, word) in [
        (0x400, "authoritative"),
        (0x200, "truncated"),
        (0x100, "recursion desired"),
        (0x80, "recursion available"),
    ] {
        if flags & bit != 0 {
            words.push(word.to_owned());
        }
    }
    let code = match flags & 0xf {
        0 => return words.join(", "),
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        _ => "another error",
    };
    words.push(code.to_owned());
    words.join(", ")
}

fn record(tree: &mut Tree<'_>, origin: usize) -> Read<()> {
    name(tree, origin, "name")?;
    let kind = tree.number_as("type", 2, type_name)?;
    tree.number_as("class", 2, class_name)?;
    tree.number("ttl", 4)?;
    let length = tree.length("length", 2)?;
    tree.within("data", length, |tree| data(tree, origin, kind, length))
}

fn data(tree: &mut Tree<'_>, origin: usize, kind: u64, length: usize) -> Read<()> {
    let start = tree.at;
    match (kind, length) {
        (1, 4) => {
            let bytes: [u8; 4] = tree.take(4, "address")?.try_into().unwrap_or_default();
            tree.push("address", Ipv4Addr::from(bytes).to_string(), start..tree.at)
        }
        (28, 16) => {
            let bytes: [u8; 16] = tree.take(16, "address")?.try_into().unwrap_or_default();
            tree.push("address", Ipv6Addr::from(bytes).to_string(), start..tree.at)
        }
        (2 | 5 | 12, _) => name(tree, origin, "target"),
        (15, _) => {
            tree.number("preference", 2)?;
            name(tree, origin, "exchange")
        }
        (33, _) => {
            for part in ["priority", "weight", "port"] {
                tree.number(part, 2)?;
            }
            name(tree, origin, "target")
        }
        (6, _) => {
            name(tree, origin, "primary")?;
            name(tree, origin, "mailbox")?;
            for part in ["serial", "refresh", "retry", "expire", "minimum"] {
                tree.number(part, 4)?;
            }
            Ok(())
        }
        (16, _) => {
            while tree.left() > 0 {
                let length = tree.take(1, "text")?[0];
                tree.bytes("text", length.into())?;
            }
            Ok(())
        }
        _ if tree.left() > 0 => tree.bytes("data", tree.left()).map(drop),
        _ => Ok(()),
    }
}

/// A name, whose end may be a pointer to an earlier one.
fn name(tree: &mut Tree<'_>, origin: usize, field: &str) -> Read<()> {
    let start = tree.at;
    let mut labels = String::new();
    let mut at = tree.at;
    // A pointer must point further to the front than the name it is in, so that names end.
    let mut front = tree.at;
    let mut end = None;
    loop {
        let limit = if end.is_none() { tree.end } else { tree.message.len() };
        let Some(length) = tree.message[..limit].get(at).copied() else {
            return Err(fault(tree.end, "the name has no end", "域名没有结束"));
        };
        match length {
            0 => {
                end.get_or_insert(at + 1);
                break;
            }
            1..=63 => {
                let next = at + 1 + usize::from(length);
                let Some(label) = tree.message[..limit].get(at + 1..next) else {
                    return Err(fault(limit, "the name has no end", "域名没有结束"));
                };
                labels += &String::from_utf8_lossy(label);
                labels.push('.');
                if labels.len() > 1024 {
                    return Err(fault(
                        start,
                        "the name is longer than 255 bytes",
                        "域名超过 255 字节",
                    ));
                }
                at = next;
            }
            0xc0.. => {
                let Some(low) = tree.message[..limit].get(at + 1) else {
                    return Err(fault(limit, "the name has no end", "域名没有结束"));
                };
                end.get_or_insert(at + 2);
                let target = origin + (usize::from(length & 0x3f) << 8 | usize::from(*low));
                if target >= front {
                    return Err(fault(
                        at,
                        "this pointer does not point to an earlier name",
                        "这个指针没有指向前面的域名",
                    ));
                }
                (front, at) = (target, target);
            }
            _ => return Err(fault(at, "this is no label of a name", "这不是域名的标签")),
        }
    }
    tree.at = end.unwrap_or(at);
    let shown = if labels.is_empty() { "." } else { labels.trim_end_matches('.') };
    let (shown, bytes) = (shown.to_owned(), start..tree.at);
    tree.push(field, shown, bytes)
}

fn type_name(number: u64) -> String {
    let name = match number {
        1 => "A",
        2 => "NS",
        5 => "CNAME",
        6 => "SOA",
        12 => "PTR",
        15 => "MX",
        16 => "TXT",
        28 => "AAAA",
        33 => "SRV",
        41 => "OPT",
        65 => "HTTPS",
        255 => "ANY",
        _ => return number.to_string(),
    };
    name.to_owned()
}

fn class_name(number: u64) -> String {
    match number {
        1 => "IN".to_owned(),
        _ => number.to_string(),
    }
}
