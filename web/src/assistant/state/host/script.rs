//! What a script is told of messages and peers, and what it sends.

use lab_shared::assistant::Problem;
use lab_shared::assistant::session::{self, Command, EndId, PeerId, Target};
use lab_shared::assistant::setup::Endpoint;
use lab_shared::call::{Exception, Failure};

use super::{Host, News};
use crate::assistant::state::script::run::{ScriptEvent, ScriptInput};
use crate::worker::message::script::ScriptTarget;

impl Host {
    pub(super) fn script(&mut self, input: ScriptInput) {
        match input {
            ScriptInput::Serve(on) => {
                self.session.hand_on_messages(on);
                self.introduce_peers();
            }
            ScriptInput::Handled(end, peer) => self.tell(session::Input::Handled { end, peer }),
            ScriptInput::Send { id, to, bytes } => {
                let sent = self.targets(to).and_then(|targets| {
                    targets.into_iter().try_for_each(|(end, target)| {
                        let sent = self.session.send_bytes(self.now, end, &target, bytes.clone());
                        sent.map_err(|problem| not_sent(&problem))
                    })
                });
                self.news(News::Script(ScriptEvent::Done(id, sent)));
            }
            ScriptInput::Close { id, end, peer } => {
                self.tell(session::Input::Command(Command::ClosePeer(end, peer)));
                self.news(News::Script(ScriptEvent::Done(id, Ok(()))));
            }
        }
    }

    /// Another script serves other ends: it learns of their peers.
    pub(super) fn set_script(&mut self, command: Command) {
        let served = |host: &Self| {
            host.session.setup().script.as_ref().and_then(|script| script.end.clone())
        };
        let before = served(self);
        self.tell(session::Input::Command(command));
        if served(self) != before {
            self.introduce_peers();
        }
    }

    pub(super) fn tell_script(&mut self, report: &session::Report) {
        match report {
            session::Report::Joined(end, peer, address) => {
                self.joined(*end, *peer, address.to_string());
            }
            session::Report::Left(end, peer) if self.session.hands_on(*end) => {
                self.news(News::Script(ScriptEvent::Left(*end, *peer)));
            }
            _ => {}
        }
    }

    /// Tells the script of those who are there.
    fn introduce_peers(&mut self) {
        let there = |end| {
            let peers = self.session.peers(end);
            peers.map(move |(peer, address, _)| (end, peer, address.to_string()))
        };
        let all: Vec<(EndId, PeerId, String)> = self.session.ends().flat_map(there).collect();
        all.into_iter().for_each(|(end, peer, address)| self.joined(end, peer, address));
    }

    fn joined(&mut self, end: EndId, peer: PeerId, address: String) {
        if !self.session.hands_on(end) {
            return;
        }
        let name = self.session.end_setup(end).map(|setup| setup.name.clone()).unwrap_or_default();
        self.news(News::Script(ScriptEvent::Joined { end, peer, name, address }));
    }

    /// From which ends, and to whom there, a script sends.
    fn targets(&self, to: ScriptTarget) -> Result<Vec<(EndId, Target)>, Failure> {
        match to {
            ScriptTarget::Peer { end, peer } => Ok(vec![(end, Target::Peers(vec![peer]))]),
            ScriptTarget::All { end: Some(end) } => Ok(vec![(end, self.everyone(end))]),
            ScriptTarget::All { end: None } => {
                let open = |end: &EndId| {
                    let state = self.session.end_status(*end).map(|(state, _)| state);
                    state == Some(session::EndState::Open)
                };
                Ok(self.session.ends().filter(open).map(|end| (end, self.everyone(end))).collect())
            }
            ScriptTarget::Address { end, address } => self.addressed(end, &address),
        }
    }

    /// All that an end knows; the address in its setup where it knows nobody.
    fn everyone(&self, end: EndId) -> Target {
        let peers: Vec<PeerId> = self.session.peers(end).map(|(peer, ..)| peer).collect();
        if peers.is_empty() { Target::All } else { Target::Peers(peers) }
    }

    /// The peer of an address, at this end or else at another; over datagrams also one that is not known yet.
    fn addressed(
        &self,
        here: Option<EndId>,
        address: &str,
    ) -> Result<Vec<(EndId, Target)>, Failure> {
        let ends = here.into_iter().chain(self.session.ends());
        let known = ends.flat_map(|end| self.session.peers(end).map(move |peer| (end, peer)));
        let known = known.into_iter().find(|(_, (_, known, _))| known.to_string() == address);
        if let Some((end, (peer, ..))) = known {
            return Ok(vec![(end, Target::Peers(vec![peer]))]);
        }
        let is_datagram = |end: &EndId| {
            self.session.end_setup(*end).is_some_and(|setup| setup.transport.is_datagram())
        };
        match (here.filter(is_datagram), Endpoint::try_from(address.to_owned())) {
            (Some(end), Ok(Endpoint(address))) => Ok(vec![(end, Target::Address(address))]),
            _ => Err(Failure::plain(
                Exception::OSError,
                format!("not sent: there is no peer {address}; str(peer) is its address"),
            )),
        }
    }
}

fn not_sent(problem: &Problem) -> Failure {
    let words = format!("not sent: {}; {}", problem.cause.en, problem.remedy.en);
    Failure::plain(Exception::OSError, words)
}
