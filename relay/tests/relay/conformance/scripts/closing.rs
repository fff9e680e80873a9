//! close while another thread waits: the call in progress keeps the socket open.

use super::List;
use super::steps::*;

/// Seconds in which a close surely comes, and that a script waits for.
const BRIEF: f64 = 1.0;

/// A listening socket whose accept queue is full with the connection of c.
fn full(steps: Vec<Step>) -> Vec<Step> {
    let full = vec![tcp("s"), near("s"), listen("s", Some(0)), tcp("c"), connect("c", at("@s", 0))];
    full.into_iter().chain(steps).collect()
}

/// More than the buffers of a connection hold whose sender has set the least of its own.
fn much() -> Vec<u8> {
    long(1 << 18)
}

pub(super) fn closing() -> List {
    let tiny = || set("c", "SO_SNDBUF", 1);
    let linger_zero = [1_i32.to_ne_bytes(), 0_i32.to_ne_bytes()].concat();
    vec![
        (
            "recv waits on a closed descriptor, and the FIN leaves when it returns",
            paired(vec![
                begin("t", recv("c", 9)),
                close("c"),
                waits("t"),
                recv("c", 9),
                local("c"),
                settimeout("c", 1.0),
                poll(&[("d", IN)], 0.0),
                send("d", b"x"),
                end("t"),
                recv("d", 9),
            ]),
        ),
        (
            "two recvs wait on a closed descriptor",
            paired(vec![
                begin("t", recv("c", 1)),
                begin("u", recv("c", 1)),
                close("c"),
                send("d", b"x"),
                poll(&[("d", IN)], 0.0),
                send("d", b"x"),
                end("t"),
                end("u"),
                recv("d", 9),
            ]),
        ),
        (
            "shutdown, and then close, wakes a recv",
            paired(vec![
                begin("t", recv("c", 9)),
                shutdown("c", How::Both),
                end("t"),
                close("c"),
                recv("d", 9),
            ]),
        ),
        (
            "shutdown wakes an accept",
            paired(vec![begin("t", accept("e", "s")), shutdown("s", How::Both), end("t")]),
        ),
        (
            "a recv on a closed descriptor sees the peer's end",
            paired(vec![begin("t", recv("c", 9)), close("c"), close("d"), end("t")]),
        ),
        (
            "a recv that waits for all of its bytes goes on",
            paired(vec![
                begin("t", recv_flags("c", 6, MsgFlags::WAITALL)),
                close("c"),
                send("d", b"abc"),
                waits("t"),
                send("d", b"def"),
                end("t"),
            ]),
        ),
        (
            "a recv with a timeout looks for its descriptor when bytes come",
            paired(vec![
                settimeout("c", 4.0),
                begin("t", recv("c", 9)),
                close("c"),
                waits("t"),
                poll(&[("d", IN)], 0.0),
                send("d", b"x"),
                end("t"),
                recv("d", 9),
            ]),
        ),
        (
            "a recv with a timeout looks for its descriptor when the time is over",
            paired(vec![settimeout("c", BRIEF), begin("t", recv("c", 9)), close("c"), end("t")]),
        ),
        (
            "recvfrom waits on a closed descriptor",
            vec![
                udp("s"),
                near("s"),
                udp("c"),
                connect("c", at("@s", 0)),
                begin("t", recvfrom("s", 9)),
                close("s"),
                udp("d"),
                bind("d", at("@s", 0)),
                send("c", b"x"),
                end("t"),
                bind("d", at("@s", 0)),
            ],
        ),
        (
            "a closed listener goes on accepting for the accept in progress",
            paired(vec![
                begin("t", accept("e", "s")),
                close("s"),
                waits("t"),
                tcp("x"),
                connect("x", at("@s", 0)),
                end("t"),
                send("x", b"x"),
                recv("e", 9),
                tcp("x"),
                connect("x", at("@s", 0)),
            ]),
        ),
        (
            "an accept with a timeout looks for its descriptor when a client comes",
            paired(vec![
                settimeout("s", 4.0),
                // Before the close: a new socket would get the number that the poll(2) looks for.
                tcp("x"),
                begin("t", accept("e", "s")),
                close("s"),
                connect("x", at("@s", 0)),
                end("t"),
                recv("x", 9),
            ]),
        ),
        (
            "a sendall on a closed descriptor sends everything",
            paired(vec![
                tiny(),
                begin("t", sendall("c", &much())),
                close("c"),
                waits("t"),
                recv_flags("d", 1 << 18, MsgFlags::WAITALL),
                recv("d", 9),
                end("t"),
            ]),
        ),
        (
            "a send on a closed descriptor sends everything",
            paired(vec![
                tiny(),
                begin("t", send("c", &much())),
                close("c"),
                recv_flags("d", 1 << 18, MsgFlags::WAITALL),
                end("t"),
            ]),
        ),
        (
            "a sendall with a timeout ends without its descriptor",
            paired(vec![
                tiny(),
                settimeout("c", BRIEF),
                begin("t", sendall("c", &much())),
                close("c"),
                end("t"),
            ]),
        ),
        (
            "a connect with a timeout ends without its descriptor",
            full(vec![
                tcp("x"),
                settimeout("x", BRIEF),
                begin("t", connect("x", at("@s", 0))),
                close("x"),
                end("t"),
            ]),
        ),
        (
            "connect_ex with a timeout ends without its descriptor",
            full(vec![
                tcp("x"),
                settimeout("x", BRIEF),
                begin("t", connect_ex("x", at("@s", 0))),
                close("x"),
                end("t"),
            ]),
        ),
        (
            "a connect on a closed descriptor is made",
            vec![
                open("s", Unix, Stream),
                bind("s", Address::unix("closing.sock")),
                listen("s", Some(0)),
                open("c", Unix, Stream),
                connect("c", Address::unix("closing.sock")),
                open("x", Unix, Stream),
                begin("t", connect("x", Address::unix("closing.sock"))),
                close("x"),
                waits("t"),
                accept("d", "s"),
                end("t"),
                accept("e", "s"),
                recv("e", 9),
            ],
        ),
        (
            "a poll keeps the socket and ends without the descriptor",
            paired(vec![
                begin("t", poll(&[("c", IN), ("s", IN)], 4.0)),
                close("c"),
                waits("t"),
                poll(&[("d", IN)], 0.0),
                send("d", b"x"),
                end("t"),
                recv("d", 9),
            ]),
        ),
        (
            "a poll whose time is over finds no descriptor",
            paired(vec![
                begin("t", poll(&[("c", IN), ("s", IN)], BRIEF)),
                close("c"),
                end("t"),
                poll(&[("d", IN)], 4.0),
                recv("d", 9),
            ]),
        ),
        (
            "SO_LINGER of no seconds resets when the call in progress returns",
            paired(vec![
                set_bytes("c", "SO_LINGER", &linger_zero),
                begin("t", recv("c", 9)),
                close("c"),
                send("d", b"x"),
                end("t"),
                recv("d", 9),
            ]),
        ),
    ]
}
