//! How the program starts: where it listens, what it prints, and the browser it opens.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A program whose lines are read as they arrive, ended with the test.
struct Begun {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Begun {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    fn relay(arguments: &[&str]) -> Self {
        Self::start(Command::new(env!("CARGO_BIN_EXE_socket-lab")).args(arguments))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    /// The page's address, from the line that contains it.
    fn url(&mut self) -> String {
        let line = self.line();
        let url = line.trim_end().strip_prefix("Socket Lab is ready: ");
        url.unwrap_or_else(|| panic!("{line}")).to_owned()
    }

    /// Ends it, and returns the rest of its output and of its log.
    fn ended(mut self) -> (Vec<String>, String) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let rest = self.output.by_ref().lines().collect::<Result<_, _>>().unwrap();
        let log = std::io::read_to_string(self.child.stderr.take().unwrap()).unwrap();
        (rest, log)
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address behind `http://` and before the path.
fn address(url: &str) -> SocketAddr {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split_once('/').unwrap().0.parse().unwrap()
}

#[test]
fn the_next_free_port_is_taken_when_nobody_chose_one() {
    let mut first = Begun::relay(&["--no-browser"]);
    let mut second = Begun::relay(&["--no-browser"]);
    let (one, other) = (address(&first.url()), address(&second.url()));
    assert_ne!(one.port(), other.port());
    for at in [one, other] {
        assert!(at.ip().is_loopback() && (7070..7170).contains(&at.port()), "{at}");
        TcpStream::connect(at).unwrap();
    }
    let later = if one.port() > other.port() { first } else { second };
    let (_, log) = later.ended();
    assert!(log.contains("port 7070 is in use"), "{log}");
}

#[test]
fn a_name_says_where_to_listen() {
    let mut relay = Begun::relay(&["--listen", "localhost:0"]);
    let at = address(&relay.url());
    assert_eq!(at.ip().to_string(), "127.0.0.1");
    TcpStream::connect(at).unwrap();
}

/// hostname(1) prints the addresses of all interfaces except loopback, without IPv6's link-local ones.
#[test]
fn a_relay_for_others_names_every_address_they_can_use() {
    let mut relay = Begun::relay(&["--listen", "0.0.0.0:0", "--token", "our-class"]);
    let port = address(&relay.url()).port();
    let (lines, _) = relay.ended();
    let own = Command::new("hostname").arg("--all-ip-addresses").output().unwrap();
    let own = String::from_utf8(own.stdout).unwrap();
    let v4 = own.split_whitespace().filter(|ip| !ip.contains(':') && !ip.starts_with("169.254."));
    let mut expected: Vec<String> =
        v4.map(|ip| format!("Others open: http://{ip}:{port}/#token=our-class")).collect();
    expected.sort();
    expected.dedup();
    let mut found = lines;
    found.sort();
    assert_eq!(found, expected);
}

/// script(1) gives the relay a terminal. A stand-in for the desktop's command to open a file copies
/// it into a pipe.
#[test]
fn the_browser_is_given_a_file_that_leads_to_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let opened = folder.path().join("opened");
    let made = Command::new("mkfifo").arg(&opened).status().unwrap();
    assert!(made.success());
    let desktop = folder.path().join("xdg-open");
    fs::write(&desktop, format!("#!/bin/sh\ncat \"$1\" > '{}'\n", opened.display())).unwrap();
    fs::set_permissions(&desktop, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let relay = format!("exec {} --listen 127.0.0.1:0", env!("CARGO_BIN_EXE_socket-lab"));
    let mut terminal = Begun::start(
        Command::new("script")
            .args(["--quiet", "--return", "--command", &relay, "/dev/null"])
            .stdin(Stdio::null())
            .env("PATH", path)
            .env("DISPLAY", ":0")
            .env_remove("SSH_CONNECTION"),
    );
    let url = terminal.url();
    // Waits until it is opened for writing, and reads to the end.
    let page = fs::read_to_string(&opened).unwrap();
    assert!(page.contains(&format!("content=\"0; url={url}\"")), "{page}");
    let (_, token) = url.split_once("#token=").unwrap();
    let told = fs::read_dir("/proc").unwrap().filter_map(|process| {
        // A process that has ended meanwhile has no text.
        fs::read_to_string(process.ok()?.path().join("cmdline")).ok()
    });
    assert!(!told.into_iter().any(|line| line.contains(token)), "the token is in an argument");
}
