//! A server with many clients, with one that never reads, and with very many messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::program::{Program, path, setup};
use crate::common::within;

/// Sends each line back, and a line that begins with `all` to everyone.
const ECHO: &str = r#"version = 1
[[end]]
name = "echo"
transport = { kind = "tcp-server", listen = "127.0.0.1:0" }
grouping = { kind = "line" }
[[rule]]
name = "to all"
when.begins = { text = "all" }
then = [{ reply = { text = "${message}", line_ending = "lf", to = "all" } }]
[[rule]]
name = "back"
when.always = {}
then = [{ reply = { text = "${message}", line_ending = "lf" } }]
"#;

async fn server(flags: &[&str]) -> (Program, String) {
    let setup = setup(ECHO);
    let arguments = [&["server", "--setup", path(&setup), "--print", "events"], flags].concat();
    let (program, port) = Program::bound(&arguments).await;
    (program.without_output(), format!("127.0.0.1:{port}"))
}

/// A client that sends lines and receives lines.
struct Client(BufReader<TcpStream>);

impl Client {
    async fn connect(address: &str) -> Self {
        Self(BufReader::new(within("a connection", TcpStream::connect(address)).await.unwrap()))
    }

    async fn send(&mut self, line: &str) {
        within("a send", self.0.get_mut().write_all(format!("{line}\n").as_bytes())).await.unwrap();
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        within("a line", self.0.read_line(&mut line)).await.unwrap();
        line.trim_end().to_owned()
    }
}

#[tokio::test]
async fn two_hundred_clients_are_answered_each_and_all_together() {
    let (_server, address) = server(&[]).await;
    let mut clients = Vec::new();
    for _ in 0..200 {
        clients.push(Client::connect(&address).await);
    }
    for (number, client) in clients.iter_mut().enumerate() {
        client.send(&format!("client {number}")).await;
    }
    for (number, client) in clients.iter_mut().enumerate() {
        assert_eq!(client.line().await, format!("client {number}"));
    }
    clients[7].send("all of you").await;
    for client in &mut clients {
        assert_eq!(client.line().await, "all of you");
    }
}

#[tokio::test]
async fn a_client_that_never_reads_holds_up_nobody_and_loses_nothing() {
    /// Far more than the kernel's buffers and the server's queue hold.
    const LINES: usize = 40_000;
    let (server, address) = server(&[]).await;
    let (mut reading, mut writing) = TcpStream::connect(&address).await.unwrap().into_split();
    let written = Arc::new(AtomicUsize::new(0));
    let progress = Arc::clone(&written);
    let line = [&[b'x'; 999][..], b"\n"].concat();
    let lines = tokio::spawn(async move {
        for _ in 0..LINES {
            writing.write_all(&line).await.unwrap();
            progress.fetch_add(1, Ordering::Relaxed);
        }
        writing
    });
    let mut other = Client::connect(&address).await;
    let (mut before, mut still) = (usize::MAX, 0);
    // The server no longer reads it once nothing more is written during many answers to another client.
    while still < 50 {
        other.send("ping").await;
        assert_eq!(other.line().await, "ping");
        let now = written.load(Ordering::Relaxed);
        still = if now == before { still + 1 } else { 0 };
        before = now;
    }
    assert!(before < LINES, "all was read");
    let held = server.resident_bytes();
    assert!(held < 100 << 20, "{held} bytes are in use");
    let mut answers = vec![0; LINES * 1000];
    within("the answers", reading.read_exact(&mut answers)).await.unwrap();
    assert!(answers.iter().skip(999).step_by(1000).all(|byte| *byte == b'\n'));
    drop(lines.await.unwrap());
}

#[tokio::test]
async fn a_flood_of_one_byte_messages_is_answered_one_by_one() {
    const MESSAGES: usize = 30_000;
    let (server, address) = server(&["--grouping", "fixed=1"]).await;
    let (mut reading, mut writing) = TcpStream::connect(&address).await.unwrap().into_split();
    let all = tokio::spawn(async move {
        writing.write_all(&[b'x'; MESSAGES]).await.unwrap();
        writing
    });
    let mut answers = vec![0; 2 * MESSAGES];
    within("the answers", reading.read_exact(&mut answers)).await.unwrap();
    assert_eq!(answers, b"x\n".repeat(MESSAGES));
    drop(all.await.unwrap());
    let held = server.resident_bytes();
    assert!(held < 100 << 20, "{held} bytes are in use");
}

/// Expressions that take a backtracking matcher longer than anyone waits.
#[tokio::test]
async fn rules_that_look_catastrophic_answer_at_once() {
    let rules: String = [
        "^(a+)+$",
        "^(a|aa)+$",
        "^(a|a?)+$",
        "^(a*)*b$",
        "(a*a*a*a*a*a*a*a*)*c$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        r"^(\w+\s?)*$",
        "(.*a){20}$",
    ]
    .iter()
    .enumerate()
    .map(|(number, regex)| {
        format!("[[rule]]\nname = \"{number}\"\nwhen.regex = '{regex}'\nthen = [\"stop\"]\ngo_on = true\n")
    })
    .collect();
    let setup = setup(&ECHO.replacen("[[rule]]", &format!("{rules}[[rule]]"), 1));
    let (server, port) = Program::bound(&["server", "--setup", path(&setup)]).await;
    let _server = server.without_output();
    let mut client = Client::connect(&format!("127.0.0.1:{port}")).await;
    let line = "a".repeat(20_000) + "!";
    client.send(&line).await;
    assert_eq!(client.line().await, line);
}
