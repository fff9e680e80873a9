//! One connection through a proxy: a task that owns both sockets.
//!
//! Where the link is transparent, bytes go from one socket to the other, and are only counted. Otherwise each receive is handed to the link, which decides when what is sent.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use lab_shared::assistant::proxy::{Command, Direction, Input, Link, Output, Report, Side};
use lab_shared::assistant::remote::MAX_LOGGED_BYTES;
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{sleep_until, timeout};

use super::host::Terms;
use super::meter::Meter;
use super::report::Reporter;
use crate::assist_host::ends::{Stream, passing};
use crate::socket::failure;

/// Most bytes of one receive.
const BUFFER_BYTES: usize = 128 * 1024;

/// The same where it is shown or held: no more than a log keeps of it, so what is recorded is whole.
const SHOWN_BYTES: usize = MAX_LOGGED_BYTES;

/// Bytes of one receive where there is no room for more.
const LEAST_BYTES: usize = 4 * 1024;

thread_local! {
    /// What a receive is read into: one for all links of a thread, however many they are.
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; BUFFER_BYTES].into());
}

/// Receives in a row before other tasks have their turn.
const TURN: usize = 16;

/// How long a connection that is closed here waits for the peers' ends. Unread bytes would turn the
/// close into a reset, and what was just sent could be lost.
const LAST_BYTES: Duration = Duration::from_secs(1);

/// One connection.
pub(super) struct StreamLink {
    pub(super) link: Link,
    /// The sockets, by [`Side`].
    pub(super) sides: [Stream; 2],
    pub(super) commands: mpsc::Receiver<Command>,
    pub(super) reporter: Reporter,
    pub(super) meter: Arc<Meter>,
    pub(super) terms: Terms,
}

/// One direction's bytes between the sockets.
#[derive(Default)]
struct Forward {
    /// What was received past the link, and waits to be sent.
    direct: Bytes,
    /// What the link sends behind it.
    sending: Bytes,
    is_paused: bool,
    has_ended: bool,
    /// The link has finished, and so will the socket behind the last byte.
    finishes: bool,
    has_finished: bool,
}

/// What a recv returned.
enum Received {
    /// Bytes for the link; none at the end of the stream.
    Bytes(Bytes),
    /// Bytes past the link, and those of them that are yet to be sent.
    Passed(Bytes),
}

/// How both connections end.
enum Ending {
    Close,
    Reset,
}

impl Forward {
    fn has_bytes(&self) -> bool {
        !self.direct.is_empty() || !self.sending.is_empty()
    }

    /// Whether the source may be read. Bytes past the link are sent first.
    fn reads(&self) -> bool {
        self.direct.is_empty() && !self.is_paused && !self.has_ended
    }
}

impl StreamLink {
    /// Serves both connections to their end.
    pub(super) async fn run(mut self) {
        let mut forwards = [Forward::default(), Forward::default()];
        match self.serve(&mut forwards).await {
            Ending::Reset => self.sides.into_iter().for_each(Stream::reset),
            Ending::Close if forwards.iter().all(|forward| forward.has_ended) => {}
            Ending::Close => {
                for side in &mut self.sides {
                    // The socket may have ended by itself.
                    let _ = side.shut_down().await;
                }
                let [client, server] = &self.sides;
                let both = async { tokio::join!(client.drain(), server.drain()) };
                let _ = timeout(LAST_BYTES, both).await;
            }
        }
        self.reporter.over().await;
    }

    async fn serve(&mut self, forwards: &mut [Forward; 2]) -> Ending {
        let mut turn = 0;
        loop {
            self.link.limit_bytes(self.terms.lane_bytes.load(Ordering::Relaxed));
            // Before anything is received: a new client may begin held.
            while let Ok(command) = self.commands.try_recv() {
                self.handle(Input::Command(command));
            }
            let mut has_moved = false;
            for direction in Direction::BOTH {
                let forward = &mut forwards[direction as usize];
                has_moved |= self.send(direction, forward);
                has_moved |= self.receive(direction, forward);
            }
            let ending = self.outputs(forwards).await;
            self.meter.set(&self.link, [forwards[0].direct.len(), forwards[1].direct.len()]);
            if let Some(ending) = ending {
                return ending;
            }
            if has_moved {
                turn += 1;
                if turn % TURN == 0 {
                    yield_now().await;
                }
                continue;
            }
            self.wait(forwards).await;
        }
    }

    /// Waits until something can be done.
    async fn wait(&mut self, forwards: &[Forward; 2]) {
        let [client, server] = &self.sides;
        let [up, down] = forwards;
        let due = self.link.poll_timeout().map(|due| (self.terms.begun + due).into());
        let now = tokio::time::Instant::now();
        tokio::select! {
            _ = client.readable(), if up.reads() => {}
            _ = server.readable(), if down.reads() => {}
            _ = server.writable(), if up.has_bytes() => {}
            _ = client.writable(), if down.has_bytes() => {}
            () = sleep_until(due.unwrap_or(now)), if due.is_some() => self.handle(Input::Timeout),
            command = self.commands.recv() => {
                // Without a host the program ends.
                self.handle(Input::Command(command.unwrap_or(Command::Close)));
            }
        }
    }

    /// Sends what waits, and returns whether anything was done.
    fn send(&mut self, direction: Direction, forward: &mut Forward) -> bool {
        let to = direction.destination();
        let socket = &self.sides[to as usize];
        let mut has_moved = false;
        while forward.has_bytes() {
            let is_direct = !forward.direct.is_empty();
            let bytes = if is_direct { &mut forward.direct } else { &mut forward.sending };
            match socket.try_write(bytes) {
                Ok(sent) => bytes.advance(sent),
                Err(error) => {
                    self.failed(to, error);
                    break;
                }
            }
            if !is_direct && forward.sending.is_empty() {
                self.handle(Input::Sent(direction));
                return true;
            }
            has_moved = true;
        }
        has_moved
    }

    /// Receives once, and returns whether anything came.
    fn receive(&mut self, direction: Direction, forward: &mut Forward) -> bool {
        if !forward.reads() {
            return false;
        }
        let from = direction.source();
        match self.read(direction) {
            Ok(Received::Passed(rest)) => forward.direct = rest,
            Ok(Received::Bytes(bytes)) if bytes.is_empty() => {
                forward.has_ended = true;
                if self.terms.observation.counts_the_rest() {
                    self.link.observe(true);
                }
                self.handle(Input::Ended(direction));
            }
            Ok(Received::Bytes(bytes)) => {
                self.terms.observation.shown(bytes.len());
                self.handle(Input::Received(direction, bytes));
            }
            Err(error) => {
                self.failed(from, error);
                return false;
            }
        }
        true
    }

    /// One recv. While the link is transparent, what it returns is sent at once as far as the other side takes it.
    fn read(&mut self, direction: Direction) -> io::Result<Received> {
        let [from, to] = [direction.source(), direction.destination()];
        self.link.observe(self.terms.observation.allows());
        let is_transparent = self.link.is_transparent(direction);
        let most = if is_transparent { BUFFER_BYTES } else { SHOWN_BYTES };
        // Many links with little room each receive little at a time.
        let room = self.terms.lane_bytes.load(Ordering::Relaxed).max(LEAST_BYTES);
        let most = most.min(room);
        BUFFER.with_borrow_mut(|buffer| {
            let length = self.sides[from as usize].try_read(&mut buffer[..most])?;
            let bytes = &buffer[..length];
            if !is_transparent || bytes.is_empty() {
                return Ok(Received::Bytes(Bytes::copy_from_slice(bytes)));
            }
            self.link.pass(direction, length);
            // A failure is met again when the rest is sent.
            let sent = self.sides[to as usize].try_write(bytes).unwrap_or(0);
            Ok(Received::Passed(Bytes::copy_from_slice(&bytes[sent..])))
        })
    }

    fn failed(&mut self, side: Side, error: io::Error) {
        if let Err(error) = passing(error) {
            self.handle(Input::Lost(side, failure(&error).to_string()));
        }
    }

    fn handle(&mut self, input: Input) {
        self.link.handle(self.terms.begun.elapsed(), input);
    }

    /// Carries out what the link returns. Returns how both connections end, once they do.
    async fn outputs(&mut self, forwards: &mut [Forward; 2]) -> Option<Ending> {
        while let Some(output) = self.link.poll_output() {
            match output {
                Output::Send(direction, bytes) => forwards[direction as usize].sending = bytes,
                Output::Finish(direction) => forwards[direction as usize].finishes = true,
                Output::PauseReading(direction) => forwards[direction as usize].is_paused = true,
                Output::ResumeReading(direction) => forwards[direction as usize].is_paused = false,
                Output::Report(report) => self.report(report).await,
                Output::Close => {
                    self.finish(forwards).await;
                    return Some(Ending::Close);
                }
                Output::Reset => return Some(Ending::Reset),
            }
        }
        self.finish(forwards).await;
        None
    }

    async fn report(&self, report: Report) {
        self.reporter.report(self.terms.begun.elapsed(), report).await;
    }

    /// Sends the ends of the streams that are due.
    async fn finish(&mut self, forwards: &mut [Forward; 2]) {
        for direction in Direction::BOTH {
            let forward = &mut forwards[direction as usize];
            if forward.finishes && !forward.has_finished && !forward.has_bytes() {
                forward.has_finished = true;
                // A socket that has failed is noticed when it is read.
                let _ = self.sides[direction.destination() as usize].shut_down().await;
            }
        }
    }
}
