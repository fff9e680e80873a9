//! The Chat place for who cannot see it, or not well, and for who has no mouse.

use anyhow::Result;
use lab_e2e::chat::ChatRoom as _;
use lab_e2e::{Browser, Lab, Look, Peer, Runs, in_the_lab, in_the_lab_with};
use lab_shared::chat::{Mode, RoomConfig};

const LOOKS: [Look; 3] = [
    Look { width: 1440, height: 900, language: "en-US", dark: false },
    Look { width: 1440, height: 900, language: "zh-CN", dark: true },
    Look { width: 390, height: 844, language: "zh-CN", dark: false },
];

/// Nothing in the page as it stands is to be complained of.
async fn is_accessible(page: &Browser, scene: &str) -> Result<()> {
    // What has just come is faded in.
    page.script_async(
        "const done = arguments[0];
         Promise.all(document.getAnimations()
             .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
             .map(one => one.finished)).then(done, done);",
        vec![],
    )
    .await?;
    let complaints = page.complaints().await?;
    assert!(complaints.is_empty(), "{scene}: {complaints:#?}");
    Ok(())
}

async fn walk(lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-chat").await?;
    page.find("chat-open").await?;
    page.script(
        "document.querySelectorAll('#place details').forEach(one => { one.open = true; });",
        vec![],
    )
    .await?;
    is_accessible(page, "the form").await?;
    page.set_room(Runs::Page, &RoomConfig::of(Mode::Operator)).await?;
    let port = page.open_room().await?.port();
    let mut nc = Peer::nc_connect(port).await?;
    nc.say("anyone?").await?;
    page.room_says("said", "anyone?").await?;
    for pane in ["controls", "timeline", "sockets"] {
        show(page, pane).await?;
        is_accessible(page, "a room").await?;
    }
    show(page, "sockets").await?;
    page.press("chat-client-ruler").await?;
    page.find("ruler-recv").await?;
    is_accessible(page, "the room's ruler").await?;
    show(page, "controls").await?;
    page.press("chat-view-join").await?;
    page.fill("chat-join-port", &port.to_string()).await?;
    is_accessible(page, "the client's form").await?;
    page.press("chat-join").await?;
    page.client_says("answered", "I'm ready.").await?;
    for pane in ["controls", "timeline", "sockets"] {
        show(page, pane).await?;
        is_accessible(page, "a client").await?;
    }
    show(page, "controls").await?;
    page.press("chat-view-stream").await?;
    page.press("stream-connect").await?;
    page.find_css("[data-testid=stream-send]:enabled").await?;
    page.press("stream-send").await?;
    page.find("stream-verdict").await?;
    for pane in ["controls", "timeline", "sockets"] {
        show(page, pane).await?;
        is_accessible(page, "the experiment").await?;
    }
    Ok(())
}

/// On a narrow screen, go to a pane; on a wide one all are there.
async fn show(page: &Browser, pane: &str) -> Result<()> {
    let tab = format!("[data-testid=chat-tab-{pane}]");
    let hidden = format!(
        "const tab = document.querySelector('{tab}');
         return tab.checkVisibility() && tab.getAttribute('aria-pressed') === 'false';"
    );
    if page.script(&hidden, vec![]).await? == true {
        page.press(&format!("chat-tab-{pane}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_view_of_the_chat_place_has_names_lists_and_contrast() {
    for look in LOOKS {
        in_the_lab_with(look, walk).await;
    }
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
