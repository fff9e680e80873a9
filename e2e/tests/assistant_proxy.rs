//! The assistant's proxy between real programs: python3 behind it, nc in front, and a person in between.

use anyhow::{Context as _, Result, ensure};
use lab_e2e::{Browser, Lab, Look, Peer, in_the_lab, in_the_lab_with};
use serde_json::json;

/// Prints each recv, and answers lines in upper case.
const SERVER: &str = r"
import socket
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
while True:
    c, _ = s.accept()
    while data := c.recv(1024):
        print(repr(data.decode()))
        if b'\n' in data: c.sendall(data.upper())
    c.close()
";

/// A proxy in front of this port, which the page starts; and its own port.
async fn proxy(lab: &Lab, target: &str) -> Result<u16> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-assistant").await?;
    page.press("assistant-add-proxy").await?;
    page.fill("proxy-listen", "127.0.0.1:0").await?;
    page.fill("proxy-connect", &format!("127.0.0.1:{target}")).await?;
    page.press("proxy-open").await?;
    page.find_css("[data-testid=proxy-state][data-state=open]").await?;
    let address = page.find("proxy-bound").await?.text().await?;
    Ok(address.rsplit(':').next().unwrap_or_default().parse()?)
}

/// Waits until the log has a row that contains all of these.
async fn logs(page: &Browser, what: &str, words: &[&str]) -> Result<()> {
    let script = format!(
        "return [...document.querySelectorAll('[data-testid=assistant-row][data-what={what}]')]\
             .some(row => {}.every(words => row.textContent.includes(words)));",
        json!(words)
    );
    page.holds(&script).await
}

/// Holds what comes from clients, or lets it pass, and waits until the relay does.
async fn hold(page: &Browser, on: bool) -> Result<()> {
    page.press("proxy-hold-to_server").await?;
    let label = format!(".hold-switch[data-direction=to_server][data-on=\"{on}\"]");
    page.find_css(&label).await.map(drop)
}

/// Injects what is written as one of the sides.
async fn inject(page: &Browser, side: &str, text: &str) -> Result<()> {
    page.press(&format!("proxy-as-{side}")).await?;
    page.fill("compose-text", text).await?;
    page.press("compose-send").await
}

#[tokio::test]
async fn a_message_is_held_edited_and_arrives_in_slices_and_bytes_are_injected_either_way() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut server = Peer::python(SERVER, &[])?;
        let target = server.hear().await?;
        let port = proxy(lab, &target).await?;
        let mut client = Peer::nc_connect(port).await?;
        client.say("one").await?;
        assert_eq!(server.hear().await?, r"'one\n'");
        assert_eq!(client.hear().await?, "ONE");
        logs(page, "received", &["client → proxy", "one"]).await?;
        logs(page, "sent", &["proxy → server", "one"]).await?;
        logs(page, "received", &["server → proxy", "ONE"]).await?;
        logs(page, "sent", &["proxy → client", "ONE"]).await?;
        page.sees("proxy-link", "#1 127.0.0.1:").await?;

        // The relay holds once it has the faults, for it takes commands in order.
        page.press("proxy-preset-split").await?;
        page.find("proxy-fault-slicer").await?;
        page.press("proxy-side-held").await?;
        hold(page, true).await?;
        client.say("to be edited").await?;
        page.sees("proxy-held-message", "client → server").await?;
        // So many slices that however late the server reads them, it needs several receives.
        let edited = ["what is released is longer than a slice of eight bytes"; 4].join(", ");
        page.fill("proxy-held-text", &format!("{edited}\\n")).await?;
        page.press("proxy-release").await?;
        let mut arrived = String::new();
        let mut receives = 0;
        while !arrived.ends_with(r"\n") {
            arrived += server.hear().await?.trim_matches('\'');
            receives += 1;
        }
        ensure!(arrived == format!(r"{edited}\n"), "{arrived}");
        ensure!(receives > 2, "{receives} receives");
        page.find("proxy-nothing-held").await?;

        // One more is dropped, and nobody hears of it.
        client.say("to be dropped").await?;
        page.press("proxy-drop").await?;
        page.find("proxy-nothing-held").await?;
        page.press("proxy-side-faults").await?;
        page.press("proxy-preset-clear").await?;
        page.press("proxy-side-held").await?;
        hold(page, false).await?;

        // What the slices were answered is in pieces too, and a line for nc only at its end.
        let heard = client.hear().await?;
        ensure!(edited.to_uppercase().ends_with(&heard), "{heard}");
        inject(page, "server", "as the server\\n").await?;
        assert_eq!(client.hear().await?, "as the server");
        inject(page, "client", "as the client\\n").await?;
        assert_eq!(server.hear().await?, r"'as the client\n'");
        assert_eq!(client.hear().await?, "AS THE CLIENT");

        page.press("proxy-link-close").await?;
        client.wait().await?;
        page.press("proxy-open").await?;
        page.find_css("[data-testid=proxy-state][data-state=closed]").await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn the_logs_conversation_is_replayed_as_client_and_as_server() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut server = Peer::python(SERVER, &[])?;
        let target = server.hear().await?;
        let port = proxy(lab, &target).await?;
        let mut client = Peer::nc_connect(port).await?;
        for line in ["one", "two"] {
            client.say(line).await?;
            assert_eq!(client.hear().await?, line.to_uppercase());
        }
        // What is replayed is what the page has been told of.
        logs(page, "sent", &["proxy → client", "TWO"]).await?;
        page.press("proxy-link-close").await?;
        client.wait().await?;
        page.press("proxy-side-replay").await?;
        page.find("replay-recorded").await?;
        page.press("replay-start").await?;
        page.find_css("[data-testid=replay-state][data-state=same]").await?;

        page.press("replay-as-server").await?;
        page.press("replay-start").await?;
        page.sees("replay-state", "127.0.0.1:").await?;
        let words = page.find("replay-state").await?.text().await?;
        let port = words.rsplit(':').next().unwrap_or_default().trim().parse()?;
        let mut other = Peer::nc_connect(port).await?;
        other.say("oNe").await?;
        assert_eq!(other.hear().await?, "ONE");
        other.say("two").await?;
        assert_eq!(other.hear().await?, "TWO");
        other.hang_up().await?;
        page.find_css("[data-testid=replay-state][data-state=different]").await?;
        page.sees("replay-difference", "recorded 6e, received 4e").await
    })
    .await;
}

#[tokio::test]
async fn curl_is_answered_through_a_proxy_and_both_directions_are_decoded() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("hello.txt"), "hello through the proxy\n")?;
        let files = folder.path().to_string_lossy();
        let serve = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", &files];
        let mut server = Peer::program("python3", &serve)?;
        let words = server.hear().await?;
        let mut words = words.split_whitespace().skip_while(|word| *word != "port");
        let target = words.nth(1).context("the server prints its port")?;
        let port = proxy(lab, target).await?;

        let address = format!("http://127.0.0.1:{port}/hello.txt");
        let curl = ["--silent", "--show-error", "--fail", "--max-time", "20", &address];
        let mut curl = Peer::program("curl", &curl)?;
        ensure!(curl.hear().await? == "hello through the proxy");
        curl.wait().await?;
        server.reports("\"GET /hello.txt HTTP/1.1\" 200").await?;
        logs(page, "received", &["client → proxy", "GET /hello.txt"]).await?;
        logs(page, "sent", &["proxy → client", "hello through the proxy"]).await?;

        page.pick_received("GET /hello.txt").await?;
        for words in ["method", "target", "/hello.txt", "User-Agent", "curl/"] {
            page.sees("assistant-fields", words).await?;
        }
        page.pick_received("HTTP/1.0 200").await?;
        // The server may send the body by itself, and then the header alone looks like nothing whole.
        page.choose("assistant-decoder", "http").await?;
        for words in ["status", "200", "Content-Length", "24"] {
            page.sees("assistant-fields", words).await?;
        }
        server.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn a_proxys_tabs_stand_in_one_line() {
    for width in [1366, 1440] {
        let look = Look { width, ..Look::default() };
        in_the_lab_with(look, async |lab| {
            let page = &lab.browser;
            page.find_css("[data-testid=relay-state][data-state=ready]").await?;
            page.press("place-assistant").await?;
            page.press("assistant-add-proxy").await?;
            page.find("proxy-side-faults").await?;
            let in_one_line = "const tabs = [...document.querySelectorAll('.side-tabs button')];
                return tabs.length === 5 && new Set(tabs.map(tab => tab.offsetTop)).size === 1;";
            page.holds(in_one_line).await
        })
        .await;
    }
}

#[tokio::test]
async fn a_lesson_opens_the_assistant_with_a_proxy_that_splits_packets() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.open(&format!("{}/lessons/b3", lab.relay.origin())).await?;
        page.find("lesson-offer").await?;
        page.script("document.querySelectorAll('[data-testid=lesson-offer]')[1].click();", vec![])
            .await?;
        page.holds("return document.querySelector('[data-testid=proxy-listen]')?.value === '127.0.0.1:7971';")
            .await?;
        page.find("proxy-fault-slicer").await.map(drop)
    })
    .await;
}
