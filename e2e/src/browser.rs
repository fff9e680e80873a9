//! A browser, driven through WebDriver.

use anyhow::{Context, Result, bail};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::driver::{BrowserKind, Driver};

/// WebDriver's code for the Tab key.
const TAB: &str = "\u{e004}";

/// WebDriver's code for the Delete key.
const DELETE: &str = "\u{e017}";

/// A name that resolves to this machine, but which a browser does not know to be loopback.
pub(crate) const UNTRUSTED_HOST: &str = "socket-lab.test";

/// The browser's window, language and colours.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Window width in CSS pixels.
    pub width: u32,
    /// Window height in CSS pixels.
    pub height: u32,
    /// The browser's language, such as `zh-CN`.
    pub language: &'static str,
    /// Whether the system prefers dark colours.
    pub dark: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 1440, height: 900, language: "en-US", dark: false }
    }
}

/// One browser with one window.
pub struct Browser {
    client: Client,
    driver: Driver,
}

impl Browser {
    /// Start Chromium with a fresh profile.
    pub async fn start(look: Look) -> Result<Self> {
        Self::start_kind(BrowserKind::Chromium, look).await
    }

    /// Start a browser of this kind with a fresh profile.
    pub async fn start_kind(kind: BrowserKind, look: Look) -> Result<Self> {
        let driver = Driver::start(kind).await?;
        Ok(Self { client: driver.open(look).await?, driver })
    }

    /// The driver's client.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Open an address.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.client.goto(url).await?)
    }

    /// Wait for an element with this `data-testid`.
    pub async fn find(&self, id: &str) -> Result<Element> {
        self.find_css(&by_id(id)).await
    }

    /// Wait for an element that a CSS selector matches.
    pub async fn find_css(&self, css: &str) -> Result<Element> {
        let wait = self.client.wait().at_most(PATIENCE);
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => Ok(element),
            Err(error) => bail!("no {css}: {error}\nthe page says:\n{}", self.text().await?),
        }
    }

    /// Press an element, once it exists. A person scrolls it clear of the bars first; the driver
    /// would press whatever covers it.
    pub async fn press(&self, id: &str) -> Result<()> {
        let element = self.find(id).await?;
        let centre = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.script(centre, vec![serde_json::to_value(&element)?]).await?;
        element.click().await.with_context(|| format!("cannot press {id}"))
    }

    /// Have the page try its relay now, unless it has tried by itself, and wait until it is there.
    pub async fn try_relay_now(&self) -> Result<()> {
        let press = "document.querySelector('[data-testid=relay-try-now]')?.click();";
        self.script(press, vec![]).await?;
        self.find_css("[data-testid=relay-state][data-state=ready]").await.map(drop)
    }

    /// Replace a field's content.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let field = self.find(id).await?;
        self.type_over(&field, text).await.with_context(|| format!("cannot type into {id}"))
    }

    /// Replace a field's content, as a person does: select all, then type. The driver's own `clear`
    /// notifies the page only once the field is left; a render in between would restore the old
    /// text.
    pub(crate) async fn type_over(&self, field: &Element, text: &str) -> Result<()> {
        let mark = "arguments[0].focus(); arguments[0].select();";
        self.script(mark, vec![serde_json::to_value(field)?]).await?;
        let keys = if text.is_empty() { DELETE } else { text };
        Ok(field.send_keys(keys).await?)
    }

    /// Choose an option of a `select` by its value.
    pub async fn choose(&self, id: &str, value: &str) -> Result<()> {
        self.find(id).await?.select_by_value(value).await?;
        Ok(())
    }

    /// Send keys to whatever has the focus.
    pub async fn keys(&self, keys: &str) -> Result<()> {
        let focused = self.client.active_element().await?;
        focused.send_keys(keys).await.context("what has the focus takes no keys")
    }

    /// The `data-testid` of whatever has the focus.
    pub async fn focused(&self) -> Result<String> {
        let id = self.client.active_element().await?.attr("data-testid").await?;
        Ok(id.unwrap_or_default())
    }

    /// Wait until the element's text contains `expected`.
    pub async fn sees(&self, id: &str, expected: &str) -> Result<()> {
        let css = by_id(id);
        let script = "const [css, expected] = arguments;
            return [...document.querySelectorAll(css)].some(e => e.textContent.includes(expected));";
        let arguments = vec![json!(css), json!(expected)];
        if self.until(script, arguments).await? {
            return Ok(());
        }
        bail!("{id} never said {expected:?}; the page says:\n{}", self.text().await?)
    }

    /// Wait until a script returns true.
    pub async fn holds(&self, script: &str) -> Result<()> {
        if self.until(script, vec![]).await? {
            return Ok(());
        }
        bail!("never true: {script}\nthe page says:\n{}", self.text().await?)
    }

    /// How many elements a CSS selector matches now.
    pub async fn count(&self, css: &str) -> Result<usize> {
        let count = "return document.querySelectorAll(arguments[0]).length;";
        let count = self.script(count, vec![json!(css)]).await?;
        Ok(serde_json::from_value(count)?)
    }

    /// Run a script in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Run a script in the page that calls its last argument when it is done.
    pub async fn script_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// Press Tab until the focus is on the element; fails when it never gets there.
    pub async fn tab_to(&self, id: &str) -> Result<()> {
        for _ in 0..200 {
            if self.focused().await? == id {
                return Ok(());
            }
            self.keys(TAB).await?;
        }
        bail!("{id} cannot be reached by keyboard")
    }

    /// All text a person sees.
    pub async fn text(&self) -> Result<String> {
        let text = self.client.execute("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// A picture of the window, as PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// Block the page's main thread with an open alert, until [`Self::let_go`].
    pub async fn hold_up(&self) -> Result<()> {
        self.script("setTimeout(() => alert('held up'));", vec![]).await?;
        let opens = async {
            while !matches!(self.client.get_alert_text().await.as_deref(), Ok("held up")) {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, opens).await.context("the page opened no alert")
    }

    /// Close the alert, so that the page's thread continues.
    pub async fn let_go(&self) -> Result<()> {
        Ok(self.client.dismiss_alert().await?)
    }

    /// End the browser, then its driver.
    pub async fn close(self) -> Result<()> {
        self.client.close().await?;
        self.driver.stop().await
    }

    /// The condition is checked after every change to the page, so this waits for the event itself.
    async fn until(&self, condition: &str, arguments: Vec<Value>) -> Result<bool> {
        let watch = format!(
            "const given = [...arguments]; const done = given.pop();
             const check = () => (function () {{ {condition} }}).apply(null, given);
             if (check()) return done(true);
             const observer = new MutationObserver(() => {{ if (check()) finish(true); }});
             const timer = setTimeout(() => finish(false), {});
             function finish(result) {{
                 observer.disconnect(); clearTimeout(timer); done(result);
             }}
             observer.observe(document, {{
                 subtree: true, childList: true, characterData: true, attributes: true
             }});",
            PATIENCE.as_millis()
        );
        Ok(self.client.execute_async(&watch, arguments).await? == json!(true))
    }
}

fn by_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}
