//! The filter in the kernel, with real packets.

use std::future::poll_fn;
use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};

use super::*;

/// The two ports in a packet's TCP header.
fn ports(packet: &Packet) -> (u16, u16) {
    let bytes = packet.bytes();
    let tcp =
        if bytes[0] >> 4 == 4 { &bytes[usize::from(bytes[0] & 15) * 4..] } else { &bytes[40..] };
    (u16::from_be_bytes([tcp[0], tcp[1]]), u16::from_be_bytes([tcp[2], tcp[3]]))
}

/// Opens a connection and sends a byte on it: the client's port.
fn talk(to: SocketAddr) -> u16 {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.write_all(b"x").unwrap();
    stream.local_addr().unwrap().port()
}

fn listen(host: &str) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((host, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// A socket to test with, where the kernel lets this process have one. A process that has the
/// capability must get it.
fn open() -> Option<PacketSocket> {
    const NET_RAW: u32 = 13;
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("CapEff:")).unwrap();
    let capable = u64::from_str_radix(mask.trim(), 16).unwrap() >> NET_RAW & 1 == 1;
    match PacketSocket::open(Interfaces::Loopback) {
        Ok(socket) => Some(socket),
        Err(error) => {
            assert!(!capable, "CAP_NET_RAW is there, and yet: {error}");
            eprintln!("NOT RUN: to see packets takes CAP_NET_RAW, which this process lacks");
            None
        }
    }
}

#[tokio::test]
async fn only_segments_of_the_ports_come_through_and_each_once() {
    for host in ["127.0.0.1", "::1"] {
        let Some(mut socket) = open() else { return };
        let ((_wanted, wanted), (_other, other)) = (listen(host), listen(host));
        socket.set_flows(BTreeSet::from([Flow::Port(wanted.port())])).unwrap();
        talk(other);
        // A datagram of the same port is no segment.
        let udp = UdpSocket::bind((host, 0)).unwrap();
        udp.send_to(b"x", wanted).unwrap();
        let client = talk(wanted);
        let mut seen = Vec::new();
        while seen.len() < 3 {
            seen.push(ports(&poll_fn(|cx| socket.poll_packet(cx)).await.unwrap()));
        }
        while let Some(packet) = socket.packet_now().unwrap() {
            seen.push(ports(&packet));
        }
        let (there, back) = ((client, wanted.port()), (wanted.port(), client));
        assert_eq!(seen[..3], [there, back, there], "the handshake, each segment once");
        assert!(seen.iter().all(|ports| [there, back].contains(ports)), "{host}: {seen:?}");
    }
}

#[tokio::test]
async fn between_two_ports_is_more_exact_than_of_one() {
    let Some(mut socket) = open() else { return };
    let (_listener, address) = listen("127.0.0.1");
    let stream = TcpStream::connect(address).unwrap();
    let port = stream.local_addr().unwrap().port();
    socket.set_flows(BTreeSet::from([Flow::Between(address.port(), port)])).unwrap();
    talk(address);
    (&stream).write_all(b"y").unwrap();
    let packet = poll_fn(|cx| socket.poll_packet(cx)).await.unwrap();
    assert_eq!(ports(&packet), (port, address.port()));
    let age = SystemTime::now().duration_since(packet.at).unwrap();
    assert!(age < Duration::from_secs(20), "{age:?}");
    socket.set_flows(BTreeSet::new()).unwrap();
    while socket.packet_now().unwrap().is_some() {}
    (&stream).write_all(b"z").unwrap();
    assert!(socket.packet_now().unwrap().is_none(), "deaf again");
}

#[tokio::test]
async fn what_nobody_reads_is_counted() {
    let Some(mut socket) = open() else { return };
    let (listener, address) = listen("127.0.0.1");
    socket.set_flows(BTreeSet::from([Flow::Port(address.port())])).unwrap();
    let mut sender = TcpStream::connect(address).unwrap();
    let (receiver, _) = listener.accept().unwrap();
    let reader = std::thread::spawn(move || std::io::copy(&mut &receiver, &mut std::io::sink()));
    let mut dropped = 0;
    let chunk = vec![0; 1024 * 1024];
    while dropped == 0 {
        sender.write_all(&chunk).unwrap();
        dropped = socket.take_dropped().unwrap();
    }
    drop(sender);
    reader.join().unwrap().unwrap();
    assert!(socket.packet_now().unwrap().is_some());
}

#[test]
fn as_many_flows_as_there_may_be_fit_one_program() {
    let pairs = (0..2000).map(|port| Flow::Between(port, port + 1)).collect();
    let ports = (0..2000).map(Flow::Port).collect();
    for flows in [pairs, ports] {
        assert!(filter::program(&flows, 1).len() <= 4096);
    }
}
