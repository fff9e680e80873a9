//! The assistant's place as a person uses it.

use anyhow::Result;
use serde_json::json;

use crate::{Browser, Lab};

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
    pub async fn open_setup(&self, path: &std::path::Path) -> Result<()> {
        let path = path.to_string_lossy();
        Ok(self.find("assistant-setup-open").await?.send_keys(&path).await?)
    }
}
