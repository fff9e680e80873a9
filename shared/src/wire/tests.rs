//! Golden bytes of the protocol, so that no change to a type changes it unnoticed.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::call::*;
use crate::errno::{Errno, System};
use crate::kernel::CaptureState;
use crate::network::NetworkState;

fn text(json: &str) -> Frame {
    Frame::Text(json.into())
}

fn binary(id: u32, json: &str, payload: &[u8]) -> Frame {
    let mut frame = vec![BINARY_MESSAGE, 0, 0, 0];
    frame.extend(id.to_le_bytes());
    frame.extend((json.len() as u32).to_le_bytes());
    frame.extend(json.as_bytes());
    frame.extend(payload);
    Frame::Binary(frame.into())
}

fn call(id: u32, socket: u32, op: Op, bytes: &'static [u8]) -> ToRelay {
    ToRelay::Call(Call {
        id: CallId(id),
        socket: Some(SocketId(socket)),
        host: None,
        op,
        bytes: Bytes::from_static(bytes),
    })
}

fn returned(id: u32, outcome: Outcome) -> ToPage {
    ToPage::Return(Return { id: CallId(id), entered: Micros(10), at: Micros(20), outcome })
}

#[track_caller]
fn same_to_relay(message: &ToRelay, frame: &Frame) {
    assert_eq!(&message.encode(), frame);
    assert_eq!(&ToRelay::decode(frame.clone()).unwrap(), message);
}

#[track_caller]
fn same_to_page(message: &ToPage, frame: &Frame) {
    assert_eq!(&message.encode(), frame);
    assert_eq!(&ToPage::decode(frame.clone()).unwrap(), message);
}

#[test]
fn messages_to_the_relay_have_these_bytes() {
    let hello = |resume| ToRelay::Hello {
        version: 1,
        token: Some("t".into()),
        first_socket: SocketId(1),
        resume,
    };
    same_to_relay(
        &hello(Resume::Later),
        &text(r#"{"hello":{"version":1,"token":"t","first_socket":1,"resume":"later"}}"#),
    );
    let now = r#""resume":{"now":{"session":3,"secret":"s","received":9}}"#;
    same_to_relay(
        &hello(Resume::Now { session: 3, secret: "s".into(), received: 9 }),
        &text(&format!(r#"{{"hello":{{"version":1,"token":"t","first_socket":1,{now}}}}}"#)),
    );
    let plain = text(r#"{"hello":{"version":1,"token":"t","first_socket":1}}"#);
    assert_eq!(ToRelay::decode(plain).unwrap(), hello(Resume::Never));
    same_to_relay(&ToRelay::Received { messages: 9 }, &text(r#"{"received":{"messages":9}}"#));
    same_to_relay(
        &call(7, 3, Op::Listen { backlog: Some(5) }, b""),
        &text(r#"{"call":{"id":7,"socket":3,"op":{"listen":{"backlog":5}}}}"#),
    );
    same_to_relay(
        &call(8, 3, Op::Accept, b""),
        &text(r#"{"call":{"id":8,"socket":3,"op":"accept"}}"#),
    );
    same_to_relay(
        &call(9, 4, Op::Send { flags: MsgFlags::NONE }, b"hi\n"),
        &binary(9, r#"{"call":{"id":9,"socket":4,"op":{"send":{"flags":0}}}}"#, b"hi\n"),
    );
    same_to_relay(&ToRelay::Cancel { id: CallId(8) }, &text(r#"{"cancel":{"id":8}}"#));
    same_to_relay(&ToRelay::Heartbeat, &text(r#""heartbeat""#));
}

#[test]
fn messages_to_the_page_have_these_bytes() {
    same_to_page(&ToPage::Resumed { received: 4 }, &text(r#"{"resumed":{"received":4}}"#));
    same_to_page(&ToPage::Received { messages: 4 }, &text(r#"{"received":{"messages":4}}"#));
    same_to_page(
        &returned(7, Ok(Value::None)),
        &text(r#"{"return":{"id":7,"entered":10,"at":20,"ok":"none"}}"#),
    );
    same_to_page(
        &returned(7, Err(Failure::os(Errno::Econnrefused))),
        &text(
            r#"{"return":{"id":7,"entered":10,"at":20,"error":{"exception":"ConnectionRefusedError","errno":"ECONNREFUSED","code":111,"message":"[Errno 111] Connection refused"}}}"#,
        ),
    );
    same_to_page(
        &returned(7, Ok(Value::Bytes(Bytes::from_static(b"\xff\x00")))),
        &binary(7, r#"{"return":{"id":7,"entered":10,"at":20,"ok":"bytes"}}"#, b"\xff\x00"),
    );
    same_to_page(
        &ToPage::Event(Event::Blocked { id: CallId(1), at: Micros(5) }),
        &text(r#"{"event":{"blocked":{"id":1,"at":5}}}"#),
    );
    same_to_page(
        &ToPage::Goodbye(Goodbye::Version { relay: 1 }),
        &text(r#"{"goodbye":{"version":{"relay":1}}}"#),
    );
}

#[test]
fn messages_about_assistants_carry_their_content_beside_them() {
    let message = |content: &'static [u8]| AssistantMessage {
        assistant: AssistantId(5),
        content: Bytes::from_static(content),
    };
    let bytes = |content| binary(5, r#"{"assistant":{"assistant":5}}"#, content);
    same_to_relay(&ToRelay::Assistant(message(b"\0\xff")), &bytes(b"\0\xff"));
    same_to_page(&ToPage::Assistant(message(b"")), &bytes(b""));
    assert!(ToRelay::Assistant(message(b"")).is_counted());
    let other = binary(6, r#"{"assistant":{"assistant":5}}"#, b"");
    assert!(matches!(ToPage::decode(other), Err(DecodeError::IdMismatch { .. })));
}

#[test]
fn a_welcome_has_these_bytes_and_may_invite_nobody() {
    let welcome = |invitation: &[&str]| {
        ToPage::Hello(Welcome {
            version: 1,
            relay: "0.1.0".into(),
            system: System::Linux,
            now: Micros(5),
            limits: Limits { sockets: 8, pending: 9, payload: 10 },
            reach: Reach { bind: vec![], connect: vec![], unix_directory: None },
            invitation: invitation.iter().copied().map(str::to_owned).collect(),
            capture: CaptureState::Off,
            networks: NetworkState::Unknown,
            ticket: None,
        })
    };
    let bytes = |invitation: &str| {
        let limits = r#""limits":{"sockets":8,"pending":9,"payload":10}"#;
        let reach = r#""reach":{"bind":[],"connect":[]}"#;
        text(&format!(
            r#"{{"hello":{{"version":1,"relay":"0.1.0","now":5,{limits},{reach},{invitation}"capture":"off","networks":"unknown"}}}}"#
        ))
    };
    same_to_page(&welcome(&[]), &bytes(""));
    let invited = bytes(r#""invitation":["http://10.0.0.5:7070/"],"#);
    same_to_page(&welcome(&["http://10.0.0.5:7070/"]), &invited);
    let mut windows = welcome(&[]);
    if let ToPage::Hello(welcome) = &mut windows {
        welcome.system = System::Windows;
    }
    let Frame::Text(text) = windows.encode() else { panic!("a welcome is text") };
    assert!(text.contains(r#""system":"windows""#), "{text}");
}

#[test]
fn pairs_and_lookups_have_these_bytes() {
    let ask = |op| {
        ToRelay::Call(Call { id: CallId(7), socket: None, host: None, op, bytes: Bytes::new() })
    };
    same_to_relay(
        &ask(Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 }),
        &text(
            r#"{"call":{"id":7,"op":{"socketpair":{"family":"AF_UNIX","kind":"SOCK_STREAM","proto":0}}}}"#,
        ),
    );
    same_to_page(
        &returned(7, Ok(Value::Pair { sockets: [SocketId(1), SocketId(2)], filenos: [9, 10] })),
        &text(
            r#"{"return":{"id":7,"entered":10,"at":20,"ok":{"pair":{"sockets":[1,2],"filenos":[9,10]}}}}"#,
        ),
    );
    same_to_relay(
        &ask(Op::Getaddrinfo {
            host: None,
            port: Some("http".into()),
            family: 2,
            kind: 1,
            proto: 0,
            flags: LookupFlags::PASSIVE,
        }),
        &text(
            r#"{"call":{"id":7,"op":{"getaddrinfo":{"host":null,"port":"http","family":2,"kind":1,"proto":0,"flags":1}}}}"#,
        ),
    );
    let found = AddressInfo {
        family: 2,
        kind: 1,
        proto: 6,
        canonical: String::new(),
        address: Address::inet("0.0.0.0", 80),
    };
    same_to_page(
        &returned(7, Ok(Value::AddressInfo(vec![found]))),
        &text(
            r#"{"return":{"id":7,"entered":10,"at":20,"ok":{"address_info":[{"family":2,"kind":1,"proto":6,"canonical":"","address":{"inet":{"host":"0.0.0.0","port":80}}}]}}}"#,
        ),
    );
}

#[test]
fn messages_about_rooms_have_these_bytes() {
    use crate::chat::{Mode, PeerId, RoomConfig, RoomEvent};
    use crate::framing::Framing;
    let ask = RoomCommand::Open {
        address: Address::inet("127.0.0.1", 9999),
        config: RoomConfig::of(Mode::Group),
    };
    same_to_relay(
        &ToRelay::Room(RoomRequest { room: RoomId(1), ask }),
        &text(
            r#"{"room":{"room":1,"ask":{"open":{"address":{"inet":{"host":"127.0.0.1","port":9999}},"config":{"mode":"group","framing":"lines","encoding":"utf-8","concurrency":"all","slow_peer":"drop_oldest","queue_bytes":1048576,"max_message":1024,"form":"stamped","echo_to_sender":true}}}}}"#,
        ),
    );
    let ask = RoomCommand::Framing { framing: Framing::CrLfLines };
    same_to_relay(
        &ToRelay::Room(RoomRequest { room: RoomId(1), ask }),
        &text(r#"{"room":{"room":1,"ask":{"framing":{"framing":"cr_lf_lines"}}}}"#),
    );
    let events = vec![RoomEvent::Said { peer: PeerId(0), text: "hi".into() }];
    let news = RoomUpdate::Transcript { events, missed: 0 };
    same_to_page(
        &ToPage::Room(RoomReport { room: RoomId(1), at: Micros(5), news }),
        &text(
            r#"{"room":{"room":1,"at":5,"news":{"transcript":{"events":[{"said":{"peer":0,"text":"hi"}}],"missed":0}}}}"#,
        ),
    );
}

#[test]
fn a_frame_that_is_not_exactly_one_message_is_refused() {
    let listen = r#"{"call":{"id":7,"socket":3,"op":{"listen":{"backlog":5}}}}"#;
    let send = r#"{"call":{"id":7,"socket":3,"op":{"send":{"flags":0}}}}"#;
    let mut reserved = vec![BINARY_MESSAGE, 0, 1, 0];
    reserved.extend([0; 8]);
    let mut announced = vec![BINARY_MESSAGE, 0, 0, 0, 7, 0, 0, 0, 200, 0, 0, 0];
    announced.extend(b"{}");
    type Expected = fn(&DecodeError) -> bool;
    let refused: Vec<(Frame, Expected)> = vec![
        (text(""), |e| matches!(e, DecodeError::Json(_))),
        (text(r#""heartbeat" "heartbeat""#), |e| matches!(e, DecodeError::Json(_))),
        (text(r#"{"cancel":{"id":1,"more":2}}"#), |e| matches!(e, DecodeError::Json(_))),
        (text(r#"{"cancel":{"id":-1}}"#), |e| matches!(e, DecodeError::Json(_))),
        (text(send), |e| matches!(e, DecodeError::BytesMissing)),
        (binary(7, listen, b"x"), |e| matches!(e, DecodeError::BytesUnexpected)),
        (binary(8, send, b"x"), |e| matches!(e, DecodeError::IdMismatch { .. })),
        (Frame::Binary(Bytes::from_static(&[1, 0, 0])), |e| matches!(e, DecodeError::Truncated(3))),
        (Frame::Binary(vec![9; 12].into()), |e| matches!(e, DecodeError::Kind(9))),
        (Frame::Binary(reserved.into()), |e| matches!(e, DecodeError::Reserved)),
        (Frame::Binary(announced.into()), |e| {
            matches!(e, DecodeError::ControlLength { announced: 200, present: 2 })
        }),
        (text(&" ".repeat(MAX_CONTROL_BYTES + 1)), |e| {
            matches!(e, DecodeError::ControlTooLarge(_))
        }),
        (binary(7, send, &vec![0; MAX_PAYLOAD_BYTES + 1]), |e| {
            matches!(e, DecodeError::PayloadTooLarge(_))
        }),
    ];
    for (frame, expected) in refused {
        let error = ToRelay::decode(frame.clone()).unwrap_err();
        assert!(expected(&error), "{error:?}");
    }
}

#[test]
fn a_return_has_a_value_or_a_failure_and_not_both() {
    for json in [
        r#"{"return":{"id":7,"entered":1,"at":2}}"#,
        r#"{"return":{"id":7,"entered":1,"at":2,"ok":"none","error":{"exception":"OSError","message":""}}}"#,
    ] {
        assert!(matches!(ToPage::decode(text(json)), Err(DecodeError::Json(_))), "{json}");
    }
}

#[test]
fn close_codes_differ_and_lie_where_rfc_6455_allows() {
    let goodbyes = [
        Goodbye::Version { relay: 1 },
        Goodbye::Token,
        Goodbye::Hello,
        Goodbye::Malformed { detail: String::new() },
        Goodbye::TooLarge,
        Goodbye::Silence,
        Goodbye::Sessions { limit: 1 },
        Goodbye::Shutdown,
    ];
    let mut codes: Vec<u16> = goodbyes.iter().map(Goodbye::close_code).collect();
    assert!(codes.iter().all(|code| matches!(code, 1001 | 1009 | 4000..=4999)), "{codes:?}");
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), goodbyes.len());
}

fn any_address() -> impl Strategy<Value = Address> {
    prop_oneof![
        (".*", any::<i64>()).prop_map(|(host, port)| Address::Inet { host, port }),
        (".*", any::<i64>(), any::<u32>(), any::<u32>()).prop_map(
            |(host, port, flowinfo, scope_id)| Address::Inet6 { host, port, flowinfo, scope_id }
        ),
        ".*".prop_map(|path| Address::Unix { path }),
    ]
}

fn any_op() -> impl Strategy<Value = Op> {
    let flags = any::<i32>().prop_map(MsgFlags);
    prop_oneof![
        any_address().prop_map(|address| Op::Bind { address }),
        any::<Option<i32>>().prop_map(|backlog| Op::Listen { backlog }),
        (any::<i64>(), flags.clone()).prop_map(|(bufsize, flags)| Op::Recv { bufsize, flags }),
        flags.clone().prop_map(|flags| Op::Sendall { flags }),
        (flags, any_address()).prop_map(|(flags, address)| Op::Sendto { flags, address }),
        (any::<i32>(), any::<i32>(), any::<Vec<u8>>()).prop_map(|(level, option, value)| {
            Op::Setsockopt { level, option, value: OptionValue::Bytes(value) }
        }),
        prop_oneof![Just(None), (0.0..1e9).prop_map(Some)]
            .prop_map(|seconds| Op::Settimeout { seconds }),
    ]
}

proptest! {
    #[test]
    fn what_is_encoded_decodes_to_itself(
        id: u32, socket: u32, op in any_op(), bytes: Vec<u8>,
    ) {
        let bytes = if op.carries_bytes() { bytes.into() } else { Bytes::new() };
        let message =
            ToRelay::Call(Call { id: CallId(id), socket: Some(SocketId(socket)), host: None, op, bytes });
        prop_assert_eq!(ToRelay::decode(message.encode()).unwrap(), message);
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(bytes: Vec<u8>, json: String) {
        let _ = ToRelay::decode(Frame::Binary(bytes.clone().into()));
        let _ = ToPage::decode(Frame::Binary(bytes.into()));
        let _ = ToRelay::decode(Frame::Text(json.clone()));
        let _ = ToPage::decode(Frame::Text(json));
    }

    #[test]
    fn a_damaged_frame_is_refused_or_read_but_never_panics(
        op in any_op(), bytes: Vec<u8>, at: prop::sample::Index, byte: u8,
    ) {
        let message = ToRelay::Call(Call {
            id: CallId(1), socket: None, host: None, op, bytes: bytes.into(),
        });
        if let Frame::Binary(frame) = message.encode() {
            let mut frame = frame.to_vec();
            let at = at.index(frame.len());
            frame[at] = byte;
            let _ = ToRelay::decode(Frame::Binary(frame.into()));
        }
    }
}
