//! Checks the page with axe-core: barriers for people who see little or nothing of it, or use no
//! mouse.

use std::path::Path;
use std::sync::LazyLock;
use std::{fmt, fs};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Browser;

/// axe-core as npm installed it, from this crate's folder.
const SOURCE: &str = "node_modules/axe-core/axe.min.js";

static AXE: LazyLock<std::io::Result<String>> =
    LazyLock::new(|| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SOURCE)));

/// The dots of the page's background have nearly its colour, and axe does not judge text on a pattern.
const WITHOUT_DOTS: &str = "
    const plain = new CSSStyleSheet();
    plain.replaceSync('body { background-image: none !important; }');
    document.adoptedStyleSheets.push(plain);";

/// Calls axe with the options that are its first argument. A finding that axe leaves to a person's
/// judgement is a barrier as well, except for contrast: that is text on a pattern, below a menu or
/// scrolled out of its box.
const RUN: &str = "
    const [options, done] = arguments;
    const barriers = ({ violations, incomplete }) =>
        [...violations, ...incomplete.filter(({ id }) => id !== 'color-contrast')]
            .flatMap(({ id, help, nodes }) => nodes.map(({ target, html, failureSummary }) =>
                ({ rule: id, help, target: target.join(' '), html, summary: failureSummary })));
    axe.run(document, options).then(barriers).then(done, error => done(String(error)));";

/// One element that breaks one of axe's rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Barrier {
    /// The rule's name, such as `color-contrast`.
    pub rule: String,
    /// A CSS selector of the element.
    pub target: String,
    /// What the rule requires.
    pub help: String,
    html: String,
    summary: String,
}

impl fmt::Display for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, target, help, html, summary } = self;
        write!(f, "{rule}: {help}\n  {target}\n  {html}\n  {}", summary.replace('\n', "\n  "))
    }
}

impl Browser {
    /// The barriers in the page as it is drawn now: WCAG 2.2 at levels A and AA, and axe's best
    /// practices.
    ///
    /// # Errors
    /// When axe is not installed, or cannot read the page.
    pub async fn barriers(&self) -> Result<Vec<Barrier>> {
        if self.script("return typeof axe === 'undefined';", vec![]).await? == json!(true) {
            let source = AXE.as_ref().ok().with_context(|| {
                format!("no e2e/{SOURCE}: run `cargo xtask setup`, which installs it")
            })?;
            self.script(source, vec![]).await?;
            self.script(WITHOUT_DOTS, vec![]).await?;
        }
        match self.script_async(RUN, vec![options()]).await? {
            Value::String(error) => bail!("axe cannot read the page: {error}"),
            barriers => Ok(serde_json::from_value(barriers)?),
        }
    }
}

fn options() -> Value {
    json!({
        "resultTypes": ["violations", "incomplete"],
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        // Axe leaves this one out unless it is named.
        "rules": { "target-size": { "enabled": true } },
    })
}
