//! How an end opens and closes: a list of calls, one after the other.

use bytes::Bytes;
use std::collections::VecDeque;
use std::time::Duration;

use lab_shared::assistant::Wording;
use lab_shared::assistant::session::{EndId, Input, PeerId};
use lab_shared::assistant::setup::{Membership, SocketOptions, Transport};
use lab_shared::call::{Address, Family, Op, OptionValue, Outcome, SocketId, SocketType, Value};
use std::net::{IpAddr, Ipv4Addr};

use super::{BACK_OFF, Host, News, Purpose};
use crate::link::state::call_request::{REUSE, stream};

/// An end that opens or is open.
#[derive(Debug)]
pub(super) struct OpenEnd {
    pub(super) number: u32,
    /// With what the variable of its socket begins.
    pub(super) base: &'static str,
    /// `None` until it is made. A client's belongs to the connection once it is connected.
    pub(super) socket: Option<SocketId>,
    /// What is still to be called before it is open.
    steps: VecDeque<Op>,
    /// The address that a datagram socket is connected to.
    pub(super) connected: Option<Address>,
    /// When to accept again, after an accept that failed.
    pub(super) accept_again: Option<Duration>,
}

impl Host {
    pub(super) fn open(&mut self, end: EndId) {
        let Some(setup) = self.session.end_setup(end) else { return };
        let (transport, options) = (setup.transport.clone(), setup.options.clone());
        let number = self.next_number();
        let steps = match steps(&transport, &options) {
            Ok(steps) => steps,
            Err(reason) => return self.tell(Input::Failed { end, reason }),
        };
        let connected = match &transport {
            Transport::Udp { connected: true, .. } => transport.remote(),
            _ => None,
        };
        let base = base(&transport);
        let open = OpenEnd { number, base, socket: None, steps, connected, accept_again: None };
        self.ends.insert(end, open);
        self.open_further(end);
    }

    /// Makes the next call of an end that opens.
    fn open_further(&mut self, end: EndId) {
        let Some(open) = self.ends.get_mut(&end) else { return };
        let (number, socket) = (open.number, open.socket);
        if let Some(op) = open.steps.pop_front() {
            self.call(Purpose::Open(end, number), socket, op, Bytes::new());
        }
    }

    pub(super) fn opened_further(&mut self, end: EndId, number: u32, outcome: Outcome) {
        let Some(open) = self.ends.get_mut(&end).filter(|open| open.number == number) else {
            // It was closed meanwhile.
            if let Ok(Value::Socket { socket, .. }) = outcome {
                self.close_socket(socket);
            }
            return;
        };
        let value = match outcome {
            Ok(value) => value,
            Err(failure) => {
                if let Some(socket) = self.ends.remove(&end).and_then(|open| open.socket) {
                    self.close_socket(socket);
                }
                return self.tell(Input::Failed { end, reason: (&failure).into() });
            }
        };
        if let Value::Socket { socket, .. } = value {
            open.socket = Some(socket);
            self.news(News::Socket(end, None, socket));
        }
        if self.ends.get(&end).is_some_and(|open| !open.steps.is_empty()) {
            return self.open_further(end);
        }
        self.opened(end, value);
    }

    /// The last step of opening is done.
    fn opened(&mut self, end: EndId, value: Value) {
        let Some(transport) = self.session.end_setup(end).map(|setup| &setup.transport) else {
            return;
        };
        let (server, datagram) = (transport.is_server(), transport.is_datagram());
        if let Value::Address(address) = value {
            self.news(News::Bound(end, address));
        }
        self.tell(Input::Opened { end });
        if server {
            self.accept(end);
        } else if datagram {
            self.receive_from(end);
        } else if let Some(socket) = self.ends.remove(&end).and_then(|open| open.socket) {
            let number = self.next_number();
            self.connect(number, end, PeerId::ONLY, socket);
        }
    }

    fn accept(&mut self, end: EndId) {
        let Some(open) = self.ends.get_mut(&end) else { return };
        open.accept_again = None;
        let (number, socket) = (open.number, open.socket);
        self.call(Purpose::Accept(end, number), socket, Op::Accept, Bytes::new());
    }

    pub(super) fn accepted(&mut self, end: EndId, number: u32, outcome: Outcome) {
        let open = self.ends.get(&end).is_some_and(|open| open.number == number);
        match outcome {
            Ok(Value::Accepted { socket, .. }) if !open => self.close_socket(socket),
            _ if !open => {}
            Ok(Value::Accepted { socket, address, .. }) => {
                let number = self.next_number();
                let peer = PeerId(number);
                self.connect(number, end, peer, socket);
                self.tell(Input::Accepted { end, peer, address });
                self.accept(end);
            }
            // Usually too many sockets: it accepts again when a connection has gone, or later.
            _ => {
                let later = self.now.since_start + BACK_OFF;
                if let Some(open) = self.ends.get_mut(&end) {
                    open.accept_again = Some(later);
                }
            }
        }
    }

    /// Accepts again at the ends that may.
    pub(super) fn accept_again(&mut self, may: impl Fn(&OpenEnd) -> bool) {
        let ends: Vec<EndId> =
            self.ends.iter().filter(|(_, open)| may(open)).map(|(end, _)| *end).collect();
        ends.into_iter().for_each(|end| self.accept(end));
    }

    pub(super) fn close(&mut self, end: EndId) {
        // A socket that is still being made is closed once it is.
        if let Some(socket) = self.ends.remove(&end).and_then(|open| open.socket) {
            self.close_socket(socket);
        }
    }
}

/// With what the variables of a transport's sockets begin.
fn base(transport: &Transport) -> &'static str {
    match transport {
        Transport::TcpClient { .. } | Transport::UnixClient { .. } => "client",
        Transport::TcpServer { .. } | Transport::UnixServer { .. } => "server",
        Transport::Udp { .. } => "udp",
        Transport::UnixDatagram { .. } => "dgram",
    }
}

/// The calls that open a transport, in order: its socket first, with its options.
fn steps(transport: &Transport, options: &SocketOptions) -> Result<VecDeque<Op>, Wording> {
    let mut steps = VecDeque::new();
    match transport {
        Transport::TcpClient { connect, bind, .. } => {
            steps.push_back(stream(&connect.0));
            steps.extend(bind.iter().map(|bind| Op::Bind { address: bind.0.clone() }));
            steps.push_back(Op::Connect { address: connect.0.clone() });
        }
        Transport::UnixClient { .. } => {
            let address = transport.remote().unwrap_or_else(|| Address::unix(""));
            steps.extend([stream(&address), Op::Connect { address }]);
        }
        Transport::TcpServer { listen, .. } => listening(listen.0.clone(), &mut steps),
        Transport::UnixServer { listen, .. } => listening(unix(listen), &mut steps),
        Transport::UnixDatagram { bind, .. } => {
            steps.push_back(Op::Socket { family: Family::Unix, kind: SocketType::Dgram, proto: 0 });
            steps.extend(bind.iter().map(|bind| Op::Bind { address: unix(bind) }));
            steps.push_back(Op::Getsockname);
        }
        Transport::Udp { .. } => udp(transport, &mut steps)?,
    }
    let socket = steps.pop_front();
    Ok(socket.into_iter().chain(options.calls()).chain(steps).collect())
}

fn listening(address: Address, steps: &mut VecDeque<Op>) {
    steps.push_back(stream(&address));
    if !matches!(address, Address::Unix { .. }) {
        steps.push_back(REUSE);
    }
    steps.extend([Op::Bind { address }, Op::Listen { backlog: None }, Op::Getsockname]);
}

fn udp(transport: &Transport, steps: &mut VecDeque<Op>) -> Result<(), Wording> {
    let Transport::Udp {
        bind,
        send_to,
        connected,
        broadcast,
        join,
        multicast_interface,
        multicast_ttl,
        multicast_loopback,
    } = transport
    else {
        return Ok(());
    };
    let local = bind.as_ref().or(send_to.as_ref()).map(|endpoint| &endpoint.0);
    let six = matches!(local, Some(Address::Inet6 { .. }));
    let family = if six { Family::Inet6 } else { Family::Inet };
    steps.push_back(Op::Socket { family, kind: SocketType::Dgram, proto: 0 });
    let mut set = |level, option, value| steps.push_back(Op::Setsockopt { level, option, value });
    // By ip(7) and ipv6(7).
    let (level, ttl_option, loopback_option) = if six { (41, 18, 19) } else { (0, 33, 34) };
    if *broadcast {
        set(1, 6, OptionValue::Int(1));
    }
    if let Some(ttl) = multicast_ttl {
        set(level, ttl_option, OptionValue::Int((*ttl).into()));
    }
    if let Some(on) = multicast_loopback {
        set(level, loopback_option, OptionValue::Int((*on).into()));
    }
    if let Some(bind) = bind {
        if !join.is_empty() {
            // Several programs may hear one group at one port.
            steps.push_back(REUSE);
        }
        steps.push_back(Op::Bind { address: bind.0.clone() });
    }
    for membership in join {
        steps.extend(join_group(membership)?);
    }
    if let Some(interface) = multicast_interface {
        steps.push_back(send_by(six, interface)?);
    }
    if let Some(to) = send_to.as_ref().filter(|_| *connected) {
        steps.push_back(Op::Connect { address: to.0.clone() });
    }
    steps.push_back(Op::Getsockname);
    Ok(())
}

/// Lets multicasts leave through an interface. By ip(7) and ipv6(7).
fn send_by(six: bool, interface: &str) -> Result<Op, Wording> {
    Ok(match six {
        false => {
            let address = interface.parse::<Ipv4Addr>().map(|address| address.octets().to_vec());
            let value = address.or_else(|_| request(Ipv4Addr::UNSPECIFIED, Some(interface)))?;
            option(0, 32, value)
        }
        true => option(41, 17, interface_number(interface)?.to_ne_bytes().to_vec()),
    })
}

/// Joins a group; multicasts leave through the same interface.
fn join_group(membership: &Membership) -> Result<Vec<Op>, Wording> {
    let interface = membership.interface.as_deref();
    let leave = interface.map(|name| send_by(membership.group.is_ipv6(), name)).transpose()?;
    let join = match membership.group {
        IpAddr::V4(group) => option(0, 35, request(group, interface)?),
        IpAddr::V6(group) => {
            let number = interface.map(interface_number).transpose()?.unwrap_or(0);
            option(41, 20, [&group.octets()[..], &number.to_ne_bytes()].concat())
        }
    };
    Ok(leave.into_iter().chain([join]).collect())
}

fn option(level: i32, option: i32, value: Vec<u8>) -> Op {
    Op::Setsockopt { level, option, value: OptionValue::Bytes(value) }
}

/// A group and an interface as ip(7) has them: `struct ip_mreq` with the interface's address, or `struct ip_mreqn`
/// with its number.
fn request(group: Ipv4Addr, interface: Option<&str>) -> Result<Vec<u8>, Wording> {
    let group = group.octets();
    let Some(interface) = interface else { return Ok([group, [0; 4]].concat()) };
    match interface.parse::<Ipv4Addr>() {
        Ok(address) => Ok([group, address.octets()].concat()),
        Err(_) => Ok([group, [0; 4], interface_number(interface)?.to_ne_bytes()].concat()),
    }
}

/// An interface's number. Loopback's is 1 on every Linux; the page cannot look other names up.
fn interface_number(interface: &str) -> Result<u32, Wording> {
    if interface == "lo" {
        return Ok(1);
    }
    interface.parse().map_err(|_| {
        Wording::new(
            format!(
                "the page cannot look up the interface {interface:?}: write its number, which `ip link` shows in \
                 front of the name, for IPv4 also its address; or run the assistant on the relay"
            ),
            format!(
                "页面无法查到接口 {interface:?}：请写它的编号（`ip link` 显示在名称前面），IPv4 也可写它的地址；或者让调试助手\
                 在中继上运行"
            ),
        )
    })
}

/// A path, or behind `@` a name of Linux's abstract namespace.
fn unix(path: &str) -> Address {
    match path.strip_prefix('@') {
        Some(name) => Address::unix(format!("\0{name}")),
        None => Address::unix(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is set of a socket that joins a group on an interface.
    fn joined(group: &str, interface: &str) -> Result<Vec<(i32, i32, Vec<u8>)>, Wording> {
        let group = group.parse().expect("it is an address");
        let calls = join_group(&Membership { group, interface: Some(interface.into()) })?;
        let set = calls.into_iter().map(|call| match call {
            Op::Setsockopt { level, option, value: OptionValue::Bytes(value) } => {
                (level, option, value)
            }
            other => panic!("{other:?}"),
        });
        Ok(set.collect())
    }

    #[test]
    fn a_group_is_joined_on_an_interface_by_its_address_or_number_and_on_loopback_by_its_name() {
        let by_address = [(0, 32, vec![10, 0, 0, 7]), (0, 35, vec![239, 1, 2, 3, 10, 0, 0, 7])];
        assert_eq!(joined("239.1.2.3", "10.0.0.7"), Ok(by_address.into()));
        let with_number =
            |group: [u8; 4], number: u32| [&group[..], &[0; 4], &number.to_ne_bytes()].concat();
        let by_number = [(0, 32, with_number([0; 4], 3)), (0, 35, with_number([239, 1, 2, 3], 3))];
        assert_eq!(joined("239.1.2.3", "3"), Ok(by_number.into()));
        let loopback = [(0, 32, with_number([0; 4], 1)), (0, 35, with_number([239, 1, 2, 3], 1))];
        assert_eq!(joined("239.1.2.3", "lo"), Ok(loopback.into()));

        let group = "ff15::7".parse::<std::net::Ipv6Addr>().expect("it is an address");
        let value = [&group.octets()[..], &2_u32.to_ne_bytes()].concat();
        let by_number = [(41, 17, 2_u32.to_ne_bytes().to_vec()), (41, 20, value)];
        assert_eq!(joined("ff15::7", "2"), Ok(by_number.into()));
    }

    #[test]
    fn an_interface_that_the_page_cannot_look_up_is_refused_with_what_to_write_instead() {
        for group in ["239.1.2.3", "ff15::7"] {
            let refused = joined(group, "eth0").expect_err("the page knows no names");
            assert!(refused.en.contains("\"eth0\": write its number"), "{refused:?}");
            assert!(refused.zh.contains("请写它的编号"), "{refused:?}");
        }
    }
}
