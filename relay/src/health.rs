//! `socket-lab health`: asks a relay on this machine whether it lives, for a container's engine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::http::HEALTH_PATH;
use crate::start::Listen;

/// How long a living relay may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Most bytes read of an answer; the status is in the first of them.
const MAX_ANSWER_BYTES: u64 = 4096;

/// Which relay is asked.
#[derive(Debug, Args)]
pub struct HealthArguments {
    /// Where the relay listens, as it was told itself.
    #[arg(long, value_name = "HOST:PORT", default_value_t, env = "SOCKET_LAB_LISTEN")]
    listen: Listen,
}

/// Asks.
///
/// # Errors
/// Nobody answers there in time, or not as a relay that lives does.
pub async fn ask(arguments: HealthArguments) -> Result<()> {
    let address = near(arguments.listen.address());
    let answer = timeout(PATIENCE, get(address))
        .await
        .with_context(|| format!("{address} does not answer"))?
        .with_context(|| format!("cannot ask {address}"))?;
    let status = answer.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        bail!("{address} answers {status:?}");
    }
    Ok(())
}

async fn get(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request =
        format!("GET {HEALTH_PATH} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(MAX_ANSWER_BYTES).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A relay that listens on every interface is asked on loopback.
fn near(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
