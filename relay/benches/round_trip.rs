//! How long one call takes from page to relay and back, beside a bare WebSocket echo.
//!
//! `cargo bench -p lab-relay` makes `getsockname` calls one after the other through a relay on
//! loopback, and sends messages of the same size to a server that only echoes, built on the same
//! libraries. The ratio of the two is what the relay adds.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::extract::ws::{Message as Echoed, WebSocketUpgrade};
use axum::routing::any;
use axum::serve::ListenerExt as _;
use futures_util::{SinkExt as _, StreamExt as _};
use lab_relay::{Config, Relay, TokenRule};
use lab_shared::call::{CallId, Family, Op, SocketId, SocketType};
use lab_shared::wire::{Call, Frame, PROTOCOL_VERSION, Resume, ToPage, ToRelay, WEBSOCKET_PATH};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Round trips that are measured, and those before that are not.
const ROUNDS: usize = 20_000;
const WARM_UP: usize = 2_000;

type Client = WebSocketStream<MaybeTlsStream<TcpStream>>;

fn main() -> Result<()> {
    // `cargo test --benches` runs this too; it is no test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(compare())
}

async fn compare() -> Result<()> {
    let echo = Times::of(echo().await?);
    let call = Times::of(calls().await?);
    println!("{ROUNDS} round trips on loopback, in microseconds");
    println!("{:<24}{:>10}{:>10}", "", "median", "p99");
    echo.print("WebSocket echo");
    call.print("getsockname by the relay");
    println!("ratio of the medians: {:.2}", call.median / echo.median);
    Ok(())
}

/// Round trips of messages that are only echoed.
async fn echo() -> Result<Vec<Duration>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|connection| {
        connection.set_nodelay(true).expect("a TCP connection can be told not to delay");
    });
    let route = any(async |upgrade: WebSocketUpgrade| {
        upgrade.on_upgrade(async |mut socket| {
            while let Some(Ok(message @ (Echoed::Text(_) | Echoed::Binary(_)))) =
                socket.recv().await
            {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
    });
    tokio::spawn(axum::serve(listener, Router::new().route("/", route)).into_future());
    let mut client = connect(&format!("ws://{address}/")).await?;
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let message = call(round);
        let begun = Instant::now();
        client.send(message).await?;
        client.next().await.context("the echo ended")??;
        times.push(begun.elapsed());
    }
    Ok(times)
}

/// Round trips of calls through a relay.
async fn calls() -> Result<Vec<Duration>> {
    let listen = "127.0.0.1:0".parse()?;
    let relay = Relay::bind(Config { listen, token: TokenRule::Open, ..Config::default() }).await?;
    let url = format!("ws://{}{WEBSOCKET_PATH}", relay.address());
    tokio::spawn(relay.serve(std::future::pending()));
    let mut client = connect(&url).await?;
    let first_socket = SocketId(1);
    let (version, resume) = (PROTOCOL_VERSION, Resume::Never);
    let hello = ToRelay::Hello { version, token: None, first_socket, resume };
    client.send(message(&hello)).await?;
    answer(&mut client).await?;
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let open = Call { id: CallId(u32::MAX), socket: None, op, bytes: bytes::Bytes::new() };
    client.send(message(&ToRelay::Call(open))).await?;
    answer(&mut client).await?;
    let mut times = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let message = call(round);
        let begun = Instant::now();
        client.send(message).await?;
        let answer = answer(&mut client).await?;
        times.push(begun.elapsed());
        if !matches!(answer, ToPage::Return(_)) {
            bail!("no return but {answer:?}");
        }
    }
    Ok(times)
}

async fn connect(url: &str) -> Result<Client> {
    let (client, _) = connect_async(url).await?;
    if let MaybeTlsStream::Plain(stream) = client.get_ref() {
        stream.set_nodelay(true)?;
    }
    Ok(client)
}

fn call(round: usize) -> Message {
    let id = CallId(u32::try_from(round).expect("rounds are few"));
    let (socket, op, bytes) = (Some(SocketId(1)), Op::Getsockname, bytes::Bytes::new());
    message(&ToRelay::Call(Call { id, socket, op, bytes }))
}

fn message(message: &ToRelay) -> Message {
    match message.encode() {
        Frame::Text(text) => Message::text(text),
        Frame::Binary(bytes) => Message::binary(bytes),
    }
}

async fn answer(client: &mut Client) -> Result<ToPage> {
    loop {
        let message = client.next().await.context("the relay ended")??;
        let Message::Text(text) = message else { continue };
        match ToPage::decode(Frame::Text(text.as_str().to_owned()))? {
            ToPage::Heartbeat => {}
            message => return Ok(message),
        }
    }
}

struct Times {
    median: f64,
    p99: f64,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        let mut measured = times.split_off(WARM_UP);
        measured.sort_unstable();
        let at = |share: usize| measured[measured.len() * share / 100].as_secs_f64() * 1e6;
        Self { median: at(50), p99: at(99) }
    }

    fn print(&self, name: &str) {
        println!("{name:<24}{:>10.1}{:>10.1}", self.median, self.p99);
    }
}
