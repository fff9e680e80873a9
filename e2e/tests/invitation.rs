//! The page of a relay that listens for others invites them: an address and its QR code, which lead to the same relay.

use anyhow::{Context as _, Result};
use lab_e2e::{Lab, in_the_lab, in_the_lab_of};
use serde_json::json;

#[tokio::test]
async fn others_come_by_the_address_that_the_page_shows() {
    in_the_lab_of(&["--listen", "0.0.0.0:0"], async |lab| {
        let page = &lab.browser;
        page.press("invite").await?;
        page.find_css("[data-testid=invitation] svg[role=img] path").await?;
        let link = page.find_css("[data-testid=invitation] li code").await?.text().await?;
        assert!(link.ends_with(&format!("#token={}", lab.relay.token())), "{link}");
        let label = page.find_css("[data-testid=invitation] svg").await?.attr("aria-label").await?;
        assert_eq!(label.context("the code has a name")?, format!("QR code of {link}"));
        page.press("lang-zh").await?;
        page.sees("invitation", "二维码").await?;
        is_led_in(lab, &link).await
    })
    .await;
}

#[tokio::test]
async fn a_relay_on_loopback_invites_nobody() {
    in_the_lab(async |lab| {
        lab.browser.find_css("[data-testid=relay-state][data-state=ready]").await?;
        assert_eq!(lab.browser.count("[data-testid=invite]").await?, 0);
        Ok(())
    })
    .await;
}

/// Another browser tab, which knows nothing of the first one's token.
async fn is_led_in(lab: &Lab, link: &str) -> Result<()> {
    let page = &lab.browser;
    page.open("about:blank").await?;
    page.open(link).await?;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    let origin = page.script("return location.origin;", vec![]).await?;
    assert_ne!(origin, json!(lab.relay.origin()));
    Ok(())
}
