//! The flags of `socket-lab assist`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use lab_shared::assistant::compose::{Charset, LineEnding};
use lab_shared::assistant::framing::Grouping;
use serde_json::json;

use super::proxy::ProxyArguments;

/// What `--help` ends with.
const EXAMPLES: &str = r#"Examples:
  socket-lab assist client 127.0.0.1:9999
      As nc 127.0.0.1 9999: standard input is sent, what is received is written to
      standard output, everything else to standard error.

  socket-lab assist client 192.168.1.20:502 --hex \
      --send '01 03 00 00 00 0A ${check modbus}' --expect '01 03 14 *' --within 2
      Sends a Modbus request; the exit code tells whether the answer came.

  socket-lab assist server 127.0.0.1:9999 --setup shop.toml --print text
      Answers every client by the rules of a setup, and logs each message.

  socket-lab assist udp 127.0.0.1:5000 --charset gbk --send '你好'
      Sends a datagram in GBK.

  socket-lab assist run --setup test.toml --plan poll
      Opens all ends of a setup, and ends with the plan.

  socket-lab assist proxy 127.0.0.1:8001 127.0.0.1:8000 --latency 200,50
      Forwards connections, with faults; see socket-lab assist proxy --help.

Exit codes:
  0  everything expected was met and the plans named are done; or, where nothing is
     expected, the peer closed the connection, --within was over, or Ctrl+C or SIGTERM
     ended it
  1  what was expected was not met in time or before the end, or a plan failed
  2  the command line or the setup has a mistake, which is named with its line
  3  an end could not be opened, or its connection failed

Templates and setups are described in docs/assistant.md."#;

/// Longest `--within`, in seconds: a year.
const MAX_WITHIN: f64 = 366.0 * 24.0 * 3600.0;

/// Send, receive and answer messages over TCP, UDP and AF_UNIX, without a browser.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true)]
pub struct AssistArguments {
    #[command(subcommand)]
    pub(super) between: Option<Between>,

    #[command(flatten)]
    pub(super) end: Option<EndArguments>,
}

impl AssistArguments {
    /// Whether it is a proxy rather than an end.
    #[must_use]
    pub fn is_proxy(&self) -> bool {
        self.between.is_some()
    }
}

/// What the command is beside an end.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum Between {
    /// Forward connections or datagrams: show, delay, break, hold, edit, inject, record, replay.
    Proxy(Box<ProxyArguments>),
}

/// The flags of a client, a server, a datagram end, and of all ends of a setup.
#[derive(Debug, Clone, Args)]
pub(super) struct EndArguments {
    /// What to open.
    pub(super) kind: Kind,

    /// Where to connect, to listen, or to send datagrams: HOST:PORT, [IPV6]:PORT, or an AF_UNIX path,
    /// or name behind @. Of a setup's first end of the kind it replaces the address.
    pub(super) address: Option<String>,

    /// A setup with ends, messages, rules and plans. All its ends are opened.
    #[arg(long, value_name = "FILE")]
    pub(super) setup: Option<PathBuf>,

    /// The local address of client or udp.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) bind: Option<String>,

    /// Connect again, after pauses that double from half a second to 30 seconds.
    #[arg(long)]
    pub(super) reconnect: bool,

    /// A message to send whenever a connection opens, as a template. Repeat it.
    #[arg(long, value_name = "TEMPLATE", allow_hyphen_values = true)]
    pub(super) send: Vec<String>,

    /// --send and --expect are hex; in --expect, ? is any digit and * any bytes.
    #[arg(long)]
    pub(super) hex: bool,

    /// The encoding of --send, and of the messages that --print shows.
    #[arg(long, value_parser = charset())]
    pub(super) charset: Option<Charset>,

    /// What ends each --send: none, cr, lf or crlf.
    #[arg(long, value_name = "ENDING", default_value = "none", value_parser = line_ending())]
    pub(super) line_ending: LineEnding,

    /// How received bytes become messages: received, gap=MILLISECONDS, line, cr-lf, delimiter=HEX,
    /// u16-be, u16-le, u32-be, u32-le (a length in front) or fixed=LENGTH.
    #[arg(long, value_parser = grouping)]
    pub(super) grouping: Option<Grouping>,

    /// A message that must be received: a regular expression over its bytes. Repeated ones must be met
    /// in their order, each by a message of its own; then the command ends.
    #[arg(long, value_name = "PATTERN", allow_hyphen_values = true)]
    pub(super) expect: Vec<String>,

    /// How long all of --expect and --plan may take together; without them, when to end. By default, no
    /// limit.
    #[arg(long, value_name = "SECONDS", value_parser = within)]
    pub(super) within: Option<Duration>,

    /// A plan of the setup to run; the command ends with it. Repeat it. Without one, all plans run.
    #[arg(long, value_name = "NAME", requires = "setup")]
    pub(super) plan: Vec<String>,

    /// How the log is written to standard error; events leaves messages out.
    #[arg(long, value_name = "FORMAT", default_value = "events")]
    pub(super) print: PrintFormat,

    /// Send the end of the stream when standard input has ended and all is sent, as nc -N.
    #[arg(short = 'N', long)]
    pub(super) shutdown: bool,
}

/// What the command opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// One connection, TCP or AF_UNIX.
    Client,
    /// A listener and all its clients, TCP or AF_UNIX.
    Server,
    /// Datagrams, UDP or AF_UNIX; without an address, --bind says where they are received.
    Udp,
    /// The ends of the setup as they are.
    Run,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PrintFormat {
    /// Nothing.
    None,
    /// What opens, closes and fails.
    Events,
    /// A line an entry.
    Text,
    /// A JSON object an entry.
    Json,
    /// A table, RFC 4180.
    Csv,
}

pub(super) fn charset() -> impl TypedValueParser<Value = Charset> {
    PossibleValuesParser::new(Charset::ALL.map(Charset::name)).map(|name| {
        let found = Charset::ALL.into_iter().find(|charset| charset.name() == name);
        found.expect("the parser before this one knows the names")
    })
}

fn line_ending() -> impl TypedValueParser<Value = LineEnding> {
    PossibleValuesParser::new(["none", "cr", "lf", "crlf"]).map(|word| match word.as_str() {
        "cr" => LineEnding::Cr,
        "lf" => LineEnding::Lf,
        "crlf" => LineEnding::CrLf,
        _ => LineEnding::None,
    })
}

/// A grouping in one word, as the setup writes it in a table.
fn grouping(word: &str) -> Result<Grouping, String> {
    let (kind, value) = word.split_once('=').unwrap_or((word, ""));
    let number = || value.parse::<u64>().map_err(|_| format!("write a number behind {kind}="));
    let table = match (kind, value) {
        ("received" | "line" | "cr-lf", "") => json!({ "kind": kind }),
        ("gap", _) => json!({ "kind": kind, "milliseconds": number()? }),
        ("fixed", _) => json!({ "kind": kind, "length": number()? }),
        ("delimiter", _) => json!({ "kind": kind, "bytes": value }),
        ("u16-be" | "u16-le" | "u32-be" | "u32-le", "") => {
            let order = if kind.ends_with("be") { "big" } else { "little" };
            json!({ "kind": "length-prefix", "width": kind[..3], "order": order })
        }
        _ => return Err("there is no such grouping; see --help".into()),
    };
    serde_json::from_value(table).map_err(|error| error.to_string())
}

pub(super) fn within(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write seconds, such as 2.5".to_owned())?;
    if !(0.0..=MAX_WITHIN).contains(&seconds) {
        return Err("write seconds from 0 to a year".into());
    }
    Ok(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_grouping_has_a_word() {
        for word in [
            "received",
            "gap=20",
            "line",
            "cr-lf",
            "delimiter=0d00",
            "u16-be",
            "u16-le",
            "u32-be",
            "u32-le",
            "fixed=8",
        ] {
            grouping(word).unwrap_or_else(|error| panic!("{word}: {error}"));
        }
        for word in ["packets", "gap", "gap=soon", "fixed=0", "delimiter=x", "line=1"] {
            assert!(grouping(word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_time_limit_is_in_seconds() {
        assert_eq!(within("0.25"), Ok(Duration::from_millis(250)));
        for text in ["soon", "-1", "NaN", "1e300"] {
            assert!(within(text).is_err(), "{text}");
        }
    }
}
