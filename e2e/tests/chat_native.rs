//! `socket-lab chat`: the conformance suite, and what only a real process can show.

use anyhow::{Context, Result, ensure};
use lab_e2e::chat::{ChatClient, ChatRoom, NativeRoom, play};
use lab_e2e::{PATIENCE, Peer};
use lab_shared::chat::conformance::scenarios;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn every_scenario_of_the_suite_holds() {
    let mut failed = Vec::new();
    for scenario in scenarios() {
        let played = async {
            let mut room = NativeRoom::open(&scenario.config).await?;
            play(&scenario, &mut room).await
        };
        match played.await {
            Ok(()) => println!("holds: {}", scenario.name),
            Err(error) => failed.push(format!("{error:#}")),
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[tokio::test]
async fn three_nc_clients_chat() -> Result<()> {
    let mut room = NativeRoom::start(&[]).await?;
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(Peer::nc_connect(room.port()).await?);
        room.line("+ ").await?;
    }
    for speaker in 0..3 {
        clients[speaker].say(&format!("I am {speaker}")).await?;
        for client in &mut clients {
            let stamp = client.hear().await?;
            ensure!(stamp.contains(" 127.0.0.1:"), "no time and address but {stamp:?}");
            assert_eq!(client.hear().await?, format!("I am {speaker}"));
        }
    }
    Ok(())
}

#[tokio::test]
async fn quit_on_the_console_stops_the_room() -> Result<()> {
    let mut room = NativeRoom::start(&[]).await?;
    let mut client = Peer::nc_connect(room.port()).await?;
    room.line("+ ").await?;
    room.type_line("quit").await?;
    client.wait().await?;
    assert!(room.ended().await?.success());
    Ok(())
}

#[tokio::test]
async fn sigterm_writes_what_is_queued_and_then_ends() -> Result<()> {
    const LINES: usize = 20_000;
    let flags = ["--queue-bytes", "100000000", "--form", "compact", "--no-echo"];
    let mut room = NativeRoom::start(&flags).await?;
    let mut late = ChatClient::connect(room.port()).await?;
    room.joined(&late.address).await?;
    let mut prompt = ChatClient::connect(room.port()).await?;
    room.joined(&prompt.address).await?;
    let mut sender = TcpStream::connect(("127.0.0.1", room.port())).await?;
    let name = sender.local_addr()?.to_string();
    room.joined(&name).await?;
    // More than the kernel's buffers hold, so that most of it waits in the room.
    let line = format!("{}\n", "x".repeat(999));
    for _ in 0..LINES {
        sender.write_all(line.as_bytes()).await?;
    }
    sender.write_all(b"the last\n").await?;
    let expected = (name.len() + 1 + line.len()) * LINES + format!("{name} the last\n").len();
    // Whoever reads has it all, so the room has heard the last line. Its console may leave lines out.
    assert_eq!(prompt.receive(expected).await?.len(), expected);
    room.terminate().await?;
    let received = late.receive(expected).await?;
    assert_eq!(received.len(), expected);
    assert!(received.ends_with(b" the last\n"));
    assert!(late.receive(1).await?.is_empty(), "the room ends the connection");
    assert!(room.ended().await?.success());
    Ok(())
}

#[tokio::test]
async fn a_client_that_is_killed_leaves_and_the_others_chat_on() -> Result<()> {
    let mut room = NativeRoom::start(&["--form", "compact"]).await?;
    let victim = Peer::nc_connect(room.port()).await?;
    let address = room.line("+ ").await?.trim_start_matches("+ ").to_owned();
    let mut other = Peer::nc_connect(room.port()).await?;
    room.line("+ ").await?;
    other.say("before").await?;
    other.hear().await?;
    // SIGKILL: nothing of the client runs any more.
    victim.hang_up().await?;
    room.left(&address).await?;
    other.say("after").await?;
    assert!(other.hear().await?.ends_with(" after"));
    Ok(())
}

#[tokio::test]
async fn a_client_that_never_reads_slows_nobody_and_memory_stays_bounded() -> Result<()> {
    const ROUNDS: usize = 600;
    const LINES: usize = 100;
    let flags = ["--form", "compact", "--queue-bytes", "262144", "--no-echo"];
    let mut room = NativeRoom::start(&flags).await?;
    let silent = ChatClient::connect(room.port()).await?;
    room.joined(&silent.address).await?;
    let listener = TcpStream::connect(("127.0.0.1", room.port())).await?;
    room.joined(&listener.local_addr()?.to_string()).await?;
    let mut listener = BufReader::new(listener).lines();
    let mut sender = TcpStream::connect(("127.0.0.1", room.port())).await?;
    let name = sender.local_addr()?.to_string();
    room.joined(&name).await?;
    let before = room.resident_kib()?;
    let padding = "x".repeat(900);
    for round in 0..ROUNDS {
        let batch: String =
            (0..LINES).map(|at| format!("{:06} {padding}\n", round * LINES + at)).collect();
        sender.write_all(batch.as_bytes()).await?;
        for at in 0..LINES {
            let line = timeout(PATIENCE, listener.next_line()).await.context("stalled")??;
            let line = line.context("the room has closed")?;
            let number = format!("{:06}", round * LINES + at);
            ensure!(line.split(' ').nth(1) == Some(&number), "{number} expected, not {line}");
        }
        // The console reads along: a full transcript would leave lines out.
        room.line(&format!("{name}: {:06}", round * LINES + LINES - 1)).await?;
    }
    room.line(&format!("~ {}: missed ", silent.address)).await?;
    // 55 MB went by; what waits is one queue, the transcript and what the kernel keeps for itself.
    let grown = room.resident_kib()?.saturating_sub(before);
    ensure!(grown < 16 * 1024, "the room grew by {grown} KiB");
    Ok(())
}

#[tokio::test]
async fn an_address_in_use_is_told_with_its_remedy() -> Result<()> {
    let room = NativeRoom::start(&[]).await?;
    let address = format!("127.0.0.1:{}", room.port());
    let output = NativeRoom::refused(&["--addr", &address]).await?;
    for words in [address.as_str(), "Address already in use", "--addr 127.0.0.1:0"] {
        ensure!(output.contains(words), "{words:?} is not in {output:?}");
    }
    Ok(())
}
