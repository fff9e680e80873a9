//! One call: the time of getsockname from the page to the relay and back, beside messages of the same
//! size to a bare WebSocket server with the same libraries.

use std::env;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use lab_shared::call::{CallId, Family, Op, SocketId, SocketType};
use lab_shared::wire::ToPage;
use tokio_tungstenite::tungstenite::Message;

use super::open::Bridge;
use super::page;
use super::peer::Peer;
use super::ping::Latency;
use super::web;
use crate::process::Process;

/// Calls before it is measured.
const WARM_UP: usize = 1000;

/// Bytes one read of the client's WebSocket takes at most.
pub(crate) const READ_BYTES: usize = 4096;

/// Makes `count` calls, one after the other.
pub(crate) async fn relay(count: usize) -> Result<Latency> {
    let bridge = Bridge::start(Peer::Relay, 0)?;
    let mut socket = bridge.socket(READ_BYTES).await?;
    let mut ears = page::greet(&mut socket).await?;
    let open = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    page::calls(&mut socket, &mut ears, vec![(None, open)]).await?;
    let mut times = Vec::with_capacity(count);
    for round in 0..WARM_UP + count {
        let message = getsockname(round)?;
        let begun = Instant::now();
        socket.send(message).await?;
        let answer = page::next(&mut socket, &mut ears).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
        let ToPage::Return(_) = answer else { bail!("no return but {answer:?}") };
    }
    Ok(Latency::of(&mut times[WARM_UP..]))
}

/// Exchanges `count` messages, one after the other.
pub(crate) async fn echo(count: usize) -> Result<Latency> {
    let echo = Process::listening(|port| {
        let mut this = Command::new(env::current_exe()?);
        this.args(["serve", "echo", &port.to_string()]);
        Ok(this)
    })?;
    let mut socket = web::open(echo.address(), "/", READ_BYTES).await?;
    let mut times = Vec::with_capacity(count);
    for round in 0..WARM_UP + count {
        let message = getsockname(round)?;
        let begun = Instant::now();
        socket.send(message).await?;
        socket.next().await.context("the echo has ended")??;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    Ok(Latency::of(&mut times[WARM_UP..]))
}

/// The call of that number, on the page's first socket.
pub(super) fn getsockname(round: usize) -> Result<Message> {
    let id = CallId(u32::try_from(round)?);
    Ok(page::message_of(&page::call(id, Some(SocketId(1)), Op::Getsockname, Bytes::new())))
}
