//! What only the browser's developer tools report: its memory, its caches, its paints.

use anyhow::{Context as _, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::Browser;

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
}
