//! What came out as Markdown: tables, and the ratios beside their targets.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::figures::{BARE, BULK, CALL, ECHO, Figures, HOLD, Measure, PAGES, PING, UP};
use super::hold;
use super::peer::Peer;
use crate::report::table;

/// What stands above the tables.
const PREAMBLE: &str = "\
# The relay as a bridge

`cargo xtask bench` wrote this. A page's bytes go to a TCP server on the same machine, through one bridge after the
other; figures are medians of interleaved rounds. Only ratios of one run tell something. The client is the same for
every bridge behind a WebSocket: it masks and writes messages of 64 KiB that were made beforehand. It shares the
machine's cores with the bridge and the server.

The relay carries bulk in calls: a page has several `recv` calls pending on a socket, and several `sendall` calls.
Those are answered in order, so N pending calls `recv(size)` are a credit of N × size bytes: the relay reads only
while it lasts, and a page that takes its returns slowly stops the sender. The protocol needs no further message for
that. Here a page has 8 × 256 KiB of credit inward and 4 × 64 KiB outward on each socket.

Memory is what the bridge's processes have resident, pages that several share counted once (PSS): the growth from none
held to all held, for each. socat reads 64 KiB at once like the tokio proxy, websockify unmasks with numpy, and
websocat is built without TLS.
";

/// A bound on a ratio or a figure of the relay.
struct Goal {
    what: &'static str,
    found: Option<f64>,
    bound: Bound,
}

enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

/// Everything that was measured.
pub(crate) fn text(machine: &str, descriptors: u64, figures: &Figures) -> String {
    let mut text = format!("{PREAMBLE}\n{machine}");
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
    text + &goals_table(figures)
}

/// Writes it where it belongs.
pub(crate) fn write(text: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
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

fn goals_table(figures: &Figures) -> String {
    let rows: Vec<Vec<String>> = goals(figures)
        .into_iter()
        .filter_map(|Goal { what, found, bound }| {
            let found = found?;
            let (target, met) = match bound {
                Bound::AtLeast(least) => (format!("at least {least}"), found >= least),
                Bound::AtMost(most) => (format!("at most {most}"), found <= most),
            };
            let met = if met { "met" } else { "not met" };
            Some(vec![what.into(), format!("{found:.2}"), target, met.into()])
        })
        .collect();
    table("Targets", &["socket-lab", "found", "target", ""], &rows)
}

fn goals(figures: &Figures) -> Vec<Goal> {
    let relay = |measure| figures.median(measure, Peer::Relay);
    let times = |measure, peer| Some(relay(measure)? / figures.median(measure, peer)?);
    let least = |what, measure, peer, least| Goal {
        what,
        found: times(measure, peer),
        bound: Bound::AtLeast(least),
    };
    let most = |what, found, most| Goal { what, found, bound: Bound::AtMost(most) };
    let call = |at: usize| Some(relay(CALL[at])? / relay(BARE[at])?);
    vec![
        least("up, 1 stream ÷ websocat", UP, Peer::Websocat, 2.0),
        least("up, 1 stream ÷ wisp-js", UP, Peer::Wisp, 1.4),
        least("up, 1 stream ÷ websockify", UP, Peer::Websockify, 3.0),
        least("up, 1 stream ÷ tokio proxy", UP, Peer::Proxy, 0.6),
        least("echo, 1 stream ÷ websocat", ECHO, Peer::Websocat, 2.0),
        least("echo, 1 stream ÷ wisp-js", ECHO, Peer::Wisp, 1.4),
        least("echo, 1 stream ÷ websockify", ECHO, Peer::Websockify, 3.0),
        least("echo, 1 stream ÷ tokio proxy", ECHO, Peer::Proxy, 0.6),
        most("ping-pong p50 ÷ tokio proxy", times(PING[0], Peer::Proxy), 1.15),
        most("ping-pong p99 ÷ tokio proxy", times(PING[1], Peer::Proxy), 1.3),
        most("KiB for an idle socket, of 1 000", relay(HOLD[0].1[1]), 16.0),
        most("KiB for an idle socket, of 10 000", relay(HOLD[1].1[1]), 16.0),
        most("KiB for an idle page", relay(PAGES[1]), 64.0),
        most("getsockname p50 ÷ bare WebSocket message", call(0), 1.3),
    ]
}
