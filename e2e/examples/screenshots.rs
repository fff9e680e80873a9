//! Takes pictures of the page in its states, wide and narrow, light and dark, in both languages:
//! `cargo run -p lab-e2e --example screenshots -- FOLDER`; with `kernel` behind it, of that only.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lab_e2e::chat::{ChatClient, ChatRoom as _};
use lab_e2e::{Browser, Look, Peer, Relay};

const LOOKS: [(&str, Look); 4] = [
    ("wide-light-en", Look { width: 1440, height: 900, language: "en-US", dark: false }),
    ("wide-dark-zh", Look { width: 1440, height: 900, language: "zh-CN", dark: true }),
    ("narrow-light-zh", Look { width: 390, height: 844, language: "zh-CN", dark: false }),
    ("narrow-dark-en", Look { width: 390, height: 844, language: "en-US", dark: true }),
];

#[tokio::main]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("name a folder")?);
    let kernel_only = std::env::args().nth(2).is_some_and(|part| part == "kernel");
    std::fs::create_dir_all(&folder)?;
    for (name, look) in LOOKS {
        let relay = Relay::start().await?;
        let page = Browser::start(look).await?;
        page.open(&relay.url).await?;
        let album = Album { page: &page, folder: &folder, look: name };
        let narrow = look.width < 500;
        let taken = match kernel_only {
            true => album.kernel(narrow).await,
            false => album.take(relay, narrow).await,
        };
        page.close().await?;
        taken?;
    }
    Ok(())
}

struct Album<'a> {
    page: &'a Browser,
    folder: &'a Path,
    look: &'a str,
}

impl Album<'_> {
    async fn take(&self, relay: Relay, narrow: bool) -> Result<()> {
        let page = self.page;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        self.picture("1-start").await?;
        page.press("start-server").await?;
        let port = page.listen().await?;
        page.call("accept").await?;
        self.panes("2-blocked", narrow).await?;
        let mut nc = Peer::nc_connect(port).await?;
        nc.say("你好 hello").await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=socket-card]').length > 1 || \
                    document.querySelector('[data-testid=last-call]') !== null;",
        )
        .await?;
        if narrow {
            page.press("tab-sockets").await?;
        }
        page.target("conn").await?;
        if narrow {
            page.press("tab-controls").await?;
        }
        page.call("recv").await?;
        page.fill_in("send", "arg-text", "HELLO").await?;
        page.call("send").await?;
        page.call("recv").await?;
        self.panes("3-round", narrow).await?;
        page.call("bind").await?;
        self.panes("4-error", narrow).await?;
        self.chat(narrow).await?;
        page.press("place-bench").await?;
        relay.stop().await?;
        page.find("relay-notice").await?;
        self.panes("5-lost", narrow).await
    }

    /// What the kernel does: a queue that fills up, a client that hangs, buffers, a close.
    async fn kernel(&self, narrow: bool) -> Result<()> {
        let page = self.page;
        page.press("start-server").await?;
        if narrow {
            page.press("tab-timeline").await?;
        }
        page.press("aspect-kernel").await?;
        self.narrow_to("controls", narrow).await?;
        page.fill_in("listen", "arg-backlog", "3").await?;
        let port = page.listen().await?;
        let mut ncs = vec![Peer::nc_connect(port).await?, Peer::nc_connect(port).await?];
        self.narrow_to("timeline", narrow).await?;
        page.find_css("[data-testid=accept-queue][data-length='2']").await?;
        self.picture("k1-queue").await?;
        for _ in 0..2 {
            ncs.push(Peer::nc_connect(port).await?);
        }
        let _hanging = Peer::nc_dial(port)?;
        page.find("queue-drops").await?;
        self.picture("k2-queue-full").await?;
        self.narrow_to("controls", narrow).await?;
        page.call("accept").await?;
        self.narrow_to("sockets", narrow).await?;
        page.target("conn").await?;
        ncs[0].say("hello, kernel").await?;
        self.narrow_to("timeline", narrow).await?;
        page.find_css("[data-testid=buffer-own-receive][data-waiting='14']").await?;
        self.picture("k3-connected").await?;
        self.scrolled("k4-buffers", ".buffers").await?;
        self.scrolled("k5-figures", ".figures").await?;
        self.narrow_to("controls", narrow).await?;
        page.call("close").await?;
        self.narrow_to("timeline", narrow).await?;
        page.find("kernel-remark").await?;
        self.picture("k6-closed").await
    }

    async fn narrow_to(&self, pane: &str, narrow: bool) -> Result<()> {
        match narrow {
            true => self.page.press(&format!("tab-{pane}")).await,
            false => Ok(()),
        }
    }

    async fn scrolled(&self, scene: &str, css: &str) -> Result<()> {
        let script = "document.querySelector(arguments[0]).scrollIntoView();";
        self.page.script(script, vec![css.into()]).await?;
        self.picture(scene).await
    }

    /// The Chat place: the form, a room with three ncs and a fault, and a client.
    async fn chat(&self, narrow: bool) -> Result<()> {
        let page = self.page;
        page.press("place-chat").await?;
        self.picture("6-chat-form").await?;
        page.fill("chat-port", "0").await?;
        let room = page.open_room().await?;
        let mut ncs = Vec::new();
        for _ in 0..3 {
            ncs.push(Peer::nc_connect(room.port()).await?);
            page.holds(&format!(
                "return document.querySelectorAll('[data-testid=chat-client]').length === {};",
                ncs.len()
            ))
            .await?;
        }
        for (nc, line) in ncs.iter_mut().zip(["大家好", "hello everybody", "三个终端，一个聊天室"])
        {
            nc.say(line).await?;
            page.room_says("said", line).await?;
        }
        let mut wrong = ChatClient::connect(room.port()).await?;
        wrong.send(&[0xb9, 0xcf, b'\n']).await?;
        page.room_says("faulted", "UnicodeDecodeError").await?;
        wrong.reset().await?;
        page.room_says("left", "").await?;
        self.panes_of("chat-tab", "7-chat-room", narrow).await?;
        if narrow {
            page.press("chat-tab-sockets").await?;
        }
        page.press("chat-client-ruler").await?;
        page.find("ruler-recv").await?;
        self.picture("7-chat-ruler").await?;
        if narrow {
            page.press("chat-tab-controls").await?;
        }
        page.press("chat-view-join").await?;
        page.fill("chat-join-port", &room.port().to_string()).await?;
        page.press("chat-join").await?;
        page.find_css("[data-testid=chat-join-state][data-state=connected]").await?;
        page.fill("chat-say", "我也来了 me too").await?;
        page.press("chat-say-send").await?;
        page.client_says("said", "me too").await?;
        self.panes_of("chat-tab", "8-chat-join", narrow).await?;
        if narrow {
            page.press("chat-tab-timeline").await?;
        }
        page.press("chat-facet-ruler").await?;
        page.find("ruler-recv").await?;
        self.picture("8-chat-join-ruler").await?;
        if narrow {
            page.press("chat-tab-controls").await?;
        }
        page.press("chat-view-stream").await?;
        page.press("stream-connect").await?;
        page.find_css("[data-testid=stream-send]:enabled").await?;
        for (scene, remedy) in [("9-stream-none", "none"), ("9-stream-prefix", "length-prefix")] {
            page.choose("stream-remedy", remedy).await?;
            page.press("stream-send").await?;
            page.find("stream-verdict").await?;
            self.panes_of("chat-tab", scene, narrow).await?;
        }
        Ok(())
    }

    async fn panes(&self, scene: &str, narrow: bool) -> Result<()> {
        self.panes_of("tab", scene, narrow).await
    }

    async fn panes_of(&self, tab: &str, scene: &str, narrow: bool) -> Result<()> {
        if !narrow {
            return self.picture(scene).await;
        }
        for pane in ["timeline", "sockets", "controls"] {
            self.page.press(&format!("{tab}-{pane}")).await?;
            self.picture(&format!("{scene}-{pane}")).await?;
        }
        Ok(())
    }

    async fn picture(&self, scene: &str) -> Result<()> {
        let path = self.folder.join(format!("{}-{scene}.png", self.look));
        std::fs::write(&path, self.page.screenshot().await?)?;
        println!("{}", path.display());
        Ok(())
    }
}
