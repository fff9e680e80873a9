//! Calls that make sockets of nothing, and the one that only looks names up.

use std::sync::Arc;

use lab_shared::call::{CallId, Family, Op, Rule, SocketId, SocketType, Value};

use super::engine::Engine;
use super::pending::CallLocation;
use crate::network::host::Host;
use crate::session::clock::CallTimes;
use crate::socket::{Hints, Socket, address_info, failure, numeric_info};

impl Engine {
    /// `socket` and `socketpair`. AF_UNIX belongs to no network, so a host changes nothing of it.
    pub(super) fn open(&mut self, id: CallId, on: Option<Arc<Host>>, op: &Op) {
        match *op {
            Op::Socket { family, kind, proto } => {
                if let Some(host) = on.filter(|_| family != Family::Unix) {
                    return self.open_on_host(id, host, family, kind, proto);
                }
                let made =
                    self.make(id, kind, || Socket::open(family, kind, proto).map(|one| [one]));
                let Some((times, [socket], [fileno])) = made else { return };
                self.answer(id, times, Ok(Value::Socket { socket, fileno }));
            }
            Op::Socketpair { family, kind, proto } => {
                let made = self.make(id, kind, || Socket::pair(family, kind, proto));
                let Some((times, sockets, filenos)) = made else { return };
                self.answer(id, times, Ok(Value::Pair { sockets, filenos }));
                sockets.into_iter().for_each(|socket| self.report_addresses(socket));
            }
            _ => unreachable!("the other calls without a socket make none"),
        }
    }

    /// Makes sockets and gives them names; where that fails, it has answered the call.
    fn make<const N: usize>(
        &mut self,
        id: CallId,
        kind: SocketType,
        call: impl FnOnce() -> std::io::Result<[Socket; N]>,
    ) -> Option<(CallTimes, [SocketId; N], [i32; N])> {
        let mut times = CallTimes::new(self.clock);
        if !self.sockets.has_room(N) {
            self.refuse(id, times, Rule::MaxSockets);
            return None;
        }
        let sockets = match times.around(call) {
            Ok(sockets) => sockets,
            Err(error) => {
                self.answer(id, times, Err(failure(&error)));
                return None;
            }
        };
        if kind == SocketType::Raw {
            // The kernel gave one, so the relay runs with privileges; the page must not.
            drop(sockets);
            self.refuse(id, times, Rule::RawSocket);
            return None;
        }
        let filenos = sockets.each_ref().map(Socket::fileno);
        let names = sockets.map(|socket| {
            let low_water = socket.receive_low_water();
            self.sockets.add(socket, low_water).expect("there is room for all of them")
        });
        Some((times, names, filenos))
    }

    /// `getaddrinfo`: on a thread that may block, for a name server may take its time. What is in numbers
    /// is answered at once.
    pub(super) fn look_up(
        &mut self,
        id: CallId,
        host: Option<String>,
        port: Option<String>,
        hints: Hints,
    ) {
        let mut times = CallTimes::new(self.clock);
        let numeric = times.around(|| numeric_info(host.as_deref(), port.as_deref(), hints));
        if let Some(found) = numeric {
            return self.answer(id, times, Ok(Value::AddressInfo(found)));
        }
        let serial = self.pending.next_serial();
        let asks = host.is_some();
        let started = self.blocking.make(id, serial, move || {
            address_info(host.as_deref(), port.as_deref(), hints).map(Value::AddressInfo)
        });
        if let Err(failure) = started {
            return self.answer(id, times, Err(failure));
        }
        self.pending.place(id, CallLocation::Thread(serial, times));
        if asks {
            self.report_blocked(id, &times);
        }
    }
}
