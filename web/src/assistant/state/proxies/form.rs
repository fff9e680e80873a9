//! The form of a proxy: what is typed, and the setup that it describes.

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::proxy::{Direction, Fault, ProxyEndpoint, ProxySetup};

use super::faults::{BothFaults, FaultEdit, Preset, forms_of};

/// A field that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyField {
    /// What people call it.
    Name,
    /// Where clients connect.
    Listen,
    /// The server.
    Connect,
    /// Most clients at a time.
    Clients,
    /// UDP: after how many milliseconds a silent client is forgotten.
    Idle,
    /// A number of a fault: of which direction, which fault, and which of its numbers.
    Fault(Direction, usize, usize),
}

/// A change of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ProxyEdit {
    Text(ProxyField, String),
    /// UDP, or a byte stream.
    Udp(bool),
    Charset(Charset),
    Fault(Direction, FaultEdit),
    /// Other faults in both directions.
    Preset(Preset),
}

/// What is typed and chosen for a proxy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProxyForm {
    pub(crate) name: String,
    pub(crate) listen: String,
    pub(crate) connect: String,
    pub(crate) udp: bool,
    pub(crate) clients: String,
    pub(crate) idle: String,
    pub(crate) charset: Charset,
    /// By [`Direction`].
    pub(crate) faults: BothFaults,
}

impl ProxyForm {
    /// The form of a setup.
    #[must_use]
    pub(crate) fn of(setup: &ProxySetup) -> Self {
        Self {
            name: setup.name.clone(),
            listen: setup.listen.clone().into(),
            connect: setup.connect.clone().into(),
            udp: setup.udp,
            clients: setup.clients.to_string(),
            idle: setup.idle.to_string(),
            charset: setup.charset,
            faults: forms_of(setup),
        }
    }

    /// The form after a change.
    #[must_use]
    pub(super) fn after(mut self, edit: ProxyEdit) -> Self {
        match edit {
            ProxyEdit::Text(field, text) => match field {
                ProxyField::Name => self.name = text,
                ProxyField::Listen => self.listen = text,
                ProxyField::Connect => self.connect = text,
                ProxyField::Clients => self.clients = text,
                ProxyField::Idle => self.idle = text,
                ProxyField::Fault(direction, place, number) => {
                    FaultEdit::Number(place, number, text).apply(self.faults_mut(direction));
                }
            },
            ProxyEdit::Udp(udp) => {
                self.udp = udp;
                // Those that the other has not would be mistakes that nobody sees.
                let kinds: Vec<_> = super::faults::FaultKind::of(udp).collect();
                for faults in &mut self.faults {
                    faults.retain(|fault| kinds.contains(&fault.kind));
                }
            }
            ProxyEdit::Charset(charset) => self.charset = charset,
            ProxyEdit::Fault(direction, edit) => edit.apply(self.faults_mut(direction)),
            ProxyEdit::Preset(preset) => self.faults = [preset.faults(), preset.faults()],
        }
        self
    }

    /// The setup that the form describes.
    ///
    /// # Errors
    /// The fields with a mistake.
    pub(crate) fn checked(&self) -> Result<ProxySetup, Vec<ProxyField>> {
        let mut wrong = Vec::new();
        let mut endpoint = |text: &str, field| {
            let read = ProxyEndpoint::try_from(text.trim().to_owned());
            let read = read.ok().filter(|read| !self.udp || matches!(read, ProxyEndpoint::Inet(_)));
            if read.is_none() {
                wrong.push(field);
            }
            read
        };
        let listen = endpoint(&self.listen, ProxyField::Listen);
        let connect = endpoint(&self.connect, ProxyField::Connect);
        let mut number = |text: &str, field| {
            let read = text.trim().parse().ok().filter(|number| *number > 0);
            if read.is_none() {
                wrong.push(field);
            }
            read.unwrap_or(1)
        };
        let clients = number(&self.clients, ProxyField::Clients);
        let idle = number(&self.idle, ProxyField::Idle);
        if self.name.trim().is_empty() {
            wrong.push(ProxyField::Name);
        }
        let [to_server, to_client] = Direction::BOTH.map(|direction| {
            let faults = self.faults[direction as usize].iter().enumerate();
            let read = faults.filter_map(|(place, fault)| match fault.fault() {
                Ok(fault) => Some(fault),
                Err(number) => {
                    wrong.push(ProxyField::Fault(direction, place, number));
                    None
                }
            });
            read.collect::<Vec<Fault>>()
        });
        let (Some(listen), Some(connect), true) = (listen, connect, wrong.is_empty()) else {
            return Err(wrong);
        };
        let (udp, charset) = (self.udp, self.charset);
        let setup = ProxySetup::new(self.name.trim(), listen, connect);
        Ok(ProxySetup { udp, clients, idle, charset, to_server, to_client, ..setup })
    }

    #[must_use]
    pub(crate) fn text(&self, field: ProxyField) -> &str {
        match field {
            ProxyField::Name => &self.name,
            ProxyField::Listen => &self.listen,
            ProxyField::Connect => &self.connect,
            ProxyField::Clients => &self.clients,
            ProxyField::Idle => &self.idle,
            ProxyField::Fault(direction, place, number) => self.faults[direction as usize]
                .get(place)
                .and_then(|fault| fault.typed.get(number))
                .map_or("", String::as_str),
        }
    }

    fn faults_mut(&mut self, direction: Direction) -> &mut Vec<super::faults::FaultForm> {
        &mut self.faults[direction as usize]
    }
}
