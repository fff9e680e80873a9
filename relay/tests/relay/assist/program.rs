//! The command as a child process, and the setup it is given.

use std::io::Write as _;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

use crate::common::{process, within};

/// Answers lines: a shop that speaks GBK, and a goodbye.
pub(super) const SHOP: &str = r#"version = 1

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
pub(super) struct Program {
    child: Child,
    pub(super) input: Option<ChildStdin>,
    output: Option<ChildStdout>,
    errors: Option<Lines<BufReader<ChildStderr>>>,
}

impl Program {
    pub(super) fn assist(arguments: &[&str]) -> Self {
        let arguments = [&["assist"], arguments].concat();
        Self::start(env!("CARGO_BIN_EXE_socket-lab"), &arguments)
    }

    pub(super) fn start(program: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
        let errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let output = child.stdout.take();
        Self { input: child.stdin.take(), output, errors: Some(errors), child }
    }

    /// A server or datagram end on a free port, and the port.
    pub(super) async fn bound(arguments: &[&str]) -> (Self, String) {
        let mut program = Self::assist(arguments);
        let line = program.error_with(" is at 127.0.0.1:").await;
        let port = line.rsplit(':').next().unwrap().to_owned();
        (program, port)
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).await.unwrap();
        input.flush().await.unwrap();
    }

    pub(super) fn end_input(&mut self) {
        self.input = None;
    }

    /// The next bytes of its standard output.
    pub(super) async fn read(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        within("standard output", self.output.as_mut().unwrap().read_exact(&mut bytes))
            .await
            .unwrap();
        bytes
    }

    /// The next line of its standard output, without the newline.
    pub(super) async fn line(&mut self) -> String {
        let mut line = Vec::new();
        loop {
            match self.read(1).await[0] {
                b'\n' => return String::from_utf8(line).unwrap(),
                byte => line.push(byte),
            }
        }
    }

    /// The next line of its standard error that has these words.
    pub(super) async fn error_with(&mut self, words: &str) -> String {
        loop {
            let line = within(words, self.errors.as_mut().unwrap().next_line()).await.unwrap();
            let line = line.unwrap_or_else(|| panic!("ended without {words:?}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    /// The next line of its standard error.
    pub(super) async fn next_error(&mut self) -> String {
        self.error_with("").await
    }

    /// Discards what it writes from now on, so that it never waits for the test to read.
    pub(super) fn without_output(mut self) -> Self {
        let (mut output, mut errors) = (self.output.take().unwrap(), self.errors.take().unwrap());
        tokio::spawn(async move { tokio::io::copy(&mut output, &mut tokio::io::sink()).await });
        tokio::spawn(async move { while let Ok(Some(_)) = errors.next_line().await {} });
        self
    }

    /// Bytes of memory that it uses now.
    pub(super) fn resident_bytes(&self) -> usize {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
    }

    pub(super) fn interrupt(&self) {
        let pid = Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap();
        kill_process(pid, Signal::INT).unwrap();
    }

    /// Its exit code, and the rest of standard output and error.
    pub(super) async fn ended(mut self) -> (Option<i32>, Vec<u8>, String) {
        let mut output = Vec::new();
        within("the end", self.output.unwrap().read_to_end(&mut output)).await.unwrap();
        let mut errors = String::new();
        let mut lines = self.errors.unwrap();
        while let Some(line) = within("the end", lines.next_line()).await.unwrap() {
            errors += &line;
            errors.push('\n');
        }
        (within("the end", self.child.wait()).await.unwrap().code(), output, errors)
    }
}

/// A port without a listener, as text.
pub(super) fn free_port() -> String {
    process::free_port().to_string()
}

pub(super) fn setup(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

pub(super) fn path(file: &NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}
