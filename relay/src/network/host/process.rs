//! The host's own side: a process with one thread, which makes what it is asked for and nothing else.

use std::ffi::CStr;
use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use clap::Args;
use lab_shared::network::address;

use super::request::{Answer, Request, StartStep};
use crate::socket::{
    Descriptor, Diag, Links, Messenger, Socket, die_with_parent, enter_new_network, link_index,
    open_tun,
};

/// The interface at the cable.
const ETH0: &CStr = c"eth0";

/// Packets that wait for the cable's thread. TCP sends as many at once as the receiver's window has room for, by
/// default up to 6 MiB, and a device's queue does not hold it back. So a shorter queue loses packets before a
/// perfect cable has seen them.
const QUEUE: u32 = 5000;

/// What the relay tells a host that begins. Its standard input is the relay's socket.
#[derive(Debug, Args)]
pub struct HostArguments {
    /// Its name and its network's, by which `socket-lab enter` finds its process.
    place: String,
    /// Its number, which gives it its addresses.
    number: u8,
    /// Largest packet, in bytes.
    mtu: u16,
}

/// Is a host until the relay ends. Must be called while the process has one thread.
#[must_use]
pub fn run(host: &HostArguments) -> ExitCode {
    let Ok(relay) = Messenger::inherited() else {
        return ExitCode::FAILURE;
    };
    // Where standard input is no such socket, a person has started it, and it ends here.
    let Ok(began) = announce(&relay, begin(host)) else {
        eprintln!("socket-lab: a network-host is started by a relay");
        return ExitCode::FAILURE;
    };
    if began && serve(&relay).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tells the relay whether the host has begun, and hands over its device. That is the relay's alone from then on: when it
/// closes the device, the cable is unplugged.
fn announce(
    relay: &Messenger,
    begun: Result<Descriptor, (StartStep, io::Error)>,
) -> io::Result<bool> {
    match begun {
        Ok(device) => relay.send(&Answer::Ready.encode(), Some(&device)).map(|()| true),
        Err((step, error)) => {
            let errno = error.raw_os_error().unwrap_or(0);
            relay.send(&Answer::Failed { step, errno }.encode(), None).map(|()| false)
        }
    }
}

/// The device of a host whose interfaces are up.
fn begin(host: &HostArguments) -> Result<Descriptor, (StartStep, io::Error)> {
    die_with_parent().map_err(|error| (StartStep::Process, error))?;
    enter_new_network().map_err(|error| (StartStep::Namespaces, error))?;
    let device = open_tun(ETH0).map_err(|error| (StartStep::Tun, error))?;
    set_links(host).map_err(|error| (StartStep::Links, error))?;
    Ok(device)
}

fn set_links(host: &HostArguments) -> io::Result<()> {
    let mut links = Links::open()?;
    links.bring_up(link_index(c"lo")?)?;
    let eth0 = link_index(ETH0)?;
    links.set_mtu(eth0, host.mtu)?;
    links.set_queue(eth0, QUEUE)?;
    links.without_link_local(eth0)?;
    links.bring_up(eth0)?;
    links.add_address(eth0, address::v4(host.number).into(), address::V4_PREFIX)?;
    links.add_address(eth0, address::v6(host.number).into(), address::V6_PREFIX)?;
    // What was learnt of one connection must not speed up the next: the same experiment shows the same again. Where the
    // settings cannot be written, as in some containers, it does.
    let _ = fs::write("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
    // Groups and broadcasts. IPv6 has its groups' route by itself, and there is no way to anywhere else.
    links.add_route(eth0, IpAddr::V4(Ipv4Addr::new(224, 0, 0, 0)), 4)?;
    links.add_route(eth0, IpAddr::V4(Ipv4Addr::BROADCAST), 32)
}

/// Carries out requests until the relay is gone.
fn serve(relay: &Messenger) -> io::Result<()> {
    while let Some((message, _)) = relay.receive()? {
        let (request, asked) = Request::decode(&message)?;
        let made = make(asked);
        let errno = made.as_ref().err().map_or(0, |error| error.raw_os_error().unwrap_or(0));
        let made = made.ok().flatten();
        relay.send(&Answer::Done { request, errno }.encode(), made.as_ref())?;
    }
    Ok(())
}

fn make(request: Request) -> io::Result<Option<Descriptor>> {
    match request {
        Request::Socket { family, kind, proto } => {
            Socket::open(family, kind, proto).map(|socket| Some(socket.into_descriptor()))
        }
        Request::Diag => Diag::open()?.into_descriptor().map(Some),
        Request::SetMtu { mtu } => {
            Links::open()?.set_mtu(link_index(ETH0)?, mtu)?;
            Ok(None)
        }
    }
}
