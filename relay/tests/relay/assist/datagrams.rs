//! Datagrams over UDP.

use std::net::UdpSocket;

use super::program::{Program, path, setup};
use crate::common::python;

#[tokio::test]
async fn datagrams_go_out_and_come_back() {
    let echo = "import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])
while True:
    data, peer = s.recvfrom(2048); s.sendto(b'<' + data + b'>', peer)";
    let mut server = python(echo, &[]);
    let address = format!("127.0.0.1:{}", server.line().await);
    let client = Program::assist(&[
        "udp",
        &address,
        "--charset",
        "gbk",
        "--send",
        "你好",
        "--expect",
        "(?-u)^<\\xc4\\xe3\\xba\\xc3>$",
    ]);
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), b"<\xc4\xe3\xba\xc3>".to_vec()), "{errors}");
}

#[tokio::test]
async fn a_datagram_end_without_a_destination_answers_who_wrote_last() {
    let (mut server, port) =
        Program::bound(&["udp", "--bind", "127.0.0.1:0", "--send", "welcome"]).await;
    let mut one = Program::start("nc", &["-u", "127.0.0.1", &port]);
    one.write(b"ping").await;
    assert_eq!(one.read(7).await, b"welcome");
    assert_eq!(server.read(4).await, b"ping");
    server.write(b"pong").await;
    assert_eq!(one.read(4).await, b"pong");
}

#[tokio::test]
async fn a_datagram_that_reaches_nobody_does_not_end_the_command() {
    // It has the port, so no other test gets it, and takes datagrams from itself alone.
    let deaf = UdpSocket::bind("127.0.0.1:0").unwrap();
    deaf.connect(deaf.local_addr().unwrap()).unwrap();
    let address = deaf.local_addr().unwrap().to_string();
    let mut client = Program::assist(&["udp", &address, "--print", "text"]);
    client.write(b"one").await;
    client.error_with("sent one").await;
    client.write(b"two").await;
    client.error_with("sent two").await;
    client.interrupt();
    assert_eq!(client.ended().await.0, Some(0));
}

#[tokio::test]
async fn the_options_of_an_end_are_set_on_its_socket() {
    // The receiver reads the TTL of each datagram: IP_RECVTTL, which gives IP_TTL.
    let receiver = "import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.IPPROTO_IP, 12, 1)
s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])
data, ancillary, flags, peer = s.recvmsg(64, 64)
print(data.decode(), int.from_bytes(ancillary[0][2], 'little'))";
    let mut receiver = python(receiver, &[]);
    let port = receiver.line().await;
    let setup = setup(&format!(
        "version = 1\n[[end]]\nname = \"short\"\noptions = {{ IP_TTL = 9 }}\n\
         transport = {{ kind = \"udp\", send_to = \"127.0.0.1:{port}\" }}\n"
    ));
    let _sender = Program::assist(&["udp", "--setup", path(&setup), "--send", "ping"]);
    assert_eq!(receiver.line().await, "ping 9");
}
