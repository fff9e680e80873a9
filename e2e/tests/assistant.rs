//! The assistant's place against real programs: a client that sends hex with its checksum, a server with
//! two clients.

use anyhow::Result;
use lab_e2e::{Browser, Lab, Peer, in_the_lab};
use serde_json::json;

/// A device that answers one Modbus request, if its CRC is right, and reports what it received.
const DEVICE: &str = r"
import socket
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
c, _ = s.accept()
print(c.recv(1024).hex(' '))
c.sendall(bytes.fromhex('01 03 02 00 07 f9 86'))
print(c.recv(1024))
";

async fn open_place(lab: &Lab) -> Result<&Browser> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-assistant").await?;
    page.find("assistant-form").await?;
    Ok(page)
}

/// Waits until the chosen end is in this state.
async fn end_is(page: &Browser, state: &str) -> Result<()> {
    page.find_css(&format!("[data-testid=assistant-state][data-state={state}]")).await.map(drop)
}

/// Waits until the log has an entry of this kind that contains the words.
async fn logs(page: &Browser, what: &str, words: &str) -> Result<()> {
    let script = format!(
        "return [...document.querySelectorAll('[data-testid=assistant-row][data-what={what}]')]\
             .some(row => row.textContent.includes({}));",
        json!(words)
    );
    page.holds(&script).await
}

/// Sends what is written in a form, `text` or `hex`.
async fn send(page: &Browser, form: &str, written: &str) -> Result<()> {
    page.fill(&format!("compose-{form}"), written).await?;
    page.press("compose-send").await
}

#[tokio::test]
async fn a_client_sends_a_request_with_its_checksum_and_shows_the_decoded_answer() {
    in_the_lab(async |lab| {
        let page = open_place(lab).await?;
        let mut device = Peer::python(DEVICE, &[])?;
        let port = device.hear().await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        end_is(page, "open").await?;
        send(page, "hex", "01 03 00 00 00 01 ${check modbus}").await?;
        assert_eq!(device.hear().await?, "01 03 00 00 00 01 84 0a");

        page.press("assistant-bytes-hex").await?;
        logs(page, "sent", "01 03 00 00 00 01 84 0a").await?;
        logs(page, "received", "01 03 02 00 07 f9 86").await?;
        // The entry's fields, by what the answer looks like.
        let pick =
            "document.querySelector('[data-testid=assistant-row][data-what=received]').click();";
        page.script(pick, vec![]).await?;
        page.sees("assistant-fields", "read holding registers").await?;
        page.sees("assistant-fields", "f9 86").await?;

        // Each of it was a call on the timeline.
        page.press("assistant-calls-tab").await?;
        page.find_css("[data-testid=timeline-row][data-call=sendall]").await?;

        // The end stays open while another place is in view.
        page.press("place-chat").await?;
        page.find("chat-open").await?;
        page.press("place-assistant").await?;
        end_is(page, "open").await?;
        page.press("assistant-open").await?;
        assert_eq!(device.hear().await?, "b''");
        end_is(page, "closed").await
    })
    .await;
}

#[tokio::test]
async fn a_server_sends_to_one_client_and_to_all_and_resets_one() {
    in_the_lab(async |lab| {
        let page = open_place(lab).await?;
        page.choose("assistant-kind", "tcp-server").await?;
        page.fill("assistant-port", "0").await?;
        page.press("assistant-open").await?;
        let address = page.find("assistant-bound").await?.text().await?;
        let port = address.rsplit(':').next().unwrap_or_default().parse()?;

        let mut first = Peer::nc_connect(port).await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 1;",
        )
        .await?;
        let mut second = Peer::nc_connect(port).await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 2;",
        )
        .await?;
        second.say("你好").await?;
        logs(page, "received", "你好\\n").await?;

        send(page, "text", "to all\\n").await?;
        assert_eq!(first.hear().await?, "to all");
        assert_eq!(second.hear().await?, "to all");

        // The first card is the first client's.
        page.press("assistant-peer-choose").await?;
        page.find_css("[data-testid=assistant-peer-choose][aria-pressed=true]").await?;
        send(page, "text", "to one\\n").await?;
        assert_eq!(first.hear().await?, "to one");
        page.press("assistant-peer-all").await?;
        send(page, "text", "to all again\\n").await?;
        assert_eq!(second.hear().await?, "to all again", "it did not hear what was for one");
        assert_eq!(first.hear().await?, "to all again");

        page.press("assistant-peer-reset").await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 1;",
        )
        .await?;
        logs(page, "closed", "reset here").await?;
        first.wait().await?;
        send(page, "text", "still here\\n").await?;
        assert_eq!(second.hear().await?, "still here");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reload_brings_the_setup_back_and_opens_nothing() {
    in_the_lab(async |lab| {
        let page = open_place(lab).await?;
        page.choose("assistant-kind", "udp").await?;
        page.fill("assistant-port", "5005").await?;
        page.press("assistant-open").await?;
        end_is(page, "open").await?;
        page.script("location.reload();", vec![]).await?;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        end_is(page, "closed").await?;
        page.holds("return document.querySelector('[data-testid=assistant-port]').value === '5005' && document.querySelector('[data-testid=assistant-kind]').value === 'udp';").await
    })
    .await;
}

#[tokio::test]
async fn a_hundred_thousand_entries_are_scrolled_smoothly_and_a_held_view_loses_none() {
    in_the_lab(async |lab| {
        let page = open_place(lab).await?;
        // Messages of one line, many of them in one receive.
        let mut flood = Peer::python(
            "import socket\n\
             s = socket.create_server(('127.0.0.1', 0))\n\
             print(s.getsockname()[1])\n\
             c, _ = s.accept()\n\
             c.sendall(b''.join(b'line %d\\n' % n for n in range(100_000)))\n\
             c.recv(1)\n",
            &[],
        )?;
        let port = flood.hear().await?;
        page.script("document.querySelector('[data-testid=assistant-more]').open = true;", vec![])
            .await?;
        page.choose("assistant-grouping", "line").await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        logs(page, "received", "line 99999").await?;
        let drawn = page.count("[data-testid=assistant-row]").await?;
        assert!(drawn < 200, "{drawn} rows are drawn");

        // Scrolling up holds the view; going on shows the end again.
        page.script("document.querySelector('.log-body').scrollTop = 1000;", vec![]).await?;
        page.find("assistant-resume").await?;
        logs(page, "received", "line 40").await?;
        page.press("assistant-resume").await?;
        logs(page, "received", "line 99999").await
    })
    .await;
}
