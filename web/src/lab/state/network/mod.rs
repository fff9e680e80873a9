//! The page's network: its hosts and cables, the newest packets on them, and which sockets are on which host.

mod flow;
mod history;
mod journey;
mod repeats;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use lab_shared::call::{CallId, Failure, Micros, Op, SocketId};
use lab_shared::network::{HostName, NetworkNotice, NetworkReport, NetworkView, PacketReport};
use lab_shared::wire::Call;

use history::History;
pub(crate) use history::NetworkChange;
pub(crate) use journey::{Journey, journeys};
use repeats::Repeats;

/// Most packets kept, those of earlier networks among them: the newest.
const MAX_PACKETS: usize = 4000;

/// The network. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    view: Option<Rc<NetworkView>>,
    packets: VecDeque<Rc<PacketReport>>,
    /// Those of them that carry what an earlier one carried.
    again: BTreeSet<u64>,
    repeats: Rc<Repeats>,
    hosts: BTreeMap<SocketId, HostName>,
    /// The hosts of sockets that are being made.
    making: BTreeMap<CallId, HostName>,
    missed: u64,
    refused: Option<Failure>,
    history: Rc<History>,
}

impl Network {
    /// Takes in a report.
    pub fn told(&mut self, report: NetworkReport) {
        match report.news {
            NetworkNotice::Changed(view) => {
                if self.view.as_deref() != Some(&*view) {
                    let view = Rc::new(*view);
                    self.view = Some(Rc::clone(&view));
                    Rc::make_mut(&mut self.history).add(report.at, NetworkChange::Is(view));
                }
                self.refused = None;
            }
            NetworkNotice::Refused(failure) => self.refused = Some(failure),
            NetworkNotice::Packets { packets, missed } => {
                if missed > 0 {
                    self.missed = self.missed.saturating_add(missed);
                    let change = NetworkChange::Missed(missed);
                    Rc::make_mut(&mut self.history).add(report.at, change);
                }
                packets.into_iter().for_each(|packet| self.packet_told(packet));
                self.shorten();
            }
            NetworkNotice::Closed => {
                Rc::make_mut(&mut self.history).add(report.at, NetworkChange::Closed);
                self.end();
            }
        }
    }

    /// There is no network any more; only its past is kept.
    pub fn end(&mut self) {
        self.keep_packets();
        *self = Self { history: std::mem::take(&mut self.history), ..Self::default() };
    }

    /// A socket is on a host from before the first call.
    pub fn knows(&mut self, socket: SocketId, host: HostName) {
        self.hosts.insert(socket, host);
    }

    /// A call was made that makes sockets on a host.
    pub fn issued(&mut self, call: &Call) {
        let makes = matches!(call.op, Op::Socket { .. } | Op::Socketpair { .. });
        if let Some(host) = call.host.as_ref().filter(|_| makes) {
            self.making.insert(call.id, host.clone());
        }
    }

    /// Whether a call makes sockets on a host.
    #[must_use]
    pub fn is_making(&self, id: CallId) -> bool {
        self.making.contains_key(&id)
    }

    /// Forgets the oldest sockets, up to the first one that is kept.
    pub fn forget(&mut self, kept: impl Fn(SocketId) -> bool) {
        while let Some(first) = self.hosts.first_entry()
            && !kept(*first.key())
        {
            first.remove();
        }
    }

    /// It has returned, and made these sockets: on its own host, or on that of the socket it was made on.
    pub fn returned(&mut self, id: CallId, on: Option<SocketId>, made: &[SocketId]) {
        let host = self.making.remove(&id).or_else(|| self.hosts.get(&on?).cloned());
        if let Some(host) = host {
            self.hosts.extend(made.iter().map(|socket| (*socket, host.clone())));
        }
    }

    /// The network as it is; `None` where the page has none.
    #[must_use]
    pub fn view(&self) -> Option<&Rc<NetworkView>> {
        self.view.as_ref()
    }

    /// The newest packets, in the order of their serial numbers.
    pub fn packets(&self) -> impl DoubleEndedIterator<Item = &PacketReport> + ExactSizeIterator {
        self.packets.iter().map(Rc::as_ref)
    }

    /// The packet of a serial number.
    #[must_use]
    pub fn packet(&self, serial: u64) -> Option<&Rc<PacketReport>> {
        self.place(serial).ok().and_then(|at| self.packets.get(at))
    }

    /// The serial number of the newest packet.
    #[must_use]
    pub fn newest(&self) -> Option<u64> {
        self.packets.back().map(|packet| packet.serial)
    }

    /// Whether a packet carries what an earlier one carried.
    #[must_use]
    pub fn is_again(&self, serial: u64) -> bool {
        self.again.contains(&serial)
    }

    /// The host that a socket is on; `None` in the machine's own network.
    #[must_use]
    pub fn host_of(&self, socket: SocketId) -> Option<&HostName> {
        self.hosts.get(&socket)
    }

    /// Packets that were left out of the reports.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.missed
    }

    /// Why the last request was not carried out.
    #[must_use]
    pub fn refused(&self) -> Option<&Failure> {
        self.refused.as_ref()
    }

    /// What was reported of this network and of those before it, other than packets, in order.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &(Micros, NetworkChange)> {
        self.history.changes()
    }

    /// The newest packets of this network and of those before it, in the order in which they were sent.
    pub(crate) fn all_packets(&self) -> impl Iterator<Item = &Rc<PacketReport>> {
        self.history.packets().iter().chain(&self.packets)
    }

    /// Packets before those, which are kept no longer.
    pub(crate) fn forgotten(&self) -> u64 {
        self.history.forgotten()
    }

    /// A later report on a packet replaces the earlier one. Another packet of the same number is of another network.
    fn packet_told(&mut self, packet: PacketReport) {
        if let Ok(at) = self.place(packet.serial)
            && self.packets[at].bytes != packet.bytes
        {
            self.keep_packets();
        }
        match self.place(packet.serial) {
            Ok(at) => self.packets[at] = Rc::new(packet),
            Err(at) => {
                if Rc::make_mut(&mut self.repeats).is_again(&packet) {
                    self.again.insert(packet.serial);
                }
                self.packets.insert(at, Rc::new(packet));
            }
        }
    }

    /// Drops the oldest packets if there are too many.
    fn shorten(&mut self) {
        let over = (self.history.packets().len() + self.packets.len()).saturating_sub(MAX_PACKETS);
        if over > 0 {
            let own = Rc::make_mut(&mut self.history).shorten(over);
            self.packets.drain(..own);
            let oldest = self.packets.front().map_or(0, |packet| packet.serial);
            self.again = self.again.split_off(&oldest);
        }
    }

    /// Lays the packets aside: their network is gone.
    fn keep_packets(&mut self) {
        let packets = std::mem::take(&mut self.packets);
        Rc::make_mut(&mut self.history).keep(packets);
        (self.again, self.repeats) = Default::default();
    }

    fn place(&self, serial: u64) -> Result<usize, usize> {
        self.packets.binary_search_by_key(&serial, |packet| packet.serial)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use lab_shared::call::Op;

    use super::*;
    use crate::testing::test_lab::STREAM;

    fn call(id: u32, op: Op) -> Call {
        let host = Some(HostName::server());
        Call { id: CallId(id), socket: None, host, op, bytes: Bytes::new() }
    }

    #[test]
    fn only_a_call_that_makes_a_socket_is_kept_and_only_until_it_returns() {
        let mut network = Network::default();
        network.issued(&call(1, Op::Poll { entries: vec![], seconds: None }));
        network.issued(&call(2, STREAM));
        network.issued(&call(3, STREAM));
        assert_eq!([1, 2, 3].map(|id| network.is_making(CallId(id))), [false, true, true]);
        network.returned(CallId(2), None, &[SocketId(1)]);
        network.returned(CallId(3), None, &[]);
        assert!(!network.is_making(CallId(2)) && !network.is_making(CallId(3)));
        assert_eq!(network.host_of(SocketId(1)), Some(&HostName::server()));
        network.forget(|socket| socket != SocketId(1));
        assert_eq!(network.host_of(SocketId(1)), None);
    }
}
