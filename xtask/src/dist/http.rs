//! Asks a relay for a file.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

/// How long the relay may keep silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// The body of what is at `path`, uncompressed.
///
/// # Errors
/// The relay does not answer, or not with 200.
pub(super) fn get(address: &str, path: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    // The older version, in which nothing comes in chunks.
    write!(stream, "GET /{path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").context("no head")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    ensure!(head.starts_with("http/1.0 200"), "the answer is {head:.200}");
    Ok(answer.split_off(end + 4))
}
