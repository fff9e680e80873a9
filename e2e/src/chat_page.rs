//! The Chat place as a person uses it, and its room as the suite's player needs it.

use anyhow::{Context, Result};
use lab_shared::chat::RoomConfig;
use lab_shared::framing::{ByteOrder, Delimiter, Framing, LengthWidth};
use serde_json::json;

use crate::chat::ChatRoom;
use crate::{Browser, Peer};

/// Where a room of the Chat place runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// In the page.
    Page,
    /// On the relay.
    Relay,
}

/// The transcript's lines about a new framing.
const REFRAMED: &str = "[data-testid=chat-line][data-kind=reframed]";

/// The framings that the suite changes to, by the page's names for them.
fn framings() -> [(&'static str, Framing); 5] {
    let bars = Delimiter::new("||").map(Framing::Delimiter).expect("it is not empty");
    let prefix = Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big };
    [
        ("raw", Framing::Raw),
        ("lines", Framing::Lines),
        ("crlf_lines", Framing::CrLfLines),
        ("delimiter", bars),
        ("u16_big", prefix),
    ]
}

/// A room that the Chat place hosts.
pub struct PageRoom<'a> {
    page: &'a Browser,
    port: u16,
}

impl Browser {
    /// Put settings into the room's JSON field and apply them.
    pub async fn set_room(&self, runs: Runs, config: &RoomConfig) -> Result<()> {
        let runs = if runs == Runs::Page { "page" } else { "relay" };
        let export = json!({ "runs": runs, "host": "127.0.0.1", "port": 0, "room": config });
        self.find("chat-json").await?;
        // Typing key by key would take longer than the conversation.
        self.script(
            "const field = document.querySelector('[data-testid=chat-json]');
             field.closest('details').open = true;
             field.value = arguments[0];
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
            vec![json!(export.to_string())],
        )
        .await?;
        self.find_css("[data-testid=chat-json-apply]:enabled").await?;
        self.press("chat-json-apply").await?;
        self.find_css("[data-testid=chat-json-apply]:disabled").await?;
        Ok(())
    }

    /// Open the room that is set, and wait until it listens.
    pub async fn open_room(&self) -> Result<PageRoom<'_>> {
        self.find_css("[data-testid=chat-open]:enabled").await?;
        self.press("chat-open").await?;
        let address = self.find("chat-address").await?.text().await?;
        let port = address.rsplit(':').next().unwrap_or_default();
        let port = port.parse().with_context(|| format!("no port in {address:?}"))?;
        Ok(PageRoom { page: self, port })
    }

    /// Let this many clients join a room, whose page shows each.
    pub async fn join(&self, room: &PageRoom<'_>, clients: usize) -> Result<Vec<Peer>> {
        let mut ncs = Vec::new();
        for count in 1..=clients {
            ncs.push(Peer::nc_connect(room.port).await?);
            self.holds(&format!(
                "return document.querySelectorAll('[data-testid=chat-client]').length === {count};"
            ))
            .await?;
        }
        Ok(ncs)
    }

    /// Wait until the transcript has a line of this kind that contains the words.
    pub async fn room_says(&self, kind: &str, words: &str) -> Result<()> {
        self.some_line("chat-line", kind, words).await
    }

    /// Wait until the client's transcript has a line of this kind that contains the words.
    pub async fn client_says(&self, kind: &str, words: &str) -> Result<()> {
        self.some_line("chat-join-line", kind, words).await
    }

    async fn some_line(&self, testid: &str, kind: &str, words: &str) -> Result<()> {
        self.holds(&format!(
            "return [...document.querySelectorAll('[data-testid={testid}][data-kind={kind}]')]
                .some(line => line.textContent.includes({}));",
            json!(words)
        ))
        .await
    }
}

impl PageRoom<'_> {
    /// Stop the room and wait until it has closed.
    pub async fn close(self) -> Result<()> {
        // A room that stops by itself takes its key away, so that nothing may come between look and press.
        let press = "document.querySelector('[data-testid=chat-stop]:enabled')?.click();";
        self.page.script(press, vec![]).await?;
        self.page.find("chat-open").await?;
        Ok(())
    }

    fn client(address: &str) -> String {
        format!("[data-testid=chat-client][data-address=\"{address}\"]")
    }
}

impl ChatRoom for PageRoom<'_> {
    fn port(&self) -> u16 {
        self.port
    }

    async fn joined(&mut self, address: &str) -> Result<()> {
        self.page.find_css(&Self::client(address)).await?;
        Ok(())
    }

    async fn left(&mut self, address: &str) -> Result<()> {
        let client = Self::client(address);
        self.page.holds(&format!("return !document.querySelector('{client}');")).await
    }

    async fn answer(&mut self, address: &str, text: &str) -> Result<()> {
        self.joined(address).await?;
        self.page.choose("chat-answer-to", address).await?;
        self.page
            .script(
                "document.querySelector('[data-testid=chat-answer]').value = arguments[0];",
                vec![json!(text)],
            )
            .await?;
        self.page.press("chat-answer-send").await
    }

    async fn reframe(&mut self, framing: &Framing) -> Result<()> {
        let (name, _) = framings()
            .into_iter()
            .find(|(_, offered)| offered == framing)
            .with_context(|| format!("the page does not offer {framing:?}"))?;
        let before = self.page.count(REFRAMED).await?;
        self.page.choose("chat-live-framing", name).await?;
        self.page
            .holds(&format!(
                "return document.querySelectorAll('{REFRAMED}').length === {};",
                before + 1
            ))
            .await
    }

    async fn stop(&mut self) -> Result<()> {
        self.page.press("chat-stop").await
    }
}
