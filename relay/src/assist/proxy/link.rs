//! One connection through a proxy: a task that owns both sockets.
//!
//! Where the link is transparent, bytes go from one socket through a buffer to the other, and are only
//! counted. Otherwise each receive is handed to the link, which decides when what is sent.

use std::io;
use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes};
use lab_shared::assistant::proxy::{Command, Direction, Input, Link, Output, Side};
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{sleep_until, timeout};

use super::host::Reporter;
use crate::assist_host::ends::{Stream, passing};
use crate::socket::failure;

/// Most bytes of one receive.
const BUFFER: usize = 128 * 1024;

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
    /// The begin of the link's time.
    pub(super) begun: Instant,
}

/// One direction's bytes between the sockets.
struct Forward {
    buffer: Box<[u8]>,
    /// The bytes of the buffer that were received past the link, and wait to be sent.
    direct: std::ops::Range<usize>,
    /// What the link sends behind them.
    sending: Bytes,
    is_paused: bool,
    has_ended: bool,
    /// The link has finished, and so will the socket behind the last byte.
    finishes: bool,
    has_finished: bool,
}

/// How both connections end.
enum Ending {
    Close,
    Reset,
}

impl Forward {
    fn new() -> Self {
        Self {
            buffer: vec![0; BUFFER].into(),
            direct: 0..0,
            sending: Bytes::new(),
            is_paused: false,
            has_ended: false,
            finishes: false,
            has_finished: false,
        }
    }

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
        let mut forwards = [Forward::new(), Forward::new()];
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
            if let Some(ending) = self.outputs(forwards).await {
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
        let due = self.link.poll_timeout().map(|due| (self.begun + due).into());
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
            let bytes = match forward.direct.is_empty() {
                false => &forward.buffer[forward.direct.clone()],
                true => &forward.sending[..],
            };
            match socket.try_write(bytes) {
                Ok(sent) if !forward.direct.is_empty() => forward.direct.start += sent,
                Ok(sent) => {
                    forward.sending.advance(sent);
                    if forward.sending.is_empty() {
                        self.handle(Input::Sent(direction));
                        return true;
                    }
                }
                Err(error) => {
                    self.failed(to, error);
                    break;
                }
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
        match self.sides[from as usize].try_read(&mut forward.buffer) {
            Ok(0) => {
                forward.has_ended = true;
                self.handle(Input::Ended(direction));
            }
            Ok(length) if self.link.is_transparent(direction) => {
                self.link.pass(direction, length);
                forward.direct = 0..length;
                self.send(direction, forward);
            }
            Ok(length) => {
                let bytes = Bytes::copy_from_slice(&forward.buffer[..length]);
                self.handle(Input::Received(direction, bytes));
            }
            Err(error) => {
                self.failed(from, error);
                return false;
            }
        }
        true
    }

    fn failed(&mut self, side: Side, error: io::Error) {
        if let Err(error) = passing(error) {
            self.handle(Input::Lost(side, failure(&error).to_string()));
        }
    }

    fn handle(&mut self, input: Input) {
        self.link.handle(self.begun.elapsed(), input);
    }

    /// Carries out what the link returns. Returns how both connections end, once they do.
    async fn outputs(&mut self, forwards: &mut [Forward; 2]) -> Option<Ending> {
        while let Some(output) = self.link.poll_output() {
            match output {
                Output::Send(direction, bytes) => forwards[direction as usize].sending = bytes,
                Output::Finish(direction) => forwards[direction as usize].finishes = true,
                Output::PauseReading(direction) => forwards[direction as usize].is_paused = true,
                Output::ResumeReading(direction) => forwards[direction as usize].is_paused = false,
                Output::Report(report) => self.reporter.report(report).await,
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
