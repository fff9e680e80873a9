//! Peers that reset their connections mid-transfer.

use lab_shared::call::{MsgFlags, Op, Outcome, Value};
use lab_shared::wire::MAX_PAYLOAD_BYTES;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use super::transfer::{meet, send_until_stuck};
use crate::common::page::recv;
use crate::common::within;

/// How a call ended that a reset interrupted. The first call reports the reset, the others its consequences.
fn told(outcome: Outcome) -> String {
    match outcome {
        Ok(Value::Sent(_)) => "sent".into(),
        Ok(Value::Bytes(bytes)) if bytes.is_empty() => "end".into(),
        Ok(other) => panic!("{other:?}"),
        Err(failure) => failure.errno.unwrap(),
    }
}

#[tokio::test]
async fn a_reset_ends_what_waits_on_its_connection_and_nothing_else() {
    let relay = Program::relay(&[]).await;
    let before = relay.held();
    let mut page = relay.page().await;
    let other = page.connected().await;
    let (socket, peer) = meet(&mut page).await;
    // The buffers may still grow a little, but not by this much.
    let stuck = send_until_stuck(&mut page, socket).await.waiting;
    let op = Op::Sendall { flags: MsgFlags::NONE };
    let sending = page.start(Some(socket), op, &vec![0; MAX_PAYLOAD_BYTES]).await;
    let receiving = page.block(socket, recv(1)).await;
    let elsewhere = page.block(other.server, recv(1)).await;
    peer.set_zero_linger().unwrap();
    drop(peer);
    let mut ends = Vec::new();
    for call in [stuck, sending, receiving] {
        ends.push(told(page.wait(call).await.outcome));
    }
    assert!(ends.contains(&"ECONNRESET".to_owned()), "{ends:?}");
    assert!(["ECONNRESET", "EPIPE"].contains(&ends[1].as_str()), "{ends:?}");
    assert!(["ECONNRESET", "end"].contains(&ends[2].as_str()), "{ends:?}");
    assert_eq!(told(page.send(socket, b"x").await), "EPIPE");
    page.send(other.client, b"y").await.unwrap();
    assert_eq!(page.wait(elsewhere).await.outcome, Ok(Value::Bytes(b"y"[..].into())));
    page.close(socket).await.unwrap();
    drop(page);
    relay.gave_back(before).await;
}

#[tokio::test]
async fn a_client_that_resets_leaves_its_room_and_the_others_chat_on() {
    let mut room = Program::room(&[]).await;
    let before = room.held();
    let mut other = BufReader::new(TcpStream::connect(room.address).await.unwrap());
    room.line("+ ").await;
    for _ in 0..10 {
        let mut victim = TcpStream::connect(room.address).await.unwrap();
        let name = victim.local_addr().unwrap();
        room.line(&format!("+ {name}")).await;
        victim.write_all(b"whole\nhal").await.unwrap();
        room.line(&format!("{name}: whole")).await;
        victim.set_zero_linger().unwrap();
        drop(victim);
        let left = room.line(&format!("- {name}: ")).await;
        assert!(left.contains("ConnectionResetError"), "{left}");
    }
    other.write_all(b"after\n").await.unwrap();
    let mut heard = String::new();
    while !heard.ends_with(" after\n") {
        heard.clear();
        within("what was said", other.read_line(&mut heard)).await.unwrap();
        assert!(!heard.is_empty(), "the room let the other go");
    }
    drop(other);
    room.gave_back(before).await;
}
