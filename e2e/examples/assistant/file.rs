//! What the page takes of memory while a file goes out of it, and while what it receives goes into one.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::{Browser, Lab, Peer};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::memory::Memory;
use super::{PATIENCE, end_is, open_place};

/// How often the memory is looked at.
const EACH: std::time::Duration = std::time::Duration::from_millis(200);

/// By how much the page's process may grow, in MiB.
const MOST: f64 = 64.0;

const BLOCK: u64 = 1 << 20;

/// A server that counts and hashes what it receives, and one that sends so many MiB, each with its number.
const SINK: &str = r"
import hashlib, socket
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1])
peer, _ = listener.accept()
count, digest = 0, hashlib.sha256()
while data := peer.recv(1 << 20):
    count += len(data)
    digest.update(data)
print(count, digest.hexdigest())
";

const SOURCE: &str = r"
import socket, sys
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1])
peer, _ = listener.accept()
input()
for number in range(int(sys.argv[1])):
    peer.sendall(number.to_bytes(8, 'big') + bytes((1 << 20) - 8))
print('sent')
peer.recv(1)
";

/// The SHA-256 of a file, in hex.
const DIGEST: &str = "import hashlib, sys; print(hashlib.file_digest(open(sys.argv[1], 'rb'), 'sha256').hexdigest())";

/// How many bytes the browser's file has, and how many of its MiB have their number.
const CHECK: &str = "
    const done = arguments[0];
    (async () => {
        const all = await navigator.storage.getDirectory();
        const folder = await all.getDirectoryHandle('assistant');
        const file = await (await folder.getFileHandle('received')).getFile();
        let right = 0;
        for (let at = 0; at < file.size; at += 2 ** 20) {
            const head = new DataView(await file.slice(at, at + 8).arrayBuffer());
            right += Number(head.getBigUint64(0) === BigInt(at / 2 ** 20));
        }
        done([file.size, right]);
    })();";

/// Sends a file of so many MiB, and receives as much into one, each in a page that was just loaded.
pub(crate) async fn measure(lab: &Lab, mib: u64) -> Result<()> {
    println!(
        "{:32}{:>10}{:>10}{:>10}{:>10}",
        "MiB of memory", "process", "wasm", "script", "buffers"
    );
    let sent = send(load(lab).await?, mib).await?;
    let received = receive(load(lab).await?, mib).await?;
    ensure!(sent < MOST && received < MOST, "the page's process may grow by {MOST} MiB");
    Ok(())
}

/// The page, loaded anew, with its files in view.
async fn load(lab: &Lab) -> Result<&Browser> {
    lab.browser.watch_wasm().await?;
    let page = open_place(lab).await?;
    page.press("assistant-side-files").await?;
    Ok(page)
}

/// Sends a file; returns by how much the page's process grew.
async fn send(page: &Browser, mib: u64) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("large.bin");
    write(&path, mib)?;
    let path = path.to_str().context("the path can be typed")?;
    let mut sink = Peer::python(SINK, &[])?;
    page.fill("assistant-port", &sink.hear().await?).await?;
    page.press("assistant-open").await?;
    end_is(page, "open").await?;
    page.find("file-input").await?.send_keys(path).await?;
    page.sees("file-name", "large.bin").await?;
    let before = Memory::at_rest(page).await?;
    page.press("file-send").await?;
    let ended = "return document.querySelector('[data-testid=file-ended]')?.textContent.trim();";
    let (most, seconds) =
        watch(page, async || Ok(page.script(ended, vec![]).await?.as_str() != Some(""))).await?;
    let grown = tell("sent", mib, seconds, before, most, page).await?;
    page.press("assistant-open").await?;
    end_is(page, "closed").await?;
    let counted = sink.hear().await?;
    let digest = Peer::python(DIGEST, &[path])?.hear().await?;
    ensure!(
        counted == format!("{} {digest}", mib * BLOCK),
        "it came as {counted} instead of {digest}"
    );
    Ok(grown)
}

/// Receives into a file; returns by how much the page's process grew.
async fn receive(page: &Browser, mib: u64) -> Result<f64> {
    let mut source = Peer::python(SOURCE, &[&mib.to_string()])?;
    page.fill("assistant-port", &source.hear().await?).await?;
    page.press("assistant-open").await?;
    end_is(page, "open").await?;
    page.press("capture-begin").await?;
    page.find("capture-end").await?;
    let before = Memory::at_rest(page).await?;
    source.say("").await?;
    let wanted = format!("{mib}.0 MiB");
    let figures = "return document.querySelector('[data-testid=capture-figures]')?.textContent;";
    let all = async || {
        let told = page.script(figures, vec![]).await?;
        Ok(told.as_str().is_some_and(|told| told.contains(&wanted)))
    };
    let (most, seconds) = watch(page, all).await?;
    let grown = tell("received", mib, seconds, before, most, page).await?;
    page.press("capture-end").await?;
    page.find("capture-save").await?;
    let found = page.script_async(CHECK, vec![]).await?;
    ensure!(found == json!([mib * BLOCK, mib]), "the file has bytes and right blocks: {found}");
    Ok(grown)
}

/// A file of zeros in which each MiB begins with its number. It takes hardly any room on the disk.
fn write(path: &Path, mib: u64) -> Result<()> {
    let mut file = File::create(path)?;
    file.set_len(mib * BLOCK)?;
    for number in 0..mib {
        file.seek(SeekFrom::Start(number * BLOCK))?;
        file.write_all(&number.to_be_bytes())?;
    }
    Ok(())
}

/// The most that the page takes until it is done, and how many seconds that takes.
async fn watch(page: &Browser, done: impl AsyncFn() -> Result<bool>) -> Result<(Memory, f64)> {
    let (begun, mut most) = (Instant::now(), Memory::default());
    while !done().await? {
        most = most.most(Memory::of(page).await?);
        ensure!(begun.elapsed() < PATIENCE, "it is not done");
        sleep(EACH).await;
    }
    Ok((most.most(Memory::of(page).await?), begun.elapsed().as_secs_f64()))
}

async fn tell(
    what: &str,
    mib: u64,
    seconds: f64,
    before: Memory,
    most: Memory,
    page: &Browser,
) -> Result<f64> {
    let after = Memory::at_rest(page).await?;
    println!("{what}: {mib} MiB in {seconds:.1} s, {:.0} MiB a second", mib as f64 / seconds);
    let grown = most - before;
    for (when, memory) in
        [("before", before), ("at most", most), ("grown by", grown), ("after", after)]
    {
        let Memory { process, wasm, script, buffers } = memory;
        println!("  {when:30}{process:10.1}{wasm:10.1}{script:10.1}{buffers:10.1}");
    }
    Ok(grown.process)
}
