//! One side of a recorded conversation on a socket.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Instant;

use bytes::{Buf as _, Bytes};
use lab_shared::assistant::Wording;
use lab_shared::assistant::proxy::{
    Conversation, Difference, ProxyEndpoint, Replay, ReplayInput, ReplayOutput, ReplayPace, Side,
};
use lab_shared::assistant::session::EndId;
use lab_shared::assistant::setup::SocketOptions;
use lab_shared::call::Address;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::sleep_until;

use super::host::transport;
use crate::assist_host::ends::{self, Place, Stream, What, passing};
use crate::assist_host::{EndError, Permission};
use crate::socket::failure;

/// A conversation to play, and where.
#[derive(Debug)]
pub(crate) struct ReplayTask {
    pub(crate) conversation: Conversation,
    pub(crate) role: Side,
    pub(crate) address: ProxyEndpoint,
    pub(crate) pace: ReplayPace,
}

/// What happened to a replay.
#[derive(Debug)]
pub(crate) enum ReplayHappening {
    /// It waits for its client, at this address.
    Bound(Address),
    /// It has no connection; why.
    Failed(Wording),
    /// It has a connection, and plays.
    Playing,
    /// The other side was not as recorded.
    Difference(Difference),
    /// All was played. How often the other side differed.
    Done(u64),
}

/// A replay on its connection.
struct Player {
    stream: Stream,
    replay: Replay,
    begun: Instant,
    sending: Bytes,
    has_ended: bool,
}

impl ReplayTask {
    /// Plays it on one connection, which takes one of these places, and shows what happens.
    pub(crate) async fn play(
        self,
        permission: Permission,
        places: Arc<Semaphore>,
        mut show: impl FnMut(ReplayHappening),
    ) {
        let (stream, _place) = match self.open(permission, places, &mut show).await {
            Ok(open) => open,
            Err(error) => return show(ReplayHappening::Failed(error.reason())),
        };
        stream.send_at_once();
        show(ReplayHappening::Playing);
        let begun = Instant::now();
        let replay = Replay::new(self.conversation, self.role, self.pace, begun.elapsed());
        let player = Player { stream, replay, begun, sending: Bytes::new(), has_ended: false };
        player.run(&mut show).await;
    }

    /// Connects, or listens and accepts one client.
    async fn open(
        &self,
        permission: Permission,
        places: Arc<Semaphore>,
        show: &mut impl FnMut(ReplayHappening),
    ) -> Result<(Stream, Place), EndError> {
        if self.role == Side::Client {
            let place = places.acquire_owned().await.expect("the places are never closed");
            return Ok((ends::connect(&self.address, &permission).await?, place));
        }
        let (events, mut heard) = mpsc::channel(1);
        let (_, no_datagrams) = ends::datagram_queue();
        let reporter = ends::Reporter { end: EndId(0), task: 0, events, places };
        let listener = transport(&self.address, 1);
        let serving =
            ends::serve(listener, SocketOptions::default(), permission, no_datagrams, reporter);
        let accepting = async {
            while let Some(event) = heard.recv().await {
                match event.what {
                    What::Bound(address, _) => show(ReplayHappening::Bound(address)),
                    What::Accepted(stream, _, place) => return Ok((stream, place)),
                    What::Failed(error) => return Err(error),
                    _ => {}
                }
            }
            Err(io::Error::from(ErrorKind::BrokenPipe).into())
        };
        // The listener ends with the first connection, or by itself when it has failed.
        tokio::pin!(accepting);
        tokio::select! {
            open = &mut accepting => open,
            () = serving => accepting.await,
        }
    }
}

impl Player {
    /// Plays to the end.
    async fn run(mut self, show: &mut impl FnMut(ReplayHappening)) {
        loop {
            while let Some(output) = self.replay.poll_output() {
                match output {
                    ReplayOutput::Send(bytes) => self.sending = bytes,
                    ReplayOutput::Finish => {
                        // A connection that has failed is noticed when it is read.
                        let _ = self.stream.shut_down().await;
                    }
                    ReplayOutput::Difference(difference) => {
                        show(ReplayHappening::Difference(difference));
                    }
                    ReplayOutput::Done(differences) => {
                        return show(ReplayHappening::Done(differences));
                    }
                }
            }
            let due = self.replay.poll_timeout().map(|due| (self.begun + due).into());
            let now = tokio::time::Instant::now();
            tokio::select! {
                _ = self.stream.readable(), if !self.has_ended => self.receive(),
                _ = self.stream.writable(), if !self.sending.is_empty() => self.send(),
                () = sleep_until(due.unwrap_or(now)), if due.is_some() => {
                    self.handle(ReplayInput::Timeout);
                }
            }
        }
    }

    fn receive(&mut self) {
        match self.stream.try_receive() {
            Ok(bytes) if bytes.is_empty() => {
                self.has_ended = true;
                self.handle(ReplayInput::Ended);
            }
            Ok(bytes) => self.handle(ReplayInput::Received(bytes)),
            Err(error) => self.failed(error),
        }
    }

    fn send(&mut self) {
        match self.stream.try_write(&self.sending) {
            Ok(length) => {
                self.sending.advance(length);
                if self.sending.is_empty() {
                    self.handle(ReplayInput::Sent);
                }
            }
            Err(error) => self.failed(error),
        }
    }

    fn failed(&mut self, error: io::Error) {
        if let Err(error) = passing(error) {
            self.handle(ReplayInput::Lost(failure(&error).to_string()));
        }
    }

    fn handle(&mut self, input: ReplayInput) {
        self.replay.handle(self.begun.elapsed(), input);
    }
}
