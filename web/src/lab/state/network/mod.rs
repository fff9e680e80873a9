//! The page's network: its hosts and cables, and the newest packets on them.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::rc::Rc;

use lab_shared::call::{Failure, SocketId};
use lab_shared::network::{HostName, NetworkNotice, NetworkReport, NetworkView, PacketReport};

/// Most packets kept: the newest.
const MAX_PACKETS: usize = 4000;

/// The network. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    view: Option<Rc<NetworkView>>,
    packets: VecDeque<Rc<PacketReport>>,
    again: HashSet<u64>,
    hosts: BTreeMap<SocketId, HostName>,
    missed: u64,
    refused: Option<Failure>,
}

impl Network {
    /// Takes in a report.
    pub fn told(&mut self, report: NetworkReport) {
        match report.news {
            NetworkNotice::Changed(view) => {
                self.view = Some(Rc::new(*view));
                self.refused = None;
            }
            NetworkNotice::Refused(failure) => self.refused = Some(failure),
            NetworkNotice::Packets { packets, missed } => {
                self.missed += missed;
                for packet in packets {
                    self.packets.push_back(Rc::new(packet));
                }
                let old = self.packets.len().saturating_sub(MAX_PACKETS);
                self.packets.drain(..old);
            }
            NetworkNotice::Closed => *self = Self::default(),
        }
    }

    pub fn view(&self) -> Option<&NetworkView> {
        self.view.as_deref()
    }

    pub fn shared_view(&self) -> Option<&Rc<NetworkView>> {
        self.view.as_ref()
    }

    pub fn packets(&self) -> impl DoubleEndedIterator<Item = &PacketReport> + ExactSizeIterator {
        self.packets.iter().map(Rc::as_ref)
    }

    pub fn packet(&self, serial: u64) -> Option<&Rc<PacketReport>> {
        let at = self.packets.binary_search_by_key(&serial, |packet| packet.serial).ok()?;
        self.packets.get(at)
    }

    pub fn newest(&self) -> Option<u64> {
        self.packets.back().map(|packet| packet.serial)
    }

    pub fn is_again(&self, serial: u64) -> bool {
        self.again.contains(&serial)
    }

    pub fn host_of(&self, socket: SocketId) -> Option<&HostName> {
        self.hosts.get(&socket)
    }

    pub fn missed(&self) -> u64 {
        self.missed
    }

    pub fn refused(&self) -> Option<&Failure> {
        self.refused.as_ref()
    }
}
