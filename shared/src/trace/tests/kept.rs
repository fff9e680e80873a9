//! The calls at which the relay kept a socket to loopback.

use super::*;

#[test]
fn the_call_at_which_a_socket_was_kept_to_loopback_says_so() {
    let mut story = Story::default();
    story.socket(SocketType::Stream, SERVER);
    let everywhere = Address::inet("", 9999);
    story.call(SERVER, Op::Bind { address: everywhere }, b"", Ok(Value::None));
    let told = |loopback_only| Record::Addresses {
        socket: SERVER,
        local: Some(Address::inet("0.0.0.0", 9999)),
        peer: None,
        loopback_only,
    };
    story.timeline.apply(told(true));
    story.call(SERVER, Op::Listen { backlog: None }, b"", Ok(Value::None));
    story.timeline.apply(told(true));
    let kept: Vec<bool> = story.timeline.calls().map(|call| call.loopback_only).collect();
    assert_eq!(kept, [false, true, false], "socket, bind, listen");
    assert!(story.view(SERVER).is_wildcard_kept_to_loopback());
    let kept = |host, port| story.timeline.is_kept_to_loopback(&Address::inet(host, port));
    assert!(kept("", 9999) && kept("0.0.0.0", 9999));
    assert!(!kept("", 9998) && !kept("127.0.0.1", 9999));
}

#[test]
fn the_datagram_to_a_group_at_which_a_socket_was_kept_to_loopback_says_so() {
    let mut story = Story::default();
    story.socket(SocketType::Dgram, SERVER);
    let sent = |host| Op::Sendto { flags: MsgFlags::NONE, address: Address::inet(host, 9999) };
    for host in ["127.0.0.1", "239.192.0.1", "239.192.0.1"] {
        story.call(SERVER, sent(host), b"x", Ok(Value::Sent(1)));
        let loopback_only = host != "127.0.0.1";
        let local = Some(Address::inet("0.0.0.0", 5000));
        story.timeline.apply(Record::Addresses {
            socket: SERVER,
            local,
            peer: None,
            loopback_only,
        });
    }
    let kept: Vec<bool> = story.timeline.calls().map(|call| call.loopback_only).collect();
    assert_eq!(kept, [false, false, true, false], "socket and three datagrams");
}

#[test]
fn the_membership_at_which_a_socket_was_kept_to_loopback_says_so() {
    let mut story = Story::default();
    story.socket(SocketType::Dgram, SERVER);
    let set = |name: &str, value| {
        let SocketOption { level, option, .. } = *SocketOption::by_name(name).unwrap();
        Op::Setsockopt { level, option, value }
    };
    let membership = OptionValue::Bytes(vec![239, 192, 0, 1, 0, 0, 0, 0]);
    for (op, loopback_only) in [
        (set("SO_REUSEADDR", OptionValue::Int(1)), false),
        (set("IP_ADD_MEMBERSHIP", membership), true),
    ] {
        story.call(SERVER, op, b"", Ok(Value::None));
        story.timeline.apply(Record::Addresses {
            socket: SERVER,
            local: None,
            peer: None,
            loopback_only,
        });
    }
    let kept: Vec<bool> = story.timeline.calls().map(|call| call.loopback_only).collect();
    assert_eq!(kept, [false, false, true], "socket, and two options");
}
