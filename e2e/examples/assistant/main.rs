//! Measures what the assistant promises in figures, in Chromium beside a real relay and real peers:
//! `cargo run -p lab-e2e --example assistant [log | file [MIB]]`; `cargo xtask measure` runs both.

mod file;
mod log;
mod memory;

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use lab_e2e::{Browser, Lab, in_the_lab};

/// The size of the file, unless another is named, in MiB.
const MIB: u64 = 1024;

/// How long a measurement may wait for one thing. Much goes through the page meanwhile.
const PATIENCE: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            in_the_lab(log::measure).await;
            in_the_lab(async |lab| file::measure(lab, MIB).await).await;
        }
        ["log"] => in_the_lab(log::measure).await,
        ["file"] => in_the_lab(async |lab| file::measure(lab, MIB).await).await,
        ["file", mib] => {
            let mib = mib.parse().context("the file's size is a number of MiB")?;
            in_the_lab(async |lab| file::measure(lab, mib).await).await;
        }
        _ => bail!("there is `log`, and `file` with or without a number of MiB"),
    }
    Ok(())
}

/// Opens the assistant's place.
async fn open_place(lab: &Lab) -> Result<&Browser> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-assistant").await?;
    page.find("assistant-form").await?;
    Ok(page)
}

/// Waits until the chosen end is in this state.
async fn end_is(page: &Browser, state: &str) -> Result<()> {
    page.find_css(&format!("[data-testid=assistant-state][data-state={state}]")).await.map(drop)
}
