//! Tests of the settings.

use super::*;
use lab_shared::chat::conformance::scenarios;
use lab_shared::wire::MAX_ROOM_REPLY_BYTES;

fn edited(edits: Vec<RoomEdit>) -> RoomSettings {
    edits.into_iter().fold(RoomSettings::default(), RoomSettings::after)
}

fn text(field: RoomField, text: &str) -> RoomEdit {
    RoomEdit::Text(field, text.into())
}

#[test]
fn each_kind_of_server_brings_the_settings_it_has_in_the_tutorials() {
    for mode in Mode::all() {
        let settings = edited(vec![RoomEdit::Mode(mode.clone())]);
        let (address, room) = settings.checked().expect("the tutorials' settings do");
        assert_eq!(room, RoomConfig::of(mode));
        assert_eq!(address, Address::inet("127.0.0.1", 9999));
    }
}

#[test]
fn every_room_of_the_suite_survives_being_handed_on_as_json() {
    for scenario in scenarios() {
        let export = RoomExport {
            runs: Host::Relay,
            host: "::1".into(),
            port: 0,
            room: scenario.config.clone(),
        };
        let json = RoomSettings::of(export).text(RoomField::Json);
        let settings = edited(vec![text(RoomField::Json, &json), RoomEdit::Import]);
        assert_eq!(settings.runs, Host::Relay);
        let (address, room) = settings.checked().expect("it was valid before");
        assert_eq!((address, room), (Address::inet6("::1", 0), scenario.config), "{json}");
    }
}

#[test]
fn json_that_is_none_changes_nothing_and_says_where() {
    let settings = edited(vec![text(RoomField::Json, "{\"host\": 1}"), RoomEdit::Import]);
    let error = settings.error().expect("it is no settings");
    assert_eq!(error.field, RoomField::Json);
    assert!(error.detail.is_some_and(|detail| detail.contains("line 1")));
    assert_eq!(settings.room, RoomSettings::default().room);
    let mended = settings.after(text(RoomField::Json, "{"));
    assert_eq!(mended.error(), None, "the complaint was about what stood there before");
}

#[test]
fn a_wrong_field_is_named() {
    let delimiter = Framing::Delimiter(Delimiter::new("||").expect("it is not empty"));
    let shop = || RoomEdit::Mode(Mode::snack_shop());
    let fixed = RoomEdit::Mode(Mode::FixedReplies { replies: Vec::new(), one_exchange: false });
    let long = "x".repeat(MAX_ROOM_REPLY_BYTES + 1);
    let checks = [
        (vec![text(RoomField::Port, "70000")], RoomField::Port),
        (vec![text(RoomField::QueueBytes, "0")], RoomField::QueueBytes),
        (vec![text(RoomField::MaxMessage, "many")], RoomField::MaxMessage),
        (vec![RoomEdit::Framing(delimiter), text(RoomField::Delimiter, "")], RoomField::Delimiter),
        (vec![shop(), text(RoomField::Goods, "瓜子")], RoomField::Goods),
        (vec![shop(), text(RoomField::Goods, &format!("{long} 1"))], RoomField::Goods),
        (vec![fixed, text(RoomField::Replies, &long)], RoomField::Replies),
    ];
    for (edits, field) in checks {
        let error = edited(edits).error().expect("the field is wrong");
        assert_eq!(error.field, field);
    }
}

#[test]
fn lists_are_typed_one_a_line() {
    let shop = edited(vec![
        RoomEdit::Mode(Mode::snack_shop()),
        text(RoomField::Goods, "iced tea 3\n\n  瓜子  4.5 \n"),
    ]);
    let Ok((_, RoomConfig { mode: Mode::Shop { goods }, .. })) = shop.checked() else { panic!() };
    let goods: Vec<_> = goods.iter().map(|one| (one.name.as_str(), one.price.as_str())).collect();
    assert_eq!(goods, [("iced tea", "3"), ("瓜子", "4.5")]);
}

#[test]
fn a_delimiter_may_be_escaped_as_in_python() {
    assert_eq!(unescaped(r"a\r\n\x00\\\0\q"), b"a\r\n\x00\\\x00\\q");
    assert_eq!(unescaped("结"), "结".as_bytes());
    assert_eq!(unescaped(r"\x9结"), [b"\\x9", "结".as_bytes()].concat());
    for bytes in [&b"||"[..], b"\r\n", b"\x00\xff", "结".as_bytes()] {
        assert_eq!(unescaped(&escaped(bytes)), bytes);
    }
}

#[test]
fn another_framing_keeps_what_is_typed_elsewhere() {
    let typed = RoomEdit::Text(RoomField::QueueBytes, "500".into());
    let settings = RoomSettings::default().after(typed).after(RoomEdit::Framing(Framing::Raw));
    assert_eq!(settings.text(RoomField::QueueBytes), "500");
}
