//! What a client does when its peer ends the stream, beside the nc of this machine.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::program::Program;
use crate::common::within;

/// nc and the assistant, each connected to a peer of its own.
async fn both(flags: &[&str]) -> [(Program, TcpStream); 2] {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let port = address.port().to_string();
    let nc = Program::start("nc", &[flags, &["127.0.0.1", &port]].concat());
    let nc = (nc, within("nc", listener.accept()).await.unwrap().0);
    let client = Program::assist(&[&["client", &address.to_string()], flags].concat());
    [nc, (client, within("the client", listener.accept()).await.unwrap().0)]
}

async fn read(peer: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    within("bytes", peer.read_exact(&mut bytes)).await.unwrap();
    bytes
}

#[tokio::test]
async fn standard_input_is_sent_behind_the_end_of_the_peer_s_stream() {
    for flags in [&[][..], &["-N"]] {
        for (mut program, mut peer) in both(flags).await {
            peer.write_all(b"that is all").await.unwrap();
            peer.shutdown().await.unwrap();
            assert_eq!(program.read(11).await, b"that is all");
            program.write(b"one\n").await;
            assert_eq!(read(&mut peer, 4).await, b"one\n");
            program.write(b"two\n").await;
            program.end_input();
            let mut rest = String::new();
            within("the end", peer.read_to_string(&mut rest)).await.unwrap();
            assert_eq!(rest, "two\n");
            let (code, output, errors) = program.ended().await;
            assert_eq!((code, output), (Some(0), Vec::new()), "{errors}");
        }
    }
}

#[tokio::test]
async fn the_end_of_the_peer_s_stream_behind_that_of_standard_input_ends_the_command() {
    for (mut program, mut peer) in both(&[]).await {
        program.write(b"last").await;
        program.end_input();
        assert_eq!(read(&mut peer, 4).await, b"last");
        // Without -N the stream is still open.
        peer.write_all(b"answer").await.unwrap();
        peer.shutdown().await.unwrap();
        let (code, output, errors) = program.ended().await;
        assert_eq!((code, output), (Some(0), b"answer".to_vec()), "{errors}");
    }
}

/// What is sent to a peer that has closed is lost, of which nc says nothing.
#[tokio::test]
async fn a_peer_that_is_gone_is_a_failure_once_something_is_sent() {
    let [(mut nc, first), (mut client, second)] = both(&[]).await;
    drop((first, second));
    nc.write(b"lost").await;
    assert_eq!(nc.ended().await.0, Some(0));
    client.error_with("half-closed").await;
    client.write(b"lost").await;
    let (code, _, errors) = client.ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("BrokenPipeError"), "{errors}");
}
