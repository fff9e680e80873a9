//! What is true of sockets at this moment: select with a timeout of zero, as CPython asks on Windows.
//!
//! WSAPoll would not tell of a connect that failed before Windows 10, version 2004.

use std::os::windows::io::AsRawSocket as _;

use lab_shared::call::{PollEvents, SocketType};
use windows_sys::Win32::Networking::WinSock::{FD_SET, FD_SETSIZE, TIMEVAL, select};

use crate::socket::Socket;

const PLACES: usize = FD_SETSIZE as usize;

/// What is true of each socket.
pub(crate) fn poll_now(sockets: &[(&Socket, PollEvents)]) -> Vec<PollEvents> {
    sockets.chunks(PLACES).flat_map(some_now).collect()
}

fn some_now(sockets: &[(&Socket, PollEvents)]) -> Vec<PollEvents> {
    let wanting = |bits: PollEvents| {
        let of = |&&(_, asked): &&(&Socket, PollEvents)| asked.0 & bits.0 != 0;
        set(sockets.iter().filter(of).map(|(socket, _)| *socket))
    };
    let mut readable = wanting(PollEvents::IN);
    let mut writable = wanting(PollEvents::OUT);
    let mut exceptional = set(sockets.iter().map(|(socket, _)| *socket));
    if !ask(&mut readable, &mut writable, &mut exceptional) {
        return vec![PollEvents::default(); sockets.len()];
    }
    let events = |(socket, asked): &(&Socket, PollEvents)| {
        let mut found = PollEvents::default();
        for (set, bit) in [
            (&readable, PollEvents::IN),
            (&writable, PollEvents::OUT),
            (&exceptional, exception(socket)),
        ] {
            if has(set, socket) {
                found = found | bit;
            }
        }
        PollEvents(found.0 & (asked.0 | PollEvents::ERR.0))
    };
    sockets.iter().map(events).collect()
}

/// What an exceptional condition of a socket is: a connect that failed, or out-of-band data.
fn exception(socket: &Socket) -> PollEvents {
    let connected = socket.kind() == SocketType::Stream && socket.peer().is_ok();
    if connected { PollEvents::PRI } else { PollEvents::ERR }
}

fn set<'a>(sockets: impl Iterator<Item = &'a Socket>) -> FD_SET {
    let mut set = FD_SET { fd_count: 0, fd_array: [0; PLACES] };
    for (place, socket) in set.fd_array.iter_mut().zip(sockets) {
        *place = socket.inner.as_raw_socket() as usize;
        set.fd_count += 1;
    }
    set
}

fn has(set: &FD_SET, socket: &Socket) -> bool {
    let count = set.fd_count as usize;
    set.fd_array[..count.min(PLACES)].contains(&(socket.inner.as_raw_socket() as usize))
}

/// Whether select succeeded. It fails only where no socket is asked for.
#[allow(unsafe_code)]
fn ask(readable: &mut FD_SET, writable: &mut FD_SET, exceptional: &mut FD_SET) -> bool {
    let now = TIMEVAL { tv_sec: 0, tv_usec: 0 };
    // SAFETY: the sets are lent for the call, hold as many sockets as they count, and these are open.
    unsafe { select(0, readable, writable, exceptional, &now) >= 0 }
}
