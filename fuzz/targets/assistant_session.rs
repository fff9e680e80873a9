//! Whatever peers, person and clock do, a session ends its turns, sends one message at a time to a peer,
//! wakes its host in the future or not at all, and forgets what it has closed, so that an idle
//! session holds nothing.
#![no_main]

use std::collections::BTreeSet;
use std::time::Duration;

use arbitrary::Arbitrary;
use lab_shared::assistant::Now;
use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::session::{Command, EndId, Input, Output, PeerId, Session, Target};
use lab_shared::assistant::setup::Setup;
use lab_shared::call::Address;
use libfuzzer_sys::fuzz_target;

const SETUP: &str = include_str!("../../shared/src/assistant/setup/example.toml");

#[derive(Debug, Arbitrary)]
enum Step {
    Open(u8),
    Opened(u8),
    Failed(u8),
    Accepted,
    Receive(u8, u8, Vec<u8>),
    Datagram(u16, Vec<u8>),
    Sent(u8, u8),
    Ended(u8, u8),
    Lost(u8, u8),
    Close(u8),
    ClosePeer(u8, u8),
    Reset(u8, u8),
    Say(bool, u8),
    WriteBytes(u8, Vec<u8>),
    Write(u8, String),
    Plan(u8),
    Later(u16),
}

/// Outputs that one input may cause: more than its bytes and the peers could explain.
const MOST_OUTPUTS: usize = 200_000;

struct Host {
    session: Session,
    elapsed: Duration,
    accepted: u32,
    in_flight: BTreeSet<(EndId, PeerId)>,
}

impl Host {
    fn now(&self) -> Now {
        Now { since_start: self.elapsed, unix: self.elapsed, ..Now::default() }
    }

    fn handle(&mut self, input: Input<'_>) {
        if let Input::Sent { end, peer } | Input::Lost { end, peer, .. } = &input {
            self.in_flight.remove(&(*end, *peer));
        }
        self.session.handle(self.now(), input);
        for _ in 0..MOST_OUTPUTS {
            match self.session.poll_output() {
                None => return,
                Some(Output::Send { end, peer, .. }) => {
                    assert!(self.in_flight.insert((end, peer)), "two sends to one peer");
                }
                Some(Output::ClosePeer(end, peer) | Output::ResetPeer(end, peer)) => {
                    self.in_flight.remove(&(end, peer));
                    assert!(self.session.peers(end).all(|(known, ..)| known != peer));
                }
                Some(Output::Report(lab_shared::assistant::session::Report::Left(end, peer))) => {
                    self.in_flight.remove(&(end, peer));
                }
                Some(_) => {}
            }
        }
        panic!("the turn does not end");
    }

    fn take(&mut self, step: Step) {
        let end = |number: u8| EndId(u32::from(number % 4));
        let peer = |number: u8| PeerId(u32::from(number % 8));
        let plan = || "poll".to_owned();
        match step {
            Step::Open(id) => self.handle(Input::Command(Command::Open(end(id)))),
            Step::Opened(id) => self.handle(Input::Opened { end: end(id) }),
            Step::Failed(id) => {
                self.handle(Input::Failed { end: end(id), reason: "failed".into() })
            }
            Step::Accepted => {
                let accepted = PeerId(self.accepted);
                self.accepted += 1;
                // Only the second end listens.
                let address = Address::inet("127.0.0.1", 7);
                self.handle(Input::Accepted { end: EndId(1), peer: accepted, address });
            }
            Step::Receive(id, who, bytes) => {
                let end = EndId(u32::from(id % 2));
                self.handle(Input::Received { end, peer: peer(who), bytes: &bytes });
            }
            Step::Datagram(port, bytes) => {
                let from = Address::inet("127.0.0.1", port);
                self.handle(Input::Datagram { end: EndId(2), from, bytes: &bytes });
            }
            Step::Sent(id, who) => self.handle(Input::Sent { end: end(id), peer: peer(who) }),
            Step::Ended(id, who) => {
                self.handle(Input::Ended { end: EndId(u32::from(id % 2)), peer: peer(who) });
            }
            Step::Lost(id, who) => {
                self.handle(Input::Lost { end: end(id), peer: peer(who), reason: "lost".into() });
            }
            Step::Close(id) => self.handle(Input::Command(Command::Close(end(id)))),
            Step::ClosePeer(id, who) => {
                self.handle(Input::Command(Command::ClosePeer(end(id), peer(who))));
            }
            Step::Reset(id, who) => {
                self.handle(Input::Command(Command::ResetPeer(end(id), peer(who))))
            }
            Step::Say(first, id) => {
                let message = if first { "read registers" } else { "hello" }.to_owned();
                let end = Some(end(id));
                self.handle(Input::Command(Command::SendMessage {
                    message,
                    end,
                    target: Target::All,
                }));
            }
            Step::Write(id, text) => {
                let (end, draft) = (end(id), Draft::text(text));
                self.handle(Input::Command(Command::Send { end, target: Target::All, draft }));
            }
            Step::WriteBytes(id, bytes) => {
                let (end, bytes) = (end(id), bytes.into());
                self.handle(Input::Command(Command::SendBytes { end, target: Target::All, bytes }));
            }
            Step::Plan(which) => self.handle(Input::Command(match which % 5 {
                0 => Command::Start { plan: plan(), end: None },
                1 => Command::Pause(plan()),
                2 => Command::Resume(plan()),
                3 => Command::Step(plan()),
                _ => Command::Stop(plan()),
            })),
            Step::Later(milliseconds) => {
                self.elapsed += Duration::from_millis(milliseconds.into());
                self.handle(Input::Timeout);
                assert!(
                    self.session.poll_timeout().is_none_or(|due| due > self.elapsed),
                    "what was due is still due"
                );
            }
        }
    }
}

fuzz_target!(|steps: Vec<Step>| {
    let setup = Setup::parse(SETUP).expect("the example is right");
    let session = Session::new(setup, 7).expect("the example is right");
    let mut host =
        Host { session, elapsed: Duration::ZERO, accepted: 0, in_flight: BTreeSet::new() };
    steps.into_iter().for_each(|step| host.take(step));
    for end in 0..3 {
        host.handle(Input::Command(Command::Close(EndId(end))));
    }
    assert_eq!(host.session.memory(), (0, 0), "closed ends still hold bytes");
});
