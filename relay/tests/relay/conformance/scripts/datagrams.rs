//! Datagrams: boundaries, lengths, connected and not.

use super::List;
use super::steps::*;

pub(super) fn datagrams() -> List {
    let two = || vec![udp("s"), near("s"), udp("c"), near("c")];
    let with_two = |steps: Vec<Step>| two().into_iter().chain(steps).collect::<Vec<_>>();
    vec![
        (
            "datagrams keep their boundaries",
            with_two(vec![
                sendto("c", b"one", at("@s", 0)),
                sendto("c", b"two", at("@s", 0)),
                recvfrom("s", 99),
                recvfrom("s", 99),
            ]),
        ),
        (
            "a long datagram is cut",
            with_two(vec![
                sendto("c", b"12345", at("@s", 0)),
                recv("s", 3),
                setblocking("s", false),
                recv("s", 3),
            ]),
        ),
        ("an empty datagram", with_two(vec![sendto("c", b"", at("@s", 0)), recvfrom("s", 9)])),
        (
            "a datagram too long",
            with_two(vec![
                sendto("c", &long(65_508), at("@s", 0)),
                sendto("c", &long(65_507), at("@s", 0)),
            ]),
        ),
        ("send without a destination", vec![udp("s"), send("s", b"x")]),
        (
            "a connected datagram socket",
            with_two(vec![
                connect("c", at("@s", 0)),
                peer("c"),
                send("c", b"x"),
                recvfrom("s", 9),
                sendto("s", b"y", at("@c", 0)),
                recv("c", 9),
            ]),
        ),
        (
            "sending binds",
            vec![
                udp("s"),
                near("s"),
                udp("c"),
                local("c"),
                sendto("c", b"x", at("@s", 0)),
                recv("s", 9),
            ],
        ),
        (
            "nobody at the port, told to a connected socket",
            vec![
                udp("s"),
                near("s"),
                udp("c"),
                connect("c", at("@s", 0)),
                close("s"),
                send("c", b"x"),
                poll(&[("c", IN)], 5.0),
                recv("c", 1),
                send("c", b"x"),
                poll(&[("c", IN)], 5.0),
                send("c", b"x"),
            ],
        ),
        (
            "broadcast needs leave",
            vec![
                udp("s"),
                get("s", "SO_BROADCAST", None),
                set("s", "SO_BROADCAST", 1),
                get("s", "SO_BROADCAST", None),
            ],
        ),
        (
            "a datagram socket times out",
            vec![udp("s"), near("s"), settimeout("s", 0.02), recv("s", 1), recvfrom("s", 1)],
        ),
        ("shut down a datagram socket", vec![udp("s"), near("s"), shutdown("s", How::Both)]),
        (
            "IPv6 datagrams",
            vec![
                open("s", Inet6, Dgram),
                bind("s", at6("::1", 0)),
                open("c", Inet6, Dgram),
                bind("c", at6("::1", 0)),
                sendto("c", b"six", at6("@s", 0)),
                recvfrom("s", 9),
            ],
        ),
    ]
}
