//! The page in a program: fetched from its relay, and compared with what was built.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

/// How long the relay may keep silent.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Fetches every file below `built` from the relay at `address`, and returns how many there are.
pub(super) fn compare(address: &str, built: &Path) -> Result<usize> {
    let mut files = Vec::new();
    collect(built, &mut files)?;
    ensure!(files.len() > 100, "there is no page in {}", built.display());
    for file in &files {
        let name = file.strip_prefix(built)?.to_str().context("a file's name is not UTF-8")?;
        let path = if name == "index.html" { "" } else { name };
        let body = get(address, path).with_context(|| format!("cannot fetch /{path}"))?;
        ensure!(body == fs::read(file)?, "the program's /{path} is not {}", file.display());
    }
    Ok(files.len())
}

/// The files below `folder` that a client can ask for; the compressed ones go in their place.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let path = entry?.path();
        let compressed = path.extension().is_some_and(|end| end == "br" || end == "gz");
        if path.is_dir() {
            collect(&path, files)?;
        } else if !compressed {
            files.push(path);
        }
    }
    Ok(())
}

/// The body of an answer, uncompressed.
fn get(address: &str, path: &str) -> Result<Vec<u8>> {
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
