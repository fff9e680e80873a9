//! One side of a recorded conversation on a socket.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Instant;

use bytes::{Buf as _, Bytes};
use lab_shared::assistant::proxy::{
    Conversation, Difference, ProxyEndpoint, Replay, ReplayInput, ReplayOutput, ReplayPace, Side,
};
use lab_shared::assistant::session::EndId;
use lab_shared::language::Language;
use lab_shared::text::to_hex;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::sleep_until;

use super::arguments::{ProxyArguments, Role};
use super::host::{reporter, transport};
use super::setup::endpoint;
use crate::assist::arguments::PrintFormat;
use crate::assist::outcome::Outcome;
use crate::assist::setup::Mistakes;
use crate::assist_host::ends::{self, Stream, What, passing};
use crate::assist_host::{EndError, Permission};
use crate::logging::say;
use crate::socket::failure;

/// A conversation to play, and where.
#[derive(Debug)]
pub(super) struct Task {
    conversation: Conversation,
    role: Role,
    address: ProxyEndpoint,
    pace: ReplayPace,
    format: PrintFormat,
}

/// A replay on its connection.
struct Player {
    stream: Stream,
    replay: Replay,
    begun: Instant,
    sending: Bytes,
    has_ended: bool,
}

impl Task {
    /// Reads the recording.
    ///
    /// # Errors
    /// Every line that cannot be read, or what the flags lack.
    pub(super) fn new(file: &Path, arguments: &ProxyArguments) -> Result<Self, Mistakes> {
        let replay = &arguments.replay;
        let Some(address) = &arguments.address else {
            return Err(vec!["write the ADDRESS, such as 127.0.0.1:8000".into()]);
        };
        let name = file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| vec![format!("{name} cannot be read: {error}")])?;
        let conversation = Conversation::parse(&text, replay.connection).map_err(|problems| {
            let words = problems.into_iter().map(|(line, problem)| {
                format!("{name}, line {line}: {}", problem.in_words(Language::En))
            });
            words.collect::<Vec<_>>()
        })?;
        Ok(Self {
            conversation,
            role: replay.role.expect("the flags need a side"),
            address: endpoint(address)?,
            pace: ReplayPace { with_timing: replay.with_timing, patience: replay.patience },
            format: arguments.print,
        })
    }

    /// Plays it on one connection.
    pub(super) async fn play(self) -> Outcome {
        let stream = match self.open().await {
            Ok(stream) => stream,
            Err(error) => {
                let (address, reason) = (self.address.address(), error.reason());
                let reason = reason.get(Language::En);
                say(&format!("socket-lab: no connection at {address}: {reason}"));
                return Outcome::Failed;
            }
        };
        stream.send_at_once();
        let begun = Instant::now();
        let side = Side::from(self.role);
        let replay = Replay::new(self.conversation, side, self.pace, begun.elapsed());
        let sending = Bytes::new();
        let player = Player { stream, replay, begun, sending, has_ended: false };
        let differences = player.run(self.format).await;
        match self.format {
            PrintFormat::None => {}
            PrintFormat::Json => say(&json!({ "differences": differences }).to_string()),
            _ => say(&format!("the replay is done: {differences} differences")),
        }
        if differences == 0 { Outcome::Met } else { Outcome::NotMet }
    }

    /// Connects, or listens and accepts one client.
    async fn open(&self) -> Result<Stream, EndError> {
        if self.role == Role::Client {
            return ends::connect(&self.address, &Permission::Everything).await;
        }
        let (events, mut heard) = mpsc::channel(1);
        let (_, no_datagrams) = ends::datagram_queue();
        let reporter = reporter(EndId(0), events);
        let listener = transport(&self.address, 1);
        let serving = ends::serve(listener, Permission::Everything, no_datagrams, reporter);
        let accepting = async {
            while let Some(event) = heard.recv().await {
                match event.what {
                    What::Bound(address, _) if self.format != PrintFormat::None => {
                        say(&format!("replay is at {address}"));
                    }
                    What::Accepted(stream, ..) => return Ok(stream),
                    What::Failed(error) => return Err(error),
                    _ => {}
                }
            }
            Err(io::Error::from(ErrorKind::BrokenPipe).into())
        };
        // The listener ends with the first connection, or by itself when it has failed.
        tokio::pin!(accepting);
        tokio::select! {
            stream = &mut accepting => stream,
            () = serving => accepting.await,
        }
    }
}

impl Player {
    /// Plays to the end, and returns how often the other side differed.
    async fn run(mut self, format: PrintFormat) -> u64 {
        loop {
            while let Some(output) = self.replay.poll_output() {
                match output {
                    ReplayOutput::Send(bytes) => self.sending = bytes,
                    ReplayOutput::Finish => {
                        // A connection that has failed is noticed when it is read.
                        let _ = self.stream.shut_down().await;
                    }
                    ReplayOutput::Difference(difference) => show(format, &difference),
                    ReplayOutput::Done(differences) => return differences,
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

/// Shows where the other side differed.
fn show(format: PrintFormat, difference: &Difference) {
    match format {
        PrintFormat::None => {}
        PrintFormat::Json => say(&json!({ "difference": difference }).to_string()),
        PrintFormat::Events | PrintFormat::Text | PrintFormat::Csv => say(&in_words(difference)),
    }
}

fn in_words(difference: &Difference) -> String {
    match difference {
        Difference::Changed { offset, recorded, received } => {
            let (recorded, received) = (to_hex(recorded), to_hex(received));
            format!("at byte {offset}: recorded {recorded}, received {received}")
        }
        Difference::Missing { offset, bytes } => {
            format!("at byte {offset}: {bytes} recorded bytes did not come")
        }
        Difference::Extra { offset, received } => {
            format!("at byte {offset}: behind all that was recorded came {}", to_hex(received))
        }
        Difference::NotEnded => "the end of the stream did not come".into(),
        Difference::Failed(reason) => format!("the connection failed: {reason}"),
    }
}
