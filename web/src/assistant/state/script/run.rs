//! A script that runs: what the host tells goes to its worker, and what that says to the host.

use bytes::Bytes;
use std::collections::VecDeque;

use lab_shared::assistant::session::{EndId, PeerId};
use lab_shared::call::{Exception, Failure, Value};

use super::feed::{Feed, Waiting};
use super::{ScriptEnd, ScriptNews};
use crate::worker::message::script::{
    FromScript, ScriptMessage, ScriptTarget, ToScript, write_to_script,
};
use crate::worker::message::{Ended, FromWorker, ToWorker, write};

/// What the host tells a script.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptEvent {
    Joined {
        end: EndId,
        peer: PeerId,
        /// The end's name.
        name: String,
        address: String,
    },
    Left(EndId, PeerId),
    Message(EndId, PeerId, Bytes),
    /// What it asked for is done, or could not be.
    Done(u32, Result<(), Failure>),
}

/// What a script wants of the host.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptInput {
    /// It is at work from now on, or no longer.
    Serve(bool),
    Send {
        id: u32,
        to: ScriptTarget,
        bytes: Bytes,
    },
    Close {
        id: u32,
        end: EndId,
        peer: PeerId,
    },
    /// It has dealt with a message of this peer.
    Handled(EndId, PeerId),
}

/// What the driver does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Sends this to the worker, with the bytes beside it.
    Post(String, Option<Bytes>),
    Host(ScriptInput),
    News(ScriptNews),
    /// Ends the worker.
    End,
}

/// A script at work.
#[derive(Debug, Default)]
pub(crate) struct ScriptRun {
    feed: Feed,
    outputs: VecDeque<Output>,
}

impl ScriptRun {
    /// Takes in what the host tells.
    pub(crate) fn told(&mut self, event: ScriptEvent) {
        match event {
            ScriptEvent::Joined { end, peer, name, address } => {
                let joined = ToScript::Joined { end, peer, name, address };
                self.give(Waiting::PEER, &joined, None);
            }
            ScriptEvent::Left(end, peer) => {
                self.feed.forget(end, peer);
                let left = ToScript::Left { end, peer };
                self.give(Waiting::PEER, &left, None);
            }
            ScriptEvent::Message(end, peer, bytes) => {
                let waiting = Waiting::message(end, peer, bytes.len());
                if !self.give(waiting, &ToScript::Message { end, peer }, Some(bytes)) {
                    self.outputs.push_back(Output::Host(ScriptInput::Handled(end, peer)));
                }
            }
            ScriptEvent::Done(id, result) => {
                let outcome = match result {
                    Ok(()) => Ended::Ok(Value::None),
                    Err(failure) => Ended::Error(failure),
                };
                self.post(&ToWorker::Returned { id, outcome });
            }
        }
    }

    /// Takes in what the worker says, with the bytes beside it.
    pub(crate) fn said(&mut self, message: ScriptMessage, bytes: Bytes) {
        match message {
            ScriptMessage::Script(said) => self.script_said(said, bytes),
            ScriptMessage::Program(said) => self.program_said(said),
        }
    }

    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn script_said(&mut self, said: FromScript, bytes: Bytes) {
        match said {
            FromScript::Serving => self.news(ScriptNews::Serving),
            FromScript::Raised(fault) => self.news(ScriptNews::Raised(fault)),
            FromScript::Send { id, to } => {
                self.outputs.push_back(Output::Host(ScriptInput::Send { id, to, bytes }));
            }
            FromScript::Close { id, end, peer } => {
                self.outputs.push_back(Output::Host(ScriptInput::Close { id, end, peer }));
            }
            FromScript::Handled => {
                let Some(first) = self.feed.handled() else { return };
                if let Some((end, peer)) = first.sender {
                    self.outputs.push_back(Output::Host(ScriptInput::Handled(end, peer)));
                }
                let is_message = first.is_message;
                self.news(ScriptNews::Handled { is_message, waiting: self.feed.len() });
            }
        }
    }

    fn program_said(&mut self, said: FromWorker) {
        let end = match said {
            FromWorker::Output { stream, text } => {
                return self.news(ScriptNews::Output(stream, text));
            }
            FromWorker::Call { id, .. } => {
                let outcome = Ended::Error(no_sockets());
                return self.post(&ToWorker::Returned { id, outcome });
            }
            FromWorker::Finished { error, .. } => ScriptEnd::Finished(error),
            FromWorker::Crashed { words } => ScriptEnd::Crashed(words),
            FromWorker::Forged { message } => ScriptEnd::Crashed(message),
            // Where its threads are, and what it writes into files, is shown for programs only.
            _ => return,
        };
        self.news(ScriptNews::Over(end));
        self.outputs.push_back(Output::End);
    }

    /// Gives the script something, unless it is too far behind.
    fn give(&mut self, waiting: Waiting, message: &ToScript, bytes: Option<Bytes>) -> bool {
        let fits = self.feed.offer(waiting);
        if fits {
            self.outputs.push_back(Output::Post(write_to_script(message), bytes));
        }
        let waiting = self.feed.len();
        self.news(if fits { ScriptNews::Waiting(waiting) } else { ScriptNews::LeftOut });
        fits
    }

    fn post(&mut self, message: &ToWorker) {
        self.outputs.push_back(Output::Post(write(message), None));
    }

    fn news(&mut self, news: ScriptNews) {
        self.outputs.push_back(Output::News(news));
    }
}

/// What a socket call of a script ends with.
fn no_sockets() -> Failure {
    Failure::plain(
        Exception::OSError,
        "a script opens no sockets: use send(), and add an end for another connection; \
         a program with sockets runs in Lessons",
    )
}
