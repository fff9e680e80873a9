//! Which local addresses sockets get, by whatever calls: call sequences, and where the kernel has
//! the socket afterwards.

mod places;
mod random;
mod table;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};

use lab_shared::call::{
    Address, CallId, Family, MsgFlags, Op, OptionValue, Outcome, Rule, SocketId, SocketType, Value,
};

use tokio::net::TcpSocket;

use crate::common::Page;
use places::{Place, inode, places};

/// Protocol numbers that socket(2) takes beside 0.
const MPTCP: i32 = 262;
const UDP_LITE: i32 = 136;

/// IPPROTO_IPV6 and IPV6_V6ONLY.
const V6_ONLY: (i32, i32) = (41, 26);

/// A socket of a page, and the kernel's inode of it.
#[derive(Debug, Clone, Copy)]
struct Subject {
    socket: SocketId,
    family: Family,
    inode: u32,
}

impl Subject {
    /// `socket`; `None` where the kernel has no such protocol.
    async fn open(page: &mut Page, family: Family, kind: SocketType, proto: i32) -> Option<Self> {
        let id = page.start(None, Op::Socket { family, kind, proto }, b"").await;
        match page.wait(id).await.outcome {
            Ok(Value::Socket { socket, fileno }) => {
                Some(Self { socket, family, inode: inode(fileno) })
            }
            Err(failure) if proto != 0 => {
                assert_eq!(failure.rule, None, "the kernel's own answer");
                None
            }
            other => panic!("no socket but {other:?}"),
        }
    }

    /// Its address in the kernel.
    fn place(&self) -> Option<Place> {
        places().remove(&self.inode)
    }
}

/// A bound port each on IPv4's and IPv6's loopback, without a listener: TCP refuses connections to
/// it, UDP receives datagrams.
struct Taken {
    v4: (TcpSocket, UdpSocket),
    v6: (TcpSocket, UdpSocket),
}

impl Taken {
    fn open() -> Self {
        Self { v4: Self::at(Ipv4Addr::LOCALHOST.into()), v6: Self::at(Ipv6Addr::LOCALHOST.into()) }
    }

    fn at(ip: IpAddr) -> (TcpSocket, UdpSocket) {
        loop {
            let udp = UdpSocket::bind((ip, 0)).unwrap();
            let tcp = if ip.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
            let tcp = tcp.unwrap();
            // Another test may have the port of the same number.
            if tcp.bind(udp.local_addr().unwrap()).is_ok() {
                return (tcp, udp);
            }
        }
    }

    /// The bound port of this host.
    fn port(&self, host: &str) -> u16 {
        let ip: IpAddr = host.parse().unwrap();
        let (_, udp) = if ip.to_canonical().is_ipv4() { &self.v4 } else { &self.v6 };
        udp.local_addr().unwrap().port()
    }
}

fn address(family: Family, host: &str, port: u16) -> Address {
    match family {
        Family::Inet6 => Address::inet6(host, port),
        _ => Address::inet(host, port),
    }
}

fn v6_only(on: bool) -> Op {
    let (level, option) = V6_ONLY;
    Op::Setsockopt { level, option, value: OptionValue::Int(on.into()) }
}

fn sendto(address: Address) -> Op {
    Op::Sendto { flags: MsgFlags::NONE, address }
}

/// Starts a call, with one byte where it has bytes.
async fn start(page: &mut Page, socket: SocketId, op: Op) -> CallId {
    let bytes: &[u8] = if op.carries_bytes() { b"x" } else { b"" };
    page.start(Some(socket), op, bytes).await
}

/// `ok`, `refused` by the rule of local addresses, or the call's other error.
fn result(outcome: &Outcome) -> String {
    match outcome {
        Ok(_) => "ok".into(),
        Err(failure) => match (failure.rule, &failure.errno) {
            (Some(Rule::AllowBind), _) => "refused".into(),
            (None, Some(errno)) => errno.clone(),
            _ => failure.to_string(),
        },
    }
}
