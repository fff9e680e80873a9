//! `socket-lab enter`: real programs of this machine on a host.

use std::process::{Command, Output};

use lab_shared::call::Op;
use lab_shared::network::NetworkView;

use super::{changed, listener, page_in_a_pair, relay_of_own_networks};
use crate::common::Page;
use crate::common::process::Peer;

const PROGRAM: &str = env!("CARGO_BIN_EXE_socket-lab");

/// The host's name, as the page shows it for `socket-lab enter`.
fn place(view: &NetworkView, host: usize) -> String {
    let line = &view.hosts[host].enter;
    line.strip_prefix("socket-lab enter ").unwrap_or_else(|| panic!("{line}")).to_owned()
}

fn enter(place: &str, command: &[&str]) -> Peer {
    Peer::start(PROGRAM, &[&["enter", place, "--"], command].concat())
}

fn output(words: &[&str]) -> Output {
    Command::new(words[0]).args(&words[1..]).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the server of a page receives of a program that has connected, and what that is answered.
async fn talk(page: &mut Page, port: u16, program: &mut Peer) {
    let listener = listener(page, port).await;
    program.write("hello\n").await;
    let server = page.accept(listener).await;
    assert_eq!(page.recv(server).await.unwrap(), b"hello\n");
    page.send(server, b"welcome\n").await.unwrap();
    assert_eq!(program.line().await, "welcome");
    page.call(server, Op::Close).await.unwrap();
}

#[tokio::test]
async fn nc_and_python_on_a_host_meet_a_page_by_the_name_of_its_host() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut page, view) = page_in_a_pair(&relay).await;
    let client = place(&view, 1);
    // They connect when they have read a line, so that the server is there.
    let wait = "read line; { echo \"$line\"; cat; } | nc server 9999";
    talk(&mut page, 9999, &mut enter(&client, &["sh", "-c", wait])).await;
    let script = "import socket\nline = input()\ns = socket.create_connection(('server', 9998))\n\
                  s.sendall(line.encode() + b'\\n')\nprint(s.recv(100).decode(), end='')";
    talk(&mut page, 9998, &mut enter(&client, &["python3", "-u", "-c", script])).await;
}

#[tokio::test]
async fn ping_reaches_the_other_host_and_nothing_else() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (_page, view) = page_in_a_pair(&relay).await;
    let client = place(&view, 1);
    for host in ["server", "10.0.0.1", "fd4c:6162::1"] {
        let mut ping = enter(&client, &["ping", "-n", "-c", "1", "-W", "10", host]);
        let text = ping.rest().await;
        assert!(text.contains("1 received"), "{host}: {text}");
    }
    let mut name = enter(&client, &["sh", "-c", "echo $SOCKET_LAB_HOST; ls /sys/class/net"]);
    assert_eq!(name.line().await, "client");
    let away = output(&[PROGRAM, "enter", &client, "--", "ping", "-c", "1", "192.0.2.1"]);
    assert!(!away.status.success() && errors(&away).contains("unreachable"), "{away:?}");
}

#[tokio::test]
async fn the_exit_code_is_the_commands() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (_page, view) = page_in_a_pair(&relay).await;
    let server = place(&view, 0);
    let ended = output(&[PROGRAM, "enter", &server, "--", "sh", "-c", "exit 7"]);
    assert_eq!(ended.status.code(), Some(7), "{}", errors(&ended));
    let missing = output(&[PROGRAM, "enter", &server, "--", "/no/such-program"]);
    assert!(errors(&missing).contains("no program \"/no/such-program\""), "{missing:?}");
}

#[tokio::test]
async fn a_host_that_is_not_there_is_named_with_those_that_are() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut page, view) = page_in_a_pair(&relay).await;
    let server = place(&view, 0);
    let wrong = errors(&output(&[PROGRAM, "enter", "router@nowhere", "--", "true"]));
    assert!(wrong.contains("no host \"router@nowhere\"") && wrong.contains(&server), "{wrong}");
    // Its network has ended, and so has its process.
    page.ask_network(lab_shared::network::NetworkCommand::Close).await;
    while output(&[PROGRAM, "enter", &server, "--", "true"]).status.success() {}
    let _ = changed(
        &mut page,
        lab_shared::network::NetworkCommand::Open(lab_shared::network::NetworkPlan::pair()),
    )
    .await;
}

#[tokio::test]
async fn another_user_enters_nothing() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (_page, view) = page_in_a_pair(&relay).await;
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    if !output(&[&nobody[..], &["true"]].concat()).status.success() {
        eprintln!("NOT RUN: to be another user takes privileges");
        return;
    }
    // Where others may not read the folder of the program, they have a copy.
    let copy = tempfile::Builder::new().prefix("socket-lab").tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(copy.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .unwrap();
    let program = copy.path().join("socket-lab");
    let program = program.to_str().unwrap();
    // By cp(1): a program that another test starts meanwhile could keep the copy open for writing, and then it
    // does not run.
    assert!(output(&["cp", PROGRAM, program]).status.success());
    let refused =
        output(&[&nobody[..], &[program, "enter", &place(&view, 0), "--", "true"]].concat());
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(errors(&refused).contains("no host"), "{refused:?}");
}
