//! The program itself: the line it prints, the options it refuses, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lab_shared::kernel::CaptureState;
use rustix::process::{Pid, Signal, kill_process};

use crate::common::process::may_see_packets;
use crate::common::{Page, TOKEN};

/// The program with these arguments, ended with the test.
struct Program {
    child: Child,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        Self::run(env!("CARGO_BIN_EXE_socket-lab"), arguments)
    }

    fn run(program: &str, arguments: &[&str]) -> Self {
        let child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { child }
    }

    fn line(&mut self) -> String {
        let stdout = self.child.stdout.as_mut().unwrap();
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        line
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its exit code and what it wrote to standard error.
    fn ended(mut self) -> (Option<i32>, String) {
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (self.child.wait().unwrap().code(), errors)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn it_prints_one_line_and_ends_well_on_either_signal() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut program = Program::start(&["--listen", "127.0.0.1:0"]);
        let line = program.line();
        let rest = line.strip_prefix("Socket Lab is ready: http://127.0.0.1:").unwrap();
        let (port, token) = rest.trim_end().split_once("/#token=").unwrap();
        assert_ne!(port.parse::<u16>().unwrap(), 0);
        assert_eq!(token.len(), 32);
        let begun = Instant::now();
        program.signal(signal);
        let (code, log) = program.ended();
        assert_eq!(code, Some(0), "{log}");
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert!(!log.contains(token), "the token is a secret: {log}");
    }
}

#[test]
fn without_a_token_the_line_has_none() {
    let mut program = Program::start(&["--listen", "127.0.0.1:0", "--no-token"]);
    let line = program.line();
    assert!(line.ends_with("/\n") && !line.contains('#'), "{line}");
}

#[tokio::test]
async fn without_the_capability_to_capture_it_says_so_and_goes_on() {
    let program = env!("CARGO_BIN_EXE_socket-lab");
    let arguments = ["--listen", "127.0.0.1:0", "--capture", "--token", TOKEN];
    let mut program = if may_see_packets() {
        let without = ["--bounding-set=-net_raw", "--inh-caps=-net_raw", program];
        Program::run("setpriv", &[&without[..], &arguments].concat())
    } else {
        Program::start(&arguments)
    };
    let line = program.line();
    let address = line.strip_prefix("Socket Lab is ready: http://").unwrap();
    let address = address.split_once('/').unwrap().0.parse().unwrap();
    let mut page = Page::knock_at(address, &[]).await.unwrap();
    page.hello(1).await;
    assert_eq!(page.welcome.as_ref().unwrap().capture, CaptureState::Denied);
    let pair = page.connected().await;
    page.send(pair.client, b"goes on").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"goes on");
    program.signal(Signal::TERM);
    let (code, log) = program.ended();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("--capture") && log.contains("cap_net_raw"), "{log}");
}

#[test]
fn a_port_in_use_is_told_with_a_remedy() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, errors) = Program::start(&["--listen", &address]).ended();
    assert_eq!(code, Some(1));
    for words in [address.as_str(), "--listen 127.0.0.1:0", "Address already in use"] {
        assert!(errors.contains(words), "{errors}");
    }
}

#[test]
fn an_open_door_for_everyone_is_refused() {
    let (code, errors) = Program::start(&["--listen", "0.0.0.0:0", "--no-token"]).ended();
    assert_eq!(code, Some(1));
    assert!(errors.contains("--token"), "{errors}");
}

#[test]
fn the_help_has_examples_and_names_the_variables() {
    let output = Command::new(env!("CARGO_BIN_EXE_socket-lab")).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for words in ["Examples:", "SOCKET_LAB_LISTEN", "SOCKET_LAB_ALLOW_BIND", "[::1]/128:*"] {
        assert!(help.contains(words), "{words}");
    }
}

/// The output of a program that only prints and ends, and whether it succeeded.
fn printed(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_socket-lab")).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn a_log_for_programs_is_one_json_object_a_line() {
    let mut program = Program::start(&["--listen", "127.0.0.1:0", "--log-format", "json"]);
    program.line();
    program.signal(Signal::TERM);
    let (code, log) = program.ended();
    assert_eq!(code, Some(0), "{log}");
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["fields"]["message"] == "stopping"), "{log}");
}

#[test]
fn health_tells_a_relay_that_lives_from_one_that_does_not() {
    let mut program = Program::start(&["--listen", "0.0.0.0:0"]);
    let line = program.line();
    let rest = line.strip_prefix("Socket Lab is ready: http://127.0.0.1:").unwrap();
    let (port, _) = rest.split_once('/').unwrap();
    let listen = format!("0.0.0.0:{port}");
    assert_eq!(printed(&["health", "--listen", &listen]), (true, String::new()));
    program.signal(Signal::TERM);
    program.ended();
    let (well, words) = printed(&["health", "--listen", &listen]);
    assert!(!well && words.contains(port), "{words}");
}

#[test]
fn something_else_on_the_port_is_no_healthy_relay() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let other = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Unread bytes would turn the close into a reset, and the response would be lost.
        assert_ne!(stream.read(&mut [0; 4096]).unwrap(), 0);
        stream.write_all(b"SSH-2.0-other\r\n").unwrap();
    });
    let (well, words) = printed(&["health", "--listen", &address]);
    other.join().unwrap();
    assert!(!well && words.contains("SSH-2.0-other"), "{words}");
}

#[test]
fn it_prints_its_own_man_page_and_completions() {
    let (well, page) = printed(&["man"]);
    assert!(well && page.contains(".SH OPTIONS") && page.contains("classroom"), "{page}");
    let (well, script) = printed(&["completions", "fish"]);
    assert!(well && script.contains("complete -c socket-lab"), "{script}");
    let (well, words) = printed(&["man", "dance"]);
    assert!(!well && words.contains("dance"), "{words}");
}

#[test]
fn a_policy_file_that_is_none_is_told_with_its_line() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[bind]\nallow = [\"here\"]\n").unwrap();
    let (well, words) = printed(&["--policy", file.path().to_str().unwrap()]);
    assert!(!well && words.contains("line 2"), "{words}");
}
