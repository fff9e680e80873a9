//! What the page takes of the machine's memory.

use std::fs;
use std::ops::Sub;
use std::process;

use anyhow::{Context as _, Result};
use lab_e2e::Browser;
use serde_json::{Value, json};

/// Bytes at one moment, in MiB, or by how much they have grown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    /// The page's WebAssembly, which never shrinks.
    pub(crate) wasm: f64,
    /// The objects of its JavaScript, those that nobody uses any more too.
    pub(crate) script: f64,
    /// The buffers of its JavaScript, likewise.
    pub(crate) buffers: f64,
    /// The browser's process for the page with its workers: resident and its own (the kernel's PSS).
    pub(crate) process: f64,
}

impl Memory {
    /// What the page takes now.
    pub(crate) async fn of(page: &Browser) -> Result<Self> {
        let heap = page.devtools("Runtime.getHeapUsage", json!({})).await?;
        let figure = |name: &str| heap[name].as_f64().unwrap_or_default() / MIB;
        Ok(Self {
            wasm: page.wasm_bytes().await? as f64 / MIB,
            script: figure("usedSize"),
            buffers: figure("backingStorageSize"),
            process: renderer()? as f64 / MIB,
        })
    }

    /// What it takes once all garbage is collected.
    pub(crate) async fn at_rest(page: &Browser) -> Result<Self> {
        page.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        Self::of(page).await
    }

    /// The greater of each figure.
    pub(crate) fn most(self, other: Self) -> Self {
        Self {
            wasm: self.wasm.max(other.wasm),
            script: self.script.max(other.script),
            buffers: self.buffers.max(other.buffers),
            process: self.process.max(other.process),
        }
    }
}

impl Sub for Memory {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            wasm: self.wasm - other.wasm,
            script: self.script - other.script,
            buffers: self.buffers - other.buffers,
            process: self.process - other.process,
        }
    }
}

const MIB: f64 = 1_048_576.0;

/// The bytes of the largest renderer among the processes that this one has started.
fn renderer() -> Result<u64> {
    let mut most = 0;
    for pid in descendants()? {
        // It may have ended meanwhile.
        let Ok(line) = fs::read_to_string(format!("/proc/{pid}/cmdline")) else { continue };
        if line.contains("--type=renderer") {
            most = most.max(proportional(pid).unwrap_or_default());
        }
    }
    Ok(most)
}

/// A process's part of the memory that is resident, proc(5).
fn proportional(pid: u32) -> Result<u64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).context("no Pss")?;
    Ok(kib.parse::<u64>()? * 1024)
}

/// The processes that this one has started, and those that they have.
fn descendants() -> Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        // The name before it is in parentheses and may have some of its own.
        let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let parent: Option<u32> =
            rest.split_whitespace().nth(1).and_then(|parent| parent.parse().ok());
        parents.push((pid, parent.unwrap_or_default()));
    }
    let mut found = vec![process::id()];
    let mut at = 0;
    while let Some(of) = found.get(at).copied() {
        found.extend(parents.iter().filter(|(_, parent)| *parent == of).map(|(pid, _)| *pid));
        at += 1;
    }
    Ok(found)
}

/// A number that a script returns.
pub(crate) fn number(value: &Value) -> Result<f64> {
    value.as_f64().with_context(|| format!("{value} is no number"))
}
