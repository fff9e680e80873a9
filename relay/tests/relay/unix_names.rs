//! AF_UNIX names: which folder they lie in, and whose files a page removes.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lab_shared::call::{Address, Failure, Family, MsgFlags, Op, Outcome, Rule, SocketType};
use lab_shared::errno::Errno;

use crate::common::{Page, TestRelay, rounds, within};

#[track_caller]
fn refused(outcome: Outcome, rule: Rule) {
    assert_eq!(outcome, Err(Failure::refused(rule)));
}

async fn unlink(page: &mut Page, path: &str) -> Outcome {
    let id = page.start(None, Op::Unlink { path: path.into() }, b"").await;
    page.wait(id).await.outcome
}

#[tokio::test]
async fn names_stay_in_the_labs_folder() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let folder = page.welcome.clone().unwrap().reach.unix_directory.unwrap();
    let socket = page.open_socket(Family::Unix, SocketType::Stream).await;
    for path in ["/tmp/x.sock", "../x.sock", "a/b.sock", "\0other", "a\0b", "/"] {
        let address = Address::unix(path);
        refused(page.connect(socket, &address).await, Rule::UnixDirectory);
        refused(page.call(socket, Op::Bind { address }).await, Rule::UnixDirectory);
    }
    let absolute = Address::unix(format!("{folder}/x.sock"));
    page.call(socket, Op::Bind { address: absolute.clone() }).await.unwrap();
    assert_eq!(page.local(socket).await, absolute, "as the page wrote it");
    page.call(socket, Op::Listen { backlog: None }).await.unwrap();
    let client = page.open_socket(Family::Unix, SocketType::Stream).await;
    assert!(page.connect(client, &Address::unix("x.sock")).await.is_ok());
}

/// A relay whose AF_UNIX folder is `inside` of a folder with an `outside` beside it.
async fn with_folder(folder: &Path) -> (TestRelay, [PathBuf; 2]) {
    let [inside, outside] = ["inside", "outside"].map(|name| folder.join(name));
    fs::create_dir(&inside).unwrap();
    fs::create_dir(&outside).unwrap();
    let directory = Some(inside.clone());
    let relay = TestRelay::with(|config| config.unix_directory = directory).await;
    (relay, [inside, outside])
}

#[tokio::test]
async fn a_symbolic_link_in_the_labs_folder_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, [inside, outside]) = with_folder(folder.path()).await;
    let mut page = relay.page().await;
    let stream = UnixListener::bind(outside.join("stream")).unwrap();
    let datagrams = UnixDatagram::bind(outside.join("datagrams")).unwrap();
    for name in ["stream", "datagrams", "nothing"] {
        symlink(outside.join(name), inside.join(name)).unwrap();
    }
    symlink(&outside, inside.join("folder")).unwrap();
    let client = page.open_socket(Family::Unix, SocketType::Stream).await;
    let sender = page.open_socket(Family::Unix, SocketType::Dgram).await;
    let absolute = |name| inside.join(name).display().to_string();
    for path in ["stream".into(), absolute("stream"), "folder/stream".into(), "nothing".into()] {
        refused(page.connect(client, &Address::unix(path.clone())).await, Rule::UnixDirectory);
        let op = Op::ConnectEx { address: Address::unix(path) };
        refused(page.call(client, op).await, Rule::UnixDirectory);
    }
    for path in ["datagrams".into(), absolute("datagrams"), "folder/datagrams".into()] {
        let address = Address::unix(path);
        refused(page.connect(sender, &address).await, Rule::UnixDirectory);
        let op = Op::Sendto { flags: MsgFlags::NONE, address };
        refused(page.call_with(sender, op, b"x").await, Rule::UnixDirectory);
    }
    for name in ["stream", "nothing"] {
        let op = Op::Bind { address: Address::unix(name) };
        let failure = page.call(client, op).await.unwrap_err();
        assert_eq!(failure.errno.as_deref(), Some("EADDRINUSE"), "bind follows no link: {name}");
    }
    assert!(!outside.join("nothing").exists());
    for nobody_came in [stream.set_nonblocking(true), datagrams.set_nonblocking(true)] {
        nobody_came.unwrap();
    }
    assert_eq!(stream.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!(datagrams.recv(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    // Another program's socket in the folder can still be reached.
    let _friend = UnixListener::bind(inside.join("friend")).unwrap();
    page.connect(client, &Address::unix("friend")).await.unwrap();
    assert_eq!(page.peer(client).await, Address::unix(absolute("friend")));
}

#[tokio::test]
async fn a_symbolic_link_that_takes_a_sockets_place_is_never_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, [inside, outside]) = with_folder(folder.path()).await;
    let mut page = relay.page().await;
    let secret = UnixDatagram::bind(outside.join("secret")).unwrap();
    secret.set_nonblocking(true).unwrap();
    let own = UnixDatagram::bind(inside.join("own")).unwrap();
    own.set_nonblocking(true).unwrap();
    symlink(outside.join("secret"), inside.join("link")).unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let swapping = {
        let (ended, name) = (Arc::clone(&ended), inside.join("name"));
        thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                for source in ["own", "link"] {
                    let next = inside.join("next");
                    fs::hard_link(inside.join(source), &next).unwrap();
                    fs::rename(&next, &name).unwrap();
                }
            }
        })
    };
    let sender = page.open_socket(Family::Unix, SocketType::Dgram).await;
    let op = Op::Sendto { flags: MsgFlags::DONTWAIT, address: Address::unix("name") };
    let (mut arrived, mut refusals) = (0, 0);
    within("datagrams to both", async {
        let mut sent = 0;
        while sent < rounds(400) || arrived == 0 || refusals == 0 {
            sent += 1;
            let strayed = secret.recv(&mut [0]);
            assert_eq!(strayed.unwrap_err().kind(), ErrorKind::WouldBlock, "after {sent}");
            match page.call_with(sender, op.clone(), b"x").await {
                Ok(_) => arrived += u32::from(own.recv(&mut [0]).is_ok()),
                Err(failure) => refusals += u32::from(failure.rule == Some(Rule::UnixDirectory)),
            }
        }
    })
    .await;
    ended.store(true, Ordering::Relaxed);
    swapping.join().unwrap();
}

#[tokio::test]
async fn a_page_that_goes_removes_its_own_socket_and_no_link_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, [inside, outside]) = with_folder(folder.path()).await;
    let mut page = relay.page().await;
    for name in ["kept", "removed"] {
        let socket = page.open_socket(Family::Unix, SocketType::Stream).await;
        page.call(socket, Op::Bind { address: Address::unix(name) }).await.unwrap();
    }
    let _secret = UnixListener::bind(outside.join("secret")).unwrap();
    fs::remove_file(inside.join("kept")).unwrap();
    symlink(outside.join("secret"), inside.join("kept")).unwrap();
    drop(page);
    relay.stopped().await;
    assert!(!inside.join("removed").exists());
    assert!(inside.join("kept").is_symlink() && outside.join("secret").exists());
}

#[tokio::test]
async fn a_page_removes_the_files_of_its_own_sockets_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let (relay, [inside, outside]) = with_folder(folder.path()).await;
    let mut other = relay.page().await;
    let theirs = other.open_socket(Family::Unix, SocketType::Stream).await;
    other.call(theirs, Op::Bind { address: Address::unix("theirs") }).await.unwrap();
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Unix, SocketType::Stream).await;
    page.call(socket, Op::Bind { address: Address::unix("own") }).await.unwrap();
    let _friend = UnixListener::bind(inside.join("friend")).unwrap();
    let _secret = UnixListener::bind(outside.join("secret")).unwrap();
    symlink(outside.join("secret"), inside.join("link")).unwrap();
    fs::write(inside.join("text"), "kept").unwrap();
    let absolute = |name: &str| inside.join(name).to_str().unwrap().to_owned();
    for path in [
        "theirs",
        "friend",
        "link",
        "text",
        "../outside/secret",
        "/etc/hostname",
        "a\0b",
        "\0own",
        "",
        ".",
    ] {
        refused(unlink(&mut page, path).await, Rule::UnixDirectory);
    }
    for path in ["nothing".to_owned(), absolute("nothing")] {
        assert_eq!(unlink(&mut page, &path).await, Err(Failure::os(Errno::Enoent)));
    }
    unlink(&mut page, &absolute("own")).await.unwrap();
    assert!(!inside.join("own").exists());
    // Another program has taken the name since.
    let _heir = UnixListener::bind(inside.join("own")).unwrap();
    refused(unlink(&mut page, "own").await, Rule::UnixDirectory);
    drop(page);
    relay.stopped().await;
    for name in ["own", "friend", "link", "text"] {
        assert!(inside.join(name).symlink_metadata().is_ok(), "{name}");
    }
}

#[tokio::test]
async fn a_name_the_kernel_chose_can_be_answered() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let server = page.open_socket(Family::Unix, SocketType::Dgram).await;
    page.call(server, Op::Bind { address: Address::unix("auto.sock") }).await.unwrap();
    let client = page.open_socket(Family::Unix, SocketType::Dgram).await;
    page.call(client, Op::Bind { address: Address::unix("") }).await.unwrap();
    let op = Op::Sendto { flags: MsgFlags::NONE, address: Address::unix("auto.sock") };
    page.call_with(client, op, b"x").await.unwrap();
    let address = page.local(client).await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address };
    page.call_with(server, op, b"y").await.unwrap();
    assert_eq!(page.recv(client).await.unwrap(), b"y");
}
