//! Multicast with socat, in a network namespace of the test with two interfaces, and a third behind a link.

use std::process::{Command, Stdio};

use nix::sched::{CloneFlags, unshare};
use tokio::process::Child;

use super::super::program::{Program, path, setup};
use super::output_of;
use crate::common::within;

/// Groups of the local scopes of RFC 2365 and RFC 4291.
const GROUP: &str = "239.192.7.4";
const GROUP6: &str = "ff15::7:4";

const ONE: &str = "10.78.1.1";
const TWO: &str = "10.78.2.1";

/// Two interfaces, each of whose cables ends here too. The kernel hands their multicasts to receivers on this
/// machine.
const INTERFACES: &str = "set -e
ip link set lo up
for name in one two; do
    ip link add $name type veth peer name $name-end
    ip link set $name up; ip link set $name-end up
done
ip address add 10.78.1.1/24 dev one
ip address add 10.78.2.1/24 dev two
ip address add fd78:1::1/64 dev one nodad
ip address add fd78:2::1/64 dev two nodad";

/// Runs a test on two interfaces of its own; not where the system allows no network namespaces.
fn on_two_interfaces(test: impl AsyncFnOnce()) {
    // A namespace belongs to a thread, whose children inherit it. Every test has its own thread.
    if let Err(error) = unshare(CloneFlags::CLONE_NEWNET) {
        eprintln!("NOT RUN: to make a network namespace takes CAP_SYS_ADMIN: {error}");
        return;
    }
    sh(INTERFACES);
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test());
}

#[track_caller]
fn sh(script: &str) -> String {
    let output = Command::new("sh").args(["-c", script]).stdin(Stdio::null()).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// A setup of one UDP end with these keys.
fn udp(keys: &str) -> tempfile::NamedTempFile {
    setup(&format!(
        "version = 1\n[[end]]\nname = \"group\"\n[end.transport]\nkind = \"udp\"\n{keys}\n"
    ))
}

/// Sends a datagram with socat.
async fn send(text: &str, address: &str) {
    output_of("sh", &["-c", &format!("printf {text} | socat - {address}")]).await;
}

/// socat, once it receives datagrams.
async fn receiver(address: &str) -> Program {
    let mut socat = Program::start("socat", &["-dd", "-u", address, "STDOUT"]);
    socat.error_with("starting data transfer loop").await;
    socat
}

#[test]
fn a_group_is_joined_on_the_chosen_interface_and_left_at_the_end() {
    on_two_interfaces(async || {
        let setup = udp(&format!(
            "bind = \"0.0.0.0:5004\"\njoin = [{{ group = \"{GROUP}\", interface = \"one\" }}]"
        ));
        let mut member = Program::assist(&["udp", "--setup", path(&setup)]);
        member.error_with(" is at ").await;
        assert!(sh("ip maddress show dev one").contains(GROUP));
        assert!(!sh("ip maddress show dev two").contains(GROUP));
        // Only what arrives at this interface is for the group.
        send("two", &format!("UDP4-DATAGRAM:{GROUP}:5004,ip-multicast-if={TWO}")).await;
        send("one", &format!("UDP4-DATAGRAM:{GROUP}:5004,ip-multicast-if={ONE}")).await;
        assert_eq!(member.read(3).await, b"one");
        // An answer goes to the sender's own address.
        let mut socat = Program::start(
            "socat",
            &["-", &format!("UDP4-DATAGRAM:{GROUP}:5004,ip-multicast-if={ONE},bind={ONE}:0")],
        );
        socat.write(b"ping").await;
        assert_eq!(member.read(4).await, b"ping");
        member.write(b"pong").await;
        assert_eq!(socat.read(4).await, b"pong");
        member.interrupt();
        assert_eq!(member.ended().await.0, Some(0));
        assert!(!sh("ip maddress show dev one").contains(GROUP));
    });
}

#[test]
fn a_group_of_ipv6_is_joined_on_the_chosen_interface_and_left_at_the_end() {
    on_two_interfaces(async || {
        let setup = udp(&format!(
            "bind = \"[::]:5004\"\njoin = [{{ group = \"{GROUP6}\", interface = \"two\" }}]"
        ));
        let mut member = Program::assist(&["udp", "--setup", path(&setup)]);
        member.error_with(" is at ").await;
        assert!(sh("ip -6 maddress show dev two").contains(GROUP6));
        assert!(!sh("ip -6 maddress show dev one").contains(GROUP6));
        send("one", &format!("UDP6-DATAGRAM:[{GROUP6}]:5004,so-bindtodevice=one")).await;
        send("two", &format!("UDP6-DATAGRAM:[{GROUP6}]:5004,so-bindtodevice=two")).await;
        assert_eq!(member.read(3).await, b"two");
        member.interrupt();
        assert_eq!(member.ended().await.0, Some(0));
        assert!(!sh("ip -6 maddress show dev two").contains(GROUP6));
    });
}

#[test]
fn multicasts_leave_through_the_chosen_interface_without_a_group() {
    on_two_interfaces(async || {
        sh(
            "ip route add default dev one; ip -6 route add multicast ff00::/8 dev one metric 1 table local",
        );
        for (keys, receiver_address) in [
            (
                format!("send_to = \"{GROUP}:5004\"\nmulticast_interface = \"{TWO}\""),
                format!("UDP4-RECV:5004,so-bindtodevice=two,ip-add-membership={GROUP}:{TWO}"),
            ),
            (
                format!("send_to = \"[{GROUP6}]:5006\"\nmulticast_interface = \"two\""),
                format!("UDP6-RECV:5006,so-bindtodevice=two,ipv6-join-group=[{GROUP6}]:two"),
            ),
        ] {
            let mut on_two = receiver(&receiver_address).await;
            let setup = udp(&keys);
            let _sender = Program::assist(&["udp", "--setup", path(&setup), "--send", "first"]);
            assert_eq!(on_two.read(5).await, b"first");
        }
    });
}

#[test]
fn multicasts_leave_through_the_joined_interface() {
    on_two_interfaces(async || {
        // Without a choice, multicasts would go the way of the default route.
        sh(
            "ip route add default dev one; ip -6 route add multicast ff00::/8 dev one metric 1 table local",
        );
        for (keys, near, far) in [
            (
                format!(
                    "send_to = \"{GROUP}:5004\"\njoin = [{{ group = \"{GROUP}\", interface = \"{TWO}\" }}]"
                ),
                format!("UDP4-RECV:5004,so-bindtodevice=one,ip-add-membership={GROUP}:{ONE}"),
                format!("UDP4-RECV:5004,so-bindtodevice=two,ip-add-membership={GROUP}:{TWO}"),
            ),
            (
                format!(
                    "send_to = \"[{GROUP6}]:5006\"\njoin = [{{ group = \"{GROUP6}\", interface = \"two\" }}]"
                ),
                format!("UDP6-RECV:5006,so-bindtodevice=one,ipv6-join-group=[{GROUP6}]:one"),
                format!("UDP6-RECV:5006,so-bindtodevice=two,ipv6-join-group=[{GROUP6}]:two"),
            ),
        ] {
            let (mut on_one, mut on_two) = (receiver(&near).await, receiver(&far).await);
            let setup = udp(&keys);
            let mut sender = Program::assist(&["udp", "--setup", path(&setup), "--send", "first"]);
            assert_eq!(on_two.read(5).await, b"first");
            sender.write(b"second").await;
            assert_eq!(on_two.read(6).await, b"second");
            // What reaches the other interface first is not the assistant's.
            let marker = match near.starts_with("UDP4") {
                true => format!("UDP4-DATAGRAM:{GROUP}:5004,ip-multicast-if={ONE}"),
                false => format!("UDP6-DATAGRAM:[{GROUP6}]:5006,so-bindtodevice=one"),
            };
            send("marker", &marker).await;
            assert_eq!(on_one.read(6).await, b"marker");
        }
    });
}

#[test]
fn hops_and_loopback_are_as_the_setup_says() {
    on_two_interfaces(async || {
        let far = Far::linked().await;
        for (family, group, port, interface, option, shown) in [
            ("UDP4", GROUP, "5004", "10.78.3.1", "ip-recvttl", "SOCAT_IP_TTL"),
            ("UDP6", GROUP6, "5006", "wire", "ipv6-recvhoplimit", "SOCAT_IPV6_HOPLIMIT"),
        ] {
            let host = if family == "UDP6" { format!("[{group}]") } else { group.to_owned() };
            let join = |interface: &str| match family {
                "UDP4" => format!("ip-add-membership={group}:{interface}"),
                _ => format!("ipv6-join-group={host}:{interface}"),
            };
            let there = if family == "UDP4" { "10.78.3.2" } else { "wire" };
            let address = format!("{family}-RECVFROM:{port},{},{option}", join(there));
            let mut beyond = far
                .run(&["socat", "-dd", &address, &format!("SYSTEM:echo ${shown}; cat,pipes")])
                .await;
            let mut here = receiver(&format!("{family}-RECV:{port},{}", join(interface))).await;
            let setup = udp(&format!(
                "send_to = \"{host}:{port}\"\nmulticast_ttl = 7\nmulticast_loopback = false\n\
                 join = [{{ group = \"{group}\", interface = \"{interface}\" }}]"
            ));
            let mut sender = Program::assist(&["udp", "--setup", path(&setup), "--send", "out"]);
            assert_eq!(sender.read(2).await, b"7\n");
            beyond.end_input();
            let via = match family {
                "UDP4" => format!("UDP4-DATAGRAM:{host}:{port},ip-multicast-if={interface}"),
                _ => format!("UDP6-DATAGRAM:{host}:{port},so-bindtodevice=wire"),
            };
            send("marker", &via).await;
            assert_eq!(here.read(6).await, b"marker", "this machine does not hear itself");
        }
    });
}

/// A namespace behind a link, which lives as long as a process in it.
struct Far {
    _holder: Child,
    pid: String,
}

impl Far {
    async fn linked() -> Self {
        let mut holder = tokio::process::Command::new("unshare")
            .args(["--net", "sh", "-c", "echo; exec cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let pid = holder.id().unwrap().to_string();
        let mut output = holder.stdout.take().unwrap();
        let ready = tokio::io::AsyncReadExt::read_u8(&mut output);
        within("the other namespace", ready).await.unwrap();
        sh(&format!(
            "set -e
            ip link add wire type veth peer name wire netns {pid}
            ip address add 10.78.3.1/24 dev wire; ip address add fd78:3::1/64 dev wire nodad
            ip link set wire up
            there() {{ nsenter --net=/proc/{pid}/ns/net ip \"$@\"; }}
            there link set lo up
            there address add 10.78.3.2/24 dev wire; there address add fd78:3::2/64 dev wire nodad
            there link set wire up"
        ));
        Self { _holder: holder, pid }
    }

    /// Runs socat there, once it waits for a datagram.
    async fn run(&self, program: &[&str]) -> Program {
        let namespace = format!("--net=/proc/{}/ns/net", self.pid);
        let mut program = Program::start("nsenter", &[&[namespace.as_str()], program].concat());
        program.error_with("receiving on").await;
        program
    }
}
