//! The data files that the browser keeps for the page, after the page has drawn them.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{Browser, PATIENCE};

/// Gives its callback how many bytes the browser keeps for the page, once they are as many as expected or the time is up.
/// The browser sends no event for it.
const KEPT: &str = "
    const [expected, patience, done] = arguments;
    const end = performance.now() + patience;
    const look = async () => {
        const all = await navigator.storage.getDirectory();
        let bytes = 0;
        for await (const handle of (await all.getDirectoryHandle('program-data', { create: true })).values()) {
            // Chromium writes to a file of this ending, which then replaces the other.
            if (!handle.name.endsWith('.crswap')) bytes += (await handle.getFile()).size;
        }
        if (bytes === expected || performance.now() > end) return bytes;
        await new Promise(resolve => setTimeout(resolve, 20));
        return look();
    };
    look().then(done, error => done(String(error)));";

impl Browser {
    /// Wait until the browser keeps so many bytes of data files: a page that is left before that loses them.
    pub async fn keeps_data(&self, bytes: u64) -> Result<()> {
        let arguments = vec![json!(bytes), json!(PATIENCE.as_millis() as u64)];
        let kept = self.script_async(KEPT, arguments).await?;
        ensure!(kept == bytes, "the browser keeps {kept} bytes");
        Ok(())
    }
}
