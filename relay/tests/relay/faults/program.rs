//! The real program as a child process, and the kernel's figures of it.

use std::fs;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::{NamedTempFile, TempDir};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::yield_now;
use tokio::time::timeout;

use crate::common::{PATIENCE, Page, TOKEN, within};

/// The last threads that a room starts.
const ROOM_THREADS: [&str; 2] = ["chat room", "console"];

/// The flags of a room that writes each message in one line.
pub(super) const COMPACT: [&str; 2] = ["--form", "compact"];

/// A relay or a chat room in a process of its own, killed with the test.
pub(super) struct Program {
    child: Child,
    console: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    /// Where its temporary files go.
    folder: TempDir,
    log: NamedTempFile,
    pub(super) address: SocketAddr,
}

/// The resources of a process that it could leak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    descriptors: usize,
    threads: usize,
}

impl Program {
    /// A relay on a free port, with these flags besides.
    pub(super) async fn relay(flags: &[&str]) -> Self {
        Self::relay_under(&[], "127.0.0.1:0", flags).await
    }

    /// A relay that listens at an address, started by another program with its arguments.
    pub(super) async fn relay_under(starter: &[&str], listen: &str, flags: &[&str]) -> Self {
        let arguments = [&["--listen", listen, "--token", TOKEN][..], flags].concat();
        Self::start(starter, &arguments).await
    }

    /// A chat room on a free port that writes each message in one line, with these flags besides.
    pub(super) async fn room(flags: &[&str]) -> Self {
        let flags = [&COMPACT[..], flags].concat();
        Self::room_under(&[], "127.0.0.1:0", &flags).await
    }

    /// A chat room that listens at an address, started by another program.
    pub(super) async fn room_under(starter: &[&str], listen: &str, flags: &[&str]) -> Self {
        let arguments = [&["chat", "--addr", listen][..], flags].concat();
        let room = Self::start(starter, &arguments).await;
        // It prints that it is open before these threads exist.
        let complete = async {
            while !ROOM_THREADS.iter().all(|name| room.threads_named(name) > 0) {
                yield_now().await;
            }
        };
        within("the room's threads", complete).await;
        room
    }

    async fn start(starter: &[&str], arguments: &[&str]) -> Self {
        let program = env!("CARGO_BIN_EXE_socket-lab");
        let words: Vec<&str> = [starter, &[program], arguments].concat();
        let folder = tempfile::tempdir().unwrap();
        let log = NamedTempFile::new().unwrap();
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.reopen().unwrap())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} is needed for this test: {error}", words[0]));
        let console = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = within("the program to be ready", output.next_line()).await.unwrap();
        let line = line.unwrap_or_else(|| panic!("{}", fs::read_to_string(log.path()).unwrap()));
        let address = address(&line).unwrap_or_else(|| panic!("{line:?} names no address"));
        Self { child, console, output, folder, log, address }
    }

    /// A page that has been welcomed.
    pub(super) async fn page(&self) -> Page {
        let mut page = Page::knock_at(self.address, &[]).await.unwrap();
        page.hello(1).await;
        page
    }

    /// The next line of a room's transcript with this beginning.
    pub(super) async fn line(&mut self, beginning: &str) -> String {
        loop {
            let line = within("a line of the transcript", self.output.next_line()).await.unwrap();
            let line = line.expect("the room has ended");
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    /// Types a line at a room's console.
    pub(super) async fn type_line(&mut self, line: &str) {
        self.console.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }

    /// Waits until the log contains these words.
    pub(super) async fn logs(&self, words: &str) {
        let logged = async {
            while !self.log().contains(words) {
                yield_now().await;
            }
        };
        if timeout(PATIENCE, logged).await.is_err() {
            panic!("{words:?} is not in {}", self.log());
        }
    }

    /// All it has logged.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.log.path()).unwrap()
    }

    /// How many temporary files and folders there are of it.
    pub(super) fn temporary_files(&self) -> usize {
        fs::read_dir(self.folder.path()).unwrap().count()
    }

    /// What it holds now.
    pub(super) fn held(&self) -> Held {
        Held { descriptors: self.descriptors(), threads: self.threads() }
    }

    /// Waits until it holds the same as before; of threads perhaps fewer, since those for files end when they have had
    /// nothing to do for a while.
    pub(super) async fn gave_back(&self, before: Held) {
        let gave_back =
            |now: Held| now.descriptors == before.descriptors && now.threads <= before.threads;
        let given_back = async {
            while !gave_back(self.held()) {
                yield_now().await;
            }
        };
        if timeout(PATIENCE, given_back).await.is_err() {
            let now = self.held();
            assert!(gave_back(now), "{now:?} after the fault, and {before:?} before it");
        }
    }

    /// Its open descriptors.
    pub(super) fn descriptors(&self) -> usize {
        self.entries("fd")
    }

    /// Waits until it has so many descriptors.
    pub(super) async fn has_descriptors(&self, count: usize) {
        let has = async {
            while self.descriptors() != count {
                yield_now().await;
            }
        };
        if timeout(PATIENCE, has).await.is_err() {
            assert_eq!(self.descriptors(), count, "descriptors now, and before");
        }
    }

    /// Memory in use, in KiB: VmRSS of proc_pid_status(5).
    pub(super) fn resident_kib(&self) -> usize {
        self.status_kib("VmRSS:")
    }

    /// Most memory that was in use at a time, in KiB: VmHWM of proc_pid_status(5).
    pub(super) fn peak_kib(&self) -> usize {
        self.status_kib("VmHWM:")
    }

    /// Waits until at most `kib` KiB of memory are in use.
    pub(super) async fn shrank_to(&self, kib: usize) {
        let shrunk = async {
            while self.resident_kib() > kib {
                yield_now().await;
            }
        };
        if timeout(PATIENCE, shrunk).await.is_err() {
            panic!("{} KiB are in use, more than {kib}", self.resident_kib());
        }
    }

    fn status_kib(&self, name: &str) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Sends it a signal.
    pub(super) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.pid()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&mut self) -> ExitStatus {
        within("the program to end", self.child.wait()).await.unwrap()
    }

    /// Its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Threads it has.
    pub(super) fn threads(&self) -> usize {
        self.entries("task")
    }

    /// Its threads of this name.
    pub(super) fn threads_named(&self, name: &str) -> usize {
        let threads = fs::read_dir(format!("/proc/{}/task", self.pid())).unwrap();
        let names = threads
            .filter_map(|thread| fs::read_to_string(thread.unwrap().path().join("comm")).ok());
        names.filter(|found| found.trim_end() == name).count()
    }

    fn entries(&self, folder: &str) -> usize {
        fs::read_dir(format!("/proc/{}/{folder}", self.pid())).unwrap().count()
    }
}

/// The address in the first line of a relay or of a room.
fn address(line: &str) -> Option<SocketAddr> {
    if let Some(rest) = line.strip_prefix("Socket Lab is ready: http://") {
        return rest.split_once('/')?.0.parse().ok();
    }
    let (_, address) = line.split_once(" is open: nc ")?;
    address.replace(' ', ":").parse().ok()
}
