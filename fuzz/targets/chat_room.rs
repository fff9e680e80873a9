//! Whatever clients, operator and clock do, a room keeps its books, its bounds and its promise to stop:
//! what it holds is what its peers' parts come to and never more than its budget, what it has to tell
//! its host at one time is what one message causes, and an empty room holds nothing.
#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arbitrary::Arbitrary;
use lab_shared::call::Address;
use lab_shared::chat::{
    Budget, Concurrency, Form, Goods, GroupMessage, Input, Mode, Now, Output, PeerId, Room,
    RoomConfig, RoomEvent, SlowPeer, TooLong,
};
use lab_shared::framing::{ByteOrder, Delimiter, Framing, LengthWidth};
use lab_shared::text::Encoding;
use libfuzzer_sys::fuzz_target;

/// Most bytes of UTF-8 that the host lets an operator or another machine say at one time.
const MOST_SAID: usize = 4096;

#[derive(Debug, Arbitrary)]
struct Case {
    mode: u8,
    /// What a mode's fields hold.
    words: Vec<(String, String)>,
    once: bool,
    framing: FramingOf,
    slow_peer: u8,
    encoding: u8,
    queue: u16,
    max_message: u16,
    /// What the room may hold; at times less than one message takes.
    budget: u16,
    compact: bool,
    echo: bool,
    one: bool,
    shared: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Arbitrary)]
enum FramingOf {
    Raw,
    Lines,
    CrLfLines,
    Delimiter(Vec<u8>),
    LengthPrefix(bool, bool),
}

#[derive(Debug, Arbitrary)]
enum Step {
    Join,
    Receive(u8, Vec<u8>),
    /// The same bytes many times over.
    Repeat(u8, u8, u8, u8),
    End(u8),
    Fail(u8),
    Begin(u8, u16),
    Finish(u8, u16),
    Answer(u8, String),
    Encode(u8, u8),
    Frame(FramingOf),
    Remove(u8),
    Elsewhere(Vec<String>),
    Later(u16),
    Stop,
}

/// The room's budget, and what it is asked for.
#[derive(Debug)]
struct Counted {
    held: Arc<AtomicUsize>,
    most: usize,
}

impl Budget for Counted {
    fn grow(&mut self, bytes: usize) -> bool {
        let held = self.held.load(Ordering::Relaxed) + bytes;
        let fits = held <= self.most;
        if fits {
            self.held.store(held, Ordering::Relaxed);
        }
        fits
    }

    fn shrink(&mut self, bytes: usize) {
        let held = self.held.load(Ordering::Relaxed).checked_sub(bytes);
        self.held.store(held.expect("the room gives back what it took"), Ordering::Relaxed);
    }
}

fn framing(of: FramingOf) -> Framing {
    match of {
        FramingOf::Raw => Framing::Raw,
        FramingOf::Lines => Framing::Lines,
        FramingOf::CrLfLines => Framing::CrLfLines,
        FramingOf::Delimiter(bytes) => {
            Delimiter::new(bytes).map_or(Framing::Lines, Framing::Delimiter)
        }
        FramingOf::LengthPrefix(wide, big) => Framing::LengthPrefix {
            width: if wide { LengthWidth::U32 } else { LengthWidth::U16 },
            order: if big { ByteOrder::Big } else { ByteOrder::Little },
        },
    }
}

fn encoding(which: u8) -> Encoding {
    [Encoding::Utf8, Encoding::Gbk, Encoding::Gb18030, Encoding::Latin1][usize::from(which % 4)]
}

fn mode(case: &mut Case) -> Mode {
    let words = std::mem::take(&mut case.words).into_iter();
    let mut mode = Mode::all().swap_remove(usize::from(case.mode) % Mode::NAMES.len());
    match &mut mode {
        Mode::FixedReplies { replies, one_exchange } => {
            *replies = words.map(|(reply, _)| reply).collect();
            *one_exchange = case.once;
        }
        Mode::Shop { goods } => {
            *goods = words.map(|(name, price)| Goods { name, price }).collect();
        }
        Mode::Group
        | Mode::Acknowledge
        | Mode::Echo
        | Mode::UpperCase
        | Mode::LineAnswer
        | Mode::KeywordOver
        | Mode::Operator => {}
    }
    mode
}

fn config(case: &mut Case) -> RoomConfig {
    let mode = mode(case);
    RoomConfig {
        framing: framing(std::mem::replace(&mut case.framing, FramingOf::Raw)),
        encoding: encoding(case.encoding),
        concurrency: if case.one { Concurrency::One } else { Concurrency::All },
        slow_peer: [SlowPeer::Block, SlowPeer::DropOldest, SlowPeer::Disconnect]
            [usize::from(case.slow_peer % 3)],
        queue_bytes: usize::from(case.queue).max(1),
        max_message: usize::from(case.max_message % 4096).max(1),
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
    /// What the room has taken from its budget, and what there is.
    held: Arc<AtomicUsize>,
    budget: usize,
}

impl Host {
    fn handle(&mut self, input: Input<'_>) {
        let now = Now { since_start: self.elapsed, ..Now::default() };
        self.room.handle(now, input);
        while let Some(output) = self.room.poll_output() {
            assert!(!self.stopped, "a stopped room wants {output:?}");
            match output {
                Output::Accept => self.accepts = true,
                Output::PauseReading => self.paused = true,
                Output::ResumeReading => self.paused = false,
                Output::Close(peer) => drop(self.writing.remove(&peer)),
                Output::Stopped => self.stopped = true,
                Output::Event(RoomEvent::Said { text, .. }) => {
                    assert!(text.len() <= self.most_text(), "{} bytes are shown", text.len());
                }
                Output::Event(RoomEvent::Answered { text, .. }) => {
                    assert!(text.len() <= self.most_text(), "{} bytes are said", text.len());
                }
                Output::Publish(messages) => {
                    let bytes: usize = messages.iter().map(|message| message.text.len()).sum();
                    assert!(bytes <= 64 * 1024 + self.most_text(), "{bytes} bytes go out at once");
                }
                Output::Write(_) | Output::Event(_) => {}
            }
            // For each client at most: that it lags, loses an unfinished message, leaves, is closed
            // and may be written to; then what the message itself causes.
            let most = 16 + 8 * usize::try_from(self.joined).expect("it is small");
            assert!(self.room.pending_outputs() <= most, "{} outputs", self.room.pending_outputs());
            self.check_budget();
        }
        self.check_queues();
    }

    /// Most bytes that one message shows as, or is answered with.
    fn most_text(&self) -> usize {
        // A byte may show as `\u{fffd}` or `\u{e0041}`, and turn into three in upper case.
        9 * (self.room.config().max_message + MOST_SAID) + 256
    }

    fn check_budget(&self) {
        let held = self.held.load(Ordering::Relaxed);
        assert_eq!(held, self.room.held());
        assert_eq!(held, self.room.recount());
        assert!(held <= self.budget, "{held} bytes are held");
        assert!(held == 0 || self.room.peers().len() > 0, "an empty room holds {held} bytes");
    }

    fn check_queues(&self) {
        let config = self.room.config();
        for status in self.room.peers() {
            let queued: usize = self.room.queued(status.peer).map(<[u8]>::len).sum();
            assert_eq!(queued, status.queued_bytes);
            let begun = self.writing.get(&status.peer).copied().unwrap_or_default();
            assert!(begun <= queued, "what is being written was dropped");
            // One message in another encoding, and its frame.
            let most = config.queue_bytes + begun + 2 * self.most_text();
            assert!(queued <= most, "{queued} bytes wait");
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
            Step::Repeat(which, byte, end, times) if !self.paused => {
                let bytes = [byte, end].repeat(usize::from(times) * 16 + 1);
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
            Step::Answer(which, text) if text.len() <= MOST_SAID => {
                self.with(which, |peer| Input::Answer { peer, text });
            }
            Step::Encode(which, to) => {
                self.with(which, |peer| Input::Encoding { peer, encoding: encoding(to) });
            }
            Step::Frame(to) => self.handle(Input::Framing { framing: framing(to) }),
            Step::Remove(which) => self.with(which, |peer| Input::Remove { peer }),
            Step::Elsewhere(texts) if !self.paused => {
                let texts = texts.into_iter().filter(|text| text.len() <= MOST_SAID);
                let (stamp, name) = ("now".to_owned(), "10.0.0.1:1".to_owned());
                let messages = texts.map(|text| GroupMessage {
                    stamp: stamp.clone(),
                    name: name.clone(),
                    text,
                });
                self.handle(Input::FromElsewhere { messages: messages.collect() });
            }
            Step::Later(milliseconds) => {
                self.elapsed += Duration::from_millis(milliseconds.into());
                self.handle(Input::Timeout);
            }
            Step::Stop => self.handle(Input::Stop),
            Step::Join
            | Step::Receive(..)
            | Step::Repeat(..)
            | Step::End(_)
            | Step::Answer(..)
            | Step::Elsewhere(_) => {}
        }
    }

    fn with<'a>(&mut self, which: u8, input: impl FnOnce(PeerId) -> Input<'a>) {
        if let Some(peer) = self.peer(which) {
            self.handle(input(peer));
        }
    }
}

fuzz_target!(|case: Case| run(case));

fn run(mut case: Case) {
    let config = config(&mut case);
    if let Err(TooLong { .. }) = config.check() {
        return;
    }
    let held = Arc::new(AtomicUsize::new(0));
    let budget = usize::from(case.budget);
    let counted = Counted { held: Arc::clone(&held), most: budget };
    let mut room = Room::within(config, Box::new(counted));
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
        held,
        budget,
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
    assert_eq!(host.held.load(Ordering::Relaxed), 0);
}
