//! Tests of the proxy, on virtual time.

mod datagrams;
mod faults;
mod hands;
mod properties;
mod replays;

use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::assistant::setup::Endpoint;

use Direction::{ToClient, ToServer};

/// A link with a host that sends at once, and notes when.
struct Fixture {
    link: Link,
    now: Duration,
    /// What was carried out, such as `100 to_server "hello"`.
    seen: Vec<String>,
    /// What each direction delivered.
    delivered: [Vec<u8>; 2],
    reports: Vec<Report>,
    /// Whether sends are left unfinished, as by a peer that does not read.
    is_stuck: bool,
}

fn proxy() -> ProxySetup {
    let at = || ProxyEndpoint::Inet(Endpoint::try_from("127.0.0.1:1".to_owned()).unwrap());
    ProxySetup::new("p", at(), at())
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Faults as a setup writes them.
fn faults(text: &str) -> Vec<Fault> {
    #[derive(serde::Deserialize)]
    struct List {
        faults: Vec<Fault>,
    }
    toml::from_str::<List>(&format!("faults = [{text}]")).unwrap().faults
}

impl Fixture {
    fn of(setup: &ProxySetup) -> Self {
        Self {
            link: Link::new(setup, false, 1, Duration::ZERO),
            now: Duration::ZERO,
            seen: Vec::new(),
            delivered: Default::default(),
            reports: Vec::new(),
            is_stuck: false,
        }
    }

    /// A stream with these faults towards the client.
    fn to_client(text: &str) -> Self {
        Self::of(&ProxySetup { to_client: faults(text), ..proxy() })
    }

    fn handle(&mut self, input: Input) {
        self.link.handle(self.now, input);
        while let Some(output) = self.link.poll_output() {
            let at = self.now.as_millis();
            match output {
                Output::Send(direction, bytes) => {
                    self.delivered[direction as usize].extend_from_slice(&bytes);
                    let text = String::from_utf8_lossy(&bytes);
                    self.seen.push(format!("{at} {} {text:?}", direction.name()));
                    if !self.is_stuck {
                        self.link.handle(self.now, Input::Sent(direction));
                    }
                }
                Output::Report(report) => self.reports.push(report),
                other => self.seen.push(format!("{at} {other:?}")),
            }
        }
    }

    fn receive(&mut self, direction: Direction, text: &str) {
        self.handle(Input::Received(direction, Bytes::copy_from_slice(text.as_bytes())));
    }

    fn command(&mut self, command: Command) {
        self.handle(Input::Command(command));
    }

    /// Lets time pass, and wakes the link whenever it asks for that.
    fn until(&mut self, milliseconds: u64) {
        let end = ms(milliseconds);
        let mut turns = 0;
        while let Some(due) = self.link.poll_timeout().filter(|due| *due <= end) {
            assert!(due > self.now || turns == 0, "what was due is still due");
            self.now = self.now.max(due);
            self.handle(Input::Timeout);
            turns += 1;
            assert!(turns < 100_000, "the link never rests");
        }
        self.now = end;
    }

    fn expect(&mut self, expected: &[&str]) {
        assert_eq!(std::mem::take(&mut self.seen), expected);
    }
}
