//! Where the machine denies networks: the relay says so once, with the remedy, and goes on; or does not start.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use lab_shared::network::{NetworkDenial, NetworkState};
use rustix::process::{Pid, Signal, kill_process};

use crate::common::{Page, TOKEN};

/// Runs the program given in a user namespace within which there can be no other.
const NO_NAMESPACES: &[&str] = &[
    "unshare",
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$0\" \"$@\"",
];

/// Runs it without /dev/net/tun.
const NO_TUN: &[&str] = &[
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    "mount -t tmpfs none /dev/net && exec \"$0\" \"$@\"",
];

/// Runs it behind a seccomp filter that refuses unshare(2), as that of a container engine does.
const FILTERED: &[&str] = &[
    "python3",
    "-c",
    r"
import ctypes, os, platform, struct, sys
unshare = {'x86_64': 272, 'aarch64': 97}[platform.machine()]
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, unshare), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7fff0000)]
code = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *step) for step in steps))
program = struct.pack('HxxxxxxP', len(steps), ctypes.addressof(code))
prctl = ctypes.CDLL(None, use_errno=True).prctl
assert prctl(38, 1, 0, 0, 0) == 0, 'PR_SET_NO_NEW_PRIVS'
assert prctl(22, 2, program, 0, 0) == 0, 'PR_SET_SECCOMP'
os.execv(sys.argv[1], sys.argv[1:])
",
];

/// The program, started by another one.
fn started(starter: &[&str], flags: &[&str]) -> Child {
    Command::new(starter[0])
        .args(&starter[1..])
        .arg(env!("CARGO_BIN_EXE_socket-lab"))
        .args(["--listen", "127.0.0.1:0", "--token", TOKEN])
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{} is needed for this test: {error}", starter[0]))
}

/// Not where namespaces are denied to the tests themselves.
fn may_unshare() -> bool {
    let made = Command::new("unshare").args(["--user", "--map-root-user", "true"]).status();
    let may = made.is_ok_and(|status| status.success());
    if !may {
        eprintln!("NOT RUN: the system denies user namespaces to the tests themselves");
    }
    may
}

/// A relay there tells its page and, once, its owner, and pages use the machine's network.
async fn goes_on(starter: &[&str], denial: NetworkDenial, remedy: &str) {
    for preset in ["local", "classroom"] {
        let mut relay = started(starter, &["--preset", preset]);
        let mut line = String::new();
        BufReader::new(relay.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.rsplit('/').nth(1).unwrap_or_else(|| panic!("{line:?}"));
        let address: SocketAddr = address.parse().unwrap();
        let mut page = Page::knock_at(address, &[]).await.unwrap();
        page.hello(1).await;
        let networks = page.welcome.as_ref().unwrap().networks;
        assert_eq!(networks, NetworkState::Denied(denial), "{preset}");
        let pair = page.connected().await;
        page.send(pair.client, b"x").await.unwrap();
        kill_process(Pid::from_child(&relay), Signal::TERM).unwrap();
        let mut log = String::new();
        relay.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(relay.wait().unwrap().success(), "{log}");
        assert_eq!(log.matches("no networks of their own").count(), 1, "{log}");
        assert!(log.contains(remedy), "{log}");
    }
}

#[tokio::test]
async fn without_user_namespaces_the_relay_says_which_sysctl_permits_them() {
    if may_unshare() {
        goes_on(NO_NAMESPACES, NetworkDenial::Sysctl, "sudo sysctl user.max_user_namespaces").await;
    }
}

#[tokio::test]
async fn without_tun_the_relay_says_how_to_get_it() {
    if may_unshare() {
        goes_on(NO_TUN, NetworkDenial::Tun, "sudo modprobe tun").await;
    }
}

#[tokio::test]
async fn behind_a_containers_seccomp_filter_the_relay_names_the_setting() {
    goes_on(FILTERED, NetworkDenial::Container, "--security-opt seccomp=unconfined").await;
}

#[test]
fn a_relay_for_strangers_does_not_start_without_networks() {
    let relay = started(FILTERED, &["--preset", "public"]);
    let output = relay.wait_with_output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{log}");
    assert!(log.contains("nothing else, and this machine has none to offer"), "{log}");
    assert!(log.contains("--page-network own-or-machine"), "{log}");
}
