//! Timeouts, non-blocking calls, polls.

use super::List;
use super::steps::*;

pub(super) fn waiting() -> List {
    let tiny = || set("c", "SO_SNDBUF", 1);
    let big = long(1 << 19);
    vec![
        (
            "timeouts as numbers",
            vec![
                tcp("s"),
                settimeout("s", 1.5),
                gettimeout("s"),
                settimeout("s", 0.1),
                gettimeout("s"),
                settimeout("s", 0.0),
                gettimeout("s"),
                setblocking("s", true),
                gettimeout("s"),
                setblocking("s", false),
                gettimeout("s"),
                settimeout("s", 1e-10),
                gettimeout("s"),
            ],
        ),
        (
            "a negative timeout",
            vec![tcp("s"), settimeout("s", -1.0), gettimeout("s"), settimeout("s", -1e-12)],
        ),
        (
            "non-blocking calls with nothing there",
            paired(vec![
                setblocking("s", false),
                accept("e", "s"),
                setblocking("d", false),
                recv("d", 1),
                recvfrom("d", 1),
            ]),
        ),
        (
            "calls that time out",
            paired(vec![
                settimeout("s", 0.02),
                accept("e", "s"),
                settimeout("d", 0.02),
                recv("d", 1),
                recvfrom("d", 1),
            ]),
        ),
        ("MSG_DONTWAIT on a blocking socket", paired(vec![recv_flags("d", 1, MsgFlags::DONTWAIT)])),
        (
            "MSG_DONTWAIT with a timeout still waits",
            paired(vec![settimeout("d", 0.02), recv_flags("d", 1, MsgFlags::DONTWAIT)]),
        ),
        (
            "a non-blocking socket with bytes there",
            paired(vec![
                setblocking("d", false),
                send("c", b"x"),
                poll(&[("d", IN)], 5.0),
                recv("d", 9),
            ]),
        ),
        (
            "sendall that does not fit times out",
            paired(vec![
                tiny(),
                settimeout("c", 0.05),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
                sendall("c", &big),
            ]),
        ),
        (
            "poll tells nothing, then something",
            paired(vec![
                poll(&[("d", IN), ("s", IN)], 0.0),
                poll(&[("d", IN | OUT)], 0.0),
                send("c", b"x"),
                poll(&[("d", IN)], 5.0),
                poll(&[("s", IN), ("c", OUT)], 5.0),
            ]),
        ),
        ("poll times out", paired(vec![poll(&[("d", IN)], 0.02)])),
        (
            "poll sees the end",
            paired(vec![
                close("c"),
                poll(&[("d", IN)], 5.0),
                poll(&[("d", PollEvents(0))], 0.0),
                poll(&[("d", IN | PollEvents::RDHUP)], 0.0),
                shutdown("d", How::Write),
                poll(&[("d", OUT)], 0.0),
            ]),
        ),
        (
            "poll of a closed socket",
            vec![tcp("s"), tcp("c"), close("s"), poll(&[("s", IN), ("c", OUT)], 1.0)],
        ),
        ("poll of a fresh socket", vec![tcp("s"), poll(&[("s", IN | OUT)], 1.0)]),
    ]
}
