//! HTTP with curl.

use lab_shared::assistant::decode::Decoder;

use super::super::program::{Program, path};
use super::tap::Tap;
use super::{decoded, example, has_lines, output_of};

#[tokio::test]
async fn a_rule_plays_a_web_server_for_curl() {
    let setup = example("HTTP", "127.0.0.1:8000", "127.0.0.1:0");
    let (_server, port) = Program::bound(&["server", "--setup", path(&setup)]).await;
    let tap = Tap::before(&port).await;
    let (one, other) = (
        format!("http://127.0.0.1:{}/one", tap.port),
        format!("http://127.0.0.1:{}/two", tap.port),
    );
    // Two requests on one connection: the responses end where their lengths say.
    let printed = output_of(
        "curl",
        &["--silent", "--show-error", "--fail", "--max-time", "20", &one, &other],
    )
    .await;
    assert_eq!(printed, "you asked for /one\nyou asked for /two\n");
    // Both requests have the same length, and so have both responses.
    let (client, server) = tap.bytes().await;
    let first = |both: &[u8]| decoded(&Decoder::Http, &both[..both.len() / 2]);
    has_lines(&first(&client), &["method: GET", "target: /one", "version: HTTP/1.1"]);
    has_lines(
        &first(&server),
        &["status: 200", "Content-Length: 19", r"body: you asked for /one\n"],
    );

    let address = format!("http://127.0.0.1:{port}/");
    let mut curl = Program::start(
        "curl",
        &["--silent", "--data", "x=1", "--fail", "--max-time", "20", &address],
    );
    curl.end_input();
    let (code, _, _) = curl.ended().await;
    assert_eq!(code, Some(22), "what is no GET is answered with an error");
}
