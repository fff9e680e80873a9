//! What goes wrong says what it is, why, and what to do.

use std::net::TcpListener;

use lab_e2e::in_the_lab;

#[tokio::test]
async fn an_address_in_use_is_named_with_cause_and_remedy() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let holder = TcpListener::bind("127.0.0.1:0")?;
        let port = holder.local_addr()?.port().to_string();
        page.press("start-server").await?;
        page.call("socket").await?;
        page.fill_in("bind", "arg-port", &port).await?;
        page.call_and_see("bind", "OSError: [Errno 98] Address already in use").await?;
        page.last_row_says("EADDRINUSE").await?;
        page.last_row_says("10048").await?;
        page.last_row_says("SO_REUSEADDR").await
    })
    .await;
}

#[tokio::test]
async fn a_refused_connection_is_named() {
    in_the_lab(async |lab| {
        lab.browser.is_refused("ConnectionRefusedError: [Errno 111] Connection refused").await
    })
    .await;
}

#[tokio::test]
async fn a_senseless_call_is_marked_and_can_be_made_all_the_same() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("start-server").await?;
        page.call("socket").await?;
        page.socket_is("server", "created").await?;
        page.find_css("[data-testid=control-accept] [data-testid=senseless]").await?;
        page.call_and_see("accept", "OSError: [Errno 22] Invalid argument").await
    })
    .await;
}

#[tokio::test]
async fn a_refusal_by_the_relay_names_its_rule() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("start-server").await?;
        page.call("socket").await?;
        page.fill_in("bind", "arg-host", "224.0.0.1").await?;
        page.call_and_see("bind", "PermissionError").await?;
        page.last_row_says("allow-bind").await
    })
    .await;
}

#[tokio::test]
async fn a_wildcard_says_at_its_bind_that_only_this_machine_reaches_it() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("start-server").await?;
        page.call("socket").await?;
        page.fill_in("bind", "arg-host", "").await?;
        page.call_and_see("bind", "None").await?;
        page.last_row_says("--allow-bind any").await
    })
    .await;
}

#[tokio::test]
async fn text_the_encoding_lacks_is_told_at_its_field() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("start-client").await?;
        page.choose_in("send", "arg-encoding", "gbk").await?;
        page.fill_in("send", "arg-text", "a€b").await?;
        page.sees("complaint", "can't encode character '\\u20ac' in position 1").await
    })
    .await;
}
