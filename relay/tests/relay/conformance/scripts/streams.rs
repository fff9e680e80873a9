//! Connected streams: bytes, ends, halves, resets.

use super::List;
use super::steps::*;

pub(super) fn streams() -> List {
    let linger = [1_i32.to_ne_bytes(), 0_i32.to_ne_bytes()].concat();
    vec![
        ("a connection's addresses", paired(vec![local("c"), peer("c"), local("d"), peer("d")])),
        (
            "bytes come in order and in parts",
            paired(vec![send("c", b"hello"), recv("d", 2), recv("d", 9)]),
        ),
        (
            "sends stick together",
            paired(vec![
                send("c", b"one"),
                send("c", b"two"),
                poll(&[("d", IN)], 5.0),
                recv_flags("d", 6, MsgFlags::WAITALL),
            ]),
        ),
        (
            "the end of a stream",
            paired(vec![close("c"), recv("d", 9), recv("d", 9), recvfrom("d", 9)]),
        ),
        (
            "half-close",
            paired(vec![
                shutdown("c", How::Write),
                recv("d", 9),
                send("d", b"still"),
                recv("c", 9),
                send("c", b"x"),
            ]),
        ),
        (
            "reading shut down",
            paired(vec![
                shutdown("c", How::Read),
                recv("c", 9),
                send("d", b"x"),
                shutdown("c", How::Both),
            ]),
        ),
        (
            "shut down twice",
            paired(vec![shutdown("c", How::Both), shutdown("c", How::Both), send("c", b"x")]),
        ),
        (
            "reset by unread bytes",
            paired(vec![
                send("c", b"unread"),
                poll(&[("d", IN)], 5.0),
                close("d"),
                poll(&[("c", IN)], 5.0),
                recv("c", 9),
                recv("c", 9),
                send("c", b"x"),
            ]),
        ),
        (
            "reset by linger 0",
            paired(vec![
                set_bytes("d", "SO_LINGER", &linger),
                close("d"),
                poll(&[("c", IN)], 5.0),
                send("c", b"x"),
                send("c", b"x"),
                recv("c", 1),
            ]),
        ),
        (
            "reset seen by SO_ERROR",
            paired(vec![
                set_bytes("d", "SO_LINGER", &linger),
                close("d"),
                poll(&[("c", IN)], 5.0),
                get("c", "SO_ERROR", None),
                get("c", "SO_ERROR", None),
                peer("c"),
                recv("c", 1),
            ]),
        ),
        (
            "peeking leaves the bytes",
            paired(vec![send("c", b"peek"), recv_flags("d", 2, MsgFlags::PEEK), recv("d", 9)]),
        ),
        ("recvfrom names nobody on a stream", paired(vec![send("c", b"x"), recvfrom("d", 9)])),
        (
            "sendto on a stream ignores the address",
            paired(vec![sendto("c", b"x", at("127.0.0.1", 1)), recv("d", 9)]),
        ),
        (
            "out-of-band data",
            paired(vec![
                Step { bytes: b"!".into(), ..step("c", Op::Send { flags: MsgFlags::OOB }) },
                poll(&[("d", PollEvents::PRI)], 5.0),
                recv_flags("d", 1, MsgFlags::OOB),
                recv_flags("d", 1, MsgFlags::OOB),
            ]),
        ),
        ("no out-of-band data", paired(vec![recv_flags("d", 1, MsgFlags::OOB)])),
        ("an empty send", paired(vec![send("c", b""), sendall("c", b"")])),
        (
            "waiting for all of it",
            paired(vec![
                send("c", b"12345"),
                shutdown("c", How::Write),
                recv_flags("d", 9, MsgFlags::WAITALL),
            ]),
        ),
        (
            "a low-water mark",
            paired(vec![
                set("d", "SO_RCVLOWAT", 4),
                send("c", b"123"),
                settimeout("d", 0.05),
                recv("d", 9),
                send("c", b"4"),
                recv("d", 9),
            ]),
        ),
        (
            "accepted sockets block whatever the listener does",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(5)),
                settimeout("s", 5.0),
                tcp("c"),
                connect("c", at("@s", 0)),
                accept("d", "s"),
                setblocking("s", false),
                tcp("e"),
                connect("e", at("@s", 0)),
                poll(&[("s", IN)], 5.0),
                accept("x", "s"),
            ],
        ),
        (
            "closing the listener leaves connections alone",
            paired(vec![close("s"), send("c", b"x"), recv("d", 1)]),
        ),
        (
            "IPv6 from end to end",
            vec![
                open("s", Inet6, Stream),
                bind("s", at6("::1", 0)),
                listen("s", None),
                open("c", Inet6, Stream),
                connect("c", at6("@s", 0)),
                accept("d", "s"),
                peer("d"),
                send("c", b"six"),
                recv("d", 9),
            ],
        ),
    ]
}
