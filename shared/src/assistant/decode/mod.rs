//! Decoders: a message as a tree of fields, each with the bytes it stands for.
//!
//! A malformed message is decoded up to its fault, and the fault is named. No bytes make a decoder
//! panic.

mod dns;
mod http;
mod json;
mod modbus;
mod mqtt;
mod struct_format;
mod tls;
mod tree;
mod websocket;

use std::ops::Range;

use super::problem::Wording;

pub use struct_format::StructFormat;

use tree::Tree;

/// A part of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// What the protocol calls it.
    pub name: String,
    /// Its value in words; empty where the parts say it.
    pub value: String,
    /// The bytes it stands for.
    pub bytes: Range<usize>,
    /// Its parts, in order.
    pub fields: Vec<Field>,
}

/// A decoded message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Why decoding ended before the message did.
    pub fault: Option<Fault>,
}

/// What is wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place of the first byte that is wrong, or the message's length where bytes are missing.
    pub at: usize,
    /// What is wrong.
    pub cause: Wording,
}

/// A protocol.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoder {
    /// A request or response of HTTP/1.1 (RFC 9112).
    Http,
    /// Frames of WebSocket (RFC 6455).
    WebSocket,
    /// A message of DNS (RFC 1035).
    Dns {
        /// Whether its length is in front, as over TCP.
        over_tcp: bool,
    },
    /// Packets of MQTT. A CONNECT names its version; others follow the one given here.
    Mqtt {
        /// Whether packets have the properties of version 5.
        version_5: bool,
    },
    /// Modbus over TCP, with the MBAP header.
    ModbusTcp,
    /// Modbus RTU frames over TCP, with their CRC.
    ModbusRtu,
    /// TLS records (RFC 8446), with the names in a ClientHello.
    Tls,
    /// A JSON text (RFC 8259).
    Json,
    /// A format of one's own.
    Struct(StructFormat),
}

impl Decoder {
    /// Decodes a message.
    #[must_use]
    pub fn decode(&self, message: &[u8]) -> Decoded {
        let mut tree = Tree::new(message);
        let result = match self {
            Self::Http => http::decode(&mut tree),
            Self::WebSocket => websocket::decode(&mut tree),
            Self::Dns { over_tcp } => dns::decode(&mut tree, *over_tcp),
            Self::Mqtt { version_5 } => mqtt::decode(&mut tree, *version_5),
            Self::ModbusTcp => modbus::decode_tcp(&mut tree),
            Self::ModbusRtu => modbus::decode_rtu(&mut tree),
            Self::Tls => tls::decode(&mut tree),
            Self::Json => json::decode(&mut tree),
            Self::Struct(format) => format.decode(&mut tree),
        };
        Decoded { fields: tree.fields, fault: result.err() }
    }
}

#[cfg(test)]
mod tests;
