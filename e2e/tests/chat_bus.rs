//! Rooms on two machines (two programs here) that share a group through a real NATS server.

use anyhow::{Context, Result, ensure};
use lab_e2e::chat::{ChatRoom, NativeRoom, NatsServer};
use lab_e2e::{PATIENCE, Peer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines, ReadHalf, WriteHalf, split};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A client that speaks at will and hears line by line.
struct Client {
    name: String,
    ear: Lines<BufReader<ReadHalf<TcpStream>>>,
    mouth: WriteHalf<TcpStream>,
}

impl Client {
    async fn join(room: &mut NativeRoom) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", room.port())).await?;
        let name = stream.local_addr()?.to_string();
        room.joined(&name).await?;
        let (ear, mouth) = split(stream);
        Ok(Self { name, ear: BufReader::new(ear).lines(), mouth })
    }

    async fn hears(&mut self, expected: &str) -> Result<()> {
        let line = timeout(PATIENCE, self.ear.next_line()).await;
        let line = line.with_context(|| format!("{expected:?} did not come"))??;
        ensure!(line.as_deref() == Some(expected), "{line:?} came, not {expected:?}");
        Ok(())
    }
}

async fn on_bus(server: &NatsServer, flags: &[&str]) -> Result<NativeRoom> {
    let bus = format!("nats://127.0.0.1:{}", server.port);
    let mut room =
        NativeRoom::start(&[&["--bus", &bus, "--form", "compact"], flags].concat()).await?;
    room.line("bus joined").await?;
    Ok(room)
}

#[tokio::test]
async fn a_line_reaches_the_clients_of_both_rooms_once_and_in_order() -> Result<()> {
    const LINES: usize = 2000;
    let server = NatsServer::start().await?;
    let (mut here, mut there) = (on_bus(&server, &[]).await?, on_bus(&server, &[]).await?);
    // Another room of the same bus hears nothing of this one.
    let mut apart = on_bus(&server, &["--room", "apart"]).await?;
    let mut stranger = Client::join(&mut apart).await?;
    let mut first = Client::join(&mut here).await?;
    let mut second = Client::join(&mut there).await?;
    let text: String = (0..LINES).map(|number| format!("line {number}\n")).collect();
    let name = first.name.clone();
    first.mouth.write_all(text.as_bytes()).await?;
    for number in 0..LINES {
        let line = format!("{name} line {number}");
        first.hears(&line).await?;
        second.hears(&line).await?;
    }
    there.line(&format!("* {name}: line 0")).await?;
    // Nothing came twice: the next line either hears is the next one said.
    second.mouth.write_all(b"and back\n").await?;
    let line = format!("{} and back", second.name);
    first.hears(&line).await?;
    second.hears(&line).await?;
    stranger.mouth.write_all(b"alone\n").await?;
    stranger.hears(&format!("{} alone", stranger.name)).await
}

#[tokio::test]
async fn nc_on_one_relay_reads_what_nc_on_the_other_says() -> Result<()> {
    let server = NatsServer::start().await?;
    let (mut here, mut there) = (on_bus(&server, &[]).await?, on_bus(&server, &[]).await?);
    let mut speaker = Peer::nc_connect(here.port()).await?;
    here.line("+ ").await?;
    let mut listener = Peer::nc_connect(there.port()).await?;
    there.line("+ ").await?;
    speaker.say("hello from here").await?;
    assert!(listener.hear().await?.ends_with(" hello from here"));
    Ok(())
}

#[tokio::test]
async fn a_lost_bus_is_shown_and_comes_back_and_local_chat_goes_on() -> Result<()> {
    let server = NatsServer::start().await?;
    let port = server.port;
    let (mut here, mut there) = (on_bus(&server, &[]).await?, on_bus(&server, &[]).await?);
    let mut first = Client::join(&mut here).await?;
    let mut near = Client::join(&mut here).await?;
    let mut far = Client::join(&mut there).await?;
    server.kill().await?;
    for room in [&mut here, &mut there] {
        let line = room.line("bus lost: ").await?;
        assert!(line.ends_with("; trying again"), "{line}");
    }
    first.mouth.write_all(b"meanwhile\n").await?;
    let meanwhile = format!("{} meanwhile", first.name);
    near.hears(&meanwhile).await?;
    let server = NatsServer::start_on(port).await?;
    there.line("bus is back").await?;
    here.line("bus is back").await?;
    first.mouth.write_all(b"again\n").await?;
    let again = format!("{} again", first.name);
    near.hears(&again).await?;
    // What was said meanwhile has waited, unless the other room came back after it was sent.
    let line = timeout(PATIENCE, far.ear.next_line()).await.context("nothing came")??;
    match line {
        Some(line) if line == meanwhile => far.hears(&again).await?,
        line => ensure!(line.as_ref() == Some(&again), "{line:?}"),
    }
    server.kill().await
}

#[tokio::test]
async fn a_room_opens_without_its_bus_and_joins_it_later() -> Result<()> {
    let server = NatsServer::start().await?;
    let port = server.port;
    server.kill().await?;
    let bus = format!("nats://127.0.0.1:{port}");
    let mut room = NativeRoom::start(&["--bus", &bus, "--form", "compact"]).await?;
    let mut client = Client::join(&mut room).await?;
    room.line("bus lost: ").await?;
    client.mouth.write_all(b"alone\n").await?;
    client.hears(&format!("{} alone", client.name)).await?;
    let _server = NatsServer::start_on(port).await?;
    room.line("bus joined").await?;
    room.terminate().await?;
    assert!(room.ended().await?.success());
    Ok(())
}

#[tokio::test]
async fn what_was_said_last_still_reaches_the_others() -> Result<()> {
    let server = NatsServer::start().await?;
    let (mut here, mut there) = (on_bus(&server, &[]).await?, on_bus(&server, &[]).await?);
    let mut speaker = Client::join(&mut here).await?;
    let mut far = Client::join(&mut there).await?;
    speaker.mouth.write_all(b"farewell\n").await?;
    here.line(&format!("{}: farewell", speaker.name)).await?;
    here.terminate().await?;
    far.hears(&format!("{} farewell", speaker.name)).await?;
    assert!(here.ended().await?.success());
    Ok(())
}
