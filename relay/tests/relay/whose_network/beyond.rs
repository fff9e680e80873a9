//! A published port, from a network namespace that stands for another machine.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use lab_shared::call::Address;
use lab_shared::network::{HostName, NetworkCommand, Protocol};
use nix::sched::{CloneFlags, unshare};

use super::{changed, listener, page_in_a_pair, relay_with};
use crate::common::process::Peer;

/// This machine's address on the link, and the other's.
const NEAR: &str = "10.78.0.1";
const FAR: &str = "10.78.0.2";

/// A namespace that lasts as long as this.
struct Beyond(Child);

impl Drop for Beyond {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Beyond {
    /// A namespace with a link to this thread's.
    fn start() -> Self {
        let mut holder = Command::new("unshare")
            .args(["--net", "sh", "-c", "echo; exec cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let beyond = Self(holder);
        let (there, pid) = (beyond.namespace(), beyond.0.id().to_string());
        let (near, far) = (format!("{NEAR}/24"), format!("{FAR}/24"));
        run(&["ip", "link", "set", "lo", "up"]);
        run(&["ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", &pid]);
        run(&["ip", "address", "add", &near, "dev", "near"]);
        run(&["ip", "link", "set", "near", "up"]);
        run(&["nsenter", &there, "ip", "address", "add", &far, "dev", "far"]);
        run(&["nsenter", &there, "ip", "link", "set", "far", "up"]);
        beyond
    }

    /// nsenter(1)'s argument.
    fn namespace(&self) -> String {
        format!("--net=/proc/{}/ns/net", self.0.id())
    }
}

fn run(words: &[&str]) {
    let output = Command::new(words[0]).args(&words[1..]).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A namespace belongs to a thread, whose children inherit it, so nothing may run on another thread. Every test has its
/// own.
#[test]
fn nc_on_another_machine_reaches_a_published_port() {
    if let Err(error) = unshare(CloneFlags::CLONE_NEWNET) {
        eprintln!("NOT RUN: to make a network namespace takes CAP_SYS_ADMIN: {error}");
        return;
    }
    let beyond = Beyond::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let any =
            |config: &mut lab_relay::Config| config.allow_publish = vec!["any".parse().unwrap()];
        let Some(relay) = relay_with(any).await else { return };
        let (mut page, _) = page_in_a_pair(&relay).await;
        let listener = listener(&mut page, 9999).await;
        let publish = NetworkCommand::Publish {
            host: HostName::server(),
            protocol: Protocol::Tcp,
            port: 9999,
            at: Address::inet(NEAR, 0),
        };
        let view = changed(&mut page, publish).await;
        let port = view.published[0].at.port().unwrap().to_string();
        let mut nc = Peer::start("nsenter", &[&beyond.namespace(), "nc", NEAR, &port]);
        nc.write("from afar\n").await;
        let server = page.accept(listener).await;
        assert_eq!(page.recv(server).await.unwrap(), b"from afar\n");
        page.send(server, b"welcome\n").await.unwrap();
        assert_eq!(nc.line().await, "welcome");
    });
}
