//! How a message is decoded: as a person chooses, or as its bytes look.

use lab_shared::assistant::Wording;
use lab_shared::assistant::decode::{Decoded, Decoder, StructFormat};
use lab_shared::language::Language;

use crate::kit::state::choice::Choice;

/// How a message is decoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum DecoderChoice {
    /// As it looks.
    #[default]
    Auto,
    Http,
    WebSocket,
    Dns,
    DnsOverTcp,
    Mqtt,
    Mqtt5,
    ModbusTcp,
    ModbusRtu,
    Tls,
    Json,
    /// By a format of one's own.
    Struct,
}

impl Choice for DecoderChoice {
    fn all() -> Vec<Self> {
        vec![
            Self::Auto,
            Self::ModbusRtu,
            Self::ModbusTcp,
            Self::Http,
            Self::WebSocket,
            Self::Json,
            Self::Dns,
            Self::DnsOverTcp,
            Self::Mqtt,
            Self::Mqtt5,
            Self::Tls,
            Self::Struct,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Http => "http",
            Self::WebSocket => "websocket",
            Self::Dns => "dns",
            Self::DnsOverTcp => "dns-tcp",
            Self::Mqtt => "mqtt",
            Self::Mqtt5 => "mqtt-5",
            Self::ModbusTcp => "modbus-tcp",
            Self::ModbusRtu => "modbus-rtu",
            Self::Tls => "tls",
            Self::Json => "json",
            Self::Struct => "struct",
        }
    }
}

/// What a message was decoded as; `None` where it looks like nothing known.
pub(crate) type AsDecoded = Option<(DecoderChoice, Decoded)>;

impl DecoderChoice {
    /// Decodes a message. `format` is the format of one's own.
    ///
    /// # Errors
    /// What is wrong with the format.
    pub(crate) fn decode(self, message: &[u8], format: &str) -> Result<AsDecoded, Wording> {
        if self == Self::Auto {
            return Ok(guess(message));
        }
        let decoder = match self {
            Self::Struct => {
                let words = |problem: lab_shared::assistant::Problem| Wording {
                    en: problem.in_words(Language::En),
                    zh: problem.in_words(Language::Zh),
                };
                Decoder::Struct(StructFormat::parse(format).map_err(words)?)
            }
            choice => choice.decoder().unwrap_or(Decoder::Json),
        };
        Ok(Some((self, decoder.decode(message))))
    }

    /// The decoder; none for a guess and for a format of one's own.
    fn decoder(self) -> Option<Decoder> {
        Some(match self {
            Self::Auto | Self::Struct => return None,
            Self::Http => Decoder::Http,
            Self::WebSocket => Decoder::WebSocket,
            Self::Dns => Decoder::Dns { over_tcp: false },
            Self::DnsOverTcp => Decoder::Dns { over_tcp: true },
            Self::Mqtt => Decoder::Mqtt { version_5: false },
            Self::Mqtt5 => Decoder::Mqtt { version_5: true },
            Self::ModbusTcp => Decoder::ModbusTcp,
            Self::ModbusRtu => Decoder::ModbusRtu,
            Self::Tls => Decoder::Tls,
            Self::Json => Decoder::Json,
        })
    }

    /// Whether a message begins like one of this protocol.
    fn fits(self, message: &[u8]) -> bool {
        match (self, message) {
            (Self::Http, _) => {
                let methods: [&[u8]; 8] = [
                    b"HTTP/1.",
                    b"GET ",
                    b"POST ",
                    b"PUT ",
                    b"HEAD ",
                    b"DELETE ",
                    b"OPTIONS ",
                    b"PATCH ",
                ];
                methods.iter().any(|method| message.starts_with(method))
            }
            (Self::Json, [b'{' | b'[', ..]) => true,
            (Self::Tls, [0x14..=0x17, 0x03, 0..=4, ..]) => true,
            (Self::ModbusTcp, [_, _, 0, 0, high, low, _, ..]) => {
                usize::from(u16::from_be_bytes([*high, *low])) + 6 == message.len()
            }
            (Self::ModbusRtu, [.., _, _, _, _]) => true,
            // At least a header with one question.
            (Self::Dns, [_, _, _, _, 0, 1, ..]) => message.len() > 16,
            (Self::Mqtt, [0x10 | 0x20 | 0x30..=0x3d | 0x82 | 0x90 | 0xc0 | 0xd0 | 0xe0, ..]) => {
                true
            }
            _ => false,
        }
    }
}

/// The first protocol that a message begins like and fits to its end, those that leave least to chance
/// first.
fn guess(message: &[u8]) -> AsDecoded {
    use DecoderChoice::{Dns, Http, Json, ModbusRtu, ModbusTcp, Mqtt, Tls};
    [Http, Json, Tls, ModbusTcp, ModbusRtu, Dns, Mqtt].into_iter().find_map(|choice| {
        let decoder = choice.decoder().filter(|_| choice.fits(message))?;
        let decoded = decoder.decode(message);
        (decoded.fault.is_none() && !decoded.fields.is_empty()).then_some((choice, decoded))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::state::choice::check_names;

    fn guessed(message: &[u8]) -> Option<DecoderChoice> {
        guess(message).map(|(choice, _)| choice)
    }

    #[test]
    fn a_message_is_decoded_as_what_it_looks_like() {
        check_names::<DecoderChoice>();
        assert_eq!(guessed(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), Some(DecoderChoice::Http));
        assert_eq!(guessed(b"{\"a\": [1, 2]}"), Some(DecoderChoice::Json));
        assert_eq!(guessed(&[1, 3, 2, 0, 7, 0xf9, 0x86]), Some(DecoderChoice::ModbusRtu));
        let tcp = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10];
        assert_eq!(guessed(&tcp), Some(DecoderChoice::ModbusTcp));
        for nothing in [&b"hello"[..], b"", &[1, 3, 2, 0, 7, 0xf9, 0x87]] {
            assert_eq!(guessed(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_format_of_ones_own_is_used_or_its_mistake_told() {
        let (_, decoded) = DecoderChoice::Struct.decode(&[1, 0, 2, 0], "<HH").unwrap().unwrap();
        assert_eq!(decoded.fields.len(), 2);
        assert!(DecoderChoice::Struct.decode(&[], "<?!").is_err());
    }
}
