//! What only the browser's developer tools report: its memory, its caches, its paints.

use anyhow::{Context as _, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::Browser;

/// Remembers the memory of the page's WebAssembly, which the page itself shows nobody.
const REMEMBER: &str = "
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
        const made = await instantiate(...given);
        const { memory } = made.instance.exports;
        if (memory) window.wasmMemory = memory;
        return made;
    };";

/// A command of the Chrome DevTools Protocol, passed on by chromedriver.
#[derive(Debug)]
struct Command {
    body: String,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.clone()))
    }
}

impl Browser {
    /// Sends the developer tools a command, such as `Performance.getMetrics`, and returns the result.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters }).to_string();
        let answer = self.client().issue_cmd(Command { body }).await;
        answer.with_context(|| format!("the developer tools refuse {command}"))
    }

    /// Loads the page again so that [`Self::wasm_bytes`] knows its memory, and waits for its relay.
    pub async fn watch_wasm(&self) -> Result<()> {
        let remember = json!({ "source": REMEMBER });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", remember).await?;
        self.devtools("Page.reload", json!({ "ignoreCache": true })).await?;
        self.find_css("[data-testid=relay-state][data-state=ready]").await?;
        Ok(())
    }

    /// The bytes of the memory of the page's WebAssembly.
    pub async fn wasm_bytes(&self) -> Result<u64> {
        let bytes = self.script("return window.wasmMemory?.buffer.byteLength;", vec![]).await?;
        bytes.as_u64().context("nobody saw the WebAssembly begin: call `watch_wasm` before")
    }
}
