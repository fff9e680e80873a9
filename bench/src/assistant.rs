//! The assistant on the relay: how exactly it sends what is due every 10 ms.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use futures_util::SinkExt as _;
use lab_shared::assistant::plan::RunState;
use lab_shared::assistant::remote::{OwnerKey, Pacing, Request, Update};
use lab_shared::assistant::session::{Command, EndId};
use lab_shared::wire::{AssistantId, AssistantMessage, ToPage, ToRelay};

use crate::bridge::busy::{Busy, Load};
use crate::bridge::call::READ_BYTES;
use crate::bridge::open::Bridge;
use crate::bridge::page;
use crate::bridge::peer::Peer;
use crate::goal::Goal;
use crate::report::{quantile, table};
use crate::results::Findings;

/// The text above the table.
const PREAMBLE: &str = "\
## The assistant on the relay

A plan sends one byte every 10 ms over TCP. The error is the time from when a message is due to the return of its send(2), as
the relay reports it to the page. The receiver measures the pauses between two messages by itself. A bare thread that sleeps
until each is due and sends it shows what the machine permits at that time.
";

/// Why the goal is missed where a bare thread comes near it too.
const BUSY: &str =
    "The machine is busy: a bare thread's p99 is more than half of that in the same run.";

/// Between two messages.
const INTERVAL: Duration = Duration::from_millis(10);

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Timed sends.
    Pacing,
}

impl Part {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 1] = [("pacing", Self::Pacing)];
}

/// Runs these parts; `quick` is one short round of each.
pub(crate) fn run(parts: &[Part], quick: bool) -> Result<Findings> {
    let mut findings = Findings { text: PREAMBLE.to_owned(), goals: Vec::new() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for Part::Pacing in parts {
        let sends = if quick { 200 } else { 1000 };
        let mut rows = Vec::new();
        for (load, name) in [(Load::Quiet, "quiet"), (Load::Polls, "two pages poll without pause")]
        {
            let (pacing, mut pauses) = runtime.block_on(pace(load, sends))?;
            eprintln!("pacing, {name}: p50 {} µs, p99 {} µs", pacing.p50, pacing.p99);
            let figures = [pacing.p50, pacing.p99, pacing.most].map(f64::from);
            rows.push(row(name, &figures, &mut pauses));
            if load == Load::Quiet {
                let (mut errors, mut pauses) = bare(sends)?;
                let figures = [0.5, 0.99, 1.0].map(|share| quantile(&mut errors, share));
                rows.push(row("quiet, a bare thread instead", &figures, &mut pauses));
                let p99 = Some(f64::from(pacing.p99) / 1e3);
                let goal = Goal::at_most("timed sends at 10 ms: p99, ms", p99, 1.0);
                findings.goals.push(if figures[1] > 500.0 { goal.because(BUSY) } else { goal });
            }
        }
        let header = ["beside it", "p50 µs", "p99 µs", "most µs", "pause off by, p50 µs", "p99 µs"];
        findings.text += &table(&format!("{sends} timed sends"), &header, &rows);
    }
    Ok(findings)
}

/// A row of the table.
fn row(name: &str, errors: &[f64; 3], pauses: &mut [f64]) -> Vec<String> {
    let pauses = [0.5, 0.99].map(|share| quantile(pauses, share));
    let figures = errors.iter().chain(&pauses).map(|micros| format!("{micros:.0}"));
    std::iter::once(name.to_owned()).chain(figures).collect()
}

/// A listener, and what measures in microseconds by how much each pause between two bytes of its connection is off.
fn receiver() -> Result<(SocketAddr, JoinHandle<Result<Vec<f64>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let receiver = thread::spawn(move || {
        let (mut stream, _) = listener.accept()?;
        let mut came = Vec::new();
        while stream.read(&mut [0])? == 1 {
            came.push(Instant::now());
        }
        let pauses = came.windows(2).map(|pair| (pair[1] - pair[0]).abs_diff(INTERVAL));
        Ok(pauses.map(|off| off.as_secs_f64() * 1e6).collect())
    });
    Ok((address, receiver))
}

/// Sends as often without the relay: how late each send was done, and by how much each pause was off.
fn bare(sends: u32) -> Result<(Vec<f64>, Vec<f64>)> {
    let (address, receiver) = receiver()?;
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let begun = Instant::now();
    let mut errors = Vec::new();
    for number in 1..=sends {
        let due = begun + number * INTERVAL;
        thread::sleep(due.saturating_duration_since(Instant::now()));
        stream.write_all(b".")?;
        errors.push(due.elapsed().as_secs_f64() * 1e6);
    }
    drop(stream);
    let pauses = receiver.join().ok().context("the receiver panicked")??;
    Ok((errors, pauses))
}

/// Sends so often; the relay's figures, and by how many microseconds each pause was off at the receiver.
async fn pace(load: Load, sends: u32) -> Result<(Pacing, Vec<f64>)> {
    let bridge = Bridge::start(Peer::Relay, 0)?;
    let (target, receiver) = receiver()?;
    let mut socket = bridge.socket(READ_BYTES).await?;
    let mut ears = page::greet(&mut socket).await?;
    let setup = format!(
        r#"version = 1
[[end]]
name = "target"
transport = {{ kind = "tcp-client", connect = "{target}" }}
[[message]]
name = "tick"
text = "."
[[plan]]
name = "ticks"
steps = [{{ send = {{ message = "tick", times = {sends}, every = 10 }} }}]
"#
    );
    let owner = OwnerKey::new(1);
    let begin = Request::Start { owner, name: "pacing".into(), setup };
    let start = Command::Start { plan: "ticks".into(), end: None };
    for request in [begin, Request::Command(Command::Open(EndId(0))), Request::Command(start)] {
        socket.send(page::message_of(&ask(request))).await?;
    }
    let busy = Busy::start(load, bridge.address()).await?;
    let mut pacing = None;
    let mut done = false;
    while !done {
        let ToPage::Assistant(message) = page::next(&mut socket, &mut ears).await? else {
            continue;
        };
        match Update::decode(&message.content)? {
            Update::News(news) => {
                pacing = news.changes.pacing.or(pacing);
                done = news.changes.plans.iter().any(|(_, plan)| plan.state == RunState::Done);
            }
            Update::Watching(_) => {}
            other => bail!("no news but {other:?}"),
        }
    }
    let pacing = pacing.context("the relay reports no pacing")?;
    busy.stop()?;
    socket.send(page::message_of(&ask(Request::End))).await?;
    let pauses = receiver.join().ok().context("the receiver panicked")??;
    Ok((pacing, pauses))
}

fn ask(request: Request) -> ToRelay {
    ToRelay::Assistant(AssistantMessage { assistant: AssistantId(1), content: request.encode() })
}
