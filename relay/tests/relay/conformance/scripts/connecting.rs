//! Connects: refused, under way, timed out, repeated.

use super::List;
use super::steps::*;

pub(super) fn connecting() -> List {
    vec![
        (
            "a non-blocking connect",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(1)),
                tcp("c"),
                setblocking("c", false),
                connect("c", at("@s", 0)),
                poll(&[("c", OUT)], 5.0),
                get("c", "SO_ERROR", None),
                peer("c"),
                connect("c", at("@s", 0)),
                connect("c", at("@s", 0)),
            ],
        ),
        (
            "a non-blocking connect_ex",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(1)),
                tcp("c"),
                setblocking("c", false),
                connect_ex("c", at("@s", 0)),
                poll(&[("c", OUT)], 5.0),
                connect_ex("c", at("@s", 0)),
                connect_ex("c", at("@s", 0)),
            ],
        ),
        (
            "a non-blocking connect that is refused",
            vec![
                tcp("s"),
                near("s"),
                tcp("c"),
                setblocking("c", false),
                connect("c", at("@s", 0)),
                poll(&[("c", OUT)], 5.0),
                get("c", "SO_ERROR", None),
                connect("c", at("@s", 0)),
                connect("c", at("@s", 0)),
            ],
        ),
        (
            "a refused connect with a timeout, twice",
            vec![
                tcp("s"),
                near("s"),
                tcp("c"),
                settimeout("c", 5.0),
                connect("c", at("@s", 0)),
                connect("c", at("@s", 0)),
                connect("c", at("@s", 0)),
            ],
        ),
        (
            "a refused connect_ex with a timeout",
            vec![tcp("s"), near("s"), tcp("c"), settimeout("c", 5.0), connect_ex("c", at("@s", 0))],
        ),
        (
            "a connect with a timeout that succeeds",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(1)),
                tcp("c"),
                settimeout("c", 5.0),
                connect("c", at("@s", 0)),
                connect_ex("c", at("@s", 0)),
                connect_ex("c", at("@s", 0)),
            ],
        ),
        (
            "a backlog of 0 holds one, and the next times out",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(0)),
                tcp("c"),
                connect("c", at("@s", 0)),
                tcp("d"),
                settimeout("d", 0.1),
                connect("d", at("@s", 0)),
                tcp("e"),
                settimeout("e", 0.1),
                connect_ex("e", at("@s", 0)),
                peer("e"),
            ],
        ),
        (
            "a non-blocking connect under way",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(0)),
                tcp("c"),
                connect("c", at("@s", 0)),
                tcp("d"),
                setblocking("d", false),
                connect("d", at("@s", 0)),
                connect("d", at("@s", 0)),
                connect_ex("d", at("@s", 0)),
                send("d", b"x"),
                recv("d", 1),
                peer("d"),
            ],
        ),
        (
            "connect to every address is connect to oneself",
            vec![
                tcp("s"),
                near("s"),
                listen("s", Some(1)),
                tcp("c"),
                connect("c", at("127.0.0.1", 1)),
                connect("c", at("0.0.0.0", 1)),
            ],
        ),
    ]
}
