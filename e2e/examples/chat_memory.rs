//! Measures whether a room in the page keeps its memory while it is talked in:
//! `cargo run --release -p lab-e2e --example chat_memory [MINUTES]`.
//!
//! Clients say lines at a steady pace; each minute, after collecting garbage, the browser's
//! developer tools tell what the page takes. It fails if the last third of the time took more than
//! the third before it.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::chat::ChatRoom as _;
use lab_e2e::{Browser, Lab, in_the_lab};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::{MissedTickBehavior, interval};

const MINUTES: usize = 30;

const CLIENTS: usize = 5;

/// Between two lines, whoever says them: 20 a second.
const PACE: Duration = Duration::from_millis(50);

const LINES_A_MINUTE: usize = 60_000 / PACE.as_millis() as usize;

/// What the page takes, and by how much it may differ between two thirds of the time.
const FIGURES: [(&str, f64); 3] =
    [("JavaScript, MB", 1.0), ("WebAssembly, MB", 1.0), ("DOM nodes", 100.0)];

/// What is more than this share is not noise, if it is more than the figure's own bound too.
const SHARE: f64 = 0.02;

#[tokio::main]
async fn main() {
    let minutes = std::env::args()
        .nth(1)
        .map_or(MINUTES, |minutes| minutes.parse().expect("the argument is a number of minutes"));
    in_the_lab(async |lab| measure(lab, minutes).await).await;
}

async fn measure(lab: &Lab, minutes: usize) -> Result<()> {
    let page = &lab.browser;
    page.watch_wasm().await?;
    page.press("place-chat").await?;
    page.fill("chat-port", "0").await?;
    let room = page.open_room().await?;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (hears, says) = TcpStream::connect(("127.0.0.1", room.port())).await?.into_split();
        tokio::spawn(listen(hears));
        clients.push(says);
    }
    page.devtools("Performance.enable", json!({})).await?;
    println!("minute {}", FIGURES.map(|(name, _)| format!("{name:>16}")).concat());
    let mut samples = vec![sample(page).await?];
    tell(0, samples[0]);
    let mut said = 0;
    for minute in 1..=minutes {
        talk(&mut clients, &mut said).await?;
        page.room_says("said", &line(said)).await?;
        samples.push(sample(page).await?);
        tell(minute, samples[minute]);
    }
    compare(&samples)
}

/// Hears everything that is said, as a terminal would.
async fn listen(mut stream: OwnedReadHalf) {
    let mut heard = vec![0; 4096];
    while stream.read(&mut heard).await.is_ok_and(|count| count > 0) {}
}

/// Each client in its turn says a line, for a minute.
async fn talk(clients: &mut [OwnedWriteHalf], said: &mut usize) -> Result<()> {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for _ in 0..LINES_A_MINUTE {
        pace.tick().await;
        *said += 1;
        let client = *said % clients.len();
        clients[client].write_all(format!("{}\n", line(*said)).as_bytes()).await?;
    }
    Ok(())
}

fn line(number: usize) -> String {
    format!("line {number}: 大家好, is everybody still there?")
}

async fn sample(page: &Browser) -> Result<[f64; 3]> {
    page.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let answer = page.devtools("Performance.getMetrics", json!({})).await?;
    let metric = |name: &str| {
        let metrics = answer["metrics"].as_array()?;
        metrics.iter().find(|metric| metric["name"] == name)?["value"].as_f64()
    };
    let script = metric("JSHeapUsedSize").context("no metric of the heap")?;
    let nodes = metric("Nodes").context("no metric of the nodes")?;
    let wasm = page.wasm_bytes().await? as f64;
    Ok([script / 1e6, wasm / 1e6, nodes])
}

fn tell(minute: usize, sample: [f64; 3]) {
    println!("{minute:6} {:16.2}{:16.2}{:16}", sample[0], sample[1], sample[2]);
}

fn compare(samples: &[[f64; 3]]) -> Result<()> {
    let third = samples.len() / 3;
    ensure!(third > 0, "two minutes at least: there is no third to compare");
    let (before, last) = (samples.len() - 2 * third, samples.len() - third);
    for (at, (name, bound)) in FIGURES.into_iter().enumerate() {
        let before = median(samples[before..last].iter().map(|sample| sample[at]));
        let last = median(samples[last..].iter().map(|sample| sample[at]));
        println!("{name}: {before:.2} in the middle third, {last:.2} in the last");
        let allowed = f64::max(before * SHARE, bound);
        ensure!(last - before <= allowed, "{name}: grows by more than {allowed:.2}");
    }
    Ok(())
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
