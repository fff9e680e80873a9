//! Every place of the page for a person who sees it not at all or not well, or who has no mouse.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use lab_e2e::chat::ChatRoom as _;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{
    Barrier, Browser, Lab, Look, Peer, Runs, in_own_network, in_the_lab, in_the_lab_beyond,
    in_the_lab_with,
};
use lab_shared::chat::{Mode, RoomConfig};
use serde_json::json;

const WIDE: Look = Look { width: 1440, height: 900, language: "en-US", dark: false };
const NARROW: Look = Look { width: 390, height: 844, ..WIDE };

/// How each scene is looked at. A theme changes colours alone and a language words alone, so that two
/// looks meet each of both.
const MANNERS: [(&str, &str); 2] = [("light", "en"), ("dark", "zh")];

/// A program that stops with an exception, some variables in view.
const RAISES: &str = "\
import socket

def connect(port):
    with socket.socket() as sock:
        print('connecting to', port)
        sock.connect(('127.0.0.1', port))

connect(1)
";

/// A program that waits for a line.
const ASKS: &str = "\
question = 'name? '
print(input(question))
";

/// A walk through the page, and the barriers met on it.
struct Walk<'a> {
    page: &'a Browser,
    lab: &'a Lab,
    narrow: bool,
    met: RefCell<BTreeMap<Barrier, Vec<String>>>,
}

impl<'a> Walk<'a> {
    /// Begins in front of the page, which has found its relay.
    async fn begin(lab: &'a Lab, look: Look) -> Result<Self> {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        Ok(Self { page, lab, narrow: look.width < 500, met: RefCell::default() })
    }

    /// Looks at the page as it is drawn now.
    async fn look(&self, scene: &str) -> Result<()> {
        for (theme, language) in MANNERS {
            self.choose("theme", theme).await?;
            self.choose("lang", language).await?;
            for barrier in self.page.barriers().await? {
                let scene = format!("{scene} ({theme}, {language})");
                self.met.borrow_mut().entry(barrier).or_default().push(scene);
            }
        }
        Ok(())
    }

    /// Presses a key of the header without leaving what is unfolded.
    async fn choose(&self, switch: &str, value: &str) -> Result<()> {
        let key = format!("[data-testid={switch}-{value}]");
        let press = "document.querySelector(arguments[0]).click();";
        self.page.script(press, vec![json!(key)]).await?;
        self.page.find_css(&format!("{key}[aria-pressed=true]")).await.map(drop)
    }

    /// Looks at each pane: on a wide screen all are there at once.
    async fn look_at_panes(&self, scene: &str, tabs: &str, panes: &[&str]) -> Result<()> {
        if !self.narrow {
            return self.look(scene).await;
        }
        for pane in panes {
            self.go_to_pane(tabs, pane).await?;
            self.look(&format!("{scene}, {pane}")).await?;
        }
        Ok(())
    }

    async fn look_at_bench(&self, scene: &str) -> Result<()> {
        self.look_at_panes(scene, "tab", &["controls", "timeline", "sockets"]).await
    }

    async fn look_at_chat(&self, scene: &str) -> Result<()> {
        self.look_at_panes(scene, "chat-tab", &["controls", "timeline", "sockets"]).await
    }

    async fn look_at_lesson(&self, scene: &str) -> Result<()> {
        let panes = ["guide", "server", "client", "timeline", "sockets"];
        self.look_at_panes(scene, "work-tab", &panes).await
    }

    /// Fails with all barriers that were met, each once, and where.
    fn report(&self) -> Result<()> {
        let met = self.met.borrow();
        let told = |(barrier, scenes): (&Barrier, &Vec<String>)| {
            format!("\n{barrier}\n  in: {}\n", scenes.join("; "))
        };
        ensure!(
            met.is_empty(),
            "{} barriers:\n{}",
            met.len(),
            met.iter().map(told).collect::<String>()
        );
        Ok(())
    }

    /// Goes to a pane where not all are in view.
    async fn go_to_pane(&self, tabs: &str, pane: &str) -> Result<()> {
        match self.narrow {
            true => self.page.press(&format!("{tabs}-{pane}")).await,
            false => Ok(()),
        }
    }

    /// Unfolds all that is folded there, or folds it.
    async fn unfold(&self, css: &str, open: bool) -> Result<()> {
        let script =
            "document.querySelectorAll(arguments[0]).forEach(one => { one.open = arguments[1]; });";
        self.page.script(script, vec![json!(css), json!(open)]).await.map(drop)
    }
}

/// Goes through a part of the page and expects no barrier.
fn meets_no_barrier(look: Look, walk: impl AsyncFnOnce(&Walk) -> Result<()>) {
    in_own_network(async || {
        in_the_lab_with(look, async |lab| {
            let begun = Walk::begin(lab, look).await?;
            let end = walk(&begun).await;
            begun.report()?;
            end
        })
        .await;
        Ok(())
    });
}

async fn bench(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    walk.look("the Bench's start").await?;
    walk.unfold("header details", true).await?;
    walk.look("what the relay may").await?;
    walk.unfold("header details", false).await?;
    page.press("start-server").await?;
    let port = page.listen().await?;
    page.call("accept").await?;
    walk.look_at_bench("an accept that waits").await?;

    let mut nc = Peer::nc_connect(port).await?;
    walk.go_to_pane("tab", "sockets").await?;
    page.socket_is("conn", "connected").await?;
    page.target("conn").await?;
    nc.say("你好 hello").await?;
    walk.go_to_pane("tab", "controls").await?;
    page.call("recv").await?;
    page.call("bind").await?;
    walk.go_to_pane("tab", "timeline").await?;
    page.find("failure").await?;
    walk.unfold("#bench details", true).await?;
    walk.look_at_bench("bytes and an error").await?;
    walk.unfold("#bench details", false).await?;

    walk.go_to_pane("tab", "timeline").await?;
    page.press("aspect-sequence").await?;
    page.find("sequence").await?;
    walk.look("the sequence diagram").await?;
    page.press("aspect-kernel").await?;
    page.find_css("[data-testid=kernel-socket][data-state=ESTABLISHED]").await?;
    page.find("buffers").await?;
    walk.look("the kernel").await?;
    walk.go_to_pane("tab", "sockets").await?;
    page.target("server").await?;
    walk.go_to_pane("tab", "timeline").await?;
    page.find("accept-queue").await?;
    walk.look("an accept queue").await?;

    page.press("aspect-timeline").await?;
    page.press("replay-back").await?;
    page.find_css("[data-testid=transport][data-state=past]").await?;
    walk.unfold("[data-testid=keep]", true).await?;
    walk.look_at_bench("a recording that is replayed").await
}

async fn free_bench(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    page.press("start-free").await?;
    walk.unfold("#bench details", true).await?;
    page.call("socket").await?;
    page.socket_is("s", "created").await?;
    walk.look("every call").await
}

async fn chat(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    page.press("place-chat").await?;
    page.find("chat-open").await?;
    walk.unfold("#place details", true).await?;
    walk.look("a room's form").await?;
    page.set_room(Runs::Page, &RoomConfig::of(Mode::Operator)).await?;
    let port = page.open_room().await?.port();
    let mut nc = Peer::nc_connect(port).await?;
    nc.say("anyone?").await?;
    page.room_says("said", "anyone?").await?;
    walk.look_at_chat("a room").await?;
    walk.go_to_pane("chat-tab", "sockets").await?;
    page.press("chat-client-ruler").await?;
    page.find("ruler-recv").await?;
    walk.look("a room's bytes").await?;

    walk.go_to_pane("chat-tab", "controls").await?;
    page.press("chat-view-join").await?;
    page.fill("chat-join-port", &port.to_string()).await?;
    walk.look("a client's form").await?;
    page.press("chat-join").await?;
    page.client_says("answered", "I'm ready.").await?;
    walk.look_at_chat("a client").await?;

    walk.go_to_pane("chat-tab", "controls").await?;
    page.press("chat-view-stream").await?;
    page.press("stream-connect").await?;
    page.find_css("[data-testid=stream-send]:enabled").await?;
    page.press("stream-send").await?;
    page.find("stream-verdict").await?;
    walk.look_at_chat("the experiment").await
}

async fn assistant(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    page.press("place-assistant").await?;
    page.find("assistant-form").await?;
    walk.unfold("#place details.fold", true).await?;
    walk.look_at_panes("ends", "assistant-tab", &["controls", "timeline", "sockets"]).await?;
    walk.go_to_pane("assistant-tab", "controls").await?;
    page.choose("assistant-kind", "tcp-server").await?;
    page.fill("assistant-port", "0").await?;
    page.press("assistant-open").await?;
    let address = page.find("assistant-bound").await?.text().await?;
    let port = address.rsplit(':').next().unwrap_or_default().parse()?;
    let mut nc = Peer::nc_connect(port).await?;
    nc.say("{\"你好\": 1}").await?;
    page.find("assistant-peer").await?;
    walk.go_to_pane("assistant-tab", "timeline").await?;
    page.find_css("[data-testid=assistant-row][data-what=received]").await?;
    let pick = "document.querySelector('[data-testid=assistant-row][data-what=received]').click();";
    page.script(pick, vec![]).await?;
    walk.look_at_panes("a log", "assistant-tab", &["controls", "timeline", "sockets"]).await?;
    walk.go_to_pane("assistant-tab", "sockets").await?;
    page.press("assistant-side-figures").await?;
    walk.look("figures").await?;
    page.press("assistant-side-script").await?;
    walk.look("no script").await?;
    page.press("script-begin-shop").await?;
    page.press("script-start").await?;
    page.find_css("[data-testid=script-state][data-state=serving]").await?;
    // One byte of a character in GBK.
    nc.send(b"\xb9").await?;
    page.find("script-fault").await?;
    page.find_css("[data-testid=editor-script] .cm-fault").await?;
    walk.look("a script with an error").await
}

async fn lessons(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    page.press("place-lessons").await?;
    page.find_css("[data-testid=lesson-card][data-lesson=claim1]").await?;
    walk.look("the lessons").await?;
    Window::of_lesson(walk.lab, "c1").await?;
    walk.look_at_lesson("a lesson").await?;
    walk.go_to_pane("work-tab", "client").await?;
    page.choose("plays", "hands").await?;
    walk.look("a client by hand").await?;
    page.choose("plays", "terminal").await?;
    walk.look("a client in a terminal").await?;
    let mut window = Window::of_lesson(walk.lab, "claim1").await?;
    walk.look_at_lesson("an experiment").await?;
    walk.go_to_pane("work-tab", "server").await?;
    window.run(Half::Server).await?;
    window.until_prints(Half::Server, "listening").await?;
    walk.go_to_pane("work-tab", "client").await?;
    window.run(Half::Client).await?;
    window.ends(Half::Client).await?;
    walk.look_at_lesson("an experiment that has run").await
}

async fn programs(walk: &Walk<'_>) -> Result<()> {
    let page = walk.page;
    let mut window = Window::of_programs(walk.lab).await?;
    page.press("program-new").await?;
    page.find("program").await?;
    walk.look_at_lesson("one's own programs").await?;
    walk.go_to_pane("work-tab", "server").await?;
    window.open_text(Half::Server, "raises.py", RAISES).await?;
    window.run(Half::Server).await?;
    window.ends(Half::Server).await?;
    walk.go_to_pane("work-tab", "client").await?;
    window.open_text(Half::Client, "asks.py", ASKS).await?;
    window.run(Half::Client).await?;
    window.until_prints(Half::Client, "name? ").await?;
    walk.look_at_lesson("an exception, and a program that asks").await?;
    walk.go_to_pane("work-tab", "client").await?;
    window.stop(Half::Client).await?;
    for line in [1, 2] {
        page.press("step-client").await?;
        page.find_css(&format!("[data-testid=thread-client][data-line='{line}']")).await?;
    }
    page.find("locals-client").await?;
    walk.look("a program that is held").await
}

/// A test for each part of the page and each width.
macro_rules! walks {
    ($($test:ident: $look:ident, $walk:ident;)*) => {
        $(#[test]
        fn $test() {
            meets_no_barrier($look, $walk);
        })*
    };
}

walks! {
    the_bench_has_no_barrier_on_a_wide_screen: WIDE, bench;
    the_bench_has_no_barrier_on_a_narrow_screen: NARROW, bench;
    the_free_bench_has_no_barrier_on_a_wide_screen: WIDE, free_bench;
    the_free_bench_has_no_barrier_on_a_narrow_screen: NARROW, free_bench;
    the_chat_place_has_no_barrier_on_a_wide_screen: WIDE, chat;
    the_chat_place_has_no_barrier_on_a_narrow_screen: NARROW, chat;
    the_assistant_has_no_barrier_on_a_wide_screen: WIDE, assistant;
    the_assistant_has_no_barrier_on_a_narrow_screen: NARROW, assistant;
    lessons_have_no_barrier_on_a_wide_screen: WIDE, lessons;
    lessons_have_no_barrier_on_a_narrow_screen: NARROW, lessons;
    programs_have_no_barrier_on_a_wide_screen: WIDE, programs;
    programs_have_no_barrier_on_a_narrow_screen: NARROW, programs;
}

#[tokio::test]
async fn the_notice_of_a_lost_relay_has_no_barrier() {
    in_the_lab_beyond(&[], async |lab, network| {
        let walk = Walk::begin(lab, WIDE).await?;
        network.cut();
        walk.page.find("relay-notice").await?;
        walk.look("a lost relay").await?;
        walk.report()
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_alone_opens_a_room_reads_its_bytes_and_stops_it() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.press("place-chat").await?;
        page.tab_to("chat-port").await?;
        page.keys("\u{e009}a\u{e000}0").await?;
        page.holds("return document.querySelector('[data-testid=chat-port]').value === '0';")
            .await?;
        page.keys(ENTER).await?;
        let address = page.find("chat-address").await?.text().await?;
        let port = address.rsplit(':').next().unwrap_or_default().parse()?;
        let mut nc = Peer::nc_connect(port).await?;
        nc.say("by keyboard").await?;
        page.room_says("said", "by keyboard").await?;
        page.tab_to("chat-facet-ruler").await?;
        page.keys(" ").await?;
        page.find("ruler-recv").await?;
        page.tab_to("chat-stop").await?;
        page.keys(ENTER).await?;
        nc.wait().await
    })
    .await;
}

/// WebDriver's code for the Enter key.
const ENTER: &str = "\u{e007}";
