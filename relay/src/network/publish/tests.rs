//! Published ports, with this machine's loopback for the host.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::time::timeout;

use super::*;
use crate::resources::limits::{MAX_PUBLISHED_CONNECTIONS, MAX_PUBLISHED_PEERS};

struct Loopback;

impl Dial for Loopback {
    async fn stream(&self, port: u16) -> io::Result<TcpStream> {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await
    }

    async fn datagrams(&self, port: u16) -> io::Result<UdpSocket> {
        let socket = UdpSocket::bind(free()).await?;
        socket.connect((Ipv4Addr::LOCALHOST, port)).await?;
        Ok(socket)
    }
}

fn free() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

async fn publish(protocol: Protocol, port: u16) -> Publication {
    Publication::open(protocol, free(), port, Arc::new(Loopback)).await.unwrap()
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), what).await.expect("in time")
}

async fn server() -> (TcpListener, Publication) {
    let server = TcpListener::bind(free()).await.unwrap();
    let published = publish(Protocol::Tcp, server.local_addr().unwrap().port()).await;
    (server, published)
}

#[tokio::test]
async fn a_connection_is_half_closed_through_a_published_port() {
    let (server, published) = server().await;
    let mut client = TcpStream::connect(published.at()).await.unwrap();
    let (mut accepted, _) = soon(server.accept()).await.unwrap();
    client.write_all(b"question").await.unwrap();
    client.shutdown().await.unwrap();
    let mut text = String::new();
    soon(accepted.read_to_string(&mut text)).await.unwrap();
    assert_eq!(text, "question");
    accepted.write_all(b"answer").await.unwrap();
    drop(accepted);
    text.clear();
    soon(client.read_to_string(&mut text)).await.unwrap();
    assert_eq!(text, "answer");
}

#[tokio::test]
async fn a_reset_reaches_the_other_side_both_ways() {
    let (server, published) = server().await;
    for client_resets in [true, false] {
        let client = TcpStream::connect(published.at()).await.unwrap();
        let (accepted, _) = soon(server.accept()).await.unwrap();
        let (one, mut other) = if client_resets { (client, accepted) } else { (accepted, client) };
        one.set_zero_linger().unwrap();
        drop(one);
        let error = soon(other.read(&mut [0; 8])).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_resets() {
    // Bound, so that no other test has the port meanwhile.
    let bound = TcpSocket::new_v4().unwrap();
    bound.bind(free()).unwrap();
    let published = publish(Protocol::Tcp, bound.local_addr().unwrap().port()).await;
    let mut client = TcpStream::connect(published.at()).await.unwrap();
    let error = soon(client.read(&mut [0; 8])).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn connections_are_bounded_and_the_next_one_waits() {
    let (server, published) = server().await;
    let mut pairs = Vec::new();
    for _ in 0..MAX_PUBLISHED_CONNECTIONS {
        let client = TcpStream::connect(published.at()).await.unwrap();
        pairs.push((client, soon(server.accept()).await.unwrap().0));
    }
    let _waiting = TcpStream::connect(published.at()).await.unwrap();
    tokio::select! {
        biased;
        // Reached once everything that is ready has had its turn.
        () = settled(&mut pairs[0]) => {}
        _ = server.accept() => panic!("one more than there may be"),
    }
    pairs.pop();
    soon(server.accept()).await.unwrap();
}

/// A byte has gone through the published port, there and back.
async fn settled((client, server): &mut (TcpStream, TcpStream)) {
    client.write_all(b"x").await.unwrap();
    soon(server.read_exact(&mut [0])).await.unwrap();
    server.write_all(b"x").await.unwrap();
    soon(client.read_exact(&mut [0])).await.unwrap();
}

#[tokio::test]
async fn a_port_that_is_no_longer_published_is_closed_with_its_connections() {
    let (server, published) = server().await;
    let at = published.at();
    let mut client = TcpStream::connect(at).await.unwrap();
    let _accepted = soon(server.accept()).await.unwrap();
    drop(published);
    // The task is aborted, not joined, so its end is seen by what it held.
    assert!(!matches!(soon(client.read(&mut [0; 8])).await, Ok(1..)));
    while TcpStream::connect(at).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_udp_peer_has_its_own_answers_and_there_are_no_more_than_may_be() {
    let server = UdpSocket::bind(free()).await.unwrap();
    let published = publish(Protocol::Udp, server.local_addr().unwrap().port()).await;
    let mut buffer = [0; 16];
    let mut peers = Vec::new();
    for number in 0..MAX_PUBLISHED_PEERS {
        let peer = UdpSocket::bind(free()).await.unwrap();
        peer.connect(published.at()).await.unwrap();
        peer.send(number.to_string().as_bytes()).await.unwrap();
        let (length, from) = soon(server.recv_from(&mut buffer)).await.unwrap();
        assert_eq!(buffer[..length], *number.to_string().as_bytes());
        peers.push((peer, from));
    }
    for (number, (peer, from)) in peers.iter().enumerate().rev() {
        server.send_to(number.to_string().as_bytes(), from).await.unwrap();
        let length = soon(peer.recv(&mut buffer)).await.unwrap();
        assert_eq!(buffer[..length], *number.to_string().as_bytes());
    }
    let further = UdpSocket::bind(free()).await.unwrap();
    further.send_to(b"further", published.at()).await.unwrap();
    peers[0].0.send(b"known").await.unwrap();
    let (length, _) = soon(server.recv_from(&mut buffer)).await.unwrap();
    assert_eq!(&buffer[..length], b"known");
}

#[tokio::test]
async fn a_silent_udp_peer_is_forgotten() {
    let server = UdpSocket::bind(free()).await.unwrap();
    let shared = UdpSocket::bind(free()).await.unwrap();
    let (at, port) = (shared.local_addr().unwrap(), server.local_addr().unwrap().port());
    let silence = Duration::from_millis(1);
    let serving = tokio::spawn(datagrams::serve(shared, port, Arc::new(Loopback), silence));
    let peer = UdpSocket::bind(free()).await.unwrap();
    let mut sources = Vec::new();
    // It has a socket of its own again, sooner or later.
    while sources.iter().all(|source| *source == sources[0]) || sources.len() < 2 {
        peer.send_to(b"x", at).await.unwrap();
        sources.push(soon(server.recv_from(&mut [0; 8])).await.unwrap().1);
        tokio::time::sleep(2 * silence).await;
    }
    serving.abort();
}
