//! Reads the form of an end.

use std::net::IpAddr;

use lab_shared::assistant::framing::{Grouping, HexDelimiter, MessageLength};
use lab_shared::assistant::setup::{
    Backoff, EndSetup, Endpoint, Membership, ReceivedCheck, SocketOptions, Transport,
};

use super::{EndField, EndForm};
use crate::assistant::state::choices::{GroupingKind, TransportKind};

/// Reads fields and remembers those with a mistake.
struct Reader<'a> {
    form: &'a EndForm,
    wrong: Vec<EndField>,
}

impl EndForm {
    /// The end that the form describes.
    ///
    /// # Errors
    /// The fields with a mistake.
    pub(crate) fn checked(&self) -> Result<EndSetup, Vec<EndField>> {
        let mut reader = Reader { form: self, wrong: Vec::new() };
        let setup = EndSetup {
            name: reader.name(),
            transport: reader.transport(),
            options: reader.options(),
            grouping: reader.grouping(),
            charset: self.charset,
            check: self.check.map(|algorithm| ReceivedCheck {
                algorithm,
                order: self.check_order,
                skip: reader.number(EndField::CheckSkip),
                behind: reader.number(EndField::CheckBehind),
            }),
        };
        if reader.wrong.is_empty() { Ok(setup) } else { Err(reader.wrong) }
    }
}

impl Reader<'_> {
    fn text(&self, field: EndField) -> &str {
        self.form.text(field).trim()
    }

    /// Remembers a mistake, and goes on with something that is used for nothing.
    fn or_wrong<T: Default>(&mut self, field: EndField, read: Option<T>) -> T {
        read.unwrap_or_else(|| {
            self.wrong.push(field);
            T::default()
        })
    }

    fn number<T: std::str::FromStr + Default>(&mut self, field: EndField) -> T {
        let read = self.text(field).parse().ok();
        self.or_wrong(field, read)
    }

    fn name(&mut self) -> String {
        let name = self.text(EndField::Name).to_owned();
        self.or_wrong(EndField::Name, (!name.is_empty()).then_some(name))
    }

    fn options(&mut self) -> SocketOptions {
        let read = SocketOptions::typed(self.text(EndField::Options)).ok();
        self.or_wrong(EndField::Options, read)
    }

    fn transport(&mut self) -> Transport {
        match self.form.kind {
            TransportKind::TcpClient => Transport::TcpClient {
                connect: self.endpoint(EndField::Host, EndField::Port),
                bind: self.bind(),
                reconnect: self.reconnect(),
            },
            TransportKind::TcpServer => Transport::TcpServer {
                listen: self.endpoint(EndField::Host, EndField::Port),
                peers: self.number(EndField::Peers),
            },
            TransportKind::Udp => self.udp(),
            TransportKind::UnixClient => Transport::UnixClient {
                connect: self.path(EndField::Path),
                reconnect: self.reconnect(),
            },
            TransportKind::UnixServer => Transport::UnixServer {
                listen: self.path(EndField::Path),
                peers: self.number(EndField::Peers),
            },
            TransportKind::UnixDatagram => Transport::UnixDatagram {
                bind: self.optional(EndField::BindPath),
                send_to: self.optional(EndField::Path),
            },
        }
    }

    fn udp(&mut self) -> Transport {
        let port = !self.text(EndField::Port).is_empty();
        let send_to = port.then(|| self.endpoint(EndField::Host, EndField::Port));
        if self.form.connected && send_to.is_none() {
            self.wrong.push(EndField::Port);
        }
        let ttl = self.optional(EndField::MulticastTtl);
        let ttl = ttl.map(|_| self.number(EndField::MulticastTtl));
        Transport::Udp {
            bind: self.bind(),
            send_to,
            connected: self.form.connected,
            broadcast: self.form.broadcast,
            join: self.groups(),
            multicast_interface: self.optional(EndField::SendBy),
            multicast_ttl: ttl,
            // The kernel's default is not set.
            multicast_loopback: (!self.form.multicast_loopback).then_some(false),
        }
    }

    /// The groups that are typed. A row that is still empty joins none.
    fn groups(&mut self) -> Vec<Membership> {
        self.form.groups().filter_map(|place| self.membership(place)).collect()
    }

    fn membership(&mut self, place: usize) -> Option<Membership> {
        let interface = self.optional(EndField::Interface(place));
        let typed = self.optional(EndField::Group(place));
        if typed.is_none() && interface.is_none() {
            return None;
        }
        let group = typed.and_then(|typed| typed.parse().ok()).filter(IpAddr::is_multicast);
        if group.is_none() {
            self.wrong.push(EndField::Group(place));
        }
        Some(Membership { group: group?, interface })
    }

    fn reconnect(&mut self) -> Option<Backoff> {
        self.form.reconnect.then(|| Backoff {
            first: self.number(EndField::FirstPause),
            most: self.number(EndField::LongestPause),
        })
    }

    fn optional(&self, field: EndField) -> Option<String> {
        let text = self.text(field);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn path(&mut self, field: EndField) -> String {
        let path = self.optional(field);
        self.or_wrong(field, path)
    }

    /// The local address, where one is typed.
    fn bind(&mut self) -> Option<Endpoint> {
        let (host, port) = (self.text(EndField::BindHost), self.text(EndField::BindPort));
        if host.is_empty() && port.is_empty() {
            return None;
        }
        Some(self.endpoint(EndField::BindHost, EndField::BindPort))
    }

    /// A host and a port; without a host, that of this machine, and without a local port, a free one.
    fn endpoint(&mut self, host: EndField, port: EndField) -> Endpoint {
        let local = port == EndField::BindPort;
        let number = match self.text(port) {
            "" if local => Some(0),
            typed => typed.parse::<u16>().ok(),
        };
        let number = self.or_wrong(port, number);
        let typed = match self.text(host) {
            "" => "127.0.0.1",
            typed => typed,
        };
        let typed = if typed.contains(':') { format!("[{typed}]") } else { typed.to_owned() };
        match Endpoint::try_from(format!("{typed}:{number}")) {
            Ok(endpoint) => endpoint,
            Err(_) => {
                self.wrong.push(host);
                Endpoint(lab_shared::call::Address::inet("127.0.0.1", 0))
            }
        }
    }

    fn grouping(&mut self) -> Grouping {
        match self.form.grouping {
            GroupingKind::Received => Grouping::Received,
            GroupingKind::Gap => Grouping::Gap { milliseconds: self.number(EndField::Gap) },
            GroupingKind::Line => Grouping::Line,
            GroupingKind::CrLf => Grouping::CrLf,
            GroupingKind::Delimiter => {
                match HexDelimiter::try_from(self.text(EndField::Delimiter).to_owned()) {
                    Ok(bytes) => Grouping::Delimiter { bytes },
                    Err(_) => self.unread(EndField::Delimiter),
                }
            }
            GroupingKind::LengthPrefix => {
                Grouping::LengthPrefix { width: self.form.width, order: self.form.order }
            }
            GroupingKind::Fixed => {
                let length = self.text(EndField::Length).parse::<u64>().ok();
                match length.and_then(|length| MessageLength::try_from(length).ok()) {
                    Some(length) => Grouping::Fixed { length },
                    None => self.unread(EndField::Length),
                }
            }
        }
    }

    fn unread(&mut self, field: EndField) -> Grouping {
        self.wrong.push(field);
        Grouping::Received
    }
}
