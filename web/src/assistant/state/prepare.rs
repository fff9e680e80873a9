//! Takes in what another place has prepared, beside what the person has.

use std::rc::Rc;

use lab_shared::assistant::compose::{Charset, Draft};
use lab_shared::assistant::session::{Command, EndId};
use lab_shared::assistant::setup::{EndSetup, Endpoint, Setup, Transport};
use lab_shared::call::{Address, SocketType};
use lab_shared::text::Encoding;

use super::end_model::EndModel;
use super::plans::PlansModel;
use super::{AssistantEffect, AssistantModel};
use crate::lab::state::host_choice::HostChoice;
use crate::workbench::preparation::Preparation;

/// The name of a client of the server that runs.
const CLIENT: &str = "lesson";

impl AssistantModel {
    /// Takes a preparation in, and chooses its first end. What is as prepared already stays as it is, so
    /// connections stay open.
    pub(super) fn prepare(&mut self, preparation: Preparation) -> Vec<AssistantEffect> {
        let mut place = None;
        let mut setup = match preparation {
            Preparation::Client { address, kind, from, encoding } => {
                let Some(end) = client(address, kind, encoding) else { return Vec::new() };
                place = Some(from);
                Setup { ends: vec![end], ..Setup::default() }
            }
            Preparation::Setup(document) => match Setup::parse(&document) {
                Ok(setup) => setup,
                Err(mistakes) => {
                    self.mistakes = Rc::new(mistakes);
                    return Vec::new();
                }
            },
        };
        let mut commands = Vec::new();
        let ends = std::mem::take(&mut setup.ends);
        let ids: Vec<EndId> =
            ends.into_iter().map(|end| self.prepare_end(end, &place, &mut commands)).collect();
        if let Some(first) = ids.first() {
            self.choose(*first);
        }
        let proxies = std::mem::take(&mut setup.proxies);
        let charset = self.chosen_end().map(|end| end.setup.charset).unwrap_or_default();
        let draft = setup.messages.first().map(|message| message.draft.clone());
        self.take_in(setup, &mut commands);
        let draft = draft.unwrap_or_else(|| Draft { charset, ..(*self.compose.draft).clone() });
        Rc::make_mut(&mut self.compose).write(draft);
        let mut effects = self.prepare_proxies(proxies);
        effects.extend(commands.into_iter().map(AssistantEffect::Session));
        self.with_keep(effects)
    }

    /// The end of a setup: the one that is here, or a new one in place of what has its name.
    fn prepare_end(
        &mut self,
        end: EndSetup,
        place: &Option<HostChoice>,
        commands: &mut Vec<Command>,
    ) -> EndId {
        let remote = end.transport.remote();
        let on = place.clone().unwrap_or_else(|| self.place_of(remote.as_ref()));
        let place = self.ends.iter().position(|known| known.setup.name == end.name);
        if let Some(known) = place.map(|place| &self.ends[place])
            && known.setup == end
        {
            let id = known.id;
            self.change(id, |end| end.place = on);
            return id;
        }
        let id = EndId(self.next_end);
        self.next_end += 1;
        let mut model = EndModel::new(id, end.clone());
        model.place = on;
        let model = Rc::new(model);
        match place {
            Some(place) => {
                let replaced = std::mem::replace(&mut self.ends[place], model);
                commands.push(Command::RemoveEnd(replaced.id));
            }
            None => self.ends.push(model),
        }
        commands.push(Command::AddEnd(end));
        id
    }

    /// Messages, rules and plans; a plan that runs is stopped where plans change.
    fn take_in(&mut self, setup: Setup, commands: &mut Vec<Command>) {
        let before = Rc::clone(&self.document);
        Rc::make_mut(&mut self.document).take_in(setup);
        let after = Rc::clone(&self.document);
        if after.messages != before.messages {
            Rc::make_mut(&mut self.compose).set_messages(after.messages.clone());
            commands.push(Command::SetMessages(after.messages.clone()));
        }
        if after.rules != before.rules {
            self.rules = Rc::default();
            commands.push(Command::SetRules(after.rules.clone()));
        }
        if after.plans != before.plans {
            commands.extend(self.plans.stop_all());
            self.plans = Rc::new(PlansModel::of(&after.plans));
            commands.push(Command::SetPlans(after.plans.clone()));
        }
    }
}

/// A client of a server; `None` of one that the assistant has no end for.
fn client(address: Address, kind: SocketType, encoding: Encoding) -> Option<EndSetup> {
    let transport = match (address, kind) {
        (Address::Unix { path }, SocketType::Stream) => {
            Transport::UnixClient { connect: written(&path), reconnect: None }
        }
        (Address::Unix { path }, SocketType::Dgram) => {
            Transport::UnixDatagram { bind: None, send_to: Some(written(&path)) }
        }
        (address, SocketType::Stream) => {
            Transport::TcpClient { connect: Endpoint(address), bind: None, reconnect: None }
        }
        (address, SocketType::Dgram) => Transport::Udp {
            bind: None,
            send_to: Some(Endpoint(address)),
            connected: false,
            broadcast: false,
            join: Vec::new(),
            multicast_interface: None,
            multicast_ttl: None,
            multicast_loopback: None,
        },
        (_, SocketType::Seqpacket | SocketType::Raw | SocketType::Rdm) => return None,
    };
    Some(EndSetup {
        name: CLIENT.into(),
        transport,
        options: Default::default(),
        grouping: Default::default(),
        charset: charset(encoding),
        check: None,
    })
}

/// A path as setups write it: a name of the abstract namespace begins with `@`.
fn written(path: &str) -> String {
    path.replace('\0', "@")
}

fn charset(encoding: Encoding) -> Charset {
    match encoding {
        Encoding::Utf8 => Charset::Utf8,
        Encoding::Gbk => Charset::Gbk,
        Encoding::Gb18030 => Charset::Gb18030,
        Encoding::Latin1 => Charset::Latin1,
    }
}

#[cfg(test)]
mod tests;
