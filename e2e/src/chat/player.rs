//! Plays a scenario of the suite.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use lab_shared::chat::conformance::{Scenario, Step, fill_in};

use lab_shared::framing::Framing;

use super::ChatClient;

/// Bytes of a stamp, and the placeholder for each until it is compared.
const STAMP_BYTES: usize = 19;
const ANY: u8 = 1;

/// A host's room, as the player needs it.
pub trait ChatRoom {
    /// Its port on 127.0.0.1.
    fn port(&self) -> u16;
    /// Wait until the room has accepted a client.
    fn joined(&mut self, address: &str) -> impl Future<Output = Result<()>>;
    /// Wait until the room has noticed that a client has left.
    fn left(&mut self, address: &str) -> impl Future<Output = Result<()>>;
    /// The operator answers a client.
    fn answer(&mut self, address: &str, text: &str) -> impl Future<Output = Result<()>>;
    /// Change its framing, and wait until it has changed.
    fn reframe(&mut self, framing: &Framing) -> impl Future<Output = Result<()>>;
    /// Stop the room.
    fn stop(&mut self) -> impl Future<Output = Result<()>>;
}

/// Play a scenario against a room that was opened with its settings.
pub async fn play(scenario: &Scenario, room: &mut impl ChatRoom) -> Result<()> {
    let mut clients = BTreeMap::new();
    for step in &scenario.steps {
        let played = play_step(step, room, &mut clients).await;
        played.with_context(|| format!("{}: at {step:?}", scenario.name))?;
    }
    Ok(())
}

type Clients = BTreeMap<char, ChatClient>;

async fn play_step(step: &Step, room: &mut impl ChatRoom, clients: &mut Clients) -> Result<()> {
    match step {
        Step::Join(name) => {
            let client = ChatClient::connect(room.port()).await?;
            room.joined(&client.address).await?;
            clients.insert(*name, client);
        }
        Step::Queue(name) => {
            clients.insert(*name, ChatClient::connect(room.port()).await?);
        }
        Step::Send(name, bytes) => client(clients, *name)?.send(bytes).await?,
        Step::Expect(name, expected) => {
            let expected = filled_in(expected, clients);
            let received = client(clients, *name)?.receive(expected.len()).await?;
            ensure!(
                matches(&received, &expected),
                "received {:?}, expected {:?}",
                String::from_utf8_lossy(&received),
                String::from_utf8_lossy(&expected)
            );
        }
        Step::Finish(name) => client(clients, *name)?.finish().await?,
        Step::Reset(name) => {
            let client = client(clients, *name)?;
            client.reset().await?;
            room.left(&client.address).await?;
        }
        Step::ExpectEnd(name) => {
            let received = client(clients, *name)?.receive(1).await?;
            ensure!(received.is_empty(), "received {received:?} instead of the end");
        }
        Step::Answer(name, text) => room.answer(&client(clients, *name)?.address, text).await?,
        Step::Reframe(framing) => room.reframe(framing).await?,
        Step::Stop => room.stop().await?,
    }
    Ok(())
}

fn client(clients: &mut Clients, name: char) -> Result<&mut ChatClient> {
    clients.get_mut(&name).with_context(|| format!("no client {name}"))
}

fn filled_in(expected: &[u8], clients: &Clients) -> Vec<u8> {
    let addresses: Vec<(char, String)> =
        clients.iter().map(|(name, client)| (*name, client.address.clone())).collect();
    let any = String::from_utf8(vec![ANY; STAMP_BYTES]).expect("control characters are ASCII");
    fill_in(expected, Some(&any), &addresses)
}

/// Whether both are equal except for stamps, of which only digits and separators are checked.
fn matches(received: &[u8], expected: &[u8]) -> bool {
    received.len() == expected.len()
        && received.iter().zip(expected).all(|(got, wanted)| match *wanted {
            ANY => got.is_ascii_digit() || b"/: ".contains(got),
            wanted => *got == wanted,
        })
}
