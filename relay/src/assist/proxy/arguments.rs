//! The flags of `socket-lab assist proxy`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::ValueParser;
use clap::{Args, ValueEnum};
use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::proxy::{Direction, Fault, Side};
use serde_json::{Map, Value};

use crate::assist::arguments::{PrintFormat, charset, within};

/// What `--help` ends with.
const EXAMPLES: &str = r#"Examples:
  socket-lab assist proxy 127.0.0.1:8001 127.0.0.1:8000 --print text
      Clients of port 8001 reach the server of port 8000; every receive and send is shown.

  socket-lab assist proxy 127.0.0.1:8001 127.0.0.1:8000 --slicer to_client:1,0,10000
      The server's bytes arrive one by one, 10 milliseconds apart.

  socket-lab assist proxy --udp 127.0.0.1:5001 127.0.0.1:5000 --loss 10 --reorder 5
      Loses a tenth of all datagrams, and lets others overtake a twentieth.

  socket-lab assist proxy 127.0.0.1:8001 127.0.0.1:8000 --record talk.jsonl
  socket-lab assist proxy 127.0.0.1:8000 --replay talk.jsonl --as client
      Records connections, and plays the first one's client to the server again.

DIRECTION is to_server or to_client; without it a fault is in both directions. Several
faults are passed in the order of the list above.

Standard input takes commands while it runs, a JSON object a line:
  {"set_faults": {"direction": "to_client", "faults": [{"kind": "latency", "latency": 300}]}}
  {"connection": 1, "hold": {"direction": "to_server"}}

Exit codes:
  0  Ctrl+C or SIGTERM ended it; or the replay is done, and the other side was as recorded
  1  the other side of the replay differed
  2  the command line or the setup has a mistake, which is named with its line
  3  it cannot listen; or the replay cannot connect

Faults, commands and setups are described in docs/assistant.md."#;

/// Forward connections or datagrams: show, delay, break, hold, edit, inject, record, replay.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::assist) struct ProxyArguments {
    /// Where clients connect: HOST:PORT, [IPV6]:PORT, or an AF_UNIX path, or name behind @. With --as
    /// client, where the replay connects.
    pub(super) address: Option<String>,

    /// The server to which the proxy connects for each client.
    pub(super) connect: Option<String>,

    /// A setup, all of whose proxies are served. With ADDRESS and CONNECT, the faults of its first one
    /// are used there.
    #[arg(long, value_name = "FILE")]
    pub(super) setup: Option<PathBuf>,

    /// Forward UDP instead of a byte stream.
    #[arg(long)]
    pub(super) udp: bool,

    /// Most clients at a time; by default the setup's, or 256.
    #[arg(long, value_name = "COUNT")]
    pub(super) clients: Option<u32>,

    #[command(flatten)]
    pub(super) faults: FaultArguments,

    /// The encoding in which --print shows bytes.
    #[arg(long, value_parser = charset())]
    pub(super) charset: Option<Charset>,

    /// What standard error shows: events are what opens, closes, is held and is discarded; the others
    /// also every receive and send.
    #[arg(long, value_name = "FORMAT", default_value = "events")]
    pub(super) print: PrintFormat,

    /// Write what each side sends to a file, a JSON object a line, for --replay.
    #[arg(long, value_name = "FILE", conflicts_with = "udp")]
    pub(super) record: Option<PathBuf>,

    /// What decides all randomness; the same seed gives each connection the same faults again.
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,

    #[command(flatten)]
    pub(super) replay: ReplayArguments,
}

/// A recorded conversation to play.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replay")]
pub(super) struct ReplayArguments {
    /// Play a recorded conversation instead, and name each difference of the other side.
    #[arg(long, value_name = "FILE", requires = "role", conflicts_with_all = ["record", "udp", "setup", "connect"])]
    pub(super) replay: Option<PathBuf>,

    /// Which side to play: the client connects to ADDRESS, the server listens there.
    #[arg(long = "as", id = "role", value_name = "SIDE", requires = "replay")]
    pub(super) role: Option<Role>,

    /// Which connection of the recording; by default its first.
    #[arg(long, value_name = "NUMBER", requires = "replay")]
    pub(super) connection: Option<u32>,

    /// Keep the recorded pauses.
    #[arg(long, requires = "replay")]
    pub(super) with_timing: bool,

    /// How long the other side may be silent before its bytes are missing, beside recorded pauses.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = within)]
    pub(super) patience: Duration,
}

/// A side of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Role {
    /// Who connects.
    Client,
    /// Who listens.
    Server,
}

impl From<Role> for Side {
    fn from(role: Role) -> Self {
        match role {
            Role::Client => Self::Client,
            Role::Server => Self::Server,
        }
    }
}

/// A flag for each fault.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Faults")]
pub(super) struct FaultArguments {
    /// Each receive, or datagram, arrives later.
    #[arg(long, value_name = "[DIRECTION:]MILLISECONDS[,JITTER]")]
    #[arg(value_parser = fault("latency", &["latency", "jitter"]))]
    latency: Vec<PlacedFault>,

    /// Bytes arrive no faster.
    #[arg(long, value_name = "[DIRECTION:]KB_A_SECOND")]
    #[arg(value_parser = fault("bandwidth", &["rate"]))]
    bandwidth: Vec<PlacedFault>,

    /// Bytes are sent in small pieces, with a pause behind each.
    #[arg(long, value_name = "[DIRECTION:]BYTES[,VARIATION[,MICROSECONDS]]")]
    #[arg(value_parser = fault("slicer", &["average_size", "size_variation", "delay"]))]
    slicer: Vec<PlacedFault>,

    /// The connection closes behind this many bytes.
    #[arg(long, value_name = "[DIRECTION:]BYTES")]
    #[arg(value_parser = fault("limit_data", &["bytes"]))]
    limit_data: Vec<PlacedFault>,

    /// No byte arrives, and the connection closes after this time; 0 is never.
    #[arg(long, value_name = "[DIRECTION:]MILLISECONDS")]
    #[arg(value_parser = fault("timeout", &["timeout"]))]
    timeout: Vec<PlacedFault>,

    /// The end of the stream arrives later than its last byte.
    #[arg(long, value_name = "[DIRECTION:]MILLISECONDS")]
    #[arg(value_parser = fault("slow_close", &["delay"]))]
    slow_close: Vec<PlacedFault>,

    /// Both connections are reset, this long after the first byte.
    #[arg(long, value_name = "[DIRECTION:]MILLISECONDS")]
    #[arg(value_parser = fault("reset_peer", &["timeout"]))]
    reset_peer: Vec<PlacedFault>,

    /// Datagrams are lost.
    #[arg(long, value_name = "[DIRECTION:]PERCENT", requires = "udp")]
    #[arg(value_parser = fault("loss", &["percent"]))]
    loss: Vec<PlacedFault>,

    /// Datagrams arrive twice.
    #[arg(long, value_name = "[DIRECTION:]PERCENT", requires = "udp")]
    #[arg(value_parser = fault("duplicate", &["percent"]))]
    duplicate: Vec<PlacedFault>,

    /// Datagrams arrive behind the next one, for which they wait at most 100 milliseconds.
    #[arg(long, value_name = "[DIRECTION:]PERCENT[,WAIT]", requires = "udp")]
    #[arg(value_parser = fault("reorder", &["percent", "wait"]))]
    reorder: Vec<PlacedFault>,
}

impl FaultArguments {
    /// The faults of a direction.
    pub(super) fn of(&self, direction: Direction) -> Vec<Fault> {
        let all = [
            &self.latency,
            &self.bandwidth,
            &self.slicer,
            &self.limit_data,
            &self.timeout,
            &self.slow_close,
            &self.reset_peer,
            &self.loss,
            &self.duplicate,
            &self.reorder,
        ];
        let placed = all.into_iter().flatten();
        let here = placed.filter(|fault| fault.direction.is_none_or(|only| only == direction));
        here.map(|placed| placed.fault).collect()
    }
}

/// A fault, and the direction it is limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlacedFault {
    direction: Option<Direction>,
    fault: Fault,
}

/// Reads a fault whose numbers are these fields of the setup, in this order.
fn fault(kind: &'static str, fields: &'static [&'static str]) -> ValueParser {
    ValueParser::new(move |text: &str| placed_fault(text, kind, fields))
}

fn placed_fault(text: &str, kind: &str, fields: &[&str]) -> Result<PlacedFault, String> {
    let (direction, numbers) = match text.split_once(':') {
        None => (None, text),
        Some((name, numbers)) => {
            let found = Direction::BOTH.into_iter().find(|direction| direction.name() == name);
            let direction = found.ok_or("write to_server: or to_client: in front, or neither")?;
            (Some(direction), numbers)
        }
    };
    let numbers: Vec<&str> = numbers.split(',').collect();
    if numbers.len() > fields.len() {
        return Err(format!("{kind} has at most {} numbers: {}", fields.len(), fields.join(",")));
    }
    let mut table = Map::from_iter([("kind".to_owned(), Value::from(kind))]);
    for (field, number) in fields.iter().zip(numbers) {
        let whole = number.parse::<u64>().map(Value::from);
        let value = whole.or_else(|_| number.parse::<f64>().map(Value::from));
        table.insert((*field).to_owned(), value.map_err(|_| format!("{number:?} is no number"))?);
    }
    let fault = serde_json::from_value(table.into()).map_err(|error| error.to_string())?;
    Ok(PlacedFault { direction, fault })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_numbers_with_or_without_a_direction() {
        let fields = &["average_size", "size_variation", "delay"][..];
        let read = |text| placed_fault(text, "slicer", fields);
        let fault = |variation, delay| Fault::Slicer {
            average_size: 3.try_into().unwrap(),
            size_variation: variation,
            delay,
        };
        assert_eq!(read("3"), Ok(PlacedFault { direction: None, fault: fault(0, 0) }));
        let direction = Some(Direction::ToServer);
        assert_eq!(read("to_server:3,1,50"), Ok(PlacedFault { direction, fault: fault(1, 50) }));
        for text in ["", "0", "up:3", "3,1,5,9", "x", "-1", "1.5"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(placed_fault("12.5", "loss", &["percent"]).is_ok());
        assert!(placed_fault("101", "loss", &["percent"]).is_err());
    }
}
