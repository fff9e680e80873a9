//! Both languages, narrow screens, and the keyboard alone.

use lab_e2e::{Look, Peer, in_the_lab, in_the_lab_with};

const CHINESE: Look = Look { width: 1440, height: 900, language: "zh-CN", dark: false };
const PHONE: Look = Look { width: 390, height: 844, language: "zh-CN", dark: true };

#[tokio::test]
async fn the_browsers_language_decides_at_first_and_the_switch_is_kept() {
    in_the_lab_with(CHINESE, async |lab| {
        let page = &lab.browser;
        page.sees("start-server", "扮演服务器").await?;
        page.press("lang-en").await?;
        page.sees("start-server", "Act as a server").await?;
        page.holds("return document.documentElement.lang === 'en';").await?;
        page.open(lab.relay.origin()).await?;
        page.sees("start-server", "Act as a server").await
    })
    .await;
}

#[tokio::test]
async fn a_link_can_choose_the_language() {
    in_the_lab_with(CHINESE, async |lab| {
        let page = &lab.browser;
        page.sees("start-server", "扮演服务器").await?;
        page.open(&format!("{}/?lang=en", lab.relay.origin())).await?;
        page.sees("start-server", "Act as a server").await
    })
    .await;
}

#[tokio::test]
async fn a_server_round_works_on_a_phone() {
    in_the_lab_with(PHONE, async |lab| {
        let page = &lab.browser;
        page.press("start-server").await?;
        page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await?;
        let port = page.listen().await?;
        page.call("accept").await?;
        let mut nc = Peer::nc_connect(port).await?;
        page.press("tab-sockets").await?;
        page.socket_is("conn", "connected").await?;
        page.target("conn").await?;
        page.press("tab-controls").await?;
        page.call("recv").await?;
        nc.say("narrow").await?;
        page.press("tab-timeline").await?;
        page.last_row_says("narrow").await?;
        page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await
    })
    .await;
}

#[tokio::test]
async fn a_wide_page_fits_its_window_however_long_its_panes_are() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("start-free").await?;
        page.press("more-calls").await?;
        page.call("socket").await?;
        page.socket_is("s", "created").await?;
        let fits = "const page = document.scrollingElement;
            page.scrollTop = 1000; return page.scrollTop === 0;";
        page.holds(fits).await
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_alone_makes_a_server() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find("start-server").await?;
        page.tab_to("start-server").await?;
        page.keys(ENTER).await?;
        page.tab_to("call-socket").await?;
        page.keys(ENTER).await?;
        page.socket_is("server", "created").await?;
        page.tab_to("arg-port").await?;
        page.keys("\u{e009}a\u{e000}0").await?;
        // Enter in a field makes the field's call.
        page.keys(ENTER).await?;
        page.socket_is("server", "bound").await?;
        page.tab_to("call-listen").await?;
        page.keys(" ").await?;
        page.socket_is("server", "listening").await
    })
    .await;
}

/// WebDriver's code for the Enter key.
const ENTER: &str = "\u{e007}";
