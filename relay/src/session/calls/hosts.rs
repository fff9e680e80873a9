//! Calls on hosts of the page's own network. Nothing of the machine is in reach of their sockets, so the relay's rules
//! have no say: the host's kernel answers.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use lab_shared::call::{CallId, Failure, Family, PollEvents, Rule, SocketId, SocketType, Value};
use lab_shared::network::HostName;

use super::engine::Engine;
use super::entry::{QueueId, Side};
use super::pending::CallLocation;
use crate::network::Network;
use crate::network::host::Host;
use crate::session::clock::CallTimes;
use crate::socket::{Hints, Socket, failure};

/// What poll(2) reports of a socket whose host has died: the call that follows tells why.
pub(super) const LOST: PollEvents = PollEvents(PollEvents::ERR.0 | PollEvents::HUP.0);

impl Engine {
    /// The host of this name, on which sockets can be made.
    pub(super) fn host(&self, name: &HostName) -> Result<Arc<Host>, Rule> {
        self.network.as_ref().ok_or(Rule::Host)?.host(name)
    }

    /// `socket` on a host. A thread waits for the host, which may be stopped.
    pub(super) fn open_on_host(
        &mut self,
        id: CallId,
        host: Arc<Host>,
        family: Family,
        kind: SocketType,
        proto: i32,
    ) {
        let mut times = CallTimes::new(self.clock);
        if !self.sockets.has_room(1) {
            return self.refuse(id, times, Rule::MaxSockets);
        }
        // The host could: it has every privilege in its network.
        if kind == SocketType::Raw {
            return self.refuse(id, times, Rule::RawSocket);
        }
        times.enter();
        let serial = self.pending.next_serial();
        let started = self.blocking.make_socket(id, serial, move || {
            let made = host.socket(family, kind, proto);
            made.map(|socket| (socket, host))
        });
        match started {
            Ok(()) => self.pending.place(id, CallLocation::Thread(serial, times)),
            Err(failure) => self.answer(id, times, Err(failure)),
        }
    }

    /// A host has made a socket, or has not.
    pub(super) fn made_on_host(
        &mut self,
        call: CallId,
        serial: u64,
        made: io::Result<(Socket, Arc<Host>)>,
    ) {
        let Some(CallLocation::Thread(placed, mut times)) = self.pending.location(call) else {
            return;
        };
        if placed != serial {
            return;
        }
        times.end();
        self.pending.remove(call);
        let outcome = made.map_err(|error| failure(&error)).and_then(|(socket, host)| {
            let (fileno, low_water) = (socket.fileno(), socket.receive_low_water());
            let id = self.sockets.add_within_limit(socket, low_water);
            let id = id.ok_or_else(|| Failure::refused(Rule::MaxSockets))?;
            if let Some(entry) = self.sockets.get_mut(id) {
                entry.host = Some(host);
            }
            Ok(Value::Socket { socket: id, fileno })
        });
        self.answer(call, times, outcome);
    }

    /// `getaddrinfo` on a host, which asks nobody.
    pub(super) fn look_up_on_host(
        &mut self,
        id: CallId,
        on: &Host,
        (host, port): (Option<&str>, Option<&str>),
        hints: Hints,
    ) {
        let mut times = CallTimes::new(self.clock);
        let found = times.around(|| on.directory().address_info(host, port, hints));
        self.answer(id, times, found.map(Value::AddressInfo));
    }

    /// The address of a name for a socket of a host; `None` for a socket of the machine.
    pub(super) fn resolve_on_host(
        &self,
        socket: SocketId,
        name: &str,
    ) -> Option<Result<IpAddr, Failure>> {
        let entry = self.sockets.get(socket)?;
        let host = entry.host.as_ref()?;
        Some(host.directory().resolve(name, entry.socket.family()))
    }

    /// The page's network is this one now, or one of its hosts has ended. Calls on sockets of a host that has died end.
    pub(crate) fn network_changed(&mut self, network: Option<Arc<Network>>) {
        self.network = network;
        for socket in self.sockets.lost() {
            for side in [Side::Inward, Side::Outward] {
                let queue = QueueId { socket, side };
                let calls = self.sockets.queue(queue).map(std::mem::take).unwrap_or_default();
                for mut queued in calls {
                    queued.times.end();
                    self.finish_queued(queued, Err(Failure::refused(Rule::Host)));
                }
            }
            let polls = self.sockets.get(socket).map(|entry| entry.polls.keys().copied());
            let polls: Vec<CallId> = polls.into_iter().flatten().collect();
            self.schedule_polls(polls);
        }
    }
}
