//! Whatever peers, person, faults and clock do, a link ends its turns, has one send at a time in each
//! direction, wakes its host in the future or not at all, and keeps to its memory.
#![no_main]

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use arbitrary::Arbitrary;
use lab_shared::assistant::proxy::{
    Command, Direction, Fault, Input, LANE_BYTES, Link, Output, Percent, ProxyEndpoint, ProxySetup,
    Side,
};
use lab_shared::assistant::setup::Endpoint;
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Conversation {
    udp: bool,
    is_observed: bool,
    seed: u64,
    steps: Vec<Step>,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Receive(bool, Vec<u8>),
    Flood(bool, u8),
    Ended(bool),
    Sent(bool),
    Later(u16),
    Faults(bool, Vec<Kind>),
    Hold(bool),
    Resume(bool),
    Release(bool, u8, Option<Vec<u8>>),
    Drop(bool, u8),
    Inject(bool, Vec<u8>),
    Lost(bool),
    Close(bool),
}

#[derive(Debug, Arbitrary)]
enum Kind {
    Latency(u16, u16),
    Bandwidth(NonZeroU32),
    Slicer(NonZeroU32, u32, u32),
    LimitData(u16),
    Timeout(u16),
    SlowClose(u16),
    ResetPeer(u16),
    Loss(u8),
    Duplicate(u8),
    Reorder(u8, NonZeroU64),
}

/// Outputs that one input may cause: more than its bytes could explain.
const MOST_OUTPUTS: usize = 200_000;

fn direction(to_server: bool) -> Direction {
    if to_server { Direction::ToServer } else { Direction::ToClient }
}

fn fault(kind: Kind) -> Fault {
    let share = |percent: u8| Percent::try_from(f64::from(percent % 101)).expect("within bounds");
    match kind {
        Kind::Latency(latency, jitter) => {
            Fault::Latency { latency: latency.into(), jitter: jitter.into() }
        }
        Kind::Bandwidth(rate) => Fault::Bandwidth { rate },
        Kind::Slicer(average_size, size_variation, delay) => {
            Fault::Slicer { average_size, size_variation, delay }
        }
        Kind::LimitData(bytes) => Fault::LimitData { bytes: bytes.into() },
        Kind::Timeout(timeout) => Fault::Timeout { timeout: timeout.into() },
        Kind::SlowClose(delay) => Fault::SlowClose { delay: delay.into() },
        Kind::ResetPeer(timeout) => Fault::ResetPeer { timeout: timeout.into() },
        Kind::Loss(percent) => Fault::Loss { percent: share(percent) },
        Kind::Duplicate(percent) => Fault::Duplicate { percent: share(percent) },
        Kind::Reorder(percent, wait) => Fault::Reorder { percent: share(percent), wait },
    }
}

struct Host {
    link: Link,
    now: Duration,
    sending: [bool; 2],
    paused: [bool; 2],
    closed: bool,
}

impl Host {
    fn handle(&mut self, input: Input) {
        if let Input::Sent(direction) = input {
            if !std::mem::take(&mut self.sending[direction as usize]) {
                return;
            }
        }
        self.link.handle(self.now, input);
        for _ in 0..MOST_OUTPUTS {
            match self.link.poll_output() {
                None => return,
                Some(Output::Send(direction, _)) => {
                    let sending = &mut self.sending[direction as usize];
                    assert!(!std::mem::replace(sending, true), "two sends in one direction");
                }
                Some(Output::PauseReading(direction)) => self.paused[direction as usize] = true,
                Some(Output::ResumeReading(direction)) => self.paused[direction as usize] = false,
                Some(Output::Close | Output::Reset) => {
                    assert!(!std::mem::replace(&mut self.closed, true), "closed twice");
                }
                Some(Output::Finish(_) | Output::Report(_)) => {}
            }
        }
        panic!("the turn does not end");
    }

    fn receive(&mut self, direction: Direction, bytes: Vec<u8>) {
        if !self.paused[direction as usize] {
            self.handle(Input::Received(direction, bytes.into()));
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Receive(way, bytes) => self.receive(direction(way), bytes),
            Step::Flood(way, kilobytes) => {
                self.receive(direction(way), vec![7; usize::from(kilobytes) << 10]);
            }
            Step::Ended(way) => self.handle(Input::Ended(direction(way))),
            Step::Sent(way) => self.handle(Input::Sent(direction(way))),
            Step::Later(milliseconds) => {
                self.now += Duration::from_millis(milliseconds.into());
                self.handle(Input::Timeout);
                let due = self.link.poll_timeout();
                assert!(due.is_none_or(|due| due > self.now), "what was due is still due");
            }
            Step::Faults(way, kinds) => {
                let faults = kinds.into_iter().take(6).map(fault).collect();
                let direction = direction(way);
                self.handle(Input::Command(Command::SetFaults { direction, faults }));
            }
            Step::Hold(way) => {
                self.handle(Input::Command(Command::Hold { direction: direction(way) }));
            }
            Step::Resume(way) => {
                self.handle(Input::Command(Command::Resume { direction: direction(way) }));
            }
            Step::Release(way, number, bytes) => {
                let (direction, number) = (direction(way), number.into());
                let bytes = bytes.map(Into::into);
                self.handle(Input::Command(Command::Release { direction, number, bytes }));
            }
            Step::Drop(way, number) => {
                let (direction, number) = (direction(way), number.into());
                self.handle(Input::Command(Command::Drop { direction, number }));
            }
            Step::Inject(way, bytes) => {
                let (direction, bytes) = (direction(way), bytes.into());
                self.handle(Input::Command(Command::Inject { direction, bytes }));
            }
            Step::Lost(client) => {
                let side = if client { Side::Client } else { Side::Server };
                self.handle(Input::Lost(side, "lost".into()));
            }
            Step::Close(resets) => {
                self.handle(Input::Command(if resets { Command::Reset } else { Command::Close }));
            }
        }
    }
}

fuzz_target!(|conversation: Conversation| {
    let at = || Endpoint::try_from("127.0.0.1:1".to_owned()).map(ProxyEndpoint::Inet);
    let (listen, connect) = (at().expect("an address"), at().expect("an address"));
    let setup = ProxySetup { udp: conversation.udp, ..ProxySetup::new("p", listen, connect) };
    let link = Link::new(&setup, conversation.is_observed, conversation.seed, Duration::ZERO);
    let mut host =
        Host { link, now: Duration::ZERO, sending: [false; 2], paused: [false; 2], closed: false };
    let injected: usize = conversation
        .steps
        .iter()
        .map(|step| match step {
            Step::Inject(_, bytes) | Step::Release(_, _, Some(bytes)) => bytes.len(),
            _ => 0,
        })
        .sum();
    conversation.steps.into_iter().for_each(|step| host.take(step));
    for direction in Direction::BOTH {
        // One receive may go beyond the limit, and a duplicate or what is injected is not received.
        let most = 2 * (LANE_BYTES + (255 << 10)) + injected;
        assert!(host.link.waiting(direction) <= most, "too much waits");
    }
});
