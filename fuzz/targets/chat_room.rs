//! Whatever clients, operator and clock do, a room keeps its books, its bounds and its promise to stop.
#![no_main]

use std::collections::BTreeMap;
use std::time::Duration;

use arbitrary::Arbitrary;
use lab_shared::call::Address;
use lab_shared::chat::{
    Form, GroupMessage, Input, Mode, Moment, Output, PeerId, Room, RoomConfig, SlowPeer,
};
use lab_shared::framing::{ByteOrder, Framing, LengthWidth};
use lab_shared::text::Encoding;
use libfuzzer_sys::fuzz_target;

/// What one message may take in a queue besides its own share: a stamp, its frame, and its text in
/// another encoding with control characters made visible.
const ONE_MESSAGE: usize = 64 * 1024;

#[derive(Debug, Arbitrary)]
struct Case {
    mode: u8,
    framing: u8,
    slow_peer: u8,
    queue: u16,
    max_message: u8,
    compact: bool,
    echo: bool,
    shared: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Arbitrary)]
enum Step {
    Join,
    Receive(u8, Vec<u8>),
    End(u8),
    Fail(u8),
    Begin(u8, u16),
    Finish(u8, u16),
    Answer(u8, String),
    Encode(u8, u8),
    Frame(u8),
    Remove(u8),
    Elsewhere(String),
    Later(u16),
    Stop,
}

fn framing(which: u8) -> Framing {
    match which % 4 {
        0 => Framing::Raw,
        1 => Framing::Lines,
        2 => Framing::CrLfLines,
        _ => Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big },
    }
}

fn encoding(which: u8) -> Encoding {
    [Encoding::Utf8, Encoding::Gbk, Encoding::Gb18030, Encoding::Latin1][usize::from(which % 4)]
}

fn config(case: &Case) -> RoomConfig {
    let mode = match case.mode % 9 {
        0 => Mode::Acknowledge,
        1 => Mode::Echo,
        2 => Mode::UpperCase,
        3 => Mode::FixedReplies { replies: vec!["one".into()], one_exchange: true },
        4 => Mode::LineAnswer,
        5 => Mode::KeywordOver,
        6 => Mode::snack_shop(),
        7 => Mode::Operator,
        _ => Mode::Group,
    };
    RoomConfig {
        framing: framing(case.framing),
        slow_peer: [SlowPeer::Block, SlowPeer::DropOldest, SlowPeer::Disconnect]
            [usize::from(case.slow_peer % 3)],
        queue_bytes: usize::from(case.queue),
        max_message: usize::from(case.max_message).max(1),
        form: if case.compact { Form::Compact } else { Form::Stamped },
        echo_to_sender: case.echo,
        ..RoomConfig::of(mode)
    }
}

/// The room's host, which does what the room asks and nothing else.
struct Host {
    room: Room,
    elapsed: Duration,
    accepts: bool,
    paused: bool,
    stopped: bool,
    joined: u32,
    /// Bytes of each peer's queue that a write has begun with.
    writing: BTreeMap<PeerId, usize>,
}

impl Host {
    fn handle(&mut self, input: Input<'_>) {
        let now = Moment { since_start: self.elapsed, unix_seconds: 0, utc_offset_seconds: 0 };
        self.room.handle(now, input);
        while let Some(output) = self.room.poll_output() {
            assert!(!self.stopped, "a stopped room wants {output:?}");
            match output {
                Output::Accept => self.accepts = true,
                Output::PauseReading => self.paused = true,
                Output::ResumeReading => self.paused = false,
                Output::Close(peer) => drop(self.writing.remove(&peer)),
                Output::Stopped => self.stopped = true,
                Output::Write(_) | Output::Publish(_) | Output::Event(_) => {}
            }
        }
        let config = self.room.config();
        for status in self.room.peers() {
            let queued: usize = self.room.queued(status.peer).map(<[u8]>::len).sum();
            assert_eq!(queued, status.queued_bytes);
            let begun = self.writing.get(&status.peer).copied().unwrap_or_default();
            assert!(begun <= queued, "what is being written was dropped");
            if config.slow_peer != SlowPeer::Block {
                assert!(queued <= config.queue_bytes + begun + ONE_MESSAGE, "{queued} bytes wait");
            }
        }
    }

    fn peer(&self, which: u8) -> Option<PeerId> {
        self.room.peers().map(|status| status.peer).nth(usize::from(which % 8))
    }

    fn queued(&self, peer: PeerId) -> usize {
        self.room.queued(peer).map(<[u8]>::len).sum()
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Join if self.accepts => {
                self.accepts = false;
                let peer = PeerId(self.joined);
                self.joined += 1;
                let address = Address::Inet { host: "127.0.0.1".into(), port: 50000 };
                self.handle(Input::Joined { peer, address });
            }
            Step::Receive(which, bytes) if !self.paused && !bytes.is_empty() => {
                self.with(which, |peer| Input::Received { peer, bytes: &bytes });
            }
            Step::End(which) if !self.paused => self.with(which, |peer| Input::Ended { peer }),
            Step::Fail(which) => {
                self.with(which, |peer| Input::Failed { peer, failure: "OSError".into() });
            }
            Step::Begin(which, bytes) => {
                let Some(peer) = self.peer(which) else { return };
                let bytes = usize::from(bytes).min(self.queued(peer));
                if bytes > 0 && !self.writing.contains_key(&peer) {
                    self.writing.insert(peer, bytes);
                    self.handle(Input::Writing { peer, bytes });
                }
            }
            Step::Finish(which, bytes) => {
                let Some(peer) = self.peer(which) else { return };
                let begun = self.writing.remove(&peer).unwrap_or_else(|| self.queued(peer));
                let bytes = usize::from(bytes).min(begun);
                self.handle(Input::Wrote { peer, bytes });
            }
            Step::Answer(which, text) => self.with(which, |peer| Input::Answer { peer, text }),
            Step::Encode(which, to) => {
                self.with(which, |peer| Input::Encoding { peer, encoding: encoding(to) });
            }
            Step::Frame(to) => self.handle(Input::Framing { framing: framing(to) }),
            Step::Remove(which) => self.with(which, |peer| Input::Remove { peer }),
            Step::Elsewhere(text) => {
                let name = "10.0.0.1:1".to_owned();
                let message = GroupMessage { stamp: "now".into(), name, text };
                self.handle(Input::FromElsewhere { messages: vec![message] });
            }
            Step::Later(milliseconds) => {
                self.elapsed += Duration::from_millis(milliseconds.into());
                self.handle(Input::Timeout);
            }
            Step::Stop => self.handle(Input::Stop),
            Step::Join | Step::Receive(..) | Step::End(_) => {}
        }
    }

    fn with<'a>(&mut self, which: u8, input: impl FnOnce(PeerId) -> Input<'a>) {
        if let Some(peer) = self.peer(which) {
            self.handle(input(peer));
        }
    }
}

fuzz_target!(|case: Case| {
    let mut room = Room::new(config(&case));
    if case.shared {
        room.share();
    }
    let mut host = Host {
        room,
        elapsed: Duration::ZERO,
        accepts: false,
        paused: false,
        stopped: false,
        joined: 0,
        writing: BTreeMap::new(),
    };
    host.handle(Input::Timeout);
    for step in case.steps {
        if host.stopped {
            return;
        }
        host.take(step);
    }
    if !host.stopped {
        host.handle(Input::Stop);
    }
    host.elapsed += Duration::from_secs(3600);
    if !host.stopped {
        host.handle(Input::Timeout);
    }
    assert!(host.stopped, "the room did not stop");
});
