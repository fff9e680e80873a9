//! socketpair: two sockets of one call.

use super::List;
use super::steps::*;

pub(super) fn pairs() -> List {
    vec![
        (
            "a pair of streams",
            vec![
                both("s c", Unix, Stream, 0),
                local("s"),
                peer("s"),
                gettimeout("c"),
                sendall("s", b"there"),
                recv("c", 99),
                send("c", b"and back"),
                recvfrom("s", 3),
                shutdown("s", How::Write),
                recv("c", 9),
                send("s", b"x"),
                close("c"),
                recv("s", 99),
                recv("s", 99),
            ],
        ),
        (
            "a pair of datagram sockets",
            vec![
                both("s c", Unix, Dgram, 0),
                send("s", b"one"),
                send("s", b"two"),
                recv("c", 2),
                recvfrom("c", 9),
                close("c"),
                send("s", b"x"),
            ],
        ),
        (
            "a pair of packet sockets",
            vec![
                both("s c", Unix, Seqpacket, 0),
                send("s", b"one"),
                send("s", b"two"),
                recv("c", 9),
                recv("c", 9),
                close("s"),
                recv("c", 9),
            ],
        ),
        (
            "polling a pair",
            vec![
                both("s c", Unix, Stream, 0),
                poll(&[("s", IN | OUT), ("c", IN)], 0.0),
                send("s", b"x"),
                poll(&[("s", IN), ("c", IN)], 9.0),
                close("s"),
                poll(&[("c", IN)], 0.0),
            ],
        ),
        ("a pair of TCP sockets", vec![both("s c", Inet, Stream, 0)]),
        ("a pair of IPv6 sockets", vec![both("s c", Inet6, Dgram, 0)]),
        ("a pair of a type that is none", vec![both("s c", Unix, Rdm, 0)]),
        ("a pair of a protocol that is none", vec![both("s c", Unix, Stream, 99)]),
        (
            "the ends of a pair cannot listen or connect",
            vec![
                both("s c", Unix, Stream, 0),
                listen("s", Some(1)),
                connect("s", Address::unix("none.sock")),
                bind("s", Address::unix("pair.sock")),
                peer("c"),
            ],
        ),
    ]
}
