//! The results as tables in Markdown, and the ratios that have targets.

use std::fmt::Write as _;

use super::busy::Load;
use super::figures::{BARE, BULK, BUSY, CALL, ECHO, Figures, HOLD, Measure, PAGES, PING, UP};
use super::hold;
use super::peer::Peer;
use crate::goal::Goal;
use crate::report::table;
use crate::results::Findings;

/// The text above the tables.
const PREAMBLE: &str = "\
## The relay as a bridge

A page's bytes go to a TCP server on the same machine, through one bridge after the other. The client is the same for
every bridge behind a WebSocket: it masks and writes prepared messages of 64 KiB.

The relay carries bulk in calls: a page has several `recv` calls pending on a socket, and several `sendall` calls.
They return in order, so N pending calls `recv(size)` are a credit of N × size bytes: the relay reads only while
there is credit, and a page that reads its returns slowly stops the sender. The protocol needs no further message. Here a page has 8 × 256 KiB of credit inward and 4 × 64 KiB outward on each socket.

Memory is the resident memory of the bridge's processes, shared pages counted once (PSS): its growth from none held to
all held, divided by their number. socat reads 64 KiB at once like the tokio proxy, websockify unmasks with numpy, and
websocat is built without TLS. `socket-lab assist proxy` has no faults and shows nothing here.
";

/// The text about the busy pages.
const BUSY_PREAMBLE: &str = "
Two other pages repeat the heaviest messages of one kind, from a separate thread. On a machine with few cores they also
take processor time from the measured page.
";

/// Why the echo may miss its target.
const ECHO_REASON: &str = "\
Client, bridge and server share two cores, which limit it: the relay needs the least CPU seconds a \
gigabyte of all bridges behind a WebSocket, and the rest is the client's masking and the kernel.";

/// Why a ping may miss its target.
const PING_REASON: &str = "\
A ping is two calls, `sendall` and `recv`, and each has its own return: four messages where the proxy makes two \
reads. Flushing earlier, waiting a turn for the expected reply and a second pending `recv` made it slower.";

/// Everything that was measured.
pub(crate) fn findings(descriptors: u64, figures: &Figures) -> Findings {
    let mut text = PREAMBLE.to_owned();
    let peers: Vec<Peer> = Peer::ALL.to_vec();
    if figures.has(UP) {
        let rates: Vec<_> = BULK.iter().map(|&(name, _, _, rate, _)| (name, rate)).collect();
        text += &peers_table("Bulk, MB/s", &peers, &rates, figures, 0);
        let costs: Vec<_> = BULK.iter().map(|&(name, _, _, _, cost)| (name, cost)).collect();
        text += &peers_table(
            "Bulk, CPU seconds of the bridge for each GB",
            &peers[1..],
            &costs,
            figures,
            2,
        );
    }
    if figures.has(UP) {
        let row = |(name, _, _, rate, _): (&str, usize, bool, Measure, Measure)| {
            let times = |of| assist_proxy(figures, rate, of);
            let shown = |of| times(of).map_or_else(|| "—".into(), |times| format!("{times:.2}"));
            vec![name.into(), shown(Peer::Proxy), shown(Peer::Socat)]
        };
        let header = ["`socket-lab assist proxy`", "÷ tokio proxy", "÷ socat"];
        text += &table("The assistant's proxy, bulk rate", &header, &BULK.map(row));
    }
    if figures.has(PING[0]) {
        let columns = [("p50", PING[0]), ("p99", PING[1])];
        text += &peers_table("Ping-pong of 64 bytes, µs", &peers, &columns, figures, 0);
    }
    if figures.has(HOLD[0].1[0]) {
        let columns = [
            ("1 000 opened/s", HOLD[0].1[0]),
            ("KiB each", HOLD[0].1[1]),
            ("10 000 opened/s", HOLD[1].1[0]),
            ("KiB each", HOLD[1].1[1]),
            ("1 000 idle pages opened/s", PAGES[0]),
            ("KiB each", PAGES[1]),
        ];
        text += &peers_table(
            "Sockets held, and memory of the bridge",
            &peers[1..],
            &columns,
            figures,
            1,
        );
        for (count, [opened, _]) in HOLD {
            let most = hold::most(Peer::Proxy, count, descriptors);
            if most < count && figures.has(opened) {
                let _ = writeln!(
                    text,
                    "\nA process may have {descriptors} descriptors here, so that bridges with a connection at each end \
                     held {most} of {count}."
                );
            }
        }
    }
    if figures.has(CALL[0]) {
        let rows = [("a bare WebSocket message", BARE), ("`getsockname`", CALL)];
        let row = |(name, [p50, p99]): (&str, [Measure; 2])| {
            vec![
                name.into(),
                shown(figures, p50, Peer::Relay, 1),
                shown(figures, p99, Peer::Relay, 1),
            ]
        };
        let rows = rows.map(row);
        text += &table("There and back, µs", &["", "p50", "p99"], &rows);
    }
    if figures.has(BUSY[0].2[0]) {
        text += BUSY_PREAMBLE;
        let row = |(name, _, [p50, worst]): (&str, Load, [Measure; 2])| {
            let [quiet_p50, quiet_worst] = BUSY[0].2;
            vec![
                name.into(),
                shown(figures, p50, Peer::Relay, 0),
                shown(figures, worst, Peer::Relay, 0),
                ratio(figures, p50, quiet_p50),
                ratio(figures, worst, quiet_worst),
            ]
        };
        let header =
            ["other pages' messages", "p50, µs", "worst, µs", "p50 ÷ quiet", "worst ÷ quiet"];
        text += &table("`getsockname` while others keep the relay busy", &header, &BUSY.map(row));
    }
    Findings { text, goals: goals(figures) }
}

/// A rate of `socket-lab assist proxy` as a multiple of another's.
fn assist_proxy(figures: &Figures, rate: Measure, of: Peer) -> Option<f64> {
    Some(figures.median(rate, Peer::AssistProxy)? / figures.median(rate, of)?)
}

/// One measure of the relay as a multiple of another.
fn ratio(figures: &Figures, measure: Measure, of: Measure) -> String {
    let relay = |measure| figures.median(measure, Peer::Relay);
    match (relay(measure), relay(of)) {
        (Some(figure), Some(of)) => format!("{:.1}", figure / of),
        _ => "—".into(),
    }
}

fn peers_table(
    title: &str,
    peers: &[Peer],
    columns: &[(&str, Measure)],
    figures: &Figures,
    digits: usize,
) -> String {
    let mut header = vec![""];
    header.extend(columns.iter().map(|(name, _)| *name));
    let rows: Vec<Vec<String>> = peers
        .iter()
        .map(|peer| {
            let cells = columns.iter().map(|(_, measure)| shown(figures, *measure, *peer, digits));
            [peer.name().to_owned()].into_iter().chain(cells).collect()
        })
        .collect();
    table(title, &header, &rows)
}

fn shown(figures: &Figures, measure: Measure, peer: Peer, digits: usize) -> String {
    match (figures.median(measure, peer), figures.failure(measure, peer)) {
        (Some(figure), _) => format!("{figure:.digits$}"),
        (None, Some(why)) => why.to_owned(),
        (None, None) => "—".into(),
    }
}

fn goals(figures: &Figures) -> Vec<Goal> {
    let relay = |measure| figures.median(measure, Peer::Relay);
    let times = |measure, peer| Some(relay(measure)? / figures.median(measure, peer)?);
    let call = |at: usize| Some(relay(CALL[at])? / relay(BARE[at])?);
    let up = |peer| times(UP, peer);
    let echo = |peer| times(ECHO, peer);
    let ping = |at: usize| times(PING[at], Peer::Proxy);
    let worst = |(_, _, [_, worst]): (&str, Load, [Measure; 2])| relay(worst);
    let delayed = BUSY.into_iter().filter_map(worst).reduce(f64::max).map(|micros| micros / 1000.0);
    vec![
        Goal::at_least("up, 1 stream ÷ websocat", up(Peer::Websocat), 2.0),
        Goal::at_least("up, 1 stream ÷ wisp-js", up(Peer::Wisp), 1.4),
        Goal::at_least("up, 1 stream ÷ websockify", up(Peer::Websockify), 3.0),
        Goal::at_least("up, 1 stream ÷ tokio proxy", up(Peer::Proxy), 0.6),
        Goal::at_least("echo, 1 stream ÷ websocat", echo(Peer::Websocat), 2.0).because(ECHO_REASON),
        Goal::at_least("echo, 1 stream ÷ wisp-js", echo(Peer::Wisp), 1.4),
        Goal::at_least("echo, 1 stream ÷ websockify", echo(Peer::Websockify), 3.0)
            .because(ECHO_REASON),
        Goal::at_least("echo, 1 stream ÷ tokio proxy", echo(Peer::Proxy), 0.6),
        Goal::at_least(
            "assist proxy: up, 1 stream ÷ tokio proxy",
            assist_proxy(figures, UP, Peer::Proxy),
            0.6,
        ),
        Goal::at_least(
            "assist proxy: echo, 1 stream ÷ tokio proxy",
            assist_proxy(figures, ECHO, Peer::Proxy),
            0.6,
        ),
        Goal::at_most("ping-pong p50 ÷ tokio proxy", ping(0), 1.15).because(PING_REASON),
        Goal::at_most("ping-pong p99 ÷ tokio proxy", ping(1), 1.3).because(PING_REASON),
        Goal::at_most("KiB for an idle socket, of 1 000", relay(HOLD[0].1[1]), 16.0),
        Goal::at_most("KiB for an idle socket, of 10 000", relay(HOLD[1].1[1]), 16.0),
        Goal::at_most("KiB for an idle page", relay(PAGES[1]), 64.0),
        Goal::at_most("getsockname p50 ÷ bare WebSocket message", call(0), 1.3),
        Goal::at_most("worst delay of a call while others keep the relay busy, ms", delayed, 100.0),
    ]
}
