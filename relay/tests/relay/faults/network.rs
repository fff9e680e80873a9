//! The network between the relay and a peer beyond it: packets are lost, and the link is cut.
//!
//! The relay is in one network namespace, a Python program in another, and a pair of veth(4) joins
//! them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use lab_shared::call::{
    Address, Family, MsgFlags, Op, OptionValue, SocketId, SocketOption, SocketType,
};
use nix::sched::{CloneFlags, unshare};

use super::Program;
use crate::common::page::{bytes, recv};
use crate::common::{Page, within};

const NEAR: &str = "10.77.0.1/24";
const FAR: &str = "10.77.0.2/24";
const PEER: &str = "10.77.0.2";
const PORT: u16 = 5000;

/// The link's end where the relay is.
const LINK: &str = "near";

/// Echoes to one client after the other.
const ECHO: &str = "
import socket
server = socket.create_server(('10.77.0.2', 5000))
print('ready')
while True:
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)
";

/// Drops a fifth of what arrives, and counts it.
const LOSS: &str = "
table inet faults {
    chain arriving {
        type filter hook input priority 0;
        ip saddr 10.77.0.2 numgen random mod 5 == 0 counter drop
    }
}
";

/// The network beyond the link, which lives as long as a process in it.
struct Beyond {
    peer: Child,
}

impl Drop for Beyond {
    fn drop(&mut self) {
        // If the process has already ended, its network is gone and the test is failing.
        let _ = self.peer.kill();
        let _ = self.peer.wait();
    }
}

/// Runs a test of a page that is connected to an echo server in another network, over a link; not
/// where the system allows no network namespaces (network_namespaces(7)). Afterwards checks that the
/// relay has freed everything it held for the page.
fn with_a_peer_beyond(test: impl AsyncFnOnce(Page, SocketId, &Beyond)) {
    // A namespace belongs to a thread, whose children inherit it, so nothing may run on another
    // thread. Every test has its own thread.
    if let Err(error) = unshare(CloneFlags::CLONE_NEWNET) {
        eprintln!("NOT RUN: to make a network namespace takes CAP_SYS_ADMIN: {error}");
        return;
    }
    let beyond = Beyond::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // Its lab sockets may go beyond the link.
        let relay = Program::relay(&["--allow-connect", "127.0.0.0/8,10.77.0.0/24"]).await;
        let before = relay.held();
        let mut page = relay.page().await;
        let socket = page.tcp().await;
        page.connect(socket, &Address::inet(PEER, PORT)).await.unwrap();
        test(page, socket, &beyond).await;
        relay.gave_back(before).await;
    });
    drop(beyond);
}

impl Beyond {
    fn start() -> Self {
        // It waits for its end of the link, and then becomes the echo server.
        let script = "echo; read linked; exec python3 -u -c \"$0\"";
        let mut peer = Command::new("unshare")
            .args(["--net", "sh", "-c", script, ECHO])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(peer.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(line, "\n", "the other namespace is there");
        let pid = peer.id().to_string();
        let mut beyond = Self { peer };
        let there = beyond.namespace();
        run(&["ip", "link", "set", "lo", "up"]);
        run(&["ip", "link", "add", LINK, "type", "veth", "peer", "name", "far", "netns", &pid]);
        run(&["ip", "address", "add", NEAR, "dev", LINK]);
        run(&["ip", "link", "set", LINK, "up"]);
        run(&["nsenter", &there, "ip", "address", "add", FAR, "dev", "far"]);
        run(&["nsenter", &there, "ip", "link", "set", "far", "up"]);
        beyond.peer.stdin.take().unwrap().write_all(b"linked\n").unwrap();
        line.clear();
        output.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        beyond
    }

    /// nsenter(1)'s argument.
    fn namespace(&self) -> String {
        format!("--net=/proc/{}/ns/net", self.peer.id())
    }
}

fn run(words: &[&str]) -> String {
    let output = Command::new(words[0])
        .args(&words[1..])
        .output()
        .unwrap_or_else(|error| panic!("{} is needed for this test: {error}", words[0]));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Sends and waits until all of it has come back.
async fn echoed(page: &mut Page, socket: SocketId, text: &[u8]) {
    page.send(socket, text).await.unwrap();
    let mut heard = Vec::new();
    while heard.len() < text.len() {
        let more = page.recv(socket).await.unwrap();
        assert!(!more.is_empty(), "the connection has ended");
        heard.extend(more);
    }
    assert_eq!(heard, text);
}

/// Packets that the rule has dropped.
fn dropped() -> u64 {
    let rules = run(&["nft", "list", "table", "inet", "faults"]);
    let (_, count) = rules.split_once("counter packets ").expect("the rule counts");
    count.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn lost_packets_delay_what_was_acknowledged_and_lose_nothing() {
    with_a_peer_beyond(async |mut page, socket, _| {
        let rules = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(rules.path(), LOSS).unwrap();
        run(&["nft", "--file", rules.path().to_str().unwrap()]);
        // Every message is answered with at least one packet, and a fifth of these is lost.
        for round in 0..1000 {
            echoed(&mut page, socket, format!("message {round}\n").as_bytes()).await;
            if dropped() >= 8 {
                break;
            }
        }
        assert!(dropped() >= 8, "{} packets were dropped", dropped());
        run(&["nft", "delete", "table", "inet", "faults"]);
    });
}

#[test]
fn a_link_that_is_cut_and_mended_loses_nothing_that_was_acknowledged() {
    with_a_peer_beyond(async |mut page, socket, _| {
        echoed(&mut page, socket, b"before").await;
        run(&["ip", "link", "set", LINK, "down"]);
        page.send(socket, b"meanwhile").await.unwrap();
        let waiting = page.block(socket, recv(1024)).await;
        // A new connection has no route, and fails with that error.
        let other = page.tcp().await;
        let failure = page.connect(other, &Address::inet(PEER, PORT)).await.unwrap_err();
        assert_eq!(failure.errno.as_deref(), Some("ENETUNREACH"));
        run(&["ip", "link", "set", LINK, "up"]);
        let heard = within("the kernel's next try", page.wait(waiting)).await;
        assert_eq!(bytes(heard.outcome).unwrap(), b"meanwhile");
        echoed(&mut page, socket, b"after").await;
    });
}

#[test]
fn a_page_that_leaves_while_the_link_is_cut_leaves_nothing_behind() {
    with_a_peer_beyond(async |mut page, socket, _| {
        echoed(&mut page, socket, b"before").await;
        run(&["ip", "link", "set", LINK, "down"]);
        page.send(socket, b"never arrives").await.unwrap();
        page.block(socket, recv(1024)).await;
    });
}

/// Whether a connection to `host` succeeds, from here or from beyond the link.
fn connects(from: Option<&Beyond>, host: &str, port: &str) -> bool {
    let connect = "
import socket, sys
try:
    socket.create_connection((sys.argv[1], sys.argv[2]), 20).close()
    print('yes')
except ConnectionRefusedError:
    print('no')
";
    let there = from.map(Beyond::namespace);
    let enter = there.as_ref().map_or(vec![], |there| vec!["nsenter", there]);
    run(&[&enter[..], &["python3", "-c", connect, host, port]].concat()) == "yes\n"
}

#[test]
fn a_wildcard_that_is_kept_to_loopback_is_reached_there_and_nowhere_else() {
    with_a_peer_beyond(async |mut page, _, beyond| {
        for (family, host) in [(Family::Inet, ""), (Family::Inet6, "::")] {
            let listener = page.open_socket(family, SocketType::Stream).await;
            let address = match family {
                Family::Inet => Address::inet(host, 0),
                _ => Address::inet6(host, 0),
            };
            page.call(listener, Op::Bind { address }).await.unwrap();
            page.call(listener, Op::Listen { backlog: None }).await.unwrap();
            let port = page.local(listener).await.port().unwrap().to_string();
            assert!(connects(None, "127.0.0.1", &port), "{family:?}: loopback");
            assert_eq!(connects(None, "::1", &port), family == Family::Inet6, "IPv6's loopback");
            assert!(!connects(None, "10.77.0.1", &port), "{family:?}: its own other address");
            assert!(!connects(Some(beyond), "10.77.0.1", &port), "{family:?}: a neighbour");
        }
    });
}

/// Joins a group on the link; sends to it, to a port of the other side's, and prints what comes first.
const MEMBER: &str = "
import socket, sys
link = socket.inet_aton('10.77.0.2')
member = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
member.bind(('', 0))
member.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('239.192.7.7') + link)
member.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, link)
member.sendto(b'from the link', ('239.192.7.7', int(sys.argv[1])))
print(member.getsockname()[1])
print(member.recv(99).decode())
";

#[test]
fn datagrams_to_a_group_pass_the_link_only_where_the_rules_open_the_group() {
    let group =
        |port| Op::Sendto { flags: MsgFlags::NONE, address: Address::inet("239.192.7.7", port) };
    let set = |name: &str, interface: [u8; 4], before: &[u8]| {
        let SocketOption { level, option, .. } = *SocketOption::by_name(name).unwrap();
        let value = OptionValue::Bytes([before, &interface].concat());
        Op::Setsockopt { level, option, value }
    };
    with_a_peer_beyond(async |mut page, _, beyond| {
        let receiver = page.open_socket(Family::Inet, SocketType::Dgram).await;
        page.call(receiver, Op::Bind { address: Address::inet("", 0) }).await.unwrap();
        page.call(receiver, set("IP_ADD_MEMBERSHIP", [127, 0, 0, 1], &[239, 192, 7, 7]))
            .await
            .unwrap();
        let port = u16::try_from(page.local(receiver).await.port().unwrap()).unwrap();

        let mut member = Command::new("nsenter")
            .args([&beyond.namespace(), "python3", "-u", "-c", MEMBER, &port.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(member.stdout.take().unwrap()).lines();
        let theirs: u16 = output.next().unwrap().unwrap().parse().unwrap();

        // Its datagram came before this one, and not to the receiver.
        page.call_with(receiver, group(port), b"from loopback").await.unwrap();
        assert_eq!(page.recv(receiver).await.unwrap(), b"from loopback");

        // This one goes nowhere, so the next is the first to arrive.
        page.call_with(receiver, group(theirs), b"kept").await.unwrap();
        let open = ["--allow-bind", "any", "--allow-connect", "239.192.0.0/16"];
        let relay = Program::relay(&open).await;
        let mut page = relay.page().await;
        let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
        page.call(sender, set("IP_MULTICAST_IF", [10, 77, 0, 1], &[])).await.unwrap();
        page.call_with(sender, group(theirs), b"opened").await.unwrap();
        assert_eq!(output.next().unwrap().unwrap(), "opened");
        assert!(member.wait().unwrap().success());
    });
}
