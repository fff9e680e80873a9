//! A person acts as a server and `nc` is the client.

use anyhow::Result;
use lab_e2e::{Browser, Peer, in_the_lab};

/// socket, bind to a free port, listen; the port.
async fn listen(page: &Browser) -> Result<u16> {
    page.press("start-server").await?;
    page.call_and_see("socket", "socket.socket(").await?;
    page.socket_is("server", "created").await?;
    page.fill_in("bind", "arg-port", "0").await?;
    page.call("bind").await?;
    page.socket_is("server", "bound").await?;
    page.call("listen").await?;
    page.socket_is("server", "listening").await?;
    page.nc_port().await
}

#[tokio::test]
async fn nc_connects_bytes_go_both_ways_and_both_see_the_close() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page).await?;

        page.call("accept").await?;
        page.find("blocked").await?;
        let mut nc = Peer::nc_connect(port).await?;
        page.socket_is("conn", "connected").await?;

        page.target("conn").await?;
        page.call("recv").await?;
        page.find("blocked").await?;
        nc.say("hello from nc").await?;
        page.last_row_says("hello from nc").await?;

        page.fill_in("send", "arg-text", "你好，nc").await?;
        page.choose_in("send", "arg-ending", "lf").await?;
        page.call_and_see("send", "12").await?;
        assert_eq!(nc.hear().await?, "你好，nc");

        nc.hang_up().await?;
        page.call("recv").await?;
        page.socket_is("conn", "peer-closed").await?;
        page.call("close").await?;
        page.socket_is("conn", "closed").await?;
        for step in 1..=12 {
            page.find_css(&format!("[data-testid=step-{step}]:not([data-state=open])")).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn closing_in_the_page_ends_nc() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page).await?;
        let mut nc = Peer::nc_connect(port).await?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        page.target("conn").await?;
        page.call("close").await?;
        page.socket_is("conn", "closed").await?;
        nc.wait().await
    })
    .await;
}

#[tokio::test]
async fn a_client_waits_in_the_accept_queue_until_accept_is_pressed() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page).await?;
        let mut first = Peer::nc_connect(port).await?;
        let mut second = Peer::nc_connect(port).await?;
        first.say("first").await?;
        second.say("second").await?;
        assert_eq!(page.script(CARDS, vec![]).await?, 1, "nobody was accepted unasked");

        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        page.target("conn").await?;
        page.call("recv").await?;
        page.last_row_says("first").await?;

        page.target("server").await?;
        page.call("accept").await?;
        page.socket_is("conn2", "connected").await?;
        page.target("conn2").await?;
        page.call("recv").await?;
        page.last_row_says("second").await
    })
    .await;
}

#[tokio::test]
async fn a_blocked_call_can_be_cancelled_and_made_again() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page).await?;
        page.call("accept").await?;
        page.press("cancel").await?;
        page.last_row_says("KeyboardInterrupt").await?;
        let _nc = Peer::nc_connect(port).await?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await
    })
    .await;
}

const CARDS: &str = "return document.querySelectorAll('[data-testid=socket-card]').length;";

#[tokio::test]
async fn a_recv_that_waits_goes_on_after_close_and_card_and_row_say_so() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page).await?;
        let mut nc = Peer::nc_connect(port).await?;
        page.call("accept").await?;
        page.target("conn").await?;
        page.call("recv").await?;
        page.find("blocked").await?;
        page.call("close").await?;
        page.socket_is("conn", "kept-by-calls").await?;
        page.find_css("[data-testid=timeline-row][data-call=recv][data-phase=blocked]").await?;
        page.sees("blocked", "waits on a closed descriptor").await?;
        nc.say("still heard").await?;
        page.socket_is("conn", "closed").await?;
        page.find_css("[data-testid=timeline-row][data-call=recv][data-phase=returned]").await?;
        nc.wait().await
    })
    .await;
}
