//! `socket-lab assist` against nc and python3: bytes, rules, exit codes.

use std::io::Write as _;
use std::net::{TcpListener, UdpSocket};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use crate::common::{nc, python, within};

/// Answers lines: a shop that speaks GBK, and a goodbye.
const SHOP: &str = r#"version = 1

[[end]]
name = "shop"
transport = { kind = "tcp-server", listen = "127.0.0.1:1" }
grouping = { kind = "line" }
charset = "gbk"

[[rule]]
name = "sell"
when.regex = "^buy (\\d+)"
then = [{ reply = { text = "西瓜 x${match 1}\\n", charset = "gbk" } }]

[[rule]]
name = "tell"
when.begins = { text = "tell " }
then = [{ reply = { text = "${message}\\n", to = "all" } }]

[[rule]]
name = "goodbye"
when.equals = { text = "bye" }
then = [{ reply = { text = "over\\n" } }, "close"]
"#;

/// The command, or another program, with all it writes; killed with the test.
struct Program {
    child: Child,
    input: Option<ChildStdin>,
    output: ChildStdout,
    errors: Lines<BufReader<ChildStderr>>,
}

impl Program {
    fn assist(arguments: &[&str]) -> Self {
        let arguments = [&["assist"], arguments].concat();
        Self::start(env!("CARGO_BIN_EXE_socket-lab"), &arguments)
    }

    fn start(program: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
        let errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let output = child.stdout.take().unwrap();
        Self { input: child.stdin.take(), output, errors, child }
    }

    /// A server or datagram end on a free port, and the port.
    async fn bound(arguments: &[&str]) -> (Self, String) {
        let mut program = Self::assist(arguments);
        let line = program.error_with(" is at 127.0.0.1:").await;
        let port = line.rsplit(':').next().unwrap().to_owned();
        (program, port)
    }

    async fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).await.unwrap();
        input.flush().await.unwrap();
    }

    fn end_input(&mut self) {
        self.input = None;
    }

    /// The next bytes of its standard output.
    async fn read(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        within("standard output", self.output.read_exact(&mut bytes)).await.unwrap();
        bytes
    }

    /// The next line of its standard error that has these words.
    async fn error_with(&mut self, words: &str) -> String {
        loop {
            let line = within(words, self.errors.next_line()).await.unwrap();
            let line = line.unwrap_or_else(|| panic!("ended without {words:?}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    fn interrupt(&self) {
        let pid = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(pid, Signal::INT).unwrap();
    }

    /// Its exit code, and the rest of standard output and error.
    async fn ended(mut self) -> (Option<i32>, Vec<u8>, String) {
        let mut output = Vec::new();
        within("the end", self.output.read_to_end(&mut output)).await.unwrap();
        let mut errors = String::new();
        while let Some(line) = within("the end", self.errors.next_line()).await.unwrap() {
            errors += &line;
            errors.push('\n');
        }
        (within("the end", self.child.wait()).await.unwrap().code(), output, errors)
    }
}

/// A port that is free now.
fn free_port() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string()
}

fn setup(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn path(file: &NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

#[tokio::test]
async fn a_client_sends_hex_with_a_crc_to_nc() {
    let port = free_port();
    let mut listener = Program::start("nc", &["-l", "127.0.0.1", &port]);
    listener.end_input();
    let template = "01 03 00 00 00 0A ${check CRC-16/MODBUS}";
    let address = format!("127.0.0.1:{port}");
    // nc may listen only after the first attempt.
    let mut client =
        Program::assist(&["client", &address, "--reconnect", "--hex", "--send", template]);
    assert_eq!(listener.read(8).await, [1, 3, 0, 0, 0, 10, 0xc5, 0xcd]);
    client.end_input();
    client.interrupt();
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), Vec::new()), "{errors}");
}

#[tokio::test]
async fn standard_input_and_output_are_as_of_nc() {
    let port = free_port();
    let mut listener = Program::start("nc", &["-l", "-N", "127.0.0.1", &port]);
    let address = format!("127.0.0.1:{port}");
    let mut client = Program::assist(&["client", &address, "--reconnect", "-N"]);
    client.write(b"\x00\xffone\n").await;
    assert_eq!(listener.read(6).await, b"\x00\xffone\n");
    listener.write(b"two\r\n\xfe").await;
    assert_eq!(client.read(6).await, b"two\r\n\xfe");
    client.write(b"last").await;
    client.end_input();
    listener.end_input();
    let (code, output, _) = listener.ended().await;
    assert_eq!((code, output), (Some(0), b"last".to_vec()), "nc reads up to the end of the stream");
    client.error_with("closed").await;
}

#[tokio::test]
async fn a_large_input_arrives_whole_and_ends_the_command() {
    let (mut server, port) = Program::bound(&["server", "127.0.0.1:0"]).await;
    let mut client = Program::assist(&["client", &format!("127.0.0.1:{port}"), "-N"]);
    let sent: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
    let mut input = client.input.take().unwrap();
    let to_send = sent.clone();
    let writing = tokio::spawn(async move { input.write_all(&to_send).await });
    assert!(server.read(sent.len()).await == sent, "other bytes came out");
    writing.await.unwrap().unwrap();
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), Vec::new()), "{errors}");
}

#[tokio::test]
async fn a_server_answers_two_clients_at_once_by_rules_and_in_gbk() {
    let shop = setup(SHOP);
    let (mut server, port) =
        Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop), "--print", "text"]).await;
    let mut one = Program::start("nc", &["127.0.0.1", &port]);
    let mut other = nc(&["127.0.0.1", &port]);
    one.write(b"buy 3\n").await;
    assert_eq!(one.read(8).await, b"\xce\xf7\xb9\xcf x3\n");
    server.error_with("sent 西瓜 x3").await;
    other.write("tell all\n").await;
    assert_eq!(other.line().await, "tell all");
    assert_eq!(one.read(9).await, b"tell all\n");
    one.write(b"bye\n").await;
    one.end_input();
    let (_, output, _) = one.ended().await;
    assert_eq!(output, b"over\n");
    assert_eq!(server.read(19).await, b"buy 3\ntell all\nbye\n");
    server.interrupt();
    assert_eq!(server.ended().await.0, Some(0));
}

#[tokio::test]
async fn what_is_typed_at_a_server_goes_to_all_clients() {
    let (mut server, port) = Program::bound(&["server", "127.0.0.1:0", "--send", "hello\\n"]).await;
    let mut one = nc(&["127.0.0.1", &port]);
    let mut other = nc(&["127.0.0.1", &port]);
    assert_eq!((one.line().await, other.line().await), ("hello".to_owned(), "hello".to_owned()));
    server.write("大家好\n".as_bytes()).await;
    assert_eq!((one.line().await, other.line().await), ("大家好".to_owned(), "大家好".to_owned()));
}

#[tokio::test]
async fn a_client_connects_again_after_the_server_has_restarted() {
    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let counter = "hello ${counter start=1}\\n";
    let client = Program::assist(&["client", &address, "--reconnect", "--send", counter]);
    for round in 1..=2 {
        let mut server = nc(&["-l", "-N", "127.0.0.1", &port]);
        assert_eq!(server.line().await, format!("hello {round}"));
        server.end_input();
        assert!(server.ended().await);
    }
    drop(client);
}

#[tokio::test]
async fn the_exit_code_tells_whether_what_is_expected_came() {
    let shop = setup(SHOP);
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop)]).await;
    let address = format!("127.0.0.1:{port}");
    let closed = format!("127.0.0.1:{}", free_port());
    for (arguments, expected) in [
        // Met, in order.
        (vec!["--send", "tell a\\nbye\\n", "--expect", "^tell a$", "--expect", "^over$"], 0),
        (vec!["--send", "buy 2\\n", "--expect", "(?-u)^\\xce\\xf7"], 0),
        // Too late.
        (vec!["--send", "tell a\\n", "--expect", "b", "--within", "0.2"], 1),
        // The peer closes before.
        (vec!["--send", "bye\\n", "--expect", "never"], 1),
        // In the wrong order.
        (vec!["--send", "tell a\\nbye\\n", "--expect", "over", "--expect", "tell"], 1),
        // Mistakes.
        (vec!["--expect", "("], 2),
        (vec!["--send", "${counting}"], 2),
        (vec!["--send", "\u{ff1f}", "--charset", "ascii"], 2),
        (vec!["--within", "soon"], 2),
    ] {
        let all = [&["client", &address, "--grouping", "line"], &arguments[..]].concat();
        let (code, _, errors) = Program::assist(&all).ended().await;
        assert_eq!(code, Some(expected), "{arguments:?}: {errors}");
    }
    let (code, _, errors) = Program::assist(&["client", &closed, "--expect", "x"]).ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("ConnectionRefusedError"), "{errors}");
    let (code, _, errors) = Program::assist(&["server", &address]).ended().await;
    assert_eq!(code, Some(3), "the address is in use: {errors}");
}

#[tokio::test]
async fn a_reset_is_a_failed_connection() {
    let reset = "import socket, struct
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])
c = s.accept()[0]; c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()";
    let mut server = python(reset, &[]);
    let address = format!("127.0.0.1:{}", server.line().await);
    let (code, _, errors) = Program::assist(&["client", &address]).ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("ConnectionResetError"), "{errors}");
}

#[tokio::test]
async fn every_mistake_of_a_setup_is_told_with_its_line() {
    let broken = SHOP.replace("\"line\"", "\"lines\"").replace("\"^buy (", "\"^buy ((");
    let broken = setup(&broken);
    let (code, output, errors) =
        Program::assist(&["server", "127.0.0.1:0", "--setup", path(&broken)]).ended().await;
    assert_eq!((code, output), (Some(2), Vec::new()));
    for words in ["line 6, end[0] \"shop\"", "line 9, rule[0].when: no regular expression"] {
        assert!(errors.contains(words), "{words}: {errors}");
    }
    for (arguments, words) in [
        (
            &["server", "127.0.0.1:0", "--setup", "/no/such/file"][..],
            "/no/such/file cannot be read",
        ),
        (&["client"], "write the ADDRESS"),
        (&["client", "127.0.0.1"], "no address and port"),
        (&["udp"], "--bind"),
        (&["run"], "--setup FILE"),
        (&["server", "127.0.0.1:0", "--reconnect"], "only a client"),
        (&["dance", "127.0.0.1:1"], "client, server, udp, run"),
    ] {
        let (code, _, errors) = Program::assist(arguments).ended().await;
        assert_eq!(code, Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(words), "{arguments:?}: {errors}");
    }
}

#[tokio::test]
async fn datagrams_go_out_and_come_back() {
    let echo = "import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])
while True:
    data, peer = s.recvfrom(2048); s.sendto(b'<' + data + b'>', peer)";
    let mut server = python(echo, &[]);
    let address = format!("127.0.0.1:{}", server.line().await);
    let client = Program::assist(&[
        "udp",
        &address,
        "--charset",
        "gbk",
        "--send",
        "你好",
        "--expect",
        "(?-u)^<\\xc4\\xe3\\xba\\xc3>$",
    ]);
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), b"<\xc4\xe3\xba\xc3>".to_vec()), "{errors}");
}

#[tokio::test]
async fn a_datagram_end_without_a_destination_answers_who_wrote_last() {
    let (mut server, port) =
        Program::bound(&["udp", "--bind", "127.0.0.1:0", "--send", "welcome"]).await;
    let mut one = Program::start("nc", &["-u", "127.0.0.1", &port]);
    one.write(b"ping").await;
    assert_eq!(one.read(7).await, b"welcome");
    assert_eq!(server.read(4).await, b"ping");
    server.write(b"pong").await;
    assert_eq!(one.read(4).await, b"pong");
}

#[tokio::test]
async fn a_datagram_that_reaches_nobody_does_not_end_the_command() {
    let placeholder = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = placeholder.local_addr().unwrap().to_string();
    drop(placeholder);
    let mut client = Program::assist(&["udp", &address, "--print", "text"]);
    client.write(b"one").await;
    client.error_with("sent one").await;
    client.write(b"two").await;
    client.error_with("sent two").await;
    client.interrupt();
    assert_eq!(client.ended().await.0, Some(0));
}

#[tokio::test]
async fn an_af_unix_server_answers_nc_and_removes_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("a.sock");
    let socket = socket.to_str().unwrap();
    let shop = setup(SHOP);
    let mut server =
        Program::assist(&["server", socket, "--setup", path(&shop), "--grouping", "line"]);
    server.error_with(socket).await;
    let mut peer = nc(&["-U", socket]);
    peer.write("tell me\n").await;
    assert_eq!(peer.line().await, "tell me");
    let client =
        Program::assist(&["client", socket, "--send", "tell you\\n", "--expect", "tell you"]);
    assert_eq!(client.ended().await.0, Some(0));
    server.interrupt();
    assert_eq!(server.ended().await.0, Some(0));
    assert!(!std::path::Path::new(socket).exists());
}

#[tokio::test]
async fn an_abstract_name_needs_no_file() {
    let name = format!("@socket-lab-assist-{}", std::process::id());
    let mut server = Program::assist(&["server", &name, "--send", "hi"]);
    server.error_with("opened").await;
    let client = Program::assist(&["client", &name, "--expect", "^hi$"]);
    assert_eq!(client.ended().await.0, Some(0));
}

#[tokio::test]
async fn a_plan_ends_the_command_that_names_it() {
    let plan = |answer: &str| {
        setup(&format!(
            r#"version = 1
[[message]]
name = "ask"
text = "tell ${{counter}}\\n"
[[plan]]
name = "talk"
times = 2
steps = [
    {{ send = {{ message = "ask" }} }},
    {{ wait-for = {{ when = {{ contains = {{ text = "{answer}" }} }}, within = 300, otherwise = "fail" }} }},
]
"#
        ))
    };
    let shop = setup(SHOP);
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop)]).await;
    let address = format!("127.0.0.1:{port}");
    for (answer, expected) in [("tell", 0), ("no", 1)] {
        let setup = plan(answer);
        let client =
            Program::assist(&["client", &address, "--setup", path(&setup), "--plan", "talk"]);
        let (code, _, errors) = client.ended().await;
        assert_eq!(code, Some(expected), "{errors}");
    }
    let setup = plan("x");
    let all = ["client", &address, "--setup", path(&setup), "--plan", "dance"];
    assert_eq!(Program::assist(&all).ended().await.0, Some(2));
}

#[tokio::test]
async fn the_log_is_json_lines_or_a_table_for_programs() {
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--send", "a,b"]).await;
    let address = format!("127.0.0.1:{port}");
    let run = |format| Program::assist(&["client", &address, "--expect", "b", "--print", format]);
    let (_, _, errors) = run("json").ended().await;
    let lines: Vec<serde_json::Value> =
        errors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines.iter().any(|line| line["what"] == "received" && line["hex"] == "61 2c 62"),
        "{errors}"
    );
    let (_, _, errors) = run("csv").ended().await;
    assert!(errors.starts_with("time,unix_ms,end,"), "{errors}");
    assert!(
        errors.lines().any(|line| line.contains(",received,3,") && line.contains("\"a,b\"")),
        "{errors}"
    );
    let (_, _, errors) = run("none").ended().await;
    assert_eq!(errors, "");
}
