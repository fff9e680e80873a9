//! No message makes a decoder panic; each field lies within its parent, and a fault within the message.
#![no_main]

use std::ops::Range;

use arbitrary::Arbitrary;
use lab_shared::assistant::decode::{Decoder, Field, StructFormat};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Case {
    which: u8,
    format: String,
    message: Vec<u8>,
}

impl Case {
    fn decoder(&self) -> Option<Decoder> {
        Some(match self.which % 11 {
            0 => Decoder::Http,
            1 => Decoder::WebSocket,
            2 => Decoder::Dns { over_tcp: false },
            3 => Decoder::Dns { over_tcp: true },
            4 => Decoder::Mqtt { version_5: false },
            5 => Decoder::Mqtt { version_5: true },
            6 => Decoder::ModbusTcp,
            7 => Decoder::ModbusRtu,
            8 => Decoder::Tls,
            9 => Decoder::Json,
            _ => Decoder::Struct(StructFormat::parse(&self.format).ok()?),
        })
    }
}

fn check(fields: &[Field], outer: Range<usize>) {
    for Field { bytes, fields, name, .. } in fields {
        assert!(
            outer.start <= bytes.start && bytes.start <= bytes.end && bytes.end <= outer.end,
            "{name} at {bytes:?} is not within {outer:?}"
        );
        check(fields, bytes.clone());
    }
}

fuzz_target!(|case: Case| {
    let Some(decoder) = case.decoder() else { return };
    let decoded = decoder.decode(&case.message);
    check(&decoded.fields, 0..case.message.len());
    if let Some(fault) = decoded.fault {
        assert!(fault.at <= case.message.len());
    }
});
