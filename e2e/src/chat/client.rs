//! One chat client: a `python3` process with a socket of its own.

use std::fmt::Write;

use anyhow::{Context, Result};

use crate::Peer;

/// A connected client.
pub struct ChatClient {
    peer: Peer,
    /// Its own address, as the room sees it: `ip:port`.
    pub address: String,
}

impl ChatClient {
    /// Connect to a room on 127.0.0.1.
    pub async fn connect(port: u16) -> Result<Self> {
        let mut peer = Peer::python(include_str!("client.py"), &[&port.to_string()])?;
        let address = peer.hear().await.context("the client did not connect")?;
        Ok(Self { peer, address })
    }

    /// Send bytes.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let mut line = "send ".to_owned();
        for byte in bytes {
            write!(line, "{byte:02x}")?;
        }
        self.peer.say(&line).await
    }

    /// Receive exactly `length` bytes, or fewer if the stream ends.
    pub async fn receive(&mut self, length: usize) -> Result<Vec<u8>> {
        self.peer.say(&format!("receive {length}")).await?;
        let hex = self.peer.hear().await.with_context(|| format!("waiting for {length} bytes"))?;
        (0..hex.len()).step_by(2).map(|at| Ok(u8::from_str_radix(&hex[at..at + 2], 16)?)).collect()
    }

    /// Close the sending half.
    pub async fn finish(&mut self) -> Result<()> {
        self.peer.say("finish").await
    }

    /// Close so that the room's side is reset.
    pub async fn reset(&mut self) -> Result<()> {
        self.peer.say("reset").await
    }
}
