//! The files that the page offers, captured before the browser saves them.

use anyhow::{Context, Result};

use crate::Browser;

/// From now on the page keeps its files instead of saving them.
const HOLD: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { window.keptBlob = blob; return make.call(URL, blob); };
    HTMLAnchorElement.prototype.click = function () {
        // The page's policy lets no script fetch a data URL, so it is parsed here.
        const [head, data = ''] = this.href.split(/,(.*)/s);
        const text = head.endsWith(';base64') ? atob(data) : decodeURIComponent(data);
        const bytes = () => Uint8Array.from(text, it => it.charCodeAt(0));
        const blob = this.href.startsWith('blob:') ? window.keptBlob : new Blob([bytes()]);
        window.kept = { name: this.download, blob };
    };";

const READ: &str = "
    const done = arguments[0];
    const read = async () => {
        if (!window.kept) return setTimeout(read, 20);
        const blob = await window.kept.blob;
        done([window.kept.name, Array.from(new Uint8Array(await blob.arrayBuffer()))]);
    };
    read();";

impl Browser {
    /// Press an item of the export menu; the file's name and bytes.
    pub async fn keep(&self, what: &str) -> Result<(String, Vec<u8>)> {
        self.script(
            &format!("if (!window.keptBlob && !window.kept) {{ {HOLD} }} window.kept = null;"),
            vec![],
        )
        .await?;
        self.press("keep").await?;
        self.press(&format!("keep-{what}")).await?;
        let file = self.script_async(READ, vec![]).await?;
        serde_json::from_value(file).context("the page offers a name and bytes")
    }

    /// Open a recording from a file.
    pub async fn open_recording(&self, path: &std::path::Path) -> Result<()> {
        let path = path.to_str().context("the path can be typed")?;
        if self.count("[data-testid=keep]").await? > 0 {
            self.press("keep").await?;
        }
        self.find("open-recording").await?.send_keys(path).await?;
        Ok(())
    }

    /// Seek the recording to the position after `position` events.
    pub async fn replay_at(&self, position: usize) -> Result<()> {
        let script = "const slider = document.querySelector('[data-testid=replay-moment]');
            slider.value = arguments[0];
            slider.dispatchEvent(new Event('input', { bubbles: true }));";
        self.script(script, vec![position.into()]).await?;
        let css = format!("[data-testid=transport][data-state=past][data-position='{position}']");
        self.find_css(&css).await?;
        Ok(())
    }
}
