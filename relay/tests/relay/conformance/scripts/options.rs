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
