//! Tests of the language of templates.

use std::time::Duration;

use super::*;
use crate::assistant::clock::Now;
use crate::chat::LocalTime;
use proptest::prelude::*;

fn text(template: &str) -> Result<Template, Problem> {
    Template::parse(template, Form::Text, Charset::Utf8)
}

fn at(sent: u64) -> Context<'static> {
    let local_time = LocalTime { year: 2026, month: 3, day: 4, hour: 5, minute: 6, second: 7 };
    let unix = Duration::from_millis(1_772_600_767_089);
    Context {
        now: Now { since_start: Duration::ZERO, unix, local_time },
        sent,
        ..Context::default()
    }
}

fn composed(template: &str, sent: u64) -> Vec<u8> {
    text(template).unwrap().compose(&at(sent)).unwrap().bytes
}

fn hex(template: &str) -> Vec<u8> {
    let template = Template::parse(template, Form::Hex, Charset::Utf8).unwrap();
    template.compose(&at(0)).unwrap().bytes
}

#[test]
fn escapes_and_json_are_literal() {
    assert_eq!(composed(r"a\r\n\x00\u4f60\\\$", 0), "a\r\n\0你\\$".as_bytes());
    assert_eq!(composed(r#"{"a": $1}"#, 0), br#"{"a": $1}"#);
    assert_eq!(composed(r"\${counter}", 0), b"${counter}");
    assert_eq!(composed(r"\xff\xfe", 0), [0xff, 0xfe]);
}

#[test]
fn a_character_escape_is_encoded_and_a_byte_escape_is_not() {
    let template = Template::parse(r"\n\x0a\u4f60", Form::Text, Charset::Utf16Le).unwrap();
    assert_eq!(template.compose(&at(0)).unwrap().bytes, [10, 0, 10, 0x60, 0x4f]);
}

#[test]
fn counters_count_the_sends() {
    let values = |template: &str| {
        (0..4).map(|sent| String::from_utf8(composed(template, sent)).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(values("${counter}"), ["0", "1", "2", "3"]);
    assert_eq!(
        values("${counter start=10 step=-5 width=3}"),
        ["010", "005", "000", "18446744073709551611"]
    );
    assert_eq!(values("${counter start=1 until=3}"), ["1", "2", "3", "1"]);
    assert_eq!(values("${counter start=254 as=HEX width=4}"), ["00FE", "00FF", "0100", "0101"]);
    assert_eq!(composed("${counter start=258 as=u16le}", 1), [3, 1]);
}

#[test]
fn the_time_has_several_forms() {
    assert_eq!(composed("${time}", 0), b"2026-03-04T05:06:07.089");
    assert_eq!(composed("${time date} ${time clock}", 0), b"2026-03-04 05:06:07");
    assert_eq!(composed("${time unix} ${time unix-ms}", 0), b"1772600767 1772600767089");
    assert_eq!(composed("${time unix as=u32be}", 0), 1_772_600_767_u32.to_be_bytes());
    assert_eq!(composed(r#"${time format="%y/%m %H%M%S.%3f %%"}"#, 0), b"26/03 050607.089 %");
}

#[test]
fn the_crc_of_a_modbus_request_is_the_device_s() {
    assert_eq!(hex("01 03 00 00 00 0A ${check modbus}"), [1, 3, 0, 0, 0, 10, 0xc5, 0xcd]);
    assert_eq!(hex("01 03 00 00 00 0A ${check modbus order=big}")[6..], [0xcd, 0xc5]);
}

#[test]
fn a_checksum_covers_a_chosen_range_at_a_chosen_place() {
    assert_eq!(hex("02 31 32 ${check xor from=1 to=here} 03"), [2, 0x31, 0x32, 0x03, 3]);
    let marks = "02 ${mark a} 31 32 ${mark b} 03 ${check sum8 from=a to=b as=HEX}";
    assert_eq!(hex(marks), [2, 0x31, 0x32, 3, b'6', b'3']);
    let in_front = "${check sum-8 from=here to=end} 01 02";
    assert_eq!(hex(in_front), [3, 1, 2]);
}

#[test]
fn lengths_count_what_follows_and_may_be_digits() {
    assert_eq!(hex("${length as=u16be} aa bb cc"), [0, 3, 0xaa, 0xbb, 0xcc]);
    assert_eq!(hex("${length as=u8 from=0 plus=-1} aa bb"), [2, 0xaa, 0xbb]);
    let http = r"Content-Length: ${length from=body}\r\n\r\n${mark body}hello, world";
    assert_eq!(composed(http, 0), b"Content-Length: 12\r\n\r\nhello, world");
    // The digits count themselves.
    assert_eq!(composed("${length from=0}${mark x}1234567", 0), b"81234567");
    assert_eq!(composed("${length from=0}123456789", 0), b"11123456789");
}

#[test]
fn computed_bytes_are_marked_with_their_field() {
    let template = text("n=${counter start=10};").unwrap();
    let composed = template.compose(&at(0)).unwrap();
    let span = ComputedSpan { bytes: 2..4, source: 2..21, what: "counter".into(), covers: None };
    assert_eq!(composed.computed, [span]);
    assert!(!template.is_constant());
    assert!(text("a${length}b").unwrap().is_constant());
}

#[test]
fn random_bytes_follow_the_seed() {
    let template = text("${random 8}${random 2 as=hex}").unwrap();
    let compose = |seed| template.compose(&Context { seed, ..at(0) }).unwrap().bytes;
    assert_eq!(compose(1), compose(1));
    assert_ne!(compose(1), compose(2));
    assert_eq!(compose(1).len(), 12);
    assert!(compose(1)[8..].iter().all(u8::is_ascii_hexdigit));
}

#[test]
fn captures_fill_a_reply() {
    let captures = Captures {
        message: b"buy 3 melons".to_vec(),
        groups: vec![(None, b"3 melons".to_vec()), (Some("count".into()), b"3".to_vec())],
        peer: "127.0.0.1:9".into(),
    };
    let template = text("${peer}: ${match count} (${match 1}) of ${match}; ${message}").unwrap();
    let context = Context { captures: Some(&captures), ..at(0) };
    assert_eq!(
        template.compose(&context).unwrap().bytes,
        b"127.0.0.1:9: 3 (3) of 3 melons; buy 3 melons"
    );
    assert_eq!(template.compose(&at(0)).unwrap_err().at, 0..7);
    let missing = text("a${match 7}").unwrap().compose(&context).unwrap_err();
    assert_eq!((missing.at, missing.cause.en.as_str()), (1..11, "the pattern has no group 7"));
}

#[test]
fn mistakes_name_place_cause_and_remedy() {
    let cases = [
        (r"ab\q", 2..4, "escape is unknown"),
        (r"ab\", 2..3, "escape is unknown"),
        (r"\x4", 0..3, "needs 2 hexadecimal digits"),
        (r"\ud800", 0..6, "no such character"),
        ("a${counter", 1..10, "no closing brace"),
        ("a${count}", 3..8, "no field \"count\""),
        ("${counter begin=1}", 10..17, "counter does not know \"begin\""),
        ("${counter start=x}", 16..17, "\"x\" is not a number"),
        ("${random 0}", 9..10, "is not a number of bytes"),
        ("${check crc-99}", 8..14, "is not SUM-8"),
        ("${check xor from=a}", 0..19, "there is no mark \"a\""),
        (r#"${time format="%Q"}"#, 14..18, "is not made of %Y"),
    ];
    for (template, place, cause) in cases {
        let problem = text(template).unwrap_err();
        assert_eq!(problem.at, place, "{template}: {problem}");
        assert!(problem.cause.en.contains(cause), "{template}: {problem}");
        assert!(
            !problem.remedy.en.is_empty()
                && !problem.remedy.zh.is_empty()
                && !problem.cause.zh.is_empty()
        );
    }
    let outside = text("ab${check xor to=9}").unwrap().compose(&at(0)).unwrap_err();
    assert_eq!(outside.at, 2..19);
    let gbk = Template::parse("买😀", Form::Text, Charset::Gbk).unwrap_err();
    assert_eq!(gbk.at, 3..7);
}

#[test]
fn the_examples_of_the_manual_are_right() {
    assert_eq!(
        hex("AA ${length as=u8 to=-2} 10 20 ${check xor from=1} 55"),
        [0xaa, 2, 0x10, 0x20, 0x32, 0x55]
    );
    let nmea = r"$${mark a}GPGLL,1${mark b}*${check xor from=a to=b as=HEX}\r\n";
    assert_eq!(composed(nmea, 0), b"$GPGLL,1*4D\r\n");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(written in r"(\$\{|[a-z=0-9 }\\]|\PC)*", form in prop::bool::ANY) {
        let form = if form { Form::Text } else { Form::Hex };
        if let Ok(template) = Template::parse(&written, form, Charset::Gbk) {
            let _ = template.compose(&at(3));
        }
    }
}
