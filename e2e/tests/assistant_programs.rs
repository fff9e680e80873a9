//! The assistant's place with programs from packages: the setups of its documentation, opened from a file.

use std::fs;
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::MetadataExt as _;

use anyhow::Result;
use lab_e2e::{Peer, documented_setup, in_the_lab};

/// A port that nobody has.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn free_udp_port() -> Result<u16> {
    Ok(UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[tokio::test]
async fn packets_composed_by_hand_subscribe_and_publish_at_mosquitto() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let (port, configuration) = (free_port()?, tempfile::NamedTempFile::new()?);
        let user = if fs::metadata("/proc/self")?.uid() == 0 { "user root\n" } else { "" };
        let lines = format!("listener {port} 127.0.0.1\nallow_anonymous true\n{user}");
        fs::write(configuration.path(), lines)?;
        let path = configuration.path().to_string_lossy().into_owned();
        let mut broker = Peer::program("mosquitto", &["-v", "-c", &path])?;
        broker.reports(" running").await?;
        let port = port.to_string();
        let arguments = ["-p", &port, "-t", "lab/out", "-C", "1", "-F", "%t %p"];
        let mut subscriber = Peer::program("mosquitto_sub", &arguments)?;
        broker.reports("Sending SUBACK").await?;

        let setup = documented_setup("MQTT", &[("127.0.0.1:1883", &format!("127.0.0.1:{port}"))])?;
        page.press("assistant-side-plans").await?;
        page.open_end_of(&setup).await?;
        page.press("plan-run").await?;
        broker.reports("Sending SUBACK to socket-lab").await?;
        Peer::program("mosquitto_pub", &["-p", &port, "-t", "lab/in", "-m", "on"])?.wait().await?;
        assert_eq!(subscriber.hear().await?, "lab/out 21.5 °C");

        // The broker's packet is shown field by field.
        page.pick_received("lab/in").await?;
        page.sees("assistant-fields", "PUBLISH").await?;
        page.sees("assistant-fields", "lab/in").await?;
        broker.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn rules_answer_dig_and_the_question_is_decoded() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let port = free_udp_port()?.to_string();
        let setup = documented_setup("DNS", &[("127.0.0.1:5353", &format!("127.0.0.1:{port}"))])?;
        page.open_end_of(&setup).await?;
        let question = ["@127.0.0.1", "-p", &port, "+short", "+noedns", "anything.test"];
        let mut dig = Peer::program("dig", &question)?;
        assert_eq!(dig.hear().await?, "192.0.2.7");
        page.pick_received("").await?;
        page.sees("assistant-fields", "anything.test").await
    })
    .await;
}

#[tokio::test]
async fn datagrams_go_to_socat_and_come_back() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let port = free_udp_port()?.to_string();
        let echo = format!("UDP4-RECVFROM:{port},bind=127.0.0.1,fork");
        let mut socat = Peer::program("socat", &["-dd", &echo, "EXEC:cat"])?;
        socat.reports("receiving").await?;
        page.choose("assistant-kind", "udp").await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.send_message("text", "你好").await?;
        page.logs("received", "你好").await?;

        // The end stays open while its destination changes.
        let other = free_udp_port()?.to_string();
        let receive = format!("UDP4-RECV:{other},bind=127.0.0.1");
        let mut receiver = Peer::program("socat", &["-dd", "-u", &receive, "STDOUT"])?;
        receiver.reports("starting data transfer loop").await?;
        page.fill("assistant-port", &other).await?;
        page.send_message("text", "elsewhere\\n").await?;
        assert_eq!(receiver.hear().await?, "elsewhere");
        page.end_is("open").await?;
        receiver.hang_up().await?;
        socat.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn a_client_connects_again_when_its_server_has_started_again() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let (server, port) = Peer::nc_listen().await?;
        page.unfold_settings().await?;
        page.press("assistant-reconnect").await?;
        page.fill("assistant-first-pause", "10").await?;
        page.fill("assistant-longest-pause", "100").await?;
        page.fill("assistant-port", &port.to_string()).await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        server.hang_up().await?;
        page.end_is("waiting").await?;
        let mut server = Peer::nc_listen_on(port).await?;
        page.end_is("open").await?;
        page.send_message("text", "again\\n").await?;
        assert_eq!(server.hear().await?, "again");
        Ok(())
    })
    .await;
}
