//! The system's table of TCP connections: their states to the end of TIME-WAIT, and who has them.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use lab_shared::kernel::{AcceptQueue, EndFacts, Owner, TcpState};
use windows_sys::Win32::Foundation::{ERROR_INSUFFICIENT_BUFFER, NO_ERROR};
use windows_sys::Win32::NetworkManagement::IpHelper::{
    GetExtendedTcpTable, MIB_TCP6ROW_OWNER_PID, MIB_TCPROW_OWNER_PID, MIB_TCPROW_W2K,
    TCP_TABLE_BASIC_ALL, TCP_TABLE_CLASS, TCP_TABLE_OWNER_PID_ALL,
};
use windows_sys::Win32::Networking::WinSock::{AF_INET, AF_INET6};

use super::owner::owner;
use crate::socket::{Descriptor, Endpoints, Found, Socket};

/// What stands for the name of every socket, since the system has none: one with the same addresses counts as the same.
pub(in crate::socket) const COOKIE: Option<u64> = Some(0);

/// Room for the table that is asked for first, enough for a thousand connections: a system that has to look for owners does
/// so for a question about the size too.
const FIRST_BYTES: usize = 64 * 1024;

/// Times that the table is asked for again because it has grown meanwhile.
const ATTEMPTS: usize = 4;

/// A table begins with the number of its rows, and rows with what they hold.
const COUNT_BYTES: usize = size_of::<u32>();

/// Most connections whose owners are remembered.
const OWNERS: usize = 256;

/// A way to ask for connections. Anyone may, without privileges.
#[derive(Debug)]
pub(crate) struct Diag {
    /// Who has a connection, by its addresses: it is asked once for each, since it takes the system far longer to find
    /// out than the state.
    owners: HashMap<(SocketAddr, SocketAddr), Option<Owner>>,
}

impl Diag {
    /// There is nothing to open.
    pub(crate) fn open() -> io::Result<Self> {
        Ok(Self { owners: HashMap::new() })
    }

    /// One of another process.
    pub(crate) fn passed(descriptor: Descriptor) -> Self {
        descriptor.never()
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> io::Result<Descriptor> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The end of a TCP connection that is at `local`; `None` where there is none.
    pub(crate) fn connection(
        &mut self,
        local: SocketAddr,
        peer: SocketAddr,
    ) -> io::Result<Option<Found>> {
        let state = state(local, Some(peer))?;
        if state.is_none() {
            // The next one with these addresses may be another program's.
            self.owners.remove(&(local, peer));
            return Ok(None);
        }
        let owner = self.owner(local, peer)?;
        let facts = EndFacts { state, owner, ..EndFacts::default() };
        Ok(Some(Found { facts, cookie: COOKIE.unwrap_or_default() }))
    }

    /// Who has the connection.
    fn owner(&mut self, local: SocketAddr, peer: SocketAddr) -> io::Result<Option<Owner>> {
        if let Some(known) = self.owners.get(&(local, peer)) {
            return Ok(known.clone());
        }
        let rows = rows(canonical(local), true)?;
        let row = rows.iter().find(|row| row.connects(canonical(peer)));
        let found = row.and_then(|row| owner(row.process));
        if self.owners.len() >= OWNERS {
            self.owners.clear();
        }
        self.owners.insert((local, peer), found.clone());
        Ok(found)
    }

    /// There are no AF_UNIX sockets.
    pub(crate) fn unix_queue(&mut self, _inode: u64) -> io::Result<Option<AcceptQueue>> {
        Ok(None)
    }
}

/// The state of a TCP socket that is open; `None` where the system does not tell.
pub(in crate::socket) fn tcp_state(socket: &Socket) -> Option<TcpState> {
    let Endpoints { local, peer } = Endpoints::of(socket);
    // What is in no row neither listens nor has a connection.
    let Some(local) = local else { return Some(TcpState::Closed) };
    state(local, peer).ok().map(|found| found.unwrap_or(TcpState::Closed))
}

/// The state of the connection between two addresses, or of the listener at one. A connect that is under way has no peer's
/// name either.
fn state(local: SocketAddr, peer: Option<SocketAddr>) -> io::Result<Option<TcpState>> {
    let rows = rows(canonical(local), false)?;
    let with = |wanted: TcpState| rows.iter().find(|row| row.state == Some(wanted));
    let found = match peer {
        Some(peer) => rows.iter().find(|row| row.connects(canonical(peer))),
        None => with(TcpState::Listen).or_else(|| with(TcpState::SynSent)),
    };
    Ok(found.and_then(|row| row.state))
}

/// The rows of an address, with their processes where those are asked for.
fn rows(local: SocketAddr, owned: bool) -> io::Result<Vec<Row>> {
    // An IPv6 socket's IPv4 connections are among those of IPv4, whose table there is without processes too.
    let mut rows = match local {
        SocketAddr::V4(_) if owned => owned_v4(&table(AF_INET, TCP_TABLE_OWNER_PID_ALL)?),
        SocketAddr::V4(_) => rows_v4(&table(AF_INET, TCP_TABLE_BASIC_ALL)?),
        SocketAddr::V6(_) => rows_v6(&table(AF_INET6, TCP_TABLE_OWNER_PID_ALL)?),
    };
    rows.retain(|row| row.local == local);
    Ok(rows)
}

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    state: Option<TcpState>,
    local: SocketAddr,
    peer: SocketAddr,
    /// The number of the process; 0 where there is none, or none was asked for.
    process: u32,
}

impl Row {
    /// Whether it is a connection with that peer.
    fn connects(&self, peer: SocketAddr) -> bool {
        self.peer == peer && self.state != Some(TcpState::Listen)
    }
}

fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// GetExtendedTcpTable of one family.
#[allow(unsafe_code)]
fn table(family: u16, class: TCP_TABLE_CLASS) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0_u8; FIRST_BYTES];
    for _ in 0..ATTEMPTS {
        let mut size = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let place = bytes.as_mut_ptr().cast();
        // SAFETY: the place has room for as many bytes as `size` says.
        let result = unsafe { GetExtendedTcpTable(place, &mut size, 0, family.into(), class, 0) };
        match result {
            NO_ERROR => return Ok(bytes),
            // With room for a few more that begin meanwhile.
            ERROR_INSUFFICIENT_BUFFER => bytes = vec![0; size as usize + 1024],
            error => return Err(io::Error::from_raw_os_error(error.cast_signed())),
        }
    }
    Err(io::ErrorKind::StorageFull.into())
}

fn rows_v4(table: &[u8]) -> Vec<Row> {
    let row = |row: MIB_TCPROW_W2K| Row {
        state: state_of(row.dwState),
        local: SocketAddr::new(v4(row.dwLocalAddr), port(row.dwLocalPort)),
        peer: SocketAddr::new(v4(row.dwRemoteAddr), port(row.dwRemotePort)),
        process: 0,
    };
    structures(table).map(row).collect()
}

fn owned_v4(table: &[u8]) -> Vec<Row> {
    let row = |row: MIB_TCPROW_OWNER_PID| Row {
        state: state_of(row.dwState),
        local: SocketAddr::new(v4(row.dwLocalAddr), port(row.dwLocalPort)),
        peer: SocketAddr::new(v4(row.dwRemoteAddr), port(row.dwRemotePort)),
        process: row.dwOwningPid,
    };
    structures(table).map(row).collect()
}

fn rows_v6(table: &[u8]) -> Vec<Row> {
    let row = |row: MIB_TCP6ROW_OWNER_PID| Row {
        state: state_of(row.dwState),
        local: SocketAddr::new(Ipv6Addr::from(row.ucLocalAddr).into(), port(row.dwLocalPort)),
        peer: SocketAddr::new(Ipv6Addr::from(row.ucRemoteAddr).into(), port(row.dwRemotePort)),
        process: row.dwOwningPid,
    };
    structures(table).map(row).collect()
}

/// The rows behind a table's count.
#[allow(unsafe_code)]
fn structures<T: Copy>(table: &[u8]) -> impl Iterator<Item = T> {
    let (count, rows) = table.split_at_checked(COUNT_BYTES).unwrap_or_default();
    let count = count.first_chunk().map_or(0, |count| u32::from_ne_bytes(*count));
    let whole = rows.chunks_exact(size_of::<T>()).take(count as usize);
    // SAFETY: the chunk is as long as the structure, which is made of integers, and an unaligned read asks for no
    // alignment.
    whole.map(|chunk| unsafe { chunk.as_ptr().cast::<T>().read_unaligned() })
}

/// An address in the order of the network.
fn v4(address: u32) -> IpAddr {
    Ipv4Addr::from(address.to_ne_bytes()).into()
}

/// The lower half of the number is a port in the order of the network.
fn port(number: u32) -> u16 {
    u16::from_be((number & 0xffff) as u16)
}

/// MIB_TCP_STATE of `tcpmib.h`.
fn state_of(number: u32) -> Option<TcpState> {
    Some(match number {
        1 | 12 => TcpState::Closed,
        2 => TcpState::Listen,
        3 => TcpState::SynSent,
        4 => TcpState::SynReceived,
        5 => TcpState::Established,
        6 => TcpState::FinWait1,
        7 => TcpState::FinWait2,
        8 => TcpState::CloseWait,
        9 => TcpState::Closing,
        10 => TcpState::LastAck,
        11 => TcpState::TimeWait,
        _ => return None,
    })
}
