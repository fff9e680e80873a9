//! The address of a call: resolves it, checks it against the relay's rules, and makes the calls
//! that only need that.

use std::io;
use std::mem;
use std::net::IpAddr;

use lab_shared::call::{Address, Failure, MsgFlags, Op, Rule, SocketId, Value};

use super::connect::{self, Connect};
use super::engine::Engine;
use super::entry::{Operation, QueueId, SocketEntry};
use super::queued::Preparation;
use super::send::{Send, SendKind};
use crate::policy::{is_group, not_bound};
use crate::session::target::{self, Target};
use crate::socket::{Name, failure};

impl Engine {
    /// Resolves the target of the first call of a queue, and checks it against the relay's rules.
    pub(super) fn resolve_target(&mut self, queue: QueueId, found: Option<IpAddr>) -> Preparation {
        match self.try_resolve_target(queue, found) {
            Ok(preparation) => preparation,
            Err(failure) => Preparation::Ended(Err(failure)),
        }
    }

    fn try_resolve_target(
        &mut self,
        queue: QueueId,
        found: Option<IpAddr>,
    ) -> Result<Preparation, Failure> {
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return Ok(Preparation::GONE) };
        let family = entry.socket.family();
        let Some(queued) = entry.queue(queue.side).front() else { return Ok(Preparation::GONE) };
        let caller = queued.op.name().as_str();
        let returns_errno = matches!(queued.op, Op::ConnectEx { .. });
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
            Target::Host(host) => match self.resolve_on_host(queue.socket, &host) {
                Some(found) => return self.try_resolve_target(queue, Some(found?)),
                None => return Ok(Preparation::Resolve(host)),
            },
            Target::Unix(path) => {
                if binds && !self.unix.has_room() {
                    return Err(Failure::refused(Rule::MaxSockets));
                }
                let path = self.unix.resolve(&path)?;
                let name = if binds { Name::unix(&path).map(Some) } else { Name::unix_peer(&path) };
                match name {
                    Ok(name) => name.ok_or_else(|| Failure::refused(Rule::UnixDirectory))?,
                    Err(error) => {
                        return Ok(Preparation::Ended(connect::outcome(Err(error), returns_errno)));
                    }
                }
            }
            Target::Ip(ip) => {
                let name = target::name(caller, ip, &address)?;
                self.check_policy(queue.socket, &name, binds)?;
                name
            }
        };
        if binds {
            return Ok(self.bind(queue, &name, &address));
        }
        let Some(queued) = self.sockets.head(queue) else { return Ok(Preparation::GONE) };
        if let Op::Sendto { flags, .. } = queued.op {
            let bytes = mem::take(&mut queued.bytes);
            return Ok(Preparation::Run(Operation::Send(Send::new(
                SendKind::To(name),
                flags,
                bytes,
            ))));
        }
        if let Some(peer) = name.socket_address() {
            self.capture_connect(queue.socket, peer);
        }
        Ok(Preparation::Run(Operation::Connect(Connect::new(name, returns_errno))))
    }

    /// Whether the relay's rules let a socket bind or reach an IP address.
    fn check_policy(&mut self, id: SocketId, name: &Name, binds: bool) -> Result<(), Failure> {
        let Some(address) = name.socket_address() else { return Ok(()) };
        let Some(SocketEntry { socket, binding, host, .. }) = self.sockets.get_mut(id) else {
            return Ok(());
        };
        if host.is_some() {
            return Ok(());
        }
        let policy = &self.context.policy;
        if binds {
            let allowed = binding.may_bind(socket, policy, address);
            return allowed.map_err(|rule| not_bound(rule, address));
        }
        let allowed = if is_group(socket, address) {
            binding.may_send_to_group(socket, policy, address)
        } else {
            policy
                .may_connect(address, socket.kind())
                .and_then(|()| binding.may_send(socket, policy, Some(address)))
        };
        allowed.map_err(Failure::refused)
    }

    fn bind(&mut self, queue: QueueId, name: &Name, address: &Address) -> Preparation {
        let bound = self.call_now(queue, |SocketEntry { socket, binding, .. }| {
            let result = socket.bind(name);
            if let Some(address) = name.socket_address() {
                binding.bound(address, &result);
            }
            result
        });
        if let (Preparation::Ended(Ok(_)), Address::Unix { path }) = (&bound, address)
            && let Some(local) =
                self.sockets.get(queue.socket).and_then(|entry| entry.socket.local().ok())
        {
            self.unix.bound(path, &local.address());
        }
        bound
    }

    pub(super) fn listen(&mut self, queue: QueueId, backlog: i32) -> Preparation {
        let Some(SocketEntry { socket, binding, host, .. }) = self.sockets.get_mut(queue.socket)
        else {
            return Preparation::GONE;
        };
        let allowed = match host {
            Some(_) => Ok(()),
            None => binding.may_listen(socket, &self.context.policy),
        };
        match allowed {
            Ok(()) => self.call_now(queue, |entry| entry.socket.listen(backlog)),
            Err(rule) => Preparation::Ended(Err(Failure::refused(rule))),
        }
    }

    /// A send without an address.
    pub(super) fn send(&mut self, queue: QueueId, kind: SendKind, flags: MsgFlags) -> Preparation {
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return Preparation::GONE };
        if entry.host.is_none()
            && let Err(rule) = entry.binding.may_send(&entry.socket, &self.context.policy, None)
        {
            return Preparation::Ended(Err(Failure::refused(rule)));
        }
        let Some(queued) = entry.queue(queue.side).front_mut() else { return Preparation::GONE };
        let bytes = mem::take(&mut queued.bytes);
        Preparation::Run(Operation::Send(Send::new(kind, flags, bytes)))
    }

    /// Makes a call that never waits.
    pub(super) fn call_now(
        &mut self,
        queue: QueueId,
        call: impl FnOnce(&mut SocketEntry) -> io::Result<()>,
    ) -> Preparation {
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return Preparation::GONE };
        let Some(mut times) = entry.queue(queue.side).front().map(|queued| queued.times) else {
            return Preparation::GONE;
        };
        let result = times.around(|| call(entry));
        if let Some(queued) = entry.queue(queue.side).front_mut() {
            queued.times = times;
        }
        Preparation::Ended(result.map(|()| Value::None).map_err(|error| failure(&error)))
    }
}
