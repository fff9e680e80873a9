//! The assistant's place as a person uses it.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tempfile::NamedTempFile;

use crate::{Browser, Lab};

/// The setup under a heading of the assistant's documentation, as a file; with these words in place of others.
pub fn documented_setup(heading: &str, replace: &[(&str, &str)]) -> Result<NamedTempFile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/assistant.md");
    let page = std::fs::read_to_string(path)?;
    let (_, section) = page.split_once(&format!("\n### {heading}\n")).context("no such heading")?;
    let (_, block) = section.split_once("```toml\n").context("it has no setup")?;
    let (setup, _) = block.split_once("\n```").context("the setup has no end")?;
    let mut setup = setup.to_owned();
    for (from, to) in replace {
        ensure!(setup.contains(from), "the setup has no {from}");
        setup = setup.replace(from, to);
    }
    let file = tempfile::Builder::new().suffix(".toml").tempfile()?;
    std::fs::write(file.path(), setup)?;
    Ok(file)
}

impl Lab {
    /// Open the place.
    pub async fn open_assistant(&self) -> Result<&Browser> {
        let page = &self.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.press("place-assistant").await?;
        page.find("assistant-form").await?;
        Ok(page)
    }
}

impl Browser {
    /// Wait until the chosen end is in this state.
    pub async fn end_is(&self, state: &str) -> Result<()> {
        let css = format!("[data-testid=assistant-state][data-state={state}]");
        self.find_css(&css).await.map(drop)
    }

    /// Wait until the log has an entry of this kind that contains the words.
    pub async fn logs(&self, what: &str, words: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('[data-testid=assistant-row][data-what={what}]')]\
                 .some(row => row.textContent.includes({}));",
            json!(words)
        );
        self.holds(&script).await
    }

    /// Send what is written in a form, `text` or `hex`.
    pub async fn send_message(&self, form: &str, written: &str) -> Result<()> {
        self.fill(&format!("compose-{form}"), written).await?;
        self.press("compose-send").await
    }

    /// Open a setup from a file.
    pub async fn open_setup(&self, path: &Path) -> Result<()> {
        let path = path.to_string_lossy();
        Ok(self.find("assistant-setup-open").await?.send_keys(&path).await?)
    }

    /// Open a setup from a file, and its first end.
    pub async fn open_end_of(&self, setup: &NamedTempFile) -> Result<()> {
        let chosen = ".end-tab[aria-pressed=true]";
        let before = self.find_css(chosen).await?.attr("data-testid").await?.unwrap_or_default();
        self.open_setup(setup.path()).await?;
        // Until the file is read, the end from before it is there. Those of a setup have new numbers.
        self.find_css(&format!("{chosen}:not([data-testid={before}])")).await?;
        self.press("assistant-open").await?;
        self.end_is("open").await
    }

    /// Pick the first received message of the log that shows these words, once it is drawn.
    pub async fn pick_received(&self, words: &str) -> Result<()> {
        let pick =
            "const rows = document.querySelectorAll('[data-testid=assistant-row][data-what=received]');
            const row = [...rows].find(row => row.textContent.includes(WORDS));
            row?.click();
            return Boolean(row);";
        self.holds(&pick.replace("WORDS", &json!(words).to_string())).await
    }

    /// Unfold the rarer settings of the end.
    pub async fn unfold_settings(&self) -> Result<()> {
        let unfold = "document.querySelector('[data-testid=assistant-more]').open = true;";
        self.script(unfold, vec![]).await.map(drop)
    }
}
