//! TLS records, RFC 8446, and the names that a ClientHello shows to everyone.

use super::tree::{Read, Tree, fault};

/// Reads records to the end.
pub(super) fn decode(tree: &mut Tree<'_>) -> Read<()> {
    let mut encrypts = false;
    while tree.left() > 0 {
        tree.group("record", |tree| record(tree, &mut encrypts))?;
    }
    Ok(())
}

/// Reads a record; `encrypts` is whether those in front of it have changed to encryption.
fn record(tree: &mut Tree<'_>, encrypts: &mut bool) -> Read<()> {
    let at = tree.at;
    let kind = tree.number_as("type", 1, |kind| format!("{kind} {}", content_name(kind)))?;
    if content_name(kind).is_empty() {
        return Err(fault(
            at,
            format!("there is no record type {kind}"),
            format!("没有记录类型 {kind}"),
        ));
    }
    tree.number_as("version", 2, version_name)?;
    let at = tree.at;
    let length = tree.length("length", 2)?;
    if length > (1 << 14) + 256 {
        return Err(fault(
            at,
            "a record is longer than 2^14 + 256 bytes",
            "记录超过 2^14 + 256 字节",
        ));
    }
    *encrypts |= kind == 20;
    tree.within("record", length, |tree| match kind {
        22 if *encrypts && !is_hello(tree.rest()) => {
            tree.bytes("encrypted handshake", tree.left()).map(drop)
        }
        22 => handshakes(tree),
        21 if tree.left() == 2 => {
            tree.number_as(
                "level",
                1,
                |level| if level == 2 { "fatal".into() } else { "warning".into() },
            )?;
            tree.number("description", 1).map(drop)
        }
        _ if tree.left() > 0 => tree.bytes("data", tree.left()).map(drop),
        _ => Ok(()),
    })
}

/// Whether a record is a ClientHello or ServerHello and nothing more. In TLS 1.3 the second of each, where
/// there is one, is behind the change of cipher spec and not encrypted.
fn is_hello(record: &[u8]) -> bool {
    match record {
        [1 | 2, high, middle, low, rest @ ..] => {
            u32::from_be_bytes([0, *high, *middle, *low]) as usize == rest.len()
        }
        _ => false,
    }
}

fn handshakes(tree: &mut Tree<'_>) -> Read<()> {
    while tree.left() > 0 {
        tree.group("handshake", |tree| {
            let kind =
                tree.number_as("type", 1, |kind| format!("{kind} {}", handshake_name(kind)))?;
            let length = tree.length("length", 3)?;
            tree.within("handshake", length, |tree| match kind {
                1 => hello(tree, true),
                2 => hello(tree, false),
                _ if tree.left() > 0 => tree.bytes("data", tree.left()).map(drop),
                _ => Ok(()),
            })
        })?;
    }
    Ok(())
}

/// A ClientHello or ServerHello.
fn hello(tree: &mut Tree<'_>, from_client: bool) -> Read<()> {
    tree.number_as("version", 2, version_name)?;
    tree.bytes("random", 32)?;
    let length = tree.length("session id length", 1)?;
    if length > 0 {
        tree.bytes("session id", length)?;
    }
    if from_client {
        let length = tree.length("cipher suites length", 2)?;
        tree.within("cipher suites", length, |tree| {
            tree.group("cipher suites", |tree| {
                while tree.left() >= 2 {
                    tree.number_as("cipher suite", 2, |suite| format!("0x{suite:04x}"))?;
                }
                Ok(())
            })
        })?;
        let length = tree.length("compression methods length", 1)?;
        tree.bytes("compression methods", length)?;
    } else {
        tree.number_as("cipher suite", 2, |suite| format!("0x{suite:04x}"))?;
        tree.number("compression method", 1)?;
    }
    if tree.left() == 0 {
        return Ok(());
    }
    let length = tree.length("extensions length", 2)?;
    tree.within("extensions", length, |tree| {
        while tree.left() > 0 {
            tree.group("extension", |tree| extension(tree, from_client))?;
        }
        Ok(())
    })
}

fn extension(tree: &mut Tree<'_>, from_client: bool) -> Read<()> {
    let kind = tree.number_as("type", 2, |kind| format!("{kind} {}", extension_name(kind)))?;
    let length = tree.length("length", 2)?;
    tree.within("extension", length, |tree| match kind {
        0 if tree.left() > 0 => {
            tree.length("list length", 2)?;
            while tree.left() > 0 {
                tree.number("name type", 1)?;
                let length = tree.length("name length", 2)?;
                tree.bytes("server name", length)?;
            }
            Ok(())
        }
        16 if tree.left() > 0 => {
            tree.length("list length", 2)?;
            while tree.left() > 0 {
                let length = tree.length("name length", 1)?;
                tree.bytes("protocol", length)?;
            }
            Ok(())
        }
        43 => {
            if from_client {
                tree.length("list length", 1)?;
            }
            while tree.left() >= 2 {
                tree.number_as("version", 2, version_name)?;
            }
            Ok(())
        }
        _ if tree.left() > 0 => tree.bytes("data", tree.left()).map(drop),
        _ => Ok(()),
    })
}

fn content_name(kind: u64) -> &'static str {
    match kind {
        20 => "change cipher spec",
        21 => "alert",
        22 => "handshake",
        23 => "application data",
        24 => "heartbeat",
        _ => "",
    }
}

fn handshake_name(kind: u64) -> &'static str {
    match kind {
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => "CertificateRequest",
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        _ => "",
    }
}

fn extension_name(kind: u64) -> &'static str {
    match kind {
        0 => "server_name",
        5 => "status_request",
        10 => "supported_groups",
        11 => "ec_point_formats",
        13 => "signature_algorithms",
        16 => "application_layer_protocol_negotiation",
        18 => "signed_certificate_timestamp",
        21 => "padding",
        22 => "encrypt_then_mac",
        23 => "extended_master_secret",
        35 => "session_ticket",
        43 => "supported_versions",
        44 => "cookie",
        45 => "psk_key_exchange_modes",
        49 => "post_handshake_auth",
        51 => "key_share",
        0xff01 => "renegotiation_info",
        _ => "",
    }
}

fn version_name(version: u64) -> String {
    match version {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301..=0x0304 => format!("TLS 1.{}", version - 0x0301),
        _ => format!("0x{version:04x}"),
    }
}
