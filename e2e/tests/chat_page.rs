//! The Chat place: the suite of all hosts against a room in the page, nc in three terminals, and a
//! client of a listening nc.

use anyhow::Result;
use lab_e2e::chat::play;
use lab_e2e::{Lab, Look, Peer, Runs, in_the_lab, in_the_lab_with};
use lab_shared::chat::conformance::scenarios;
use lab_shared::chat::{Form, Mode, RoomConfig};

/// Go to the Chat place.
async fn chat(lab: &Lab) -> Result<()> {
    lab.browser.find_css("[data-testid=relay-state][data-state=ready]").await?;
    lab.browser.press("place-chat").await
}

#[tokio::test]
async fn a_room_in_the_page_passes_the_suite_of_all_hosts() {
    in_the_lab(async |lab| suite(lab, Runs::Page).await).await;
}

#[tokio::test]
async fn a_room_on_the_relay_that_the_page_watches_passes_it_too() {
    in_the_lab(async |lab| suite(lab, Runs::Relay).await).await;
}

async fn suite(lab: &Lab, runs: Runs) -> Result<()> {
    chat(lab).await?;
    for scenario in scenarios() {
        lab.browser.set_room(runs, &scenario.config).await?;
        let mut room = lab.browser.open_room().await?;
        play(&scenario, &mut room).await?;
        room.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn three_ncs_chat_through_a_room_in_the_page_and_the_bench_shows_its_calls() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        chat(lab).await?;
        page.fill("chat-port", "0").await?;
        let room = page.open_room().await?;
        let port = lab_e2e::chat::ChatRoom::port(&room);
        page.sees("chat-nc", &format!("nc 127.0.0.1 {port}")).await?;
        let mut ncs = page.join(&room, 3).await?;
        ncs[0].say("大家好").await?;
        for nc in &mut ncs {
            let stamp = nc.hear().await?;
            assert!(stamp.len() > 30 && stamp.contains(" 127.0.0.1:"), "{stamp}");
            assert_eq!(nc.hear().await?, "大家好");
        }
        page.room_says("said", "大家好").await?;
        ncs.remove(2).hang_up().await?;
        page.room_says("left", "").await?;
        ncs[1].say("quit").await?;
        ncs[1].wait().await?;
        page.holds("return document.querySelectorAll('[data-testid=chat-client]').length === 1;")
            .await?;
        page.press("place-bench").await?;
        page.holds("return document.querySelector('#bench').hidden === false;").await?;
        page.socket_is("room", "listening").await?;
        page.sees("timeline-row", "conn.send(").await?;
        page.press("place-chat").await?;
        page.press("chat-stop").await?;
        ncs[0].wait().await?;
        page.room_says("stopped", "").await
    })
    .await;
}

/// Opens a room at the wildcard, hosted there, and waits until its transcript says whom it reaches.
async fn opens_at_a_wildcard(lab: &Lab, host: &str) -> Result<()> {
    let page = &lab.browser;
    chat(lab).await?;
    page.press(host).await?;
    page.fill("chat-host", "0.0.0.0").await?;
    page.fill("chat-port", "0").await?;
    page.press("chat-open").await?;
    page.room_says("opened", "--allow-bind any").await
}

#[tokio::test]
async fn a_room_of_the_page_at_a_wildcard_says_that_only_this_machine_reaches_it() {
    in_the_lab(async |lab| opens_at_a_wildcard(lab, "chat-runs-page").await).await;
}

#[tokio::test]
async fn a_room_of_the_relay_at_a_wildcard_says_that_only_this_machine_reaches_it() {
    in_the_lab(async |lab| opens_at_a_wildcard(lab, "chat-runs-relay").await).await;
}

#[tokio::test]
async fn an_address_in_use_is_said_with_cause_and_remedy() {
    in_the_lab(async |lab| {
        let (_nc, port) = Peer::nc_listen().await?;
        chat(lab).await?;
        lab.browser.fill("chat-port", &port.to_string()).await?;
        lab.browser.press("chat-open").await?;
        lab.browser.sees("chat-failure", "EADDRINUSE").await?;
        lab.browser.sees("chat-failure", "10048").await?;
        lab.browser.find_css("[data-testid=chat-open]:enabled").await?;
        // A rule of the relay's refuses as plainly.
        lab.browser.fill("chat-host", "224.0.0.1").await?;
        lab.browser.press("chat-open").await?;
        lab.browser.sees("chat-failure", "allow-bind").await
    })
    .await;
}

#[tokio::test]
async fn a_client_talks_to_a_listening_nc_both_ways_and_quits() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (mut nc, port) = Peer::nc_listen().await?;
        chat(lab).await?;
        page.press("chat-view-join").await?;
        page.holds("return location.pathname === '/chat/join';").await?;
        page.fill("chat-join-port", &port.to_string()).await?;
        page.press("chat-join").await?;
        page.find_css("[data-testid=chat-join-state][data-state=connected]").await?;
        assert_eq!(nc.hear().await?, "I'm ready.");
        nc.say("who is there?").await?;
        page.client_says("said", "who is there?").await?;
        page.fill("chat-say", "我来了").await?;
        page.press("chat-say-send").await?;
        assert_eq!(nc.hear().await?, "我来了");
        page.client_says("answered", "我来了").await?;
        page.fill("chat-say", "quit").await?;
        page.press("chat-say-send").await?;
        assert_eq!(nc.hear().await?, "quit");
        nc.wait().await?;
        page.find_css("[data-testid=chat-join-state][data-state=idle]").await?;
        page.press("chat-join").await?;
        page.sees("chat-join-failure", "ConnectionRefusedError").await
    })
    .await;
}

#[tokio::test]
async fn a_page_may_join_its_own_room() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        chat(lab).await?;
        let config = RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) };
        page.set_room(Runs::Page, &config).await?;
        let room = page.open_room().await?;
        let port = lab_e2e::chat::ChatRoom::port(&room);
        page.press("chat-view-join").await?;
        page.fill("chat-join-port", &port.to_string()).await?;
        page.press("chat-join").await?;
        page.find_css("[data-testid=chat-join-state][data-state=connected]").await?;
        page.fill("chat-say", "hello me").await?;
        page.press("chat-say-send").await?;
        page.client_says("said", "hello me").await?;
        page.press("chat-view-host").await?;
        page.room_says("said", "hello me").await
    })
    .await;
}

#[tokio::test]
async fn a_link_leads_to_a_place_and_a_language_and_back_leads_back() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.open(&format!("{}/chat?lang=zh-CN", lab.relay.origin())).await?;
        page.sees("chat-open", "打开聊天室").await?;
        page.press("chat-view-join").await?;
        page.holds("return location.search === '?lang=zh-CN';").await?;
        page.script("history.back();", vec![]).await?;
        page.find("chat-open").await?;
        page.holds("return document.querySelectorAll('[data-testid=chat-line]').length === 0;")
            .await
    })
    .await;
}

#[tokio::test]
async fn a_room_is_opened_and_left_on_a_phone() {
    let phone = Look { width: 390, height: 844, language: "zh-CN", dark: true };
    in_the_lab_with(phone, async |lab| {
        let page = &lab.browser;
        chat(lab).await?;
        page.fill("chat-port", "0").await?;
        let room = page.open_room().await?;
        let port = lab_e2e::chat::ChatRoom::port(&room);
        let mut nc = Peer::nc_connect(port).await?;
        nc.say("narrow").await?;
        page.press("chat-tab-timeline").await?;
        page.room_says("said", "narrow").await?;
        page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await?;
        page.press("chat-tab-sockets").await?;
        page.press("chat-remove").await?;
        nc.wait().await?;
        page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await
    })
    .await;
}
