//! Boundaries in a room and a client that run: the byte rulers, and what can be done against sticking.

use anyhow::Result;
use lab_e2e::chat::ChatRoom;
use lab_e2e::{Browser, Lab, Peer, Runs, in_the_lab, received_and_unread};
use lab_shared::chat::{Form, Mode, RoomConfig};
use lab_shared::framing::Framing;

fn compact(framing: Framing) -> RoomConfig {
    RoomConfig { framing, form: Form::Compact, ..RoomConfig::of(Mode::Group) }
}

/// Open a room in the page, with one nc in it; its port.
async fn room_with_nc(lab: &Lab, framing: Framing) -> Result<(Peer, u16)> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-chat").await?;
    page.set_room(Runs::Page, &compact(framing)).await?;
    let port = page.open_room().await?.port();
    let nc = Peer::nc_connect(port).await?;
    page.find("chat-client").await?;
    Ok((nc, port))
}

/// Wait until a direction's ruler has so many blocks of a kind, and return their sizes in bytes.
async fn blocks(page: &Browser, direction: &str, kind: &str, count: usize) -> Result<Vec<usize>> {
    let css = format!("[data-testid={direction}] [data-testid=ruler-{kind}]");
    page.holds(&format!("return document.querySelectorAll('{css}').length === {count};")).await?;
    let sizes = "return [...document.querySelectorAll(arguments[0])]
        .map(block => Number(block.dataset.bytes));";
    Ok(serde_json::from_value(page.script(sizes, vec![css.into()]).await?)?)
}

#[tokio::test]
async fn two_quick_sends_of_an_nc_are_one_recv_and_lines_tell_them_apart() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (mut nc, port) = room_with_nc(lab, Framing::Raw).await?;
        page.press("chat-client-ruler").await?;
        page.press("chat-live-busy").await?;
        // The recv that waits already still returns.
        nc.say("first").await?;
        assert_eq!(blocks(page, "ruler-in", "recv", 1).await?, [6]);
        nc.say("one").await?;
        received_and_unread(port, 4).await?;
        nc.say("two").await?;
        received_and_unread(port, 8).await?;
        assert_eq!(blocks(page, "ruler-in", "recv", 1).await?, [6], "it waits in the kernel");
        page.press("chat-live-busy").await?;
        assert_eq!(blocks(page, "ruler-in", "recv", 2).await?, [6, 8]);
        assert_eq!(blocks(page, "ruler-in", "found", 2).await?, [6, 8], "one message, to the room");

        page.choose("chat-live-framing", "lines").await?;
        page.press("chat-live-busy").await?;
        nc.say("first").await?;
        blocks(page, "ruler-in", "recv", 3).await?;
        nc.say("one").await?;
        nc.say("two").await?;
        received_and_unread(port, 8).await?;
        page.press("chat-live-busy").await?;
        assert_eq!(blocks(page, "ruler-in", "recv", 4).await?, [6, 8, 6, 8]);
        assert_eq!(blocks(page, "ruler-in", "found", 5).await?, [6, 8, 6, 4, 4]);
        page.sees("stream-recv", "of 2 messages").await?;
        // Of the nc's own calls nothing is made up.
        blocks(page, "ruler-in", "send", 0).await?;
        blocks(page, "ruler-out", "recv", 0).await?;
        page.sees("ruler-known", "program of its own").await?;
        // Our own sends are known.
        page.find_css("[data-testid=ruler-out] [data-testid=ruler-send]").await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn a_large_send_is_split_by_a_small_bufsize_and_is_still_one_line() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (mut nc, port) = room_with_nc(lab, Framing::Lines).await?;
        page.press("chat-client-ruler").await?;
        page.press("chat-live-busy").await?;
        nc.say("first").await?;
        blocks(page, "ruler-in", "recv", 1).await?;
        page.fill("chat-live-bufsize", "8").await?;
        nc.say("0123456789abcdefghi").await?;
        received_and_unread(port, 20).await?;
        page.press("chat-live-busy").await?;
        assert_eq!(blocks(page, "ruler-in", "recv", 4).await?, [6, 8, 8, 4]);
        assert_eq!(blocks(page, "ruler-in", "found", 2).await?, [6, 20]);
        page.sees("stream-recv", "split").await?;
        page.press("chat-facet-transcript").await?;
        page.room_says("said", "0123456789abcdefghi").await
    })
    .await;
}

#[tokio::test]
async fn of_the_pages_own_client_the_sends_stand_over_the_recvs_in_both_views() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.press("place-chat").await?;
        page.set_room(Runs::Page, &compact(Framing::Lines)).await?;
        let port = page.open_room().await?.port();
        page.press("chat-live-busy").await?;
        page.press("chat-view-join").await?;
        page.fill("chat-join-port", &port.to_string()).await?;
        page.press("chat-join").await?;
        page.find_css("[data-testid=chat-join-state][data-state=connected]").await?;
        // "I'm ready." and two lines at once: three sends, while the room is busy.
        page.client_says("answered", "I'm ready.").await?;
        page.fill("chat-say", "one\u{e008}\u{e007}\u{e000}two").await?;
        page.press("chat-say-send").await?;
        page.press("chat-facet-ruler").await?;
        assert_eq!(blocks(page, "ruler-out", "send", 3).await?, [11, 4, 4]);
        blocks(page, "ruler-out", "recv", 0).await?;
        page.press("chat-view-host").await?;
        page.press("chat-live-busy").await?;
        page.press("chat-client-ruler").await?;
        assert_eq!(blocks(page, "ruler-in", "send", 3).await?, [11, 4, 4]);
        assert_eq!(blocks(page, "ruler-in", "recv", 1).await?, [19]);
        assert_eq!(blocks(page, "ruler-in", "found", 3).await?, [11, 4, 4]);
        page.sees("stream-recv", "stuck together").await?;
        page.sees("ruler-known", "socket of this page").await?;
        page.press("chat-view-join").await?;
        page.press("chat-facet-ruler").await?;
        assert_eq!(blocks(page, "ruler-out", "recv", 1).await?, [19]);
        let sends = blocks(page, "ruler-in", "found", 3).await?;
        assert_eq!(sends.len(), 3, "every line came back");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_room_on_the_relay_says_why_it_has_no_ruler() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.press("place-chat").await?;
        page.set_room(Runs::Relay, &compact(Framing::Lines)).await?;
        page.open_room().await?;
        page.press("chat-facet-ruler").await?;
        page.sees("chat-rulers", "The relay makes this room's calls by itself").await?;
        page.find_css("[data-testid=chat-live-framing]").await?;
        assert_eq!(page.count("[data-testid=chat-live-busy]").await?, 0);
        Ok(())
    })
    .await;
}
