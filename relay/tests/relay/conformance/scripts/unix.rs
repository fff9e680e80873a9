//! AF_UNIX: streams, datagrams, packets, paths and abstract names.

use super::List;
use super::steps::*;

pub(super) fn unix() -> List {
    let path = Address::unix;
    vec![
        (
            "a Unix stream",
            vec![
                open("s", Unix, Stream),
                local("s"),
                bind("s", path("a.sock")),
                local("s"),
                listen("s", Some(1)),
                open("c", Unix, Stream),
                connect("c", path("a.sock")),
                accept("d", "s"),
                local("c"),
                peer("c"),
                peer("d"),
                send("c", b"x"),
                recv("d", 9),
                close("c"),
                recv("d", 9),
            ],
        ),
        (
            "a Unix path in use",
            vec![
                open("s", Unix, Stream),
                bind("s", path("b.sock")),
                open("c", Unix, Stream),
                bind("c", path("b.sock")),
                close("s"),
                bind("c", path("b.sock")),
            ],
        ),
        (
            "the file of a Unix path stays until it is unlinked",
            vec![
                open("s", Unix, Stream),
                bind("s", path("file.sock")),
                close("s"),
                open("c", Unix, Stream),
                bind("c", path("file.sock")),
                unlink("file.sock"),
                unlink("./file.sock"),
                bind("c", path("file.sock")),
                listen("c", Some(1)),
                unlink("file.sock"),
                local("c"),
                open("d", Unix, Stream),
                connect("d", path("file.sock")),
                bind("d", path("file.sock")),
            ],
        ),
        (
            "a Unix path that is not there",
            vec![
                open("c", Unix, Stream),
                connect("c", path("none.sock")),
                connect_ex("c", path("none.sock")),
            ],
        ),
        (
            "a Unix path nobody listens on",
            vec![
                open("s", Unix, Stream),
                bind("s", path("c.sock")),
                open("c", Unix, Stream),
                connect("c", path("c.sock")),
            ],
        ),
        ("a Unix path too long", vec![open("s", Unix, Stream), bind("s", path(&"x".repeat(108)))]),
        (
            "Unix datagrams",
            vec![
                open("s", Unix, Dgram),
                bind("s", path("d.sock")),
                open("c", Unix, Dgram),
                sendto("c", b"nameless", path("d.sock")),
                recvfrom("s", 99),
                bind("c", path("e.sock")),
                sendto("c", b"named", path("d.sock")),
                recvfrom("s", 99),
                sendto("s", b"back", path("e.sock")),
                recvfrom("c", 99),
            ],
        ),
        (
            "Unix sequenced packets",
            vec![
                open("s", Unix, Seqpacket),
                bind("s", path("f.sock")),
                listen("s", Some(1)),
                open("c", Unix, Seqpacket),
                connect("c", path("f.sock")),
                accept("d", "s"),
                send("c", b"one"),
                send("c", b"two"),
                recv("d", 2),
                recv("d", 9),
                close("c"),
                recv("d", 9),
            ],
        ),
        (
            "a Unix type that does not fit",
            vec![
                open("s", Unix, Stream),
                bind("s", path("g.sock")),
                open("c", Unix, Dgram),
                connect("c", path("g.sock")),
            ],
        ),
        (
            "an abstract name",
            vec![
                open("s", Unix, Stream),
                bind("s", path("\0socket-lab-conformance")),
                local("s"),
                listen("s", Some(1)),
                open("c", Unix, Stream),
                connect("c", path("\0socket-lab-conformance")),
                peer("c"),
            ],
        ),
        (
            "a Unix socket bound to a pair",
            vec![open("s", Unix, Stream), bind("s", at("127.0.0.1", 1))],
        ),
        (
            "a full Unix backlog does not wait",
            vec![
                open("s", Unix, Stream),
                bind("s", path("h.sock")),
                listen("s", Some(0)),
                open("c", Unix, Stream),
                connect("c", path("h.sock")),
                open("d", Unix, Stream),
                settimeout("d", 0.05),
                connect("d", path("h.sock")),
                connect_ex("d", path("h.sock")),
            ],
        ),
        (
            "send on a Unix stream whose peer is gone",
            vec![
                open("s", Unix, Stream),
                bind("s", path("i.sock")),
                listen("s", Some(1)),
                open("c", Unix, Stream),
                connect("c", path("i.sock")),
                accept("d", "s"),
                close("d"),
                send("c", b"x"),
                recv("c", 1),
            ],
        ),
    ]
}
