//! Real programs as peers: nc and python3.

use std::net::Ipv4Addr;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpSocket;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::within;

/// A program driven through its standard input and output, ended with the test.
pub(crate) struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// `nc` with these arguments.
pub(crate) fn nc(arguments: &[&str]) -> Peer {
    Peer::start("nc", arguments)
}

/// `python3` with a script.
pub(crate) fn python(script: &str, arguments: &[&str]) -> Peer {
    let all: Vec<&str> =
        ["-u", "-c", script].into_iter().chain(arguments.iter().copied()).collect();
    Peer::start("python3", &all)
}

/// `tcpdump` on loopback, once it listens.
pub(crate) async fn tcpdump(filter: &str) -> Peer {
    let command = format!("exec tcpdump -i lo -nn -S -tt -l --immediate-mode '{filter}' 2>&1");
    let mut tcpdump = Peer::start("sh", &["-c", &command]);
    loop {
        let line = tcpdump.line().await;
        assert!(!line.is_empty(), "tcpdump is needed for this test, and has ended");
        if line.contains("listening on") {
            return tcpdump;
        }
    }
}

/// Whether this process has CAP_NET_RAW, according to the kernel.
pub(crate) fn may_see_packets() -> bool {
    const NET_RAW: u32 = 13;
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("CapEff:")).unwrap();
    u64::from_str_radix(mask.trim(), 16).unwrap() >> NET_RAW & 1 == 1
}

/// A port of loopback where nobody listens. A socket keeps it bound as long as the tests run, so no other test gets it;
/// with SO_REUSEADDR, which servers set, a program can listen there all the same.
pub(crate) fn free_port() -> u16 {
    let kept = TcpSocket::new_v4().unwrap();
    kept.set_reuseaddr(true).unwrap();
    kept.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let port = kept.local_addr().unwrap().port();
    std::mem::forget(kept);
    port
}

impl Peer {
    /// A program with these arguments.
    pub(crate) fn start(program: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    /// Types text.
    pub(crate) async fn write(&mut self, text: &str) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(text.as_bytes()).await.unwrap();
        input.flush().await.unwrap();
    }

    /// Ends its input, as Ctrl+D does.
    pub(crate) fn end_input(&mut self) {
        self.input = None;
    }

    /// Its next line, without the newline; empty at the end.
    pub(crate) async fn line(&mut self) -> String {
        let mut line = String::new();
        within("a line of the peer", self.output.read_line(&mut line)).await.unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    /// All it writes until it ends.
    pub(crate) async fn rest(&mut self) -> String {
        let mut rest = String::new();
        within("the peer's end", self.output.read_to_string(&mut rest)).await.unwrap();
        rest
    }

    /// Waits until it has ended, and returns whether it succeeded.
    pub(crate) async fn ended(&mut self) -> bool {
        self.end_input();
        within("the peer to end", self.child.wait()).await.unwrap().success()
    }
}
