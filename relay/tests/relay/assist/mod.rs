//! `socket-lab assist` against nc and python3: connections over TCP and AF_UNIX.

mod crowd;
mod datagrams;
mod devices;
mod endings;
mod outcomes;
mod program;
mod proxy;
mod replay;

use tokio::io::AsyncWriteExt as _;

use crate::common::nc;
use program::{Program, SHOP, free_port, path, setup};

#[tokio::test]
async fn a_client_sends_hex_with_a_crc_to_nc() {
    let port = free_port();
    let mut listener = Program::start("nc", &["-l", "127.0.0.1", &port]);
    listener.end_input();
    let template = "01 03 00 00 00 0A ${check CRC-16/MODBUS}";
    let address = format!("127.0.0.1:{port}");
    // nc may listen only after the first attempt.
    let mut client =
        Program::assist(&["client", &address, "--reconnect", "--hex", "--send", template]);
    assert_eq!(listener.read(8).await, [1, 3, 0, 0, 0, 10, 0xc5, 0xcd]);
    client.end_input();
    client.interrupt();
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), Vec::new()), "{errors}");
}

#[tokio::test]
async fn standard_input_and_output_are_as_of_nc() {
    let port = free_port();
    let mut listener = Program::start("nc", &["-l", "-N", "127.0.0.1", &port]);
    let address = format!("127.0.0.1:{port}");
    let mut client = Program::assist(&["client", &address, "--reconnect", "-N"]);
    client.write(b"\x00\xffone\n").await;
    assert_eq!(listener.read(6).await, b"\x00\xffone\n");
    listener.write(b"two\r\n\xfe").await;
    assert_eq!(client.read(6).await, b"two\r\n\xfe");
    client.write(b"last").await;
    client.end_input();
    assert_eq!(listener.read(4).await, b"last");
    listener.end_input();
    let (code, output, _) = listener.ended().await;
    assert_eq!((code, output), (Some(0), Vec::new()));
    client.error_with("closed").await;
}

#[tokio::test]
async fn a_large_input_arrives_whole_and_ends_the_command() {
    let (mut server, port) = Program::bound(&["server", "127.0.0.1:0"]).await;
    let mut client = Program::assist(&["client", &format!("127.0.0.1:{port}"), "-N"]);
    let sent: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
    let mut input = client.input.take().unwrap();
    let to_send = sent.clone();
    let writing = tokio::spawn(async move { input.write_all(&to_send).await });
    assert!(server.read(sent.len()).await == sent, "other bytes came out");
    writing.await.unwrap().unwrap();
    let (code, output, errors) = client.ended().await;
    assert_eq!((code, output), (Some(0), Vec::new()), "{errors}");
}

#[tokio::test]
async fn a_server_answers_two_clients_at_once_by_rules_and_in_gbk() {
    let shop = setup(SHOP);
    let (mut server, port) =
        Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop), "--print", "text"]).await;
    let mut one = Program::start("nc", &["127.0.0.1", &port]);
    let mut other = nc(&["127.0.0.1", &port]);
    one.write(b"buy 3\n").await;
    assert_eq!(one.read(8).await, b"\xce\xf7\xb9\xcf x3\n");
    server.error_with("sent 西瓜 x3").await;
    other.write("tell all\n").await;
    assert_eq!(other.line().await, "tell all");
    assert_eq!(one.read(9).await, b"tell all\n");
    one.write(b"bye\n").await;
    one.end_input();
    let (_, output, _) = one.ended().await;
    assert_eq!(output, b"over\n");
    assert_eq!(server.read(19).await, b"buy 3\ntell all\nbye\n");
    server.interrupt();
    assert_eq!(server.ended().await.0, Some(0));
}

#[tokio::test]
async fn what_is_typed_at_a_server_goes_to_all_clients() {
    let (mut server, port) = Program::bound(&["server", "127.0.0.1:0", "--send", "hello\\n"]).await;
    let mut one = nc(&["127.0.0.1", &port]);
    let mut other = nc(&["127.0.0.1", &port]);
    assert_eq!((one.line().await, other.line().await), ("hello".to_owned(), "hello".to_owned()));
    server.write("大家好\n".as_bytes()).await;
    assert_eq!((one.line().await, other.line().await), ("大家好".to_owned(), "大家好".to_owned()));
}

#[tokio::test]
async fn a_client_connects_again_after_the_server_has_restarted() {
    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let counter = "hello ${counter start=1}\\n";
    let client = Program::assist(&["client", &address, "--reconnect", "--send", counter]);
    for round in 1..=2 {
        let mut server = nc(&["-l", "-N", "127.0.0.1", &port]);
        assert_eq!(server.line().await, format!("hello {round}"));
        server.end_input();
        assert!(server.ended().await);
    }
    drop(client);
}

#[tokio::test]
async fn an_af_unix_server_answers_nc_and_removes_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("a.sock");
    let socket = socket.to_str().unwrap();
    let shop = setup(SHOP);
    let mut server =
        Program::assist(&["server", socket, "--setup", path(&shop), "--grouping", "line"]);
    server.error_with(socket).await;
    let mut peer = nc(&["-U", socket]);
    peer.write("tell me\n").await;
    assert_eq!(peer.line().await, "tell me");
    let client =
        Program::assist(&["client", socket, "--send", "tell you\\n", "--expect", "tell you"]);
    assert_eq!(client.ended().await.0, Some(0));
    server.interrupt();
    assert_eq!(server.ended().await.0, Some(0));
    assert!(!std::path::Path::new(socket).exists());
}

#[tokio::test]
async fn an_abstract_name_needs_no_file() {
    let name = format!("@socket-lab-assist-{}", std::process::id());
    let mut server = Program::assist(&["server", &name, "--send", "hi"]);
    server.error_with("opened").await;
    let client = Program::assist(&["client", &name, "--expect", "^hi$"]);
    assert_eq!(client.ended().await.0, Some(0));
}
