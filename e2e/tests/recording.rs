//! Recordings: moving through the past, and the files that are kept of it.

use anyhow::{Context, Result, ensure};
use lab_e2e::{Browser, Look, Peer, Relay, in_own_network, in_the_lab, in_the_lab_of, listens};
use std::path::Path;
use std::process::Command;

/// A server of the page listens while this is in view; the port.
async fn listening(page: &Browser, aspect: &str) -> Result<u16> {
    page.press("start-server").await?;
    page.press(aspect).await?;
    let port = page.listen().await?;
    page.socket_is("server", "listening").await?;
    Ok(port)
}

/// A server of the page has talked with a real `nc`, and everything is closed; the port.
async fn conversation(page: &Browser) -> Result<u16> {
    let port = listening(page, "aspect-kernel").await?;
    let mut nc = Peer::nc_connect(port).await?;
    page.call("accept").await?;
    page.socket_is("conn", "connected").await?;
    page.find_css("[data-testid=kernel-socket][data-variable=conn][data-state=ESTABLISHED]")
        .await?;
    nc.say("ping").await?;
    page.press("aspect-timeline").await?;
    page.call_and_see("recv", r"b'ping\n'").await?;
    page.fill_in("send", "arg-text", "pong").await?;
    page.end_conversation(nc).await?;
    Ok(port)
}

#[tokio::test]
async fn the_python_program_kept_of_a_recording_makes_the_same_exchange_under_python3() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = conversation(page).await?;
        let (name, bytes) = page.keep("python").await?;
        ensure!(name == "socket_lab.py");
        let text = String::from_utf8(bytes)?;
        let mut python = Peer::python(&text, &[])?;
        listens(port).await?;
        let mut nc = Peer::nc_connect(port).await?;
        nc.say("ping").await?;
        ensure!(nc.hear().await? == "pong", "{text}");
        nc.hang_up().await?;
        ensure!(python.hear().await? == r"b'ping\n'", "{text}");
        ensure!(python.hear().await? == "b''", "{text}");
        python.wait().await
    })
    .await;
}

#[tokio::test]
async fn the_panes_show_each_moment_as_it_was_and_come_back_to_now() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        conversation(page).await?;
        page.press("replay-back").await?;
        page.find_css("[data-testid=transport][data-state=past]").await?;
        moments(page).await?;
        page.press("replay-leave").await?;
        page.find_css("[data-testid=transport][data-state=live]").await?;
        page.socket_is("server", "closed").await
    })
    .await;
}

/// Walks through the conversation, whichever way it came into the page.
async fn moments(page: &Browser) -> Result<()> {
    // Issued and returned: socket.
    page.replay_at(2).await?;
    page.socket_is("server", "created").await?;
    ensure!(page.count("[data-testid=socket-card]").await? == 1);
    page.choose("replay-speed", "20×").await?;
    page.press("replay-play").await?;
    page.find_css("[data-testid=transport][data-playing=false]").await?;
    page.socket_is("server", "closed").await?;
    page.socket_is("conn", "closed").await?;
    page.replay_at(2).await?;
    page.socket_is("server", "created").await
}

#[tokio::test]
async fn a_recording_is_shown_from_its_file_without_a_relay() {
    in_the_lab(async |lab| {
        conversation(&lab.browser).await?;
        let (name, bytes) = lab.browser.keep("json").await?;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(&name);
        std::fs::write(&path, &bytes)?;

        let relay = Relay::start().await?;
        let browser = Browser::start(Look::default()).await?;
        let shown = without_relay(&browser, relay, &path).await;
        browser.close().await?;
        shown
    })
    .await;
}

async fn without_relay(page: &Browser, relay: Relay, path: &Path) -> Result<()> {
    page.open(&relay.url).await?;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    relay.stop().await?;
    page.find("relay-notice").await?;
    page.open_recording(path).await?;
    page.find_css("[data-testid=transport][data-state=past]").await?;
    page.socket_is("conn", "closed").await?;
    moments(page).await?;
    let recording = std::fs::read_to_string(path)?;
    std::fs::write(path, "{}")?;
    page.open_recording(path).await?;
    page.sees("recording-unreadable", "no recording").await?;
    let hostile = recording.replace("\"variable\":\"server\"", "\"variable\":\"import os\"");
    ensure!(hostile != recording);
    std::fs::write(path, hostile)?;
    page.open_recording(path).await?;
    page.sees("recording-unreadable", "variable").await?;
    Ok(())
}

#[test]
fn packets_kept_of_a_recording_open_in_tcpdump() {
    in_own_network(async || {
        in_the_lab_of(&["--listen", "127.0.0.1:0", "--capture"], async |lab| {
            let page = &lab.browser;
            let port = listening(page, "aspect-sequence").await?;
            let mut nc = Peer::nc_connect(port).await?;
            page.call("accept").await?;
            page.socket_is("conn", "connected").await?;
            nc.say("ping").await?;
            page.find_css("[data-testid=segment][data-flags='PSH ACK']").await?;
            page.call("close").await?;
            nc.hang_up().await?;
            // What was not read makes the close an RST.
            page.find_css("[data-testid=segment][data-flags='RST ACK']").await?;
            let (name, bytes) = page.keep("pcap").await?;
            let folder = tempfile::tempdir()?;
            let path = folder.path().join(&name);
            std::fs::write(&path, &bytes)?;
            let read = Command::new("tcpdump").args(["-nn", "-r"]).arg(&path).output();
            let read = read.context("cannot run tcpdump")?;
            let text = String::from_utf8_lossy(&read.stdout);
            let server = format!("127.0.0.1.{port}");
            for line in ["Flags [S]", "Flags [S.]", "Flags [P.]", "length 5", "Flags [R.]"] {
                ensure!(text.contains(line) && text.contains(&server), "no {line} in {text}");
            }
            let (name, svg) = page.keep("svg").await?;
            ensure!(name == "socket-lab.svg" && String::from_utf8(svg)?.contains("PSH ACK"));
            let (name, png) = page.keep("png").await?;
            ensure!(name == "socket-lab.png" && png.starts_with(b"\x89PNG"));
            Ok(())
        })
        .await;
        Ok(())
    });
}

#[tokio::test]
async fn the_timeline_is_narrowed_to_a_socket_and_to_what_is_searched() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        conversation(page).await?;
        let rows = |count: usize| {
            format!(
                "return document.querySelectorAll('[data-testid=timeline-row]').length === {count};"
            )
        };
        page.fill("timeline-search", "pong").await?;
        page.holds(&rows(1)).await?;
        page.fill("timeline-search", "0x70 69").await?;
        page.holds(&rows(1)).await?;
        page.fill("timeline-search", "").await?;
        page.choose("timeline-socket", "conn").await?;
        // accept, recv, sendall, recv, close
        page.holds(&rows(5)).await?;
        page.sees("timeline-found", "5").await
    })
    .await;
}
