//! The contents of the fields become the call Python would make, or Python's error.

use super::*;
use crate::bench::state::call_form::{Edit, LineEnding};
use crate::testing::test_lab::TestLab;
use lab_shared::call::{OptionValue, SocketOption, SocketType};
use lab_shared::trace::Role;

fn line(test: &TestLab, call: CallName) -> String {
    validate(call, &test.form, &test.lab).unwrap().python(&test.lab)
}

fn complaint(test: &TestLab, call: CallName) -> (Field, String) {
    let error = validate(call, &test.form, &test.lab).unwrap_err();
    match error.kind {
        FieldErrorKind::Raises(failure) => (error.field, failure.to_string()),
        other => (error.field, format!("{other:?}")),
    }
}

fn typed(test: &mut TestLab, field: Field, text: &str) {
    test.edit(Edit::Text(field, text.into()));
}

#[test]
fn a_server_sees_its_lines_before_it_has_a_socket() {
    let test = TestLab::begun(Some(Role::Server));
    let checks = [
        (CallName::Socket, "server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)"),
        (CallName::Bind, "server.bind((\"127.0.0.1\", 9999))"),
        (CallName::Listen, "server.listen(5)"),
        (CallName::Accept, "conn, address = server.accept()"),
        (CallName::Recv, "server.recv(1024)"),
        (CallName::Send, r"server.send(b'\n')"),
        (CallName::Settimeout, "server.settimeout(5.0)"),
        (CallName::Poll, "select.select([], [], [], 5.0)"),
    ];
    for (call, expected) in checks {
        assert_eq!(line(&test, call), expected);
    }
}

#[test]
fn every_call_can_be_made_as_the_fields_stand_at_first() {
    let (test, ..) = TestLab::server_with_client();
    for &call in CallName::ALL {
        let valid_call = validate(call, &test.form, &test.lab).unwrap();
        assert_eq!(valid_call.op.name(), call);
        assert_eq!(valid_call.socket.is_some(), valid_call.op.needs_socket(), "{call:?}");
    }
}

#[test]
fn the_targets_family_decides_which_address_is_meant() {
    let mut test = TestLab::begun(None);
    test.edit(Edit::Family(Family::Unix));
    typed(&mut test, Field::LocalPath, "@room");
    assert_eq!(line(&test, CallName::Bind), r#"s.bind("\x00room")"#);
    assert_eq!(line(&test, CallName::Unlink), r#"os.unlink("\x00room")"#);
    test.edit(Edit::Family(Family::Inet6));
    test.made();
    test.edit(Edit::Family(Family::Inet));
    assert_eq!(line(&test, CallName::Bind), "s.bind((\"::1\", 9999))");
}

#[test]
fn text_is_sent_in_its_encoding_with_its_ending() {
    let mut test = TestLab::begun(None);
    typed(&mut test, Field::Content, "瓜子");
    test.edit(Edit::Writing(Writing::Text(Encoding::Gbk)));
    test.edit(Edit::LineEnding(LineEnding::CrLf));
    let valid_call = validate(CallName::Send, &test.form, &test.lab).unwrap();
    assert_eq!(&valid_call.bytes[..], b"\xb9\xcf\xd7\xd3\r\n");
    assert_eq!(valid_call.text, Some(("瓜子\r\n".into(), Encoding::Gbk)));
    typed(&mut test, Field::Content, "ok 😀");
    assert_eq!(
        complaint(&test, CallName::Send),
        (
            Field::Content,
            "UnicodeEncodeError: 'gbk' codec can't encode character '\\U0001f600' in position 3: \
             illegal multibyte sequence"
                .into()
        )
    );
}

#[test]
fn hex_is_bytes_and_nothing_is_put_after_it() {
    let mut test = TestLab::begun(None);
    test.edit(Edit::Writing(Writing::Hex));
    typed(&mut test, Field::Content, "e4 bd a0");
    let valid_call = validate(CallName::Sendall, &test.form, &test.lab).unwrap();
    assert_eq!((&valid_call.bytes[..], valid_call.text), (&b"\xe4\xbd\xa0"[..], None));
    typed(&mut test, Field::Content, "é4 xy");
    assert_eq!(
        complaint(&test, CallName::Send).1,
        "ValueError: non-hexadecimal number found in fromhex() arg at position 0"
    );
    typed(&mut test, Field::Content, "e4 b");
    assert!(complaint(&test, CallName::Send).1.starts_with("ValueError: fromhex() arg must"));
}

#[test]
fn a_port_that_is_no_number_is_told_at_the_port_and_one_out_of_range_reaches_the_call() {
    let mut test = TestLab::begun(None);
    typed(&mut test, Field::LocalPort, "http");
    let expected = "ValueError: invalid literal for int() with base 10: 'http'";
    assert_eq!(complaint(&test, CallName::Bind), (Field::LocalPort, expected.into()));
    typed(&mut test, Field::LocalPort, "70000");
    assert_eq!(line(&test, CallName::Bind), "s.bind((\"127.0.0.1\", 70000))");
}

#[test]
fn a_variable_is_checked_like_python_would_and_for_being_free() {
    let mut test = TestLab::begun(None);
    test.made();
    for (name, wrong) in [("1st", "NoVariable"), ("def", "NoVariable"), ("s", "VariableTaken")] {
        typed(&mut test, Field::Variable, name);
        assert_eq!(complaint(&test, CallName::Socket), (Field::Variable, wrong.into()));
    }
    typed(&mut test, Field::Variable, "udp");
    assert!(line(&test, CallName::Socket).starts_with("udp = "));
}

#[test]
fn an_option_that_is_a_structure_is_packed() {
    let mut test = TestLab::begun(None);
    let linger = SocketOption::by_name("SO_LINGER").unwrap();
    test.edit(Edit::Option(linger));
    let valid_call = validate(CallName::Setsockopt, &test.form, &test.lab).unwrap();
    let value = OptionValue::Bytes(vec![1, 0, 0, 0, 0, 0, 0, 0]);
    assert!(matches!(valid_call.op, Op::Setsockopt { value: packed, .. } if packed == value));
}

#[test]
fn empty_fields_are_pythons_defaults() {
    let mut test = TestLab::begun(None);
    for field in [Field::Backlog, Field::Seconds, Field::Buflen] {
        typed(&mut test, field, " ");
    }
    assert_eq!(line(&test, CallName::Listen), "s.listen()");
    assert_eq!(line(&test, CallName::Settimeout), "s.settimeout(None)");
    assert_eq!(
        line(&test, CallName::Getsockopt),
        "s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)"
    );
}

#[test]
fn more_than_one_message_may_carry_is_refused_at_the_field() {
    let mut test = TestLab::begun(None);
    typed(&mut test, Field::Content, &"x".repeat(MAX_PAYLOAD_BYTES));
    assert_eq!(complaint(&test, CallName::Send), (Field::Content, "TooLong".into()));
}

#[test]
fn a_datagram_socket_is_made_as_chosen() {
    let mut test = TestLab::begun(None);
    test.edit(Edit::Kind(SocketType::Dgram));
    assert_eq!(
        line(&test, CallName::Socket),
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    );
}

#[test]
fn an_argument_that_no_message_carries_is_told_at_its_field() {
    let long = "a".repeat(66_000);
    let mut test = TestLab::begun(None);
    for (call, field, text, expected) in [
        (
            CallName::Bind,
            Field::LocalHost,
            &long,
            "socket.gaierror: [Errno -2] Name or service not known",
        ),
        (
            CallName::Connect,
            Field::PeerHost,
            &long,
            "socket.gaierror: [Errno -2] Name or service not known",
        ),
        (
            CallName::Sendto,
            Field::PeerHost,
            &long,
            "socket.gaierror: [Errno -2] Name or service not known",
        ),
        (
            CallName::Getaddrinfo,
            Field::PeerHost,
            &long,
            "socket.gaierror: [Errno -2] Name or service not known",
        ),
        (
            CallName::Getaddrinfo,
            Field::PeerPort,
            &long,
            "socket.gaierror: [Errno -8] Servname not supported for ai_socktype",
        ),
        (
            CallName::Setsockopt,
            Field::OptionValue,
            &"1,".repeat(3_000).trim_end_matches(',').to_owned(),
            "OSError: [Errno 22] Invalid argument",
        ),
    ] {
        let before = test.form.text(field).to_owned();
        typed(&mut test, field, text);
        assert_eq!(complaint(&test, call), (field, expected.into()));
        typed(&mut test, field, &before);
    }
    test.edit(Edit::Family(Family::Unix));
    typed(&mut test, Field::LocalPath, &long);
    let too_long = "OSError: AF_UNIX path too long";
    for call in [CallName::Bind, CallName::Unlink] {
        assert_eq!(complaint(&test, call), (Field::LocalPath, too_long.into()));
    }
}
