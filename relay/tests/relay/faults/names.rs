//! The name server is silent: lookups that nobody awaits take neither memory nor threads from others.
//!
//! The relay is in a mount namespace with files of its own for the C library's resolver. Its name server
//! is a UDP socket of the test on loopback that never answers.

use std::fs;
use std::io::ErrorKind;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::Command;

use lab_shared::call::{Address, CallId, Failure, LookupFlags, Op, Outcome, Rule, Value};
use lab_shared::chat::{Mode, RoomConfig};
use lab_shared::wire::{RoomCommand, RoomId, RoomRequest, RoomUpdate, ToPage, ToRelay};
use tempfile::TempDir;
use tokio::task::yield_now;

use super::Program;
use crate::common::{Page, within};

/// Lookup threads of the relay in all, and those of one page while no other has any.
const THREADS: usize = 32;
const HALF: usize = THREADS / 2;

/// The most pending lookups of one page.
const MOST: usize = 128;

/// The name of those threads.
const THREAD: &str = "blocking call";

/// Mounts the folder's files over the system's, and becomes the program.
const MOUNT: &str = "for name in resolv.conf nsswitch.conf hosts; do \
     mount --bind \"$0/$name\" \"/etc/$name\" || exit; done; exec \"$@\"";

/// The silent name server, and the resolver's files that name it.
struct Silent {
    files: TempDir,
    _server: UdpSocket,
}

impl Silent {
    /// At this address of loopback; prints why and returns `None` where the system does not permit that.
    fn at(address: &str) -> Option<Self> {
        let allowed = Command::new("unshare").args(["--mount", "true"]).output();
        if !allowed.is_ok_and(|output| output.status.success()) {
            eprintln!("NOT RUN: to make a mount namespace takes unshare(1) and CAP_SYS_ADMIN");
            return None;
        }
        let server = match UdpSocket::bind((address, 53)) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                eprintln!("NOT RUN: to bind port 53 takes CAP_NET_BIND_SERVICE");
                return None;
            }
            server => server.unwrap(),
        };
        let files = tempfile::tempdir().unwrap();
        let write = |name, text: &str| fs::write(files.path().join(name), text).unwrap();
        write("resolv.conf", &format!("nameserver {address}\noptions timeout:30 attempts:5\n"));
        write("nsswitch.conf", "hosts: files dns\nservices: files\n");
        write("hosts", "127.0.0.1 localhost\n::1 localhost\n");
        // Where /etc/resolv.conf is a link, its target is covered.
        let missing = ["resolv.conf", "nsswitch.conf", "hosts"]
            .map(|name| PathBuf::from("/etc").join(name))
            .into_iter()
            .find(|path| !path.exists());
        assert_eq!(missing, None, "a file can only be mounted where there is one");
        Some(Self { files, _server: server })
    }

    async fn relay(&self) -> Program {
        let starter = ["unshare", "--mount", "sh", "-c", MOUNT, path(self.files.path())];
        Program::relay_under(&starter, "127.0.0.1:0", &[]).await
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn getaddrinfo(host: String) -> Op {
    let (host, port) = (Some(host), Some("80".into()));
    Op::Getaddrinfo { host, port, family: 0, kind: 1, proto: 0, flags: LookupFlags::NONE }
}

/// A name that no file has.
fn name(number: usize) -> String {
    format!("name-{number}.invalid")
}

/// Looks a name up and does not wait for the answer.
async fn look_up(page: &mut Page, host: String) -> CallId {
    page.start(None, getaddrinfo(host), b"").await
}

/// Looks `localhost` up from a new page, in every way there is.
async fn localhost_is_found(relay: &Program) {
    let mut page = relay.page().await;
    let asked = look_up(&mut page, "localhost".into()).await;
    let found = page.wait(asked).await.outcome;
    assert!(matches!(found, Ok(Value::AddressInfo(found)) if found.len() == 2));
    let socket = page.tcp().await;
    page.call(socket, Op::Bind { address: Address::inet("localhost", 0) }).await.unwrap();
    let local = page.local(socket).await;
    assert!(matches!(&local, Address::Inet { host, .. } if host == "127.0.0.1"), "{local:?}");
}

/// Waits until lookups have `count` threads: one that has answered may be about to end.
async fn have_threads(relay: &Program, count: usize) {
    let settled = async {
        while relay.threads_named(THREAD) != count {
            yield_now().await;
        }
    };
    within("as many threads as are said", settled).await;
}

fn too_many(outcome: &Outcome) -> bool {
    outcome == &Err(Failure::refused(Rule::MaxLookups))
}

#[tokio::test]
async fn lookups_that_were_cancelled_take_no_memory_and_no_thread_from_others() {
    let Some(silent) = Silent::at("127.77.1.53") else { return };
    let relay = silent.relay().await;
    let (mut one, mut other) = (relay.page().await, relay.page().await);
    let before = relay.threads();
    for page in [&mut one, &mut other] {
        for number in 0..MOST / 2 {
            let asked = look_up(page, name(number)).await;
            page.blocked(asked).await;
            page.cancel(asked).await.unwrap_err();
        }
    }
    let held = relay.resident_kib();
    for _ in 0..500 {
        let asked = look_up(&mut one, "x.".repeat(30_000)).await;
        one.cancel(asked).await.unwrap_err();
    }
    let more = relay.resident_kib().saturating_sub(held);
    assert!(more < 8 * 1024, "{more} KiB are held for lookups that nobody awaits");
    localhost_is_found(&relay).await;
    // Half, and half of what was left.
    have_threads(&relay, HALF + HALF / 2).await;
    assert!(relay.threads() <= before + THREADS);
}

#[tokio::test]
async fn a_page_has_a_bounded_number_of_lookups_and_those_that_were_cancelled_count() {
    let Some(silent) = Silent::at("127.77.2.53") else { return };
    let relay = silent.relay().await;
    let mut page = relay.page().await;
    let mut asked = Vec::new();
    for number in 0..MOST {
        asked.push(look_up(&mut page, name(number)).await);
    }
    let one_more = look_up(&mut page, name(MOST)).await;
    assert!(too_many(&page.wait(one_more).await.outcome));
    let socket = page.tcp().await;
    assert!(too_many(&page.connect(socket, &Address::inet(name(0), 80)).await));
    let numbers = look_up(&mut page, "127.1".into()).await;
    assert!(page.wait(numbers).await.outcome.is_ok(), "what is in numbers needs no lookup");
    for asked in asked {
        page.cancel(asked).await.unwrap_err();
    }
    // Those that have a thread keep it.
    for number in HALF..MOST {
        let asked = look_up(&mut page, name(number)).await;
        page.blocked(asked).await;
    }
    let one_more = look_up(&mut page, name(MOST)).await;
    assert!(too_many(&page.wait(one_more).await.outcome));
    localhost_is_found(&relay).await;
}

#[tokio::test]
async fn connects_that_were_closed_and_rooms_that_were_stopped_leave_the_threads_to_others() {
    let Some(silent) = Silent::at("127.77.3.53") else { return };
    let relay = silent.relay().await;
    let mut page = relay.page().await;
    let before = relay.threads();
    for number in 0..300 {
        let socket = page.tcp().await;
        let address = Address::inet(name(number), 80);
        let asked = page.start(Some(socket), Op::Connect { address }, b"").await;
        page.close(socket).await.unwrap();
        assert_eq!(page.wait(asked).await.outcome.unwrap_err().errno.as_deref(), Some("EBADF"));
    }
    let room = RoomId(1);
    let ask = |ask| ToRelay::Room(RoomRequest { room, ask });
    for number in 0..300 {
        let (address, config) = (Address::inet(name(number), 0), RoomConfig::of(Mode::Group));
        page.say(&ask(RoomCommand::Open { address, config })).await;
        page.say(&ask(RoomCommand::Stop)).await;
        match page.next().await {
            Some(ToPage::Room(report)) => assert_eq!(report.news, RoomUpdate::Stopped),
            other => panic!("no report but {other:?}"),
        }
    }
    localhost_is_found(&relay).await;
    have_threads(&relay, HALF).await;
    assert!(relay.threads() <= before + THREADS);
}
