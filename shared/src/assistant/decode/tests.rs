//! Tests of the decoders.

use super::*;
use proptest::prelude::*;

/// The tree as lines: name, value and bytes, indented by depth; the fault last.
fn drawn(decoder: &Decoder, message: &[u8]) -> Vec<String> {
    fn draw(fields: &[Field], depth: usize, lines: &mut Vec<String>) {
        for field in fields {
            let indent = "  ".repeat(depth);
            let Range { start, end } = field.bytes;
            lines.push(format!("{indent}{} = {} [{start}..{end}]", field.name, field.value));
            draw(&field.fields, depth + 1, lines);
        }
    }
    let decoded = decoder.decode(message);
    let mut lines = Vec::new();
    draw(&decoded.fields, 0, &mut lines);
    lines.extend(decoded.fault.map(|fault| format!("! {} at {}", fault.cause.en, fault.at)));
    lines
}

fn check(decoder: Decoder, message: &[u8], expected: &[&str]) {
    let drawn = drawn(&decoder, message);
    for line in expected {
        assert!(
            drawn.iter().any(|drawn| drawn.trim_start() == *line),
            "{line} is not in\n{}",
            drawn.join("\n")
        );
    }
    let has_fault = expected.iter().any(|line| line.starts_with('!'));
    assert_eq!(drawn.iter().any(|line| line.starts_with('!')), has_fault, "{}", drawn.join("\n"));
}

fn hex(text: &str) -> Vec<u8> {
    crate::text::parse_hex(text).unwrap()
}

#[test]
fn http_requests_and_responses_have_lines_and_a_body() {
    check(
        Decoder::Http,
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        &["method = POST [0..4]", "target = /a [5..7]", "Host = x [18..27]", "body = abc [48..51]"],
    );
    check(
        Decoder::Http,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        &["status = 200 [9..12]", "data = abc [50..53]", "size = 0 [55..58]"],
    );
    check(
        Decoder::Http,
        b"GET / HTTP/1.1\r\nba d: x\r\n\r\n",
        &[
            "method = GET [0..3]",
            "line = ba d: x [16..25]",
            "! this line is malformed: invalid header name at 16",
        ],
    );
    check(
        Decoder::Http,
        b"GET / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc",
        &["body = abc [37..40]", "! body ends here, 6 bytes too early at 40"],
    );
    check(
        Decoder::Http,
        b"GET / HT",
        &["line = GET / HT [0..8]", "! the header section has no end at 8"],
    );
}

#[test]
fn websocket_frames_are_unmasked() {
    // RFC 6455, section 5.7: a masked "Hello", and a close.
    let message = hex("81 85 37 fa 21 3d 7f 9f 4d 51 58 88 02 03 e8");
    let expected =
        ["opcode = 1 text [0..1]", "payload = Hello [6..11]", "close code = 1000 [13..15]"];
    check(Decoder::WebSocket, &message, &expected);
    check(
        Decoder::WebSocket,
        &hex("83 00"),
        &["opcode = 3  [0..1]", "! opcode 3 is reserved at 0"],
    );
    let short = ["payload = Hel [2..5]", "! 2 bytes of the payload are missing at 5"];
    check(Decoder::WebSocket, &hex("81 05 48 65 6c"), &short);
}

#[test]
fn dns_names_are_followed_through_pointers() {
    let dns = Decoder::Dns { over_tcp: false };
    let message = hex(
        "12 34 81 80 00 01 00 01 00 00 00 00  01 61 02 62 63 00 00 01 00 01  c0 0c 00 01 00 01 00 00 00 3c 00 04 7f 00 00 01",
    );
    check(
        dns.clone(),
        &message,
        &[
            "name = a.bc [12..18]",
            "name = a.bc [22..24]",
            "address = 127.0.0.1 [34..38]",
            "ttl = 60 [28..32]",
        ],
    );
    let loops = hex("00 00 00 00 00 01 00 00 00 00 00 00 c0 0c 00 01 00 01");
    check(dns.clone(), &loops, &["! this pointer does not point to an earlier name at 12"]);
    check(
        dns,
        &message[..30],
        &["name = a.bc [22..24]", "! ttl ends here, 2 bytes too early at 30"],
    );
    let framed = [&[0, 38], &message[..]].concat();
    check(
        Decoder::Dns { over_tcp: true },
        &framed,
        &["address = 127.0.0.1 [36..40]", "name = a.bc [24..26]"],
    );
}

#[test]
fn mqtt_packets_of_both_versions() {
    let old = hex("10 0d 00 04 4d 51 54 54 04 02 00 3c 00 01 61");
    check(
        Decoder::Mqtt { version_5: false },
        &old,
        &["version = 3.1.1 [8..9]", "keep alive = 60 [10..12]", "client id = a [12..15]"],
    );
    let publish = hex("32 09 00 01 74 00 07 02 01 01 78");
    check(
        Decoder::Mqtt { version_5: true },
        &publish,
        &[
            "flags = dup 0, qos 1, retain 0 [0..1]",
            "topic = t [2..5]",
            "payload format = 1 [8..10]",
            "payload = x [10..11]",
        ],
    );
    // A CONNECT names the version for what follows it.
    let connect = hex("10 0e 00 04 4d 51 54 54 05 02 00 3c 00 00 01 61");
    let both = [connect, publish].concat();
    check(Decoder::Mqtt { version_5: false }, &both, &["payload format = 1 [24..26]"]);
    check(
        Decoder::Mqtt { version_5: false },
        &hex("36 02 00 00"),
        &["! QoS 3 does not exist at 0"],
    );
    let long = hex("30 ff ff ff ff 01");
    check(
        Decoder::Mqtt { version_5: false },
        &long,
        &["! remaining length is longer than four bytes at 1"],
    );
}

#[test]
fn modbus_requests_and_responses() {
    check(
        Decoder::ModbusTcp,
        &hex("00 01 00 00 00 06 01 03 00 6b 00 03"),
        &[
            "function = 3 read holding registers [7..8]",
            "address = 107 [8..10]",
            "quantity = 3 [10..12]",
        ],
    );
    check(
        Decoder::ModbusRtu,
        &hex("01 03 00 00 00 0a c5 cd"),
        &["quantity = 10 [4..6]", "CRC = c5 cd right [6..8]"],
    );
    check(
        Decoder::ModbusRtu,
        &hex("01 03 02 00 07 00 00"),
        &[
            "register 0 = 7 [3..5]",
            "CRC = 00 00 wrong, expected f9 86 [5..7]",
            "! the CRC is wrong at 5",
        ],
    );
    check(
        Decoder::ModbusTcp,
        &hex("00 01 00 00 00 03 01 83 02"),
        &["exception = 2 illegal data address [8..9]"],
    );
    check(Decoder::ModbusTcp, &hex("00 01 00 05 00 06"), &["! the protocol of Modbus is 0 at 2"]);
}

#[test]
fn a_client_hello_shows_its_names() {
    let server_name = hex("00 00 00 08 00 06 00 00 03 61 2e 62");
    let alpn = hex("00 10 00 05 00 03 02 68 32");
    let extensions = [server_name, alpn].concat();
    let mut hello = hex("03 03");
    hello.extend([7; 32]);
    hello.extend(hex("00 00 02 13 01 01 00"));
    hello.extend((extensions.len() as u16).to_be_bytes());
    hello.extend(extensions);
    let mut handshake = vec![1, 0];
    handshake.extend((hello.len() as u16).to_be_bytes());
    handshake.extend(hello);
    let mut record = hex("16 03 01");
    record.extend((handshake.len() as u16).to_be_bytes());
    record.extend(handshake);
    check(
        Decoder::Tls,
        &record,
        &[
            "type = 1 ClientHello [5..6]",
            "server name = a.b [61..64]",
            "protocol = h2 [71..73]",
            "cipher suite = 0x1301 [46..48]",
        ],
    );
    check(
        Decoder::Tls,
        &record[..63],
        &["type = 0 server_name [52..54]", "! server name ends here, 1 bytes too early at 63"],
    );
    check(Decoder::Tls, b"GET / HTTP/1.1", &["! there is no record type 71 at 0"]);
}

#[test]
fn a_handshake_behind_the_change_of_cipher_spec_is_encrypted_unless_it_is_a_hello() {
    let finished = hex("14 03 03 00 01 01 16 03 03 00 06 bb b5 34 13 47 29");
    check(Decoder::Tls, &finished, &["encrypted handshake = bb b5 34 13 47 29 [11..17]"]);
    // After a HelloRetryRequest (RFC 8446, 4.1.4) the ServerHello comes behind it.
    let hello = "02 00 00 26 03 03".to_owned() + &" 07".repeat(32) + " 00 13 01 00";
    let retried = hex(&format!("14 03 03 00 01 01 16 03 03 00 2a {hello}"));
    check(Decoder::Tls, &retried, &["type = 2 ServerHello [11..12]"]);
}

#[test]
fn text_of_several_lines_is_shown_as_text() {
    let message = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\tb\r\nc";
    check(Decoder::Http, message, &[r"body = a\tb\r\nc [38..44]"]);
    let message = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\r\n";
    check(Decoder::Http, message, &["body = 0d 0a [38..40]"]);
}

#[test]
fn json_values_have_their_bytes() {
    check(
        Decoder::Json,
        r#" {"a": [1, "\u4f60"], "b": null}"#.as_bytes(),
        &["value = object [1..32]", "a = array [7..20]", "[1] = 你 [11..19]", "b = null [27..31]"],
    );
    check(
        Decoder::Json,
        br#"{"a": 1,, }"#,
        &["a = 1 [6..7]", "! a name in quotes is missing at 8"],
    );
    check(Decoder::Json, b"[1, 01]", &["[0] = 1 [1..2]", "! this is no JSON value at 4"]);
    check(Decoder::Json, b"\"a\x01\"", &["! this is no character of a string at 2"]);
    let deep = "[".repeat(100_000);
    assert!(Decoder::Json.decode(deep.as_bytes()).fault.is_some());
}

#[test]
fn a_format_of_ones_own_names_its_fields() {
    let format = StructFormat::parse(">H:id 2b:t x f:v 3s:tag ?").unwrap();
    assert_eq!(format.size(), 13);
    let message = hex("01 02 ff 02 00 3f c0 00 00 61 62 63 01 aa");
    check(
        Decoder::Struct(format.clone()),
        &message,
        &[
            "id = 258 [0..2]",
            "t[0] = -1 [2..3]",
            "v = 1.5 [5..9]",
            "tag = abc [9..12]",
            "field 5 = true [12..13]",
            "more = aa [13..14]",
        ],
    );
    assert_eq!(format.numbers(&message), [258.0, -1.0, 2.0, 1.5, 1.0]);
    check(
        Decoder::Struct(format),
        &message[..4],
        &["t[1] = 2 [3..4]", "! padding ends here, 1 bytes too early at 4"],
    );
    assert_eq!(StructFormat::parse("<h y").unwrap_err().at, 3..4);
    assert_eq!(StructFormat::parse("99999h").unwrap_err().at, 0..5);
}

fn decoders() -> impl Strategy<Value = Decoder> {
    prop::sample::select(vec![
        Decoder::Http,
        Decoder::WebSocket,
        Decoder::Dns { over_tcp: false },
        Decoder::Dns { over_tcp: true },
        Decoder::Mqtt { version_5: false },
        Decoder::Mqtt { version_5: true },
        Decoder::ModbusTcp,
        Decoder::ModbusRtu,
        Decoder::Tls,
        Decoder::Json,
        Decoder::Struct(StructFormat::parse("<h3f2q5s").unwrap()),
    ])
}

/// Every field lies in its parent, and the fault in the message.
pub(super) fn assert_within(fields: &[Field], outer: Range<usize>) {
    for field in fields {
        let Range { start, end } = field.bytes.clone();
        assert!(
            outer.start <= start && start <= end && end <= outer.end,
            "{field:?} outside {outer:?}"
        );
        assert_within(&field.fields, start..end);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_decoder_panic(decoder in decoders(), message: Vec<u8>) {
        let decoded = decoder.decode(&message);
        assert_within(&decoded.fields, 0..message.len());
        prop_assert!(decoded.fault.is_none_or(|fault| fault.at <= message.len()));
    }
}
