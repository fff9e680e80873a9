//! Two hosts of a relay on one cable, and the programs that run in them.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::SinkExt as _;
use lab_shared::network::{
    CableId, Impairment, NetworkCommand, NetworkNotice, NetworkPlan, NetworkView, Way,
};
use lab_shared::wire::{ToPage, ToRelay};
use serde_json::Value;

use crate::bridge::call::READ_BYTES;
use crate::bridge::open::Bridge;
use crate::bridge::page::{self, Ears};
use crate::bridge::peer::Peer;
use crate::bridge::web::Socket;

/// iperf3's port, which is free in a network of one's own.
const PORT: u16 = 5201;

/// Where a program runs, and the address of that place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// What begins the command line of a program there.
    pub(super) enter: Vec<String>,
    pub(super) address: String,
    pub(super) port: u16,
}

impl Place {
    /// This machine.
    pub(super) fn here() -> Self {
        // Not iperf3's own: a daemon may listen there.
        Self { enter: Vec::new(), address: "127.0.0.1".into(), port: PORT + 1 }
    }

    fn command(&self, program: &str) -> Command {
        let Some((first, rest)) = self.enter.split_first() else { return Command::new(program) };
        let mut command = Command::new(first);
        command.args(rest).arg(program);
        command
    }
}

/// A relay, a page of it, and the page's network: a server and a client on one cable.
pub(super) struct Hosts {
    _relay: Bridge,
    socket: Socket,
    ears: Ears,
    places: [Place; 2],
}

impl Hosts {
    pub(super) async fn start() -> Result<Self> {
        let relay = Bridge::start(Peer::Relay, 0)?;
        let mut socket = relay.socket(READ_BYTES).await?;
        let ears = page::greet(&mut socket).await?;
        let places = [0, 1].map(|_| Place::here());
        let mut hosts = Self { _relay: relay, socket, ears, places };
        let view = hosts.ask(NetworkCommand::Open(NetworkPlan::pair())).await?;
        let program = env::var("SOCKET_LAB_BIN").context("SOCKET_LAB_BIN names the relay")?;
        for (place, host) in hosts.places.iter_mut().zip(view.hosts) {
            // It is for a person, whose socket-lab is on the path.
            let line = host.enter.split(' ').skip(1).map(str::to_owned);
            let enter = [program.clone()].into_iter().chain(line).chain(["--".to_owned()]);
            *place = Place { enter: enter.collect(), address: host.v4, port: PORT };
        }
        Ok(hosts)
    }

    /// The server's place and the client's.
    pub(super) fn places(&self) -> [Place; 2] {
        self.places.clone()
    }

    /// Sets what these ways of the cable do; the client sends back, and the server forth.
    pub(super) async fn set(
        &mut self,
        ways: impl IntoIterator<Item = Way>,
        impairment: Impairment,
    ) -> Result<()> {
        for way in ways {
            let impairment = impairment.clone();
            self.ask(NetworkCommand::SetLine { cable: CableId(0), way, impairment }).await?;
        }
        Ok(())
    }

    async fn ask(&mut self, command: NetworkCommand) -> Result<NetworkView> {
        self.socket.send(page::message_of(&ToRelay::Network(command))).await?;
        loop {
            if let ToPage::Network(report) = page::next(&mut self.socket, &mut self.ears).await? {
                match report.news {
                    NetworkNotice::Changed(view) => return Ok(*view),
                    NetworkNotice::Packets { .. } => {}
                    other => bail!("{other:?}"),
                }
            }
        }
    }

    /// Measures, while the page takes what it is told of packets.
    pub(super) async fn during<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let mut work = tokio::task::spawn_blocking(work);
        loop {
            tokio::select! {
                done = &mut work => return done?,
                told = page::next(&mut self.socket, &mut self.ears) => drop(told?),
            }
        }
    }
}

/// Milliseconds of each of so many pings there and back.
pub(super) fn ping(from: &Place, to: &Place, count: u32) -> Result<Vec<f64>> {
    let mut ping = from.command("ping");
    ping.args(["-n", "-i", "0.01", "-c", &count.to_string(), &to.address]);
    let output = ping.output().context("cannot start ping")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let times = text.split_whitespace().filter_map(|word| word.strip_prefix("time="));
    times.map(|time| time.parse().context("a time of ping's")).collect()
}

/// What became of a stream of TCP.
pub(super) struct Transfer {
    /// Bits a second that the receiver received.
    pub(super) bits: f64,
    /// Segments sent again.
    pub(super) retransmitted: f64,
}

/// Sends for some time as fast as TCP does.
pub(super) fn transfer(from: &Place, to: &Place, time: Duration) -> Result<Transfer> {
    let report = iperf3(from, to, time, &[])?;
    Ok(Transfer {
        bits: number(&report, "/end/sum_received/bits_per_second")?,
        retransmitted: number(&report, "/end/sum_sent/retransmits")?,
    })
}

/// What became of datagrams.
pub(super) struct Flood {
    pub(super) sent: f64,
    pub(super) lost: f64,
    pub(super) seconds: f64,
}

/// Sends datagrams of `length` bytes, `rate` bits of them a second.
pub(super) fn flood(
    from: &Place,
    to: &Place,
    length: u32,
    rate: u64,
    time: Duration,
) -> Result<Flood> {
    let (length, rate) = (length.to_string(), rate.to_string());
    let report = iperf3(from, to, time, &["-u", "-l", &length, "-b", &rate])?;
    Ok(Flood {
        sent: number(&report, "/end/sum/packets")?,
        lost: number(&report, "/end/sum/lost_packets")?,
        seconds: number(&report, "/end/sum/seconds")?,
    })
}

fn number(report: &Value, pointer: &str) -> Result<f64> {
    let number = report.pointer(pointer).and_then(Value::as_f64);
    number.with_context(|| format!("iperf3 reports no {pointer}: {report}"))
}

/// A server that ends with its one client, or with this.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn iperf3(from: &Place, to: &Place, time: Duration, options: &[&str]) -> Result<Value> {
    let port = to.port.to_string();
    let mut server = to.command("iperf3");
    server.args(["-s", "-1", "--forceflush", "-p", &port]).stdout(Stdio::piped());
    let mut server = Server(server.spawn().context("cannot start iperf3")?);
    let stdout = server.0.stdout.take().context("its output is a pipe")?;
    let mut lines = BufReader::new(stdout).lines();
    while !lines.next().context("iperf3 ended before it listened")??.contains("listening") {}
    let mut client = from.command("iperf3");
    client.args(["-J", "-c", &to.address, "-p", &port, "-t", &time.as_secs().to_string()]);
    let output = client.args(options).output().context("cannot start iperf3")?;
    let report = serde_json::from_slice(&output.stdout).context("iperf3's report")?;
    ensure!(output.status.success(), "iperf3: {report}");
    Ok(report)
}
