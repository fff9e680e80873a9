//! Socket options, as numbers and as bytes.

use super::List;
use super::steps::*;

pub(super) fn options() -> List {
    let linger = [1_i32.to_ne_bytes(), 7_i32.to_ne_bytes()].concat();
    vec![
        (
            "SO_REUSEADDR",
            vec![
                tcp("s"),
                get("s", "SO_REUSEADDR", None),
                set("s", "SO_REUSEADDR", 1),
                get("s", "SO_REUSEADDR", None),
            ],
        ),
        (
            "TCP_NODELAY",
            vec![
                tcp("s"),
                set("s", "TCP_NODELAY", 1),
                get("s", "TCP_NODELAY", None),
                get("s", "TCP_NODELAY", Some(4)),
            ],
        ),
        (
            "an option of another type of socket",
            vec![udp("s"), set("s", "TCP_NODELAY", 1), get("s", "TCP_NODELAY", None)],
        ),
        (
            "SO_LINGER as bytes",
            vec![
                tcp("s"),
                set_bytes("s", "SO_LINGER", &linger),
                get("s", "SO_LINGER", Some(8)),
                get("s", "SO_LINGER", Some(99)),
                get("s", "SO_LINGER", None),
            ],
        ),
        (
            "SO_LINGER cut short",
            vec![tcp("s"), set("s", "SO_LINGER", 1), set_bytes("s", "SO_REUSEADDR", b"x")],
        ),
        (
            "a length out of range",
            vec![tcp("s"), get("s", "SO_TYPE", Some(1025)), get("s", "SO_TYPE", Some(0))],
        ),
        (
            "facts that cannot be set",
            vec![
                tcp("s"),
                set("s", "SO_TYPE", 1),
                get("s", "SO_TYPE", None),
                get("s", "SO_DOMAIN", None),
                get("s", "SO_PROTOCOL", None),
                get("s", "SO_ACCEPTCONN", None),
                near("s"),
                listen("s", Some(1)),
                get("s", "SO_ACCEPTCONN", None),
            ],
        ),
        (
            "buffers are doubled",
            vec![tcp("s"), set("s", "SO_RCVBUF", 8192), get("s", "SO_RCVBUF", None)],
        ),
        (
            "when a quiet connection is tested",
            vec![
                tcp("s"),
                set("s", "SO_KEEPALIVE", 1),
                get("s", "SO_KEEPALIVE", None),
                set("s", "TCP_KEEPIDLE", 60),
                get("s", "TCP_KEEPIDLE", None),
                set("s", "TCP_KEEPINTVL", 10),
                get("s", "TCP_KEEPINTVL", None),
                set("s", "TCP_KEEPCNT", 5),
                get("s", "TCP_KEEPCNT", None),
                set("s", "TCP_KEEPIDLE", 0),
                set("s", "TCP_USER_TIMEOUT", 1500),
                get("s", "TCP_USER_TIMEOUT", None),
                set("s", "TCP_USER_TIMEOUT", -1),
            ],
        ),
        (
            "a handshake",
            vec![
                tcp("s"),
                set("s", "TCP_SYNCNT", 3),
                get("s", "TCP_SYNCNT", None),
                set("s", "TCP_SYNCNT", 128),
                set("s", "TCP_MAXSEG", 1000),
                get("s", "TCP_MAXSEG", None),
                set("s", "TCP_MAXSEG", 1),
                set("s", "TCP_DEFER_ACCEPT", 1),
                get("s", "TCP_DEFER_ACCEPT", None),
                near("s"),
                listen("s", Some(1)),
                set("s", "TCP_FASTOPEN", 5),
                get("s", "TCP_FASTOPEN", None),
                tcp("c"),
                set("c", "TCP_FASTOPEN_CONNECT", 1),
                get("c", "TCP_FASTOPEN_CONNECT", None),
                set("c", "TCP_FASTOPEN_CONNECT", 2),
                connect("c", at("@s", 0)),
                sendall("c", b"x"),
                accept("d", "s"),
                recv("d", 9),
            ],
        ),
        (
            "when segments leave",
            paired(vec![
                set("c", "TCP_CORK", 1),
                get("c", "TCP_CORK", None),
                set("c", "TCP_CORK", 0),
                set("c", "TCP_QUICKACK", 0),
                get("c", "TCP_QUICKACK", None),
            ]),
        ),
        (
            "congestion control by name",
            vec![
                tcp("s"),
                get("s", "TCP_CONGESTION", Some(16)),
                get("s", "TCP_CONGESTION", None),
                set_bytes("s", "TCP_CONGESTION", b"reno"),
                get("s", "TCP_CONGESTION", Some(16)),
                get("s", "TCP_CONGESTION", Some(2)),
                set_bytes("s", "TCP_CONGESTION", b"none such"),
                set_bytes("s", "TCP_CONGESTION", b""),
            ],
        ),
        (
            "what a packet's header says",
            vec![
                udp("s"),
                set("s", "IP_TOS", 16),
                get("s", "IP_TOS", None),
                set_bytes("s", "IP_TOS", b"\x08"),
                get("s", "IP_TOS", Some(1)),
                set("s", "IP_TTL", 1),
                get("s", "IP_TTL", None),
                set("s", "IP_TTL", 0),
                open("c", Inet6, Dgram),
                set("c", "IPV6_TCLASS", 32),
                get("c", "IPV6_TCLASS", None),
                set("c", "IPV6_TCLASS", 256),
                set("c", "IPV6_UNICAST_HOPS", 9),
                get("c", "IPV6_UNICAST_HOPS", None),
                set("c", "IPV6_UNICAST_HOPS", -2),
            ],
        ),
        (
            "what the kernel allows its administrator",
            vec![
                udp("s"),
                set("s", "SO_PRIORITY", 6),
                get("s", "SO_PRIORITY", None),
                set("s", "SO_PRIORITY", 7),
                set("s", "SO_MARK", 1),
                get("s", "SO_MARK", None),
            ],
        ),
        (
            "a broadcast within loopback",
            vec![
                udp("s"),
                get("s", "SO_BROADCAST", None),
                sendto("s", b"x", at("127.255.255.255", 9)),
                set("s", "SO_BROADCAST", 1),
                sendto("s", b"x", at("127.255.255.255", 9)),
            ],
        ),
        (
            "a port for two",
            vec![
                tcp("s"),
                set("s", "SO_REUSEPORT", 1),
                get("s", "SO_REUSEPORT", None),
                near("s"),
                tcp("c"),
                bind("c", at("@s", 0)),
                set("c", "SO_REUSEPORT", 1),
                bind("c", at("@s", 0)),
            ],
        ),
        (
            "urgent bytes in line",
            paired(vec![
                set("d", "SO_OOBINLINE", 1),
                get("d", "SO_OOBINLINE", None),
                Step { bytes: b"!".to_vec(), ..step("c", Op::Send { flags: MsgFlags::OOB }) },
                recv("d", 9),
                set("d", "SO_RCVLOWAT", 3),
                get("d", "SO_RCVLOWAT", None),
                sendall("c", b"abc"),
                recv("d", 9),
            ]),
        ),
        (
            "no value at all",
            vec![
                tcp("s"),
                set_null("s", "SO_REUSEADDR", 4),
                set_null("s", "SO_REUSEADDR", 0),
                set_null("s", "TCP_NODELAY", 4),
                set_null("s", "SO_REUSEADDR", u32::MAX),
            ],
        ),
        (
            "a value out of range",
            vec![tcp("s"), set("s", "TCP_KEEPCNT", 1000), set("s", "IP_TTL", 300)],
        ),
        (
            "IPv6 options",
            vec![
                open("s", Inet6, Stream),
                set("s", "IPV6_V6ONLY", 1),
                get("s", "IPV6_V6ONLY", None),
                bind("s", at6("::1", 0)),
                set("s", "IPV6_V6ONLY", 0),
            ],
        ),
    ]
}
