//! Boundaries on a byte stream: the experiment between two ends in the page, through the kernel.

use anyhow::Result;
use lab_e2e::{Browser, Lab, Look, in_the_lab, in_the_lab_with};

async fn connected(lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-chat").await?;
    page.press("chat-view-stream").await?;
    page.press("stream-connect").await?;
    page.find_css("[data-testid=stream-send]:enabled").await?;
    Ok(())
}

/// Send a round and wait until it has arrived.
async fn send(page: &Browser) -> Result<()> {
    page.press("stream-send").await?;
    page.find("stream-verdict").await?;
    page.find_css("[data-testid=stream-send]:enabled").await?;
    Ok(())
}

async fn counts(page: &Browser, sends: usize, recvs: usize, found: usize) -> Result<()> {
    for (id, count) in [("send", sends), ("recv", recvs), ("found", found)] {
        page.holds(&format!(
            "return document.querySelectorAll('[data-testid=ruler-{id}]').length === {count};"
        ))
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn sends_arrive_as_one_recv_and_a_length_prefix_tells_them_apart_again() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        connected(lab).await?;
        page.script(
            "const field = document.querySelector('[data-testid=stream-messages]');
             field.value = 'hello\\nworld';
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
            vec![],
        )
        .await?;
        send(page).await?;
        counts(page, 2, 1, 1).await?;
        page.sees("stream-recv", "stuck together").await?;
        page.sees("stream-verdict", "finds 1 message where 2 were sent").await?;

        page.choose("stream-remedy", "length-prefix").await?;
        send(page).await?;
        counts(page, 2, 1, 2).await?;
        page.sees("stream-verdict", "as many as were sent").await?;

        page.fill("stream-bufsize", "4").await?;
        send(page).await?;
        counts(page, 2, 4, 2).await?;
        page.sees("stream-recv", "split").await
    })
    .await;
}

#[tokio::test]
async fn each_remedy_can_be_tried_on_the_same_connection() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        connected(lab).await?;
        for remedy in ["acknowledge", "line", "delimiter"] {
            page.choose("stream-remedy", remedy).await?;
            send(page).await?;
            page.sees("stream-verdict", "as many as were sent").await?;
        }
        page.press("stream-late").await?;
        page.choose("stream-remedy", "pause").await?;
        send(page).await?;
        page.sees("stream-verdict", "as many as were sent").await?;
        page.press("stream-close").await?;
        page.find_css("[data-testid=stream-connect]:enabled").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_ruler_scrolls_by_itself_on_a_phone() {
    let phone = Look { width: 390, height: 844, language: "zh-CN", dark: false };
    in_the_lab_with(phone, async |lab| {
        let page = &lab.browser;
        connected(lab).await?;
        page.press("stream-send").await?;
        page.find("ruler").await?;
        page.press("chat-tab-sockets").await?;
        page.sees("stream-recv", "粘包").await?;
        page.press("chat-tab-timeline").await?;
        page.holds("return document.documentElement.scrollWidth <= window.innerWidth;").await
    })
    .await;
}
