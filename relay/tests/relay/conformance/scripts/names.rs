//! Names and addresses, and the answers of a socket without them.

use super::List;
use super::steps::*;

pub(super) fn names() -> List {
    vec![
        ("a new socket has no address", vec![tcp("s"), local("s"), peer("s"), gettimeout("s")]),
        ("a new IPv6 socket has no address", vec![open("s", Inet6, Stream), local("s")]),
        ("bind to port 0 gets a free port", vec![tcp("s"), near("s"), local("s")]),
        ("bind twice", vec![tcp("s"), near("s"), near("s")]),
        (
            "bind to an address in use",
            vec![tcp("s"), near("s"), listen("s", None), tcp("c"), bind("c", at("@s", 0))],
        ),
        ("bind to a port too high", vec![tcp("s"), bind("s", at("127.0.0.1", 65536))]),
        ("bind to a negative port", vec![tcp("s"), bind("s", at("127.0.0.1", -1))]),
        ("bind to a port beyond an int", vec![tcp("s"), bind("s", at("no such host", 1 << 40))]),
        ("bind to a name that is none", vec![tcp("s"), bind("s", at("no such host", 99_999))]),
        ("bind to localhost", vec![tcp("s"), bind("s", at("localhost", 0)), local("s")]),
        ("bind to a short address", vec![tcp("s"), bind("s", at("127.1", 0)), local("s")]),
        (
            "bind an IPv6 socket",
            vec![open("s", Inet6, Stream), bind("s", at6("::1", 0)), local("s")],
        ),
        ("bind IPv4 to an IPv6 address", vec![tcp("s"), bind("s", at("::1", 0))]),
        (
            "bind IPv6 to an IPv4 address",
            vec![open("s", Inet6, Stream), bind("s", at6("127.0.0.1", 0))],
        ),
        (
            "bind IPv6 to broadcast",
            vec![open("s", Inet6, Stream), bind("s", at6("<broadcast>", 0))],
        ),
        ("bind a TCP socket to a path", vec![tcp("s"), bind("s", Address::unix("x"))]),
        (
            "bind IPv4 to four parts",
            vec![
                tcp("s"),
                bind(
                    "s",
                    Address::Inet6 { host: "127.0.0.1".into(), port: 0, flowinfo: 1, scope_id: 1 },
                ),
            ],
        ),
        (
            "a flow label too large",
            vec![
                open("s", Inet6, Stream),
                bind(
                    "s",
                    Address::Inet6 { host: "::1".into(), port: 0, flowinfo: 1 << 20, scope_id: 0 },
                ),
            ],
        ),
        ("a host with NUL", vec![tcp("s"), bind("s", at("a\0b", 0))]),
        ("sendto a port too high", vec![udp("s"), sendto("s", b"x", at("127.0.0.1", 70_000))]),
        ("connect to a port too high", vec![tcp("s"), connect("s", at("127.0.0.1", 70_000))]),
        ("connect_ex to a port too high", vec![tcp("s"), connect_ex("s", at("127.0.0.1", -7))]),
        (
            "connect_ex to a name that is none",
            vec![tcp("s"), connect_ex("s", at("no such host", 1))],
        ),
    ]
}

pub(super) fn states() -> List {
    vec![
        ("SOCK_RDM in AF_INET", vec![open("s", Inet, Rdm)]),
        ("SOCK_SEQPACKET in AF_INET", vec![open("s", Inet, Seqpacket)]),
        ("SOCK_RDM in AF_UNIX", vec![open("s", Unix, Rdm)]),
        ("a protocol that does not fit", vec![open_proto("s", Inet, Stream, 17)]),
        ("a protocol that is none", vec![open_proto("s", Inet, Dgram, 255)]),
        ("accept without listen", vec![tcp("s"), near("s"), accept("c", "s")]),
        (
            "accept with a timeout without listen",
            vec![tcp("s"), settimeout("s", 5.0), accept("c", "s")],
        ),
        ("accept on UDP", vec![udp("s"), accept("c", "s")]),
        ("listen on UDP", vec![udp("s"), listen("s", Some(1))]),
        ("recv without a connection", vec![tcp("s"), recv("s", 1)]),
        (
            "recv with a timeout without a connection",
            vec![tcp("s"), settimeout("s", 5.0), recv("s", 1)],
        ),
        ("recvfrom without a connection", vec![tcp("s"), recvfrom("s", 1)]),
        (
            "recv on a listening socket",
            vec![tcp("s"), near("s"), listen("s", Some(1)), recv("s", 1)],
        ),
        ("send without a connection", vec![tcp("s"), send("s", b"x")]),
        ("sendall without a connection", vec![tcp("s"), sendall("s", b"")]),
        (
            "sendto on TCP without a connection",
            vec![tcp("s"), sendto("s", b"x", at("127.0.0.1", 9))],
        ),
        ("shutdown without a connection", vec![tcp("s"), shutdown("s", How::Both)]),
        (
            "listen twice with another backlog",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(1)),
                listen("s", Some(-5)),
                listen("s", None),
            ],
        ),
        ("listen when connected", paired(vec![listen("c", Some(1))])),
        ("bind when connected", paired(vec![bind("c", at("127.0.0.1", 0))])),
        (
            "connect when listening",
            vec![tcp("s"), near("s"), listen("s", Some(1)), connect("s", at("@s", 0))],
        ),
        (
            "connect when connected",
            paired(vec![connect("c", at("@s", 0)), connect_ex("c", at("@s", 0))]),
        ),
        (
            "use after close",
            vec![
                tcp("s"),
                close("s"),
                near("s"),
                local("s"),
                recv("s", 1),
                listen("s", None),
                accept("c", "s"),
                send("s", b"x"),
                get("s", "SO_TYPE", None),
            ],
        ),
        ("a negative size", vec![tcp("s"), recv("s", -1), recvfrom("s", -1)]),
        ("a size of nothing", vec![tcp("s"), recv("s", 0), recvfrom("s", 0)]),
        (
            "a port that nobody listens on, twice",
            vec![
                tcp("s"),
                near("s"),
                tcp("c"),
                connect("c", at("@s", 0)),
                connect("c", at("@s", 0)),
                connect_ex("c", at("@s", 0)),
                local("c"),
            ],
        ),
    ]
}
