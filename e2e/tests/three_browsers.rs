//! The rounds that a person makes first, in each of three browsers.

use anyhow::{Context as _, Result, ensure};
use lab_e2e::play::{self, Window, play};
use lab_e2e::{Browser, BrowserKind, Lab, Peer, in_own_network, in_the_lab_with_browser};
use serde_json::json;

/// The lesson whose first play needs a server, a client and typed lines.
const LESSON: &str = "a1";

macro_rules! rounds {
    ($($browser:ident: $kind:ident),+ => $rounds:tt) => {
        $(mod $browser { rounds!(@in $kind $rounds); })+
    };
    (@in $kind:ident [$($round:ident),+ $(,)?]) => {
        $(#[test]
        fn $round() {
            super::run(super::BrowserKind::$kind, super::$round);
        })+
    };
}

rounds!(chromium: Chromium, firefox: Firefox, webkit_gtk: WebKitGtk => [
    the_page_starts_and_works_in_both_languages,
    the_page_talks_to_a_listening_nc,
    nc_connects_bytes_go_both_ways_and_both_see_the_close,
    a_lesson_is_played_or_the_page_says_what_the_browser_lacks,
    two_ncs_chat_through_a_room_in_the_page,
    a_saved_recording_is_opened,
    data_is_kept_or_the_page_says_that_it_is_not,
    a_file_of_some_mebibytes_is_sent_whole,
]);

/// In a network of its own, because a lesson's programs have fixed ports.
fn run(kind: BrowserKind, round: impl AsyncFnOnce(BrowserKind, &Lab) -> Result<()>) {
    in_own_network(async || {
        in_the_lab_with_browser(kind, async |lab| round(kind, lab).await).await;
        Ok(())
    });
}

/// Whether the browser has what this condition names. Only WebKitGTK may be without it: newer versions are not.
async fn offers(kind: BrowserKind, page: &Browser, condition: &str) -> Result<bool> {
    let there = page.script(&format!("return Boolean({condition});"), vec![]).await? == json!(true);
    ensure!(there || kind == BrowserKind::WebKitGtk, "{kind:?} is too old: it lacks {condition}");
    Ok(there)
}

async fn the_page_starts_and_works_in_both_languages(_: BrowserKind, lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("lang-en").await?;
    page.sees("start-server", "Act as a server").await?;
    page.press("lang-zh").await?;
    page.sees("start-server", "扮演服务器").await?;
    page.holds("return document.documentElement.lang === 'zh-CN';").await?;
    page.press("start-server").await?;
    page.listen().await?;
    page.socket_is("server", "listening").await?;
    ensure!(page.count("#start-failure").await? == 0);
    page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await
}

async fn the_page_talks_to_a_listening_nc(_: BrowserKind, lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    let (mut nc, port) = Peer::nc_listen().await?;
    page.connect(&port.to_string()).await?;
    page.fill_in("send", "arg-text", "你好").await?;
    page.choose_in("send", "arg-ending", "lf").await?;
    page.call("send").await?;
    ensure!(nc.hear().await? == "你好");
    nc.say("back to you").await?;
    page.call_and_see("recv", "back to you").await?;
    page.call("close").await?;
    page.socket_is("client", "closed").await?;
    nc.wait().await
}

async fn nc_connects_bytes_go_both_ways_and_both_see_the_close(
    _: BrowserKind,
    lab: &Lab,
) -> Result<()> {
    conversation(&lab.browser).await
}

/// A server of the page has talked with a real `nc`, and everything is closed.
async fn conversation(page: &Browser) -> Result<()> {
    page.press("start-server").await?;
    let port = page.listen().await?;
    page.socket_is("server", "listening").await?;
    page.call("accept").await?;
    page.find("blocked").await?;
    let mut nc = Peer::nc_connect(port).await?;
    page.socket_is("conn", "connected").await?;
    page.target("conn").await?;
    nc.say("ping").await?;
    page.call_and_see("recv", r"b'ping\n'").await?;
    page.fill_in("send", "arg-text", "pong").await?;
    page.choose_in("send", "arg-ending", "lf").await?;
    page.end_conversation(nc).await
}

async fn a_lesson_is_played_or_the_page_says_what_the_browser_lacks(
    kind: BrowserKind,
    lab: &Lab,
) -> Result<()> {
    let mut window = Window::of_lesson(lab, LESSON).await?;
    let page = &lab.browser;
    if offers(kind, page, "'Suspending' in WebAssembly").await? {
        let plays = play::of(LESSON)?;
        return play(&plays[0], &mut window).await;
    }
    page.press("run-server").await?;
    page.find_css("[data-testid=engine][data-state=unsupported]").await?;
    page.sees("engine", "needs JavaScript Promise Integration").await?;
    page.press("lang-zh").await?;
    page.sees("engine", "需要 JavaScript Promise Integration").await
}

async fn two_ncs_chat_through_a_room_in_the_page(_: BrowserKind, lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-chat").await?;
    page.fill("chat-port", "0").await?;
    let room = page.open_room().await?;
    let mut ncs = page.join(&room, 2).await?;
    ncs[0].say("大家好").await?;
    for nc in &mut ncs {
        let stamp = nc.hear().await?;
        ensure!(stamp.contains(" 127.0.0.1:"), "{stamp}");
        ensure!(nc.hear().await? == "大家好");
    }
    page.room_says("said", "大家好").await?;
    room.close().await?;
    for nc in &mut ncs {
        nc.wait().await?;
    }
    page.room_says("stopped", "").await
}

async fn a_saved_recording_is_opened(_: BrowserKind, lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    conversation(page).await?;
    let (name, bytes) = page.keep("json").await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(&name);
    std::fs::write(&path, &bytes)?;

    page.open(lab.relay.origin()).await?;
    page.find("start-server").await?;
    page.open_recording(&path).await?;
    page.find_css("[data-testid=transport][data-state=past]").await?;
    page.socket_is("conn", "closed").await?;
    // Issued and returned: socket.
    page.replay_at(2).await?;
    page.socket_is("server", "created").await?;
    ensure!(page.count("[data-testid=socket-card]").await? == 1);
    ensure!(page.count("[data-testid=timeline-row]").await? == 1);
    Ok(())
}

/// Has the browser lose what it keeps for the page.
const LOSE: &str = "
    const done = arguments[0];
    navigator.storage.getDirectory()
        .then(all => all.removeEntry('program-data', { recursive: true }))
        .then(() => done(null), error => done(String(error)));";

/// The key that saves the data file of [`data_is_kept_or_the_page_says_that_it_is_not`] elsewhere.
const SAVE: &str = "[data-testid=program][data-name='four.bin'] [data-testid=program-save]";

async fn data_is_kept_or_the_page_says_that_it_is_not(kind: BrowserKind, lab: &Lab) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("four.bin");
    std::fs::write(&path, [0xff, 0, 0xfe, 1])?;
    let page = &lab.browser;
    let open_file = async || {
        let field = page.find("open-file-server").await?;
        field.send_keys(path.to_str().context("a path in UTF-8")?).await?;
        page.find_css(&format!("{SAVE}:enabled")).await
    };
    Window::of_programs(lab).await?;
    open_file().await?;
    let keeps = offers(
        kind,
        page,
        "navigator.storage?.getDirectory && self.FileSystemFileHandle?.prototype.createWritable",
    )
    .await?;
    if keeps {
        is_kept(page).await?;
        load_anew(lab).await?;
        page.find_css(&format!("{SAVE}:enabled")).await?;
        ensure!(page.script_async(LOSE, vec![]).await? == json!(null));
    } else {
        page.sees("unkept", "keeps your programs but not their data").await?;
        page.press("lang-zh").await?;
        page.sees("unkept", "没有地方保存程序的数据文件").await?;
    }
    load_anew(lab).await?;
    page.sees("unkept", "no longer all of their data").await?;
    page.press("lang-zh").await?;
    page.sees("unkept", "有些数据文件的内容已经不在了").await?;
    ensure!(page.count(&format!("{SAVE}:enabled")).await? == 0);
    open_file().await?;
    if keeps {
        return is_kept(page).await;
    }
    page.sees("unkept", "没有地方保存程序的数据文件").await
}

async fn is_kept(page: &Browser) -> Result<()> {
    page.keeps_data(4).await?;
    page.holds("return !document.querySelector('[data-testid=unkept]');").await
}

/// Receives until the end of the stream, and prints whether it is what the file holds.
const RECEIVER: &str = r"
import socket, sys
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
c, _ = s.accept()
received = b''.join(iter(lambda: c.recv(1 << 16), b''))
print(received == open(sys.argv[1], 'rb').read() or len(received))
";

/// A block is 1 MiB, so the last one is short.
const FILE_BYTES: u32 = (5 << 20) + 12_345;

/// Firefox and WebKitGTK cannot read a file into one buffer, so they get a new one for each block.
async fn a_file_of_some_mebibytes_is_sent_whole(_: BrowserKind, lab: &Lab) -> Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    let bytes: Vec<u8> =
        (0..FILE_BYTES).map(|at| (at.wrapping_mul(0x9e37_79b1) >> 24) as u8).collect();
    std::fs::write(file.path(), bytes)?;
    let path = file.path().to_string_lossy();
    let mut receiver = Peer::python(RECEIVER, &[&path])?;
    let port = receiver.hear().await?;
    let page = lab.open_assistant().await?;
    page.fill("assistant-port", &port).await?;
    page.press("assistant-open").await?;
    page.end_is("open").await?;
    page.press("assistant-side-files").await?;
    page.find("file-input").await?.send_keys(&path).await?;
    page.find_css("[data-testid=file-send]:enabled").await?;
    page.press("file-send").await?;
    page.find_css("[data-testid=file-ended]:not(:empty)").await?;
    page.press("lang-en").await?;
    page.sees("file-ended", "All of it is sent.").await?;
    page.press("assistant-open").await?;
    ensure!(receiver.hear().await? == "True");
    Ok(())
}

/// Loads the page of one's own programs in a new document.
async fn load_anew(lab: &Lab) -> Result<()> {
    lab.browser.open("about:blank").await?;
    Window::of_programs(lab).await.map(drop)
}
