//! Real peers: what a learner runs in a terminal beside the page.

use lab_shared::call::{Address, Exception, Family, How, MsgFlags, Op, SocketType, Value};

use crate::common::page::recv;
use crate::common::process::free_port;
use crate::common::{Page, TestRelay, nc, python};

fn port(address: &Address) -> String {
    address.port().unwrap().to_string()
}

/// Connects as soon as the peer listens.
async fn connect_to(page: &mut Page, address: &Address) -> lab_shared::call::SocketId {
    loop {
        let socket = page.tcp().await;
        match page.connect(socket, address).await {
            Ok(_) => return socket,
            Err(failure) => {
                assert_eq!(failure.exception, Exception::ConnectionRefusedError);
                page.close(socket).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn nc_is_served() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let mut peer = nc(&["-N", "127.0.0.1", &port(&address)]);
    let server = page.accept(listener).await;
    peer.write("你好\n").await;
    assert_eq!(page.recv(server).await.unwrap(), "你好\n".as_bytes());
    page.send(server, b"ack\n").await.unwrap();
    assert_eq!(peer.line().await, "ack");
    peer.end_input();
    assert_eq!(page.recv(server).await.unwrap(), b"", "nc -N ends its half");
    page.send(server, b"bye\n").await.unwrap();
    page.close(server).await.unwrap();
    assert_eq!(peer.rest().await, "bye\n");
    assert!(peer.ended().await);
}

#[tokio::test]
async fn nc_serves() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = free_port();
    let mut peer = nc(&["-l", "-N", "127.0.0.1", &port.to_string()]);
    let client = connect_to(&mut page, &Address::inet("127.0.0.1", port)).await;
    page.send(client, b"hello\n").await.unwrap();
    assert_eq!(peer.line().await, "hello");
    peer.write("ack\n").await;
    assert_eq!(page.recv(client).await.unwrap(), b"ack\n");
    page.shutdown(client, How::Write).await.unwrap();
    peer.end_input();
    assert_eq!(page.recv(client).await.unwrap(), b"");
    assert!(peer.ended().await);
}

#[tokio::test]
async fn nc_without_a_listener_is_refused() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    page.call(socket, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
    let address = page.local(socket).await;
    let mut peer = nc(&["127.0.0.1", &port(&address)]);
    assert!(!peer.ended().await, "a socket that is bound and does not listen refuses");
}

#[tokio::test]
async fn cpython_is_served() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let script = "
import socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
s.sendall(b'x' * 300000)
s.shutdown(socket.SHUT_WR)
print(s.makefile().read())
";
    let mut peer = python(script, &[&port(&address)]);
    let server = page.accept(listener).await;
    let mut received = 0;
    loop {
        let bytes = page.recv(server).await.unwrap();
        if bytes.is_empty() {
            break;
        }
        received += bytes.len();
    }
    page.send(server, format!("{received} bytes").as_bytes()).await.unwrap();
    page.close(server).await.unwrap();
    assert_eq!(peer.line().await, "300000 bytes");
    assert!(peer.ended().await);
}

#[tokio::test]
async fn cpython_serves() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let script = "
import socket
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
conn, address = s.accept()
print(address[1])
while data := conn.recv(1024):
    conn.sendall(data.upper())
conn.close()
";
    let mut peer = python(script, &[]);
    let address = Address::inet("127.0.0.1", peer.line().await.parse().unwrap());
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    assert_eq!(peer.line().await, port(&page.local(client).await));
    page.send(client, b"echo").await.unwrap();
    assert_eq!(page.recv(client).await.unwrap(), b"ECHO");
    page.shutdown(client, How::Write).await.unwrap();
    assert_eq!(page.recv(client).await.unwrap(), b"");
    assert!(peer.ended().await);
}

#[tokio::test]
async fn cpython_that_is_killed_resets_the_connection() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let script = "
import os, socket, sys, select
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
select.select([s], [], [])
os._exit(1)
";
    let mut peer = python(script, &[&port(&address)]);
    let server = page.accept(listener).await;
    let waiting = page.block(server, recv(9)).await;
    page.send(server, b"never read").await.unwrap();
    let failure = page.wait(waiting).await.outcome.unwrap_err();
    assert_eq!(failure.exception, Exception::ConnectionResetError);
    assert!(!peer.ended().await);
}

#[tokio::test]
async fn cpython_exchanges_datagrams() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (socket, address) = page.udp().await;
    let script = "
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b'ping', ('127.0.0.1', int(sys.argv[1])))
print(s.getsockname()[1], s.recvfrom(99)[0].decode())
";
    let mut peer = python(script, &[&port(&address)]);
    let op = Op::Recvfrom { bufsize: 99, flags: MsgFlags::NONE };
    let Ok(Value::BytesFrom { address: Some(from), bytes }) = page.call(socket, op).await else {
        panic!("no datagram")
    };
    assert_eq!(bytes, "ping");
    let op = Op::Sendto { flags: MsgFlags::NONE, address: from.clone() };
    page.call_with(socket, op, b"pong").await.unwrap();
    assert_eq!(peer.line().await, format!("{} pong", port(&from)));
    assert!(peer.ended().await);
}

#[tokio::test]
async fn nc_meets_a_unix_socket_in_the_labs_folder() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let folder = page.welcome.clone().unwrap().reach.unix_directory.unwrap();
    let kind = lab_shared::call::SocketType::Stream;
    let server = page.open_socket(lab_shared::call::Family::Unix, kind).await;
    page.call(server, Op::Bind { address: Address::unix("nc.sock") }).await.unwrap();
    page.call(server, Op::Listen { backlog: Some(1) }).await.unwrap();
    let mut peer = nc(&["-U", "-N", &format!("{folder}/nc.sock")]);
    let connection = page.accept(server).await;
    peer.write("hi\n").await;
    assert_eq!(page.recv(connection).await.unwrap(), b"hi\n");
    page.close(connection).await.unwrap();
    assert!(peer.ended().await);
}

#[tokio::test]
async fn nc_sends_a_datagram_to_a_unix_name_and_hears_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().canonicalize().unwrap();
    let directory = Some(given.clone());
    let relay = TestRelay::with(|config| config.unix_directory = directory).await;
    let mut page = relay.page().await;
    let server = page.open_socket(Family::Unix, SocketType::Dgram).await;
    let bound = Op::Bind { address: Address::unix("./datagrams") };
    page.call(server, bound).await.unwrap();
    let in_folder = |name: &str| given.join(name).display().to_string();
    let mut peer = nc(&["-uU", "-s", &in_folder("nc.sock"), &in_folder("datagrams")]);
    peer.write("hi\n").await;
    let op = Op::Recvfrom { bufsize: 99, flags: MsgFlags::NONE };
    let Ok(Value::BytesFrom { address: Some(from), bytes }) = page.call(server, op).await else {
        panic!("no datagram")
    };
    assert_eq!((&bytes[..], &from), (&b"hi\n"[..], &Address::unix(in_folder("nc.sock"))));
    let op = Op::Sendto { flags: MsgFlags::NONE, address: from };
    page.call_with(server, op, b"back\n").await.unwrap();
    assert_eq!(peer.line().await, "back");
}

/// By its plain name and by its whole path.
#[tokio::test]
async fn the_page_connects_to_a_unix_socket_that_python_made_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().canonicalize().unwrap();
    let directory = Some(given.clone());
    let relay = TestRelay::with(|config| config.unix_directory = directory).await;
    let mut page = relay.page().await;
    for kind in ["SOCK_STREAM", "SOCK_SEQPACKET"] {
        let path = given.join(kind).display().to_string();
        let script = "
import socket, sys
server = socket.socket(socket.AF_UNIX, getattr(socket, sys.argv[2]))
server.bind(sys.argv[1])
server.listen()
print('ready')
for _ in range(2):
    with server.accept()[0] as connection:
        connection.sendall(connection.recv(99).upper())
";
        let mut peer = python(script, &[&path, kind]);
        assert_eq!(peer.line().await, "ready");
        for name in [kind, &path] {
            let kind =
                if kind == "SOCK_STREAM" { SocketType::Stream } else { SocketType::Seqpacket };
            let client = page.open_socket(Family::Unix, kind).await;
            page.connect(client, &Address::unix(name)).await.unwrap();
            page.send(client, b"hello").await.unwrap();
            assert_eq!(page.recv(client).await.unwrap(), b"HELLO", "{name}");
        }
        assert!(peer.ended().await);
        assert!(std::path::Path::new(&path).exists(), "the page removes only its own files");
    }
}
