//! On which host the sockets of the ends are made, and the addresses that follow from it.

use std::rc::Rc;

use lab_shared::assistant::session::EndId;
use lab_shared::call::Address;
use lab_shared::network::HostName;
use lab_shared::trace::Role;

use super::choices::TransportKind;
use super::end_form::{EndEdit, EndField, EndForm};
use super::end_model::EndModel;
use super::{AssistantEffect, AssistantModel};
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::places::Places;

impl AssistantModel {
    /// The host of an end that is opened now; `None` is the relay's machine.
    #[must_use]
    pub(crate) fn host(&self, end: &EndModel) -> Option<HostName> {
        self.places.host(&end.place, side(&end.form)).filter(|_| !self.hosting.on_relay)
    }

    /// Whether sockets can be made where the assistant runs.
    #[must_use]
    pub(crate) fn has_place(&self) -> bool {
        self.hosting.on_relay || !self.places.is_empty()
    }

    /// Takes in where sockets can be made now.
    pub(super) fn offer(&mut self, places: Places) -> Vec<AssistantEffect> {
        let before = self.addresses();
        self.places = Rc::new(places);
        self.follow_all(before)
    }

    /// Where each end listens or goes unless a person says otherwise.
    pub(super) fn addresses(&self) -> Vec<(EndId, String)> {
        self.ends.iter().map(|end| (end.id, self.address(end))).collect()
    }

    /// Replaces what was proposed before, of every end.
    pub(super) fn follow_all(&mut self, before: Vec<(EndId, String)>) -> Vec<AssistantEffect> {
        before.into_iter().flat_map(|(end, address)| self.follow(end, &address)).collect()
    }

    /// Chooses the host of an end.
    pub(super) fn place(&mut self, id: EndId, choice: HostChoice) -> Vec<AssistantEffect> {
        let Some(before) = self.end(id).map(|end| self.address(end)) else { return Vec::new() };
        self.change(id, |end| end.place = choice);
        self.follow(id, &before)
    }

    /// What is to be done before an end is opened: its sockets are made on its host.
    pub(super) fn placed(&mut self, id: EndId) -> Option<AssistantEffect> {
        let end = self.end(id)?;
        let (host, before) = (self.host(end), end.host.clone());
        self.change(id, |end| end.host.clone_from(&host));
        let changes = host.is_some() || before.is_some();
        changes.then_some(AssistantEffect::Place(id, host))
    }

    /// Replaces the address of a closed end that was proposed before, and that nobody has typed.
    pub(super) fn follow(&mut self, id: EndId, before: &str) -> Vec<AssistantEffect> {
        let Some(end) = self.end(id) else { return Vec::new() };
        let after = self.address(end);
        if before == after || end.form.host != before || end.is_at_work() {
            return Vec::new();
        }
        self.edit(id, EndEdit::Text(EndField::Host, after))
    }

    /// Where an end listens or goes unless a person says otherwise.
    pub(super) fn address(&self, end: &EndModel) -> String {
        let host = self.host(end);
        match end.form.kind.is_server() {
            true => Places::listens_at(host.as_ref()).to_owned(),
            false => self.places.goes_to(host.as_ref()),
        }
    }

    /// Where an end of a document is made that another place has prepared: one that goes to a loopback address
    /// goes to the server's own host, where the machine is not offered.
    pub(super) fn place_of(&self, remote: Option<&Address>) -> HostChoice {
        let server = self.places.host(&HostChoice::BySide, Role::Server);
        match server.filter(|_| remote.is_some_and(Address::is_loopback)) {
            Some(host) => HostChoice::Host(host),
            None => HostChoice::BySide,
        }
    }
}

/// The side that an end plays: a datagram socket without an address of its own is a client.
fn side(form: &EndForm) -> Role {
    let bound = match form.kind {
        TransportKind::Udp => !form.bind_port.trim().is_empty(),
        TransportKind::UnixDatagram => !form.bind_path.trim().is_empty(),
        kind => kind.is_server(),
    };
    if bound { Role::Server } else { Role::Client }
}

#[cfg(test)]
mod tests {
    use lab_shared::assistant::session::{Command, EndState, Report};
    use lab_shared::assistant::setup::Transport;

    use super::*;
    use crate::assistant::state::AssistantCommand;
    use crate::assistant::state::host::News;
    use crate::assistant::state::hosting::HostingCommand;

    const FIRST: EndId = EndId(0);

    fn pair(machine: bool) -> AssistantCommand {
        let hosts = vec![HostName::server(), HostName::client()];
        AssistantCommand::Offer(Places { machine, hosts })
    }

    fn of_kind(kind: TransportKind) -> AssistantModel {
        let mut model = AssistantModel::kept(None, None);
        model.handle(AssistantCommand::Edit(FIRST, EndEdit::Kind(kind)));
        model
    }

    fn opened(model: &mut AssistantModel) -> Vec<AssistantEffect> {
        model.handle(AssistantCommand::Open(FIRST))
    }

    #[test]
    fn without_the_machine_a_server_is_on_the_first_host_and_a_client_on_the_second() {
        for (kind, host, address) in [
            (TransportKind::TcpServer, HostName::server(), "0.0.0.0"),
            (TransportKind::TcpClient, HostName::client(), "server"),
            (TransportKind::Udp, HostName::client(), "server"),
        ] {
            let mut model = of_kind(kind);
            let effects = model.handle(pair(false));
            assert_eq!(model.ends[0].form.host, address);
            let told = |effect: &AssistantEffect| {
                matches!(effect, AssistantEffect::Session(Command::SetEnd(FIRST, _)))
            };
            assert!(effects.iter().any(told), "{effects:?}");
            let expected = [
                AssistantEffect::Place(FIRST, Some(host.clone())),
                AssistantEffect::Session(Command::Open(FIRST)),
            ];
            assert_eq!(opened(&mut model), expected);
            assert_eq!(model.ends[0].host, Some(host));
        }
        let mut bound = of_kind(TransportKind::Udp);
        let port = EndEdit::Text(EndField::BindPort, "5000".into());
        bound.handle(AssistantCommand::Edit(FIRST, port));
        bound.handle(pair(false));
        assert_eq!(bound.host(&bound.ends[0]), Some(HostName::server()));
    }

    #[test]
    fn beside_the_machine_a_person_chooses_and_the_address_follows_unless_it_was_typed() {
        let mut model = of_kind(TransportKind::TcpClient);
        model.handle(pair(true));
        let machine = [AssistantEffect::Session(Command::Open(FIRST))];
        assert_eq!(opened(&mut model), machine);
        let place = |choice| AssistantCommand::Place(FIRST, choice);
        model.handle(place(HostChoice::Host(HostName::client())));
        let Transport::TcpClient { connect, .. } = &model.ends[0].setup.transport else { panic!() };
        assert_eq!(connect.0, Address::inet("server", 9999));
        model.handle(place(HostChoice::Machine));
        assert_eq!(model.ends[0].form.host, "127.0.0.1");
        let typed = EndEdit::Text(EndField::Host, "10.0.0.9".into());
        model.handle(AssistantCommand::Edit(FIRST, typed));
        model.handle(place(HostChoice::Host(HostName::client())));
        assert_eq!(model.ends[0].form.host, "10.0.0.9");
    }

    #[test]
    fn a_proposed_address_follows_the_kind_too() {
        let mut model = of_kind(TransportKind::TcpClient);
        model.handle(pair(false));
        model.handle(AssistantCommand::Edit(FIRST, EndEdit::Kind(TransportKind::TcpServer)));
        assert_eq!(model.ends[0].form.host, "0.0.0.0");
        model.handle(AssistantCommand::Add(TransportKind::TcpClient));
        assert_eq!(model.ends[1].form.host, "server");
    }

    #[test]
    fn an_end_at_work_keeps_its_address_and_none_opens_where_no_socket_can_be_made() {
        let mut model = of_kind(TransportKind::TcpClient);
        model.apply(News::Report(Report::End(FIRST, EndState::Open)));
        model.handle(pair(false));
        assert_eq!(model.ends[0].form.host, "127.0.0.1");
        let mut model = of_kind(TransportKind::TcpClient);
        model.handle(AssistantCommand::Offer(Places { machine: false, hosts: Vec::new() }));
        assert!(!model.has_place());
        assert_eq!(opened(&mut model), []);
    }

    #[test]
    fn on_the_relay_ends_are_on_its_machine() {
        let mut model = of_kind(TransportKind::TcpServer);
        model.handle(pair(true));
        model.handle(AssistantCommand::Place(FIRST, HostChoice::Host(HostName::server())));
        assert_eq!(model.ends[0].form.host, "0.0.0.0");
        model.handle(AssistantCommand::Hosting(HostingCommand::OnRelay));
        assert_eq!(model.ends[0].form.host, "127.0.0.1");
        assert_eq!(opened(&mut model), [AssistantEffect::Session(Command::Open(FIRST))]);
        model.handle(AssistantCommand::Hosting(HostingCommand::InPage));
        assert_eq!(model.ends[0].form.host, "0.0.0.0");
    }
}
