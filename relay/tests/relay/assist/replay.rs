//! Recorded conversations, played again against nc and python3.

use super::program::{Program, free_port, path, setup};
use crate::common::python;

/// A server that greets, answers each line in upper case, and ends with its client.
const SHOUT: &str = "import socket, sys
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
while True:
    c = s.accept()[0]; c.sendall(sys.argv[1].encode())
    for line in c.makefile('rb'): c.sendall(line.upper())
    c.close()";

#[tokio::test]
async fn a_recorded_conversation_is_played_as_either_side() {
    let mut server = python(SHOUT, &["hello\n"]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("talk.jsonl");
    let record = record.to_str().unwrap();
    let (mut proxy, port) =
        Program::bound(&["proxy", "127.0.0.1:0", &target, "--record", record]).await;
    let mut client = Program::start("nc", &["-N", "127.0.0.1", &port]);
    for (said, answered) in [("one\n", "hello\nONE\n"), ("two\n", "TWO\n")] {
        client.write(said.as_bytes()).await;
        assert_eq!(client.read(answered.len()).await, answered.as_bytes());
    }
    client.end_input();
    assert_eq!(client.ended().await.0, Some(0));
    proxy.error_with("both sides sent the end of the stream").await;
    let replay = |side, address: &str, flags: &[&str]| {
        let all = ["proxy", address, "--replay", record, "--as", side];
        Program::assist(&[&all, flags].concat())
    };
    // As the client, against the server that was recorded.
    for flags in [&[][..], &["--with-timing"]] {
        let (code, _, errors) = replay("client", &target, flags).ended().await;
        assert_eq!(code, Some(0), "{errors}");
        assert!(errors.contains("0 differences"), "{errors}");
    }
    // Against one that greets in another way.
    let mut other = python(SHOUT, &["hullo\n"]);
    let other = format!("127.0.0.1:{}", other.line().await);
    let (code, _, errors) = replay("client", &other, &["--print", "json"]).ended().await;
    assert_eq!(code, Some(1), "{errors}");
    let difference = r#"{"difference":{"changed":{"offset":1,"received":"75","recorded":"65"}}}"#;
    assert!(errors.contains(difference), "{errors}");
    // As the server, against nc, and against a client that says less.
    for (said, expected, words) in [
        ("one\ntwo\n", 0, "0 differences"),
        ("one\n", 1, "at byte 4: 4 recorded bytes did not come"),
    ] {
        let mut server = replay("server", "127.0.0.1:0", &[]);
        let line = server.error_with("replay is at 127.0.0.1:").await;
        let mut client =
            Program::start("nc", &["-N", "127.0.0.1", line.rsplit(':').next().unwrap()]);
        client.write(said.as_bytes()).await;
        client.end_input();
        let (code, _, errors) = server.ended().await;
        assert_eq!(code, Some(expected), "{errors}");
        assert!(errors.contains(words), "{errors}");
        assert_eq!(client.ended().await.1, b"hello\nONE\nTWO\n");
    }
}

#[tokio::test]
async fn a_replay_needs_its_other_side() {
    let talk = setup("{\"at\":0,\"direction\":\"to_server\",\"bytes\":\"61\"}\n");
    let closed = format!("127.0.0.1:{}", free_port());
    let all = ["proxy", &closed, "--replay", path(&talk), "--as", "client"];
    let (code, _, errors) = Program::assist(&all).ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("ConnectionRefusedError"), "{errors}");
}
