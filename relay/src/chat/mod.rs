//! `socket-lab chat`: a chat room without a browser, with its transcript on the console.

mod arguments;
mod bus;
mod bus_message;
mod console;
mod framing;
mod observer;
mod printer;
mod roster;
mod transcript;

use std::convert::Infallible;
use std::future::pending;
use std::io::{IsTerminal as _, Write as _, stdin, stdout};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use tokio::sync::oneshot;

pub use arguments::ChatArguments;

use crate::chat_host::{ChatHost, HostError, RoomControl};
use crate::resources::account::Account;
use crate::{logging, signalled, socket};
use bus::Bus;
use console::Console;
use observer::ConsoleObserver;
use printer::Printer;
use roster::Roster;

/// Opens the room and serves until `quit` is typed or a signal asks for the end; what is queued is
/// still written then, for as long as the room waits for a client that was let go.
///
/// # Errors
/// The address cannot be listened on, or the room's poller failed.
pub async fn run(arguments: ChatArguments) -> Result<()> {
    let config = arguments.config();
    config.check()?;
    let shutdown = signalled().context("cannot listen to signals")?;
    socket::raise_limit();
    let printer = Printer::start(stdout(), arguments.quiet).context("cannot start a thread")?;
    let roster = Roster::default();
    let (mut bus, publisher) = match &arguments.bus {
        Some(address) => {
            let bus = Bus::connect(address, &arguments.room, printer.lines()).await?;
            (Some(bus.0), Some(bus.1))
        }
        None => (None, None),
    };
    let observer = ConsoleObserver::new(printer.lines(), roster.clone(), publisher);
    let account = Account::new(arguments.room_bytes);
    let operated = config.mode.is_operated();
    let (host, control) = ChatHost::open(arguments.addr, false, config, observer, &account)
        .map_err(|error| cannot_open(error, arguments.addr))?;
    let host = if bus.is_some() { host.shared() } else { host };
    let address = host.local_addr().context("the room's own address is unknown")?;
    let mut out = stdout();
    writeln!(out, "Chat room ({}) is open: {}", arguments.mode_name(), nc(address))
        .and_then(|()| out.flush())
        .context("cannot write to standard output")?;

    let (end, ended) = oneshot::channel();
    thread::Builder::new()
        .name("chat room".into())
        // Nobody waits for the end only if this function has ended already.
        .spawn(move || drop(end.send(host.run())))
        .context("cannot start the room's thread")?;
    let console = Console::new(control.clone(), roster, operated);
    if stdin().is_terminal() {
        logging::say(console.help());
    }
    console.listen(stdin()).context("cannot start a thread")?;

    let mut ended = ended;
    let result = tokio::select! {
        result = &mut ended => result,
        () = shutdown => {
            control.stop();
            ended.await
        }
        never = share(&mut bus, &control) => match never {},
    };
    if let Some(bus) = bus {
        bus.finish().await;
    }
    printer.finish();
    result.context("the room's thread has failed")?.context("the room cannot go on")
}

async fn share(bus: &mut Option<Bus>, control: &RoomControl) -> Infallible {
    match bus {
        Some(bus) => bus.run(control).await,
        None => pending().await,
    }
}

/// The line that joins the room from this machine.
fn nc(address: SocketAddr) -> String {
    let near = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("nc {near} {}", address.port())
}

/// The kernel reports why an address is unavailable; this adds what to do about it.
fn cannot_open(error: HostError, address: SocketAddr) -> anyhow::Error {
    let ip = address.ip();
    let remedy = match &error {
        HostError::Listen { .. } => format!(
            "Does another server listen there? Choose another port with --addr {ip}:PORT, or --addr \
             {ip}:0 for any free one"
        ),
        HostError::Poll(_) => "Is the limit of open files reached?".to_owned(),
        HostError::Full(_) => "Give it more with --room-bytes".to_owned(),
    };
    anyhow!("{error}. {remedy}")
}

#[cfg(test)]
mod tests {
    use super::nc;

    #[test]
    fn a_room_on_every_interface_is_reached_through_loopback() {
        for (address, line) in [
            ("127.0.0.1:9999", "nc 127.0.0.1 9999"),
            ("0.0.0.0:80", "nc 127.0.0.1 80"),
            ("192.0.2.7:80", "nc 192.0.2.7 80"),
            ("[::]:80", "nc ::1 80"),
        ] {
            assert_eq!(nc(address.parse().unwrap()), line);
        }
    }
}
