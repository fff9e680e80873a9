//! The form of an end: what is typed, and the setup of the end that it describes.

mod group;
mod read;

use lab_shared::assistant::compose::{Charset, Checksum};
use lab_shared::assistant::framing::Grouping;
use lab_shared::assistant::setup::{Backoff, EndSetup, Endpoint, Transport};
use lab_shared::call::Address;
use lab_shared::framing::{ByteOrder, LengthWidth};

use super::choices::{GroupingKind, TransportKind};
use group::GroupForm;

/// A field that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EndField {
    /// The end's name.
    Name,
    /// The peer's host, or that where a server listens.
    Host,
    Port,
    /// The same of AF_UNIX.
    Path,
    /// The local host.
    BindHost,
    BindPort,
    BindPath,
    /// Milliseconds of the first pause before it connects again, and of the longest.
    FirstPause,
    LongestPause,
    /// Most connections of a server.
    Peers,
    /// The multicast group at a place of the list, and the interface that it is joined on.
    Group(usize),
    Interface(usize),
    /// The interface that multicasts leave through.
    SendBy,
    MulticastTtl,
    /// Options of its sockets, with their values.
    Options,
    /// Milliseconds without a byte that end a message.
    Gap,
    /// Bytes in hex that end a message.
    Delimiter,
    /// A message's length.
    Length,
    /// Bytes in front that a received checksum leaves out, and those behind it.
    CheckSkip,
    CheckBehind,
}

/// A setting that is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndFlag {
    /// It connects again.
    Reconnect,
    /// A UDP socket is connected to its peer.
    Connected,
    Broadcast,
    /// This machine hears its own multicasts.
    MulticastLoopback,
}

/// A change of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum EndEdit {
    Kind(TransportKind),
    Text(EndField, String),
    Flag(EndFlag, bool),
    /// Adds a multicast group to the list, or takes the one at a place away.
    AddGroup,
    RemoveGroup(usize),
    Charset(Charset),
    Grouping(GroupingKind),
    Width(LengthWidth),
    Order(ByteOrder),
    /// The checksum of received messages, or none.
    Check(Option<Checksum>),
    CheckOrder(ByteOrder),
}

/// What is typed and chosen for an end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EndForm {
    pub(crate) kind: TransportKind,
    pub(crate) name: String,
    pub(crate) host: String,
    pub(crate) port: String,
    pub(crate) path: String,
    pub(crate) bind_host: String,
    pub(crate) bind_port: String,
    pub(crate) bind_path: String,
    pub(crate) reconnect: bool,
    pub(crate) first_pause: String,
    pub(crate) longest_pause: String,
    pub(crate) peers: String,
    pub(crate) connected: bool,
    pub(crate) broadcast: bool,
    groups: Vec<GroupForm>,
    pub(crate) send_by: String,
    pub(crate) multicast_ttl: String,
    pub(crate) multicast_loopback: bool,
    pub(crate) options: String,
    pub(crate) charset: Charset,
    pub(crate) grouping: GroupingKind,
    pub(crate) gap: String,
    pub(crate) delimiter: String,
    pub(crate) length: String,
    pub(crate) width: LengthWidth,
    pub(crate) order: ByteOrder,
    pub(crate) check: Option<Checksum>,
    pub(crate) check_order: ByteOrder,
    pub(crate) check_skip: String,
    pub(crate) check_behind: String,
}

impl Default for EndForm {
    fn default() -> Self {
        Self {
            kind: TransportKind::default(),
            name: String::new(),
            host: "127.0.0.1".into(),
            port: "9999".into(),
            path: "lab.sock".into(),
            bind_host: String::new(),
            bind_port: String::new(),
            bind_path: String::new(),
            reconnect: false,
            first_pause: "500".into(),
            longest_pause: "30000".into(),
            peers: "256".into(),
            connected: false,
            broadcast: false,
            groups: Vec::new(),
            send_by: String::new(),
            multicast_ttl: String::new(),
            multicast_loopback: true,
            options: String::new(),
            charset: Charset::default(),
            grouping: GroupingKind::default(),
            gap: "20".into(),
            delimiter: "0d 0a".into(),
            length: "8".into(),
            width: LengthWidth::U16,
            order: ByteOrder::Big,
            check: None,
            check_order: ByteOrder::Big,
            check_skip: "0".into(),
            check_behind: "0".into(),
        }
    }
}

impl EndForm {
    /// The form of a new end.
    #[must_use]
    pub(crate) fn named(kind: TransportKind, name: String) -> Self {
        Self { kind, name, ..Self::default() }
    }

    /// The form of an end.
    #[must_use]
    pub(crate) fn of(end: &EndSetup) -> Self {
        let mut form = Self {
            kind: TransportKind::of(&end.transport),
            name: end.name.clone(),
            options: end.options.to_string(),
            charset: end.charset,
            ..Self::default()
        };
        form.take_transport(&end.transport);
        form.take_grouping(&end.grouping);
        if let Some(check) = &end.check {
            form.check = Some(check.algorithm);
            form.check_order = check.order;
            form.check_skip = check.skip.to_string();
            form.check_behind = check.behind.to_string();
        }
        form
    }

    fn take_transport(&mut self, transport: &Transport) {
        match transport {
            Transport::TcpClient { connect, bind, reconnect } => {
                (self.host, self.port) = host_and_port(connect);
                self.take_bind(bind.as_ref());
                self.take_reconnect(*reconnect);
            }
            Transport::TcpServer { listen, peers } => {
                (self.host, self.port) = host_and_port(listen);
                self.peers = peers.to_string();
            }
            Transport::Udp {
                bind,
                send_to,
                connected,
                broadcast,
                join,
                multicast_interface,
                multicast_ttl,
                multicast_loopback,
            } => {
                (self.host, self.port) = send_to.as_ref().map(host_and_port).unwrap_or_default();
                self.take_bind(bind.as_ref());
                (self.connected, self.broadcast) = (*connected, *broadcast);
                self.groups = join.iter().map(GroupForm::of).collect();
                self.send_by = multicast_interface.clone().unwrap_or_default();
                self.multicast_ttl = multicast_ttl.map(|ttl| ttl.to_string()).unwrap_or_default();
                self.multicast_loopback = multicast_loopback.unwrap_or(true);
            }
            Transport::UnixClient { connect, reconnect } => {
                self.path.clone_from(connect);
                self.take_reconnect(*reconnect);
            }
            Transport::UnixServer { listen, peers } => {
                self.path.clone_from(listen);
                self.peers = peers.to_string();
            }
            Transport::UnixDatagram { bind, send_to } => {
                self.path = send_to.clone().unwrap_or_default();
                self.bind_path = bind.clone().unwrap_or_default();
            }
        }
    }

    fn take_bind(&mut self, bind: Option<&Endpoint>) {
        (self.bind_host, self.bind_port) = bind.map(host_and_port).unwrap_or_default();
    }

    fn take_reconnect(&mut self, reconnect: Option<Backoff>) {
        self.reconnect = reconnect.is_some();
        if let Some(Backoff { first, most }) = reconnect {
            self.first_pause = first.to_string();
            self.longest_pause = most.to_string();
        }
    }

    fn take_grouping(&mut self, grouping: &Grouping) {
        self.grouping = match grouping {
            Grouping::Received => GroupingKind::Received,
            Grouping::Gap { milliseconds } => {
                self.gap = milliseconds.to_string();
                GroupingKind::Gap
            }
            Grouping::Line => GroupingKind::Line,
            Grouping::CrLf => GroupingKind::CrLf,
            Grouping::Delimiter { bytes } => {
                self.delimiter = String::from(bytes.clone());
                GroupingKind::Delimiter
            }
            Grouping::LengthPrefix { width, order } => {
                (self.width, self.order) = (*width, *order);
                GroupingKind::LengthPrefix
            }
            Grouping::Fixed { length } => {
                self.length = u64::from(*length).to_string();
                GroupingKind::Fixed
            }
        };
    }

    /// The form after a change.
    #[must_use]
    pub(crate) fn after(mut self, edit: EndEdit) -> Self {
        match edit {
            EndEdit::Kind(kind) => self.kind = kind,
            EndEdit::Text(field, text) => self.write(field, text),
            EndEdit::Flag(EndFlag::Reconnect, on) => self.reconnect = on,
            EndEdit::Flag(EndFlag::Connected, on) => self.connected = on,
            EndEdit::Flag(EndFlag::Broadcast, on) => self.broadcast = on,
            EndEdit::Flag(EndFlag::MulticastLoopback, on) => self.multicast_loopback = on,
            EndEdit::AddGroup => self.groups.push(GroupForm::default()),
            EndEdit::RemoveGroup(place) if place < self.groups.len() => {
                self.groups.remove(place);
            }
            EndEdit::RemoveGroup(_) => {}
            EndEdit::Charset(charset) => self.charset = charset,
            EndEdit::Grouping(grouping) => self.grouping = grouping,
            EndEdit::Width(width) => self.width = width,
            EndEdit::Order(order) => self.order = order,
            EndEdit::Check(check) => {
                // The protocol of Modbus sends its checksum low byte first.
                let modbus = check.is_some_and(|check| check.name() == "CRC-16/MODBUS");
                self.check_order = if modbus { ByteOrder::Little } else { ByteOrder::Big };
                self.check = check;
            }
            EndEdit::CheckOrder(order) => self.check_order = order,
        }
        self
    }

    /// The places of the multicast groups in their list.
    #[must_use]
    pub(crate) fn groups(&self) -> std::ops::Range<usize> {
        0..self.groups.len()
    }

    /// What is typed into a field.
    #[must_use]
    pub(crate) fn text(&self, field: EndField) -> &str {
        match field {
            EndField::Name => &self.name,
            EndField::Host => &self.host,
            EndField::Port => &self.port,
            EndField::Path => &self.path,
            EndField::BindHost => &self.bind_host,
            EndField::BindPort => &self.bind_port,
            EndField::BindPath => &self.bind_path,
            EndField::FirstPause => &self.first_pause,
            EndField::LongestPause => &self.longest_pause,
            EndField::Peers => &self.peers,
            EndField::Group(place) => self.groups.get(place).map_or("", |one| &one.group),
            EndField::Interface(place) => self.groups.get(place).map_or("", |one| &one.interface),
            EndField::SendBy => &self.send_by,
            EndField::MulticastTtl => &self.multicast_ttl,
            EndField::Options => &self.options,
            EndField::Gap => &self.gap,
            EndField::Delimiter => &self.delimiter,
            EndField::Length => &self.length,
            EndField::CheckSkip => &self.check_skip,
            EndField::CheckBehind => &self.check_behind,
        }
    }

    /// Writes into a field. Host and port pasted as one, such as `192.168.1.20:502`, go into both; whoever types
    /// them, letter by letter, keeps what is typed.
    fn write(&mut self, field: EndField, text: String) {
        let port = match field {
            EndField::Host => EndField::Port,
            EndField::BindHost => EndField::BindPort,
            _ => return self.set(field, text),
        };
        let before = self.text(field);
        let is_typed = text.len() == before.len() + 1 && text.starts_with(before);
        let endpoint = Endpoint::try_from(text.trim().to_owned()).ok().filter(|_| !is_typed);
        match endpoint.as_ref().map(host_and_port) {
            Some((host, number)) if !host.is_empty() => {
                self.set(field, host);
                self.set(port, number);
            }
            _ => self.set(field, text),
        }
    }

    /// Sets what is typed into a field. That of a group which was taken away is no more.
    fn set(&mut self, field: EndField, text: String) {
        let place = match field {
            EndField::Name => &mut self.name,
            EndField::Host => &mut self.host,
            EndField::Port => &mut self.port,
            EndField::Path => &mut self.path,
            EndField::BindHost => &mut self.bind_host,
            EndField::BindPort => &mut self.bind_port,
            EndField::BindPath => &mut self.bind_path,
            EndField::FirstPause => &mut self.first_pause,
            EndField::LongestPause => &mut self.longest_pause,
            EndField::Peers => &mut self.peers,
            EndField::Group(place) => match self.groups.get_mut(place) {
                Some(one) => &mut one.group,
                None => return,
            },
            EndField::Interface(place) => match self.groups.get_mut(place) {
                Some(one) => &mut one.interface,
                None => return,
            },
            EndField::SendBy => &mut self.send_by,
            EndField::MulticastTtl => &mut self.multicast_ttl,
            EndField::Options => &mut self.options,
            EndField::Gap => &mut self.gap,
            EndField::Delimiter => &mut self.delimiter,
            EndField::Length => &mut self.length,
            EndField::CheckSkip => &mut self.check_skip,
            EndField::CheckBehind => &mut self.check_behind,
        };
        *place = text;
    }
}

/// Host and port as they are typed.
fn host_and_port(endpoint: &Endpoint) -> (String, String) {
    match &endpoint.0 {
        Address::Inet { host, port } => (host.clone(), port.to_string()),
        Address::Inet6 { host, port, scope_id: 0, .. } => (host.clone(), port.to_string()),
        Address::Inet6 { host, port, scope_id, .. } => {
            (format!("{host}%{scope_id}"), port.to_string())
        }
        Address::Unix { .. } => Default::default(),
    }
}

#[cfg(test)]
mod tests;
