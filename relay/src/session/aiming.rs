//! Where a call goes: names to addresses, the relay's rules, and the calls that only need those.

use std::io;
use std::mem;
use std::net::IpAddr;

use lab_shared::call::{Address, Failure, Op, Rule, SocketId, SocketType, Value};

use super::connect::Connect;
use super::engine::Engine;
use super::entry::{Running, Side};
use super::queued::Beginning;
use super::send::{Manner, Send};
use super::target::{self, Target};
use crate::socket::{Name, Socket, failure};

impl Engine {
    /// Finds where the first call of a queue goes, and whether it may.
    pub(super) fn aim(&mut self, id: SocketId, side: Side, found: Option<IpAddr>) -> Beginning {
        match self.try_aim(id, side, found) {
            Ok(beginning) => beginning,
            Err(failure) => Beginning::Ended(Err(failure)),
        }
    }

    fn try_aim(
        &mut self,
        id: SocketId,
        side: Side,
        found: Option<IpAddr>,
    ) -> Result<Beginning, Failure> {
        let Some(entry) = self.sockets.get_mut(&id) else { return Ok(Beginning::GONE) };
        let family = entry.socket.family();
        let Some(queued) = entry.queue(side).front() else { return Ok(Beginning::GONE) };
        let caller = queued.op.name().as_str();
        let (address, binds) = match &queued.op {
            Op::Bind { address } => (address.clone(), true),
            Op::Connect { address } | Op::ConnectEx { address } | Op::Sendto { address, .. } => {
                (address.clone(), false)
            }
            _ => unreachable!("only these calls have an address"),
        };
        let target = match found {
            Some(ip) => Target::Ip(ip),
            None => target::target(caller, family, &address)?,
        };
        let name = match target {
            Target::Host(host) => return Ok(Beginning::Resolve(host)),
            Target::Unix(path) => {
                if binds && !self.unix.has_room() {
                    return Err(Failure::refused(Rule::MaxSockets));
                }
                Name::unix(&self.unix.resolve(&path)?).map_err(|error| failure(&error))?
            }
            Target::Ip(ip) => {
                let name = target::name(caller, ip, &address)?;
                self.permit(id, &name, binds)?;
                name
            }
        };
        if binds {
            return Ok(self.bind(id, side, &name, &address));
        }
        let Some(queued) = self.head(id, side) else { return Ok(Beginning::GONE) };
        let returns_errno = matches!(queued.op, Op::ConnectEx { .. });
        if let Op::Sendto { flags, .. } = queued.op {
            let bytes = mem::take(&mut queued.bytes);
            return Ok(Beginning::Run(Running::Send(Send::new(Manner::To(name), flags, bytes))));
        }
        if let Some(peer) = name.socket_address() {
            self.view_towards(id, peer);
        }
        Ok(Beginning::Run(Running::Connect(Connect::new(name, returns_errno))))
    }

    /// Whether the relay's rules let a socket bind or reach an IP address.
    fn permit(&self, id: SocketId, name: &Name, binds: bool) -> Result<(), Failure> {
        let Some(address) = name.socket_address() else { return Ok(()) };
        let allowed = if binds {
            let v6_only = self.sockets.get(&id).is_some_and(|entry| entry.socket.is_v6_only());
            self.ground.policy.may_bind(address, !v6_only)
        } else {
            self.ground.policy.may_connect(address)
        };
        allowed.map_err(Failure::refused)
    }

    fn bind(&mut self, id: SocketId, side: Side, name: &Name, address: &Address) -> Beginning {
        let bound = self.settle(id, side, |socket| socket.bind(name));
        if let (Beginning::Ended(Ok(_)), Address::Unix { path }) = (&bound, address)
            && let Some(local) = self.sockets.get(&id).and_then(|entry| entry.socket.local().ok())
        {
            self.unix.bound(path, &local.address());
        }
        bound
    }

    pub(super) fn listen(&mut self, id: SocketId, side: Side, backlog: i32) -> Beginning {
        match self.may_listen(id) {
            Ok(()) => self.settle(id, side, |socket| socket.listen(backlog)),
            Err(rule) => Beginning::Ended(Err(Failure::refused(rule))),
        }
    }

    /// Makes a call that never waits.
    pub(super) fn settle(
        &mut self,
        id: SocketId,
        side: Side,
        call: impl FnOnce(&Socket) -> io::Result<()>,
    ) -> Beginning {
        let Some(entry) = self.sockets.get_mut(&id) else { return Beginning::GONE };
        let Some(mut moment) = entry.queue(side).front().map(|queued| queued.moment) else {
            return Beginning::GONE;
        };
        let result = moment.around(|| call(&entry.socket));
        if let Some(queued) = entry.queue(side).front_mut() {
            queued.moment = moment;
        }
        Beginning::Ended(result.map(|()| Value::None).map_err(|error| failure(&error)))
    }

    /// The kernel binds an unbound socket that listens to every interface, so the rule for that
    /// holds here too.
    fn may_listen(&self, id: SocketId) -> Result<(), Rule> {
        let Some(socket) = self.sockets.get(&id).map(|entry| &entry.socket) else { return Ok(()) };
        let Ok(local) = socket.local() else { return Ok(()) };
        match local.socket_address() {
            Some(address) if !local.is_set() && socket.kind() == SocketType::Stream => {
                self.ground.policy.may_bind(address, !socket.is_v6_only())
            }
            _ => Ok(()),
        }
    }
}
