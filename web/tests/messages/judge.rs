//! The transport's judgement: its own script, in node.

use serde::{Deserialize, Serialize};
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What a program says, and how many sockets it has: 1, 2, …
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Statement {
    pub(crate) json: String,
    /// How many bytes are beside it.
    pub(crate) bytes: Option<usize>,
    pub(crate) sockets: u32,
    /// The host that the page has put it on.
    pub(crate) host: Option<&'static str>,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// A call: what the relay and what the page is sent.
    Call { wire: String, statement: String },
    /// Passed on to the page.
    Other,
    /// The program is ended.
    Forged(String),
}

/// A node that judges.
pub(crate) struct Judge {
    node: Child,
    asks: ChildStdin,
    verdicts: Lines<BufReader<ChildStdout>>,
}

impl Judge {
    pub(crate) fn start() -> Self {
        let mut node = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages/judge.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed: `cargo xtask setup` installs it");
        let asks = node.stdin.take().expect("it is piped");
        let verdicts = BufReader::new(node.stdout.take().expect("it is piped")).lines();
        Self { node, asks, verdicts }
    }

    pub(crate) fn judge(&mut self, statement: &Statement) -> Verdict {
        let line = serde_json::to_string(statement).expect("a statement is text and numbers");
        writeln!(self.asks, "{line}").expect("the judge reads");
        let verdict = self.verdicts.next().expect("the judge lives").expect("it writes text");
        serde_json::from_str(&verdict).unwrap_or_else(|error| panic!("{error}: {verdict}"))
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.node.kill();
        let _ = self.node.wait();
    }
}
