//! Who judges what the ends open: nobody on the command line, and for a page the relay's rules.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, SocketAddrV6, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};

use lab_shared::assistant::Wording;
use lab_shared::call::{Address, Failure, Rule};
use tokio::net::lookup_host;

use crate::policy::{Binding, Policy, UnixNames, is_group, not_bound};
use crate::resources::threads::{Share, lost};
use crate::socket::{Interface, InterfaceUse, Name, Socket, failure};

/// What ends may open.
#[derive(Debug, Clone)]
pub(crate) enum Permission {
    /// Whatever the kernel lets the person open who runs the command.
    Everything,
    /// What the relay's rules allow.
    Rules(Rules),
}

/// The rules of a relay, for one assistant.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    policy: Arc<Policy>,
    unix: Arc<Mutex<UnixNames>>,
    /// Threads that look names up.
    threads: Share,
}

/// Why an end has no socket, or a socket did not do what it was to do.
#[derive(Debug)]
pub(crate) enum EndError {
    /// The kernel's answer.
    Call(io::Error),
    /// Python's failure, perhaps with the relay's rule.
    Refused(Failure),
    /// No interface has this address, name or number.
    NoInterface(String),
}

impl EndError {
    /// What a person reads.
    pub(crate) fn reason(&self) -> Wording {
        match self {
            Self::Call(error) => Wording::from(&failure(error)),
            Self::Refused(refused) => Wording::from(refused),
            Self::NoInterface(interface) => Wording::new(
                format!("there is no interface {interface}; `ip address` lists them"),
                format!("没有接口 {interface}；`ip address` 会列出所有接口"),
            ),
        }
    }

    /// Whether nobody was at the address of an earlier datagram, which ICMP reports.
    pub(super) fn is_connection_refused(&self) -> bool {
        matches!(self, Self::Call(error) if error.kind() == ErrorKind::ConnectionRefused)
    }
}

impl From<io::Error> for EndError {
    fn from(error: io::Error) -> Self {
        Self::Call(error)
    }
}

impl From<Failure> for EndError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl Rules {
    /// The rules for an assistant with AF_UNIX names and a share of threads of its own.
    pub(crate) fn new(policy: Arc<Policy>, unix: UnixNames, threads: Share) -> Self {
        Self { policy, unix: Arc::new(Mutex::new(unix)), threads }
    }
}

impl Permission {
    /// The addresses that a host name and port stand for, at least one.
    pub(super) async fn resolve(&self, address: &Address) -> Result<Vec<SocketAddr>, EndError> {
        let (host, port, scope) = match address {
            Address::Inet { host, port } if host.is_empty() => ("0.0.0.0", *port, 0),
            Address::Inet { host, port } => (host.as_str(), *port, 0),
            Address::Inet6 { host, port, scope_id, .. } => (host.as_str(), *port, *scope_id),
            Address::Unix { .. } => {
                return Err(refused("a path is no address of TCP or UDP").into());
            }
        };
        let port = u16::try_from(port).map_err(|_| refused("a port is at most 65535"))?;
        let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
            Ok(IpAddr::V6(ip)) => vec![SocketAddrV6::new(ip, port, 0, scope).into()],
            Ok(ip) => vec![(ip, port).into()],
            Err(_) => self.look_up(host.to_owned(), port).await?,
        };
        if found.is_empty() {
            return Err(refused(&format!("the name {host} has no address")).into());
        }
        Ok(found)
    }

    /// The first of [`Permission::resolve`].
    pub(crate) async fn resolve_one(&self, address: &Address) -> Result<SocketAddr, EndError> {
        Ok(self.resolve(address).await?[0])
    }

    async fn look_up(&self, host: String, port: u16) -> Result<Vec<SocketAddr>, EndError> {
        match self {
            Self::Everything => Ok(lookup_host((host, port)).await?.collect()),
            Self::Rules(rules) => {
                let lookup = move || (host, port).to_socket_addrs().map(Iterator::collect);
                let job = rules.threads.run(lookup).map_err(Failure::from)?;
                Ok(job.await.ok_or_else(lost)??)
            }
        }
    }

    /// What a new socket may do.
    pub(super) fn guard(&self) -> Guard {
        let policy = match self {
            Self::Everything => None,
            Self::Rules(rules) => Some(Arc::clone(&rules.policy)),
        };
        Guard { policy, binding: Binding::none() }
    }

    /// The kernel's name for a path as the setup writes it, to bind a socket or to reach one. Behind `@`
    /// or NUL it is a name of the abstract namespace.
    pub(super) fn unix_name(&self, path: &str, binds: bool) -> Result<Name, EndError> {
        let hidden = path.strip_prefix('@').map(|name| format!("\0{name}"));
        let written = hidden.as_deref().unwrap_or(path);
        let Self::Rules(rules) = self else { return Ok(Name::unix(written.as_bytes())?) };
        let name = rules.unix.lock().unwrap_or_else(PoisonError::into_inner).resolve(written)?;
        if binds {
            return Ok(Name::unix(&name)?);
        }
        let peer = Name::unix_peer(&name)?;
        Ok(peer.ok_or_else(|| Failure::refused(Rule::UnixDirectory))?)
    }
}

/// What one socket may do. It may keep the socket to loopback, see [`Binding`].
#[derive(Debug)]
pub(super) struct Guard {
    policy: Option<Arc<Policy>>,
    binding: Binding,
}

impl Guard {
    /// bind(2), if the rules allow it.
    pub(super) fn bind(&mut self, socket: &Socket, address: SocketAddr) -> Result<(), EndError> {
        if let Some(policy) = &self.policy {
            let judged = self.binding.may_bind(socket, policy, address);
            judged.map_err(|rule| not_bound(rule, address))?;
        }
        let bound = socket.bind(&address.into());
        self.binding.bound(address, &bound);
        Ok(bound?)
    }

    /// Whether only loopback reaches the socket at a wildcard.
    pub(super) fn is_kept_to_loopback(&self) -> bool {
        self.policy.is_some() && self.binding.is_kept_to_loopback()
    }

    /// listen(2), if the rules allow it.
    pub(super) fn listen(&mut self, socket: &Socket, backlog: i32) -> Result<(), EndError> {
        if let Some(policy) = &self.policy {
            self.binding.may_listen(socket, policy).map_err(Failure::refused)?;
        }
        Ok(socket.listen(backlog)?)
    }

    /// Whether the rules allow a connect, or a datagram.
    pub(super) fn may_send(&mut self, socket: &Socket, to: SocketAddr) -> Result<(), EndError> {
        let Some(policy) = &self.policy else { return Ok(()) };
        let judged = if is_group(socket, to) {
            self.binding.may_send_to_group(socket, policy, to)
        } else {
            policy
                .may_connect(to, socket.kind())
                .and_then(|()| self.binding.may_send(socket, policy, Some(to)))
        };
        Ok(judged.map_err(Failure::refused)?)
    }

    /// Whether the rules allow what names an interface. Returns whether loopback takes the place of one
    /// that the kernel would choose.
    pub(super) fn may_use(
        &mut self,
        socket: &Socket,
        named: InterfaceUse,
    ) -> Result<bool, EndError> {
        let Some(policy) = &self.policy else { return Ok(false) };
        self.binding.may_use(socket, policy, named).map_err(Failure::refused)?;
        let leaves_it = matches!(named, InterfaceUse::Join(_, Interface::Any));
        Ok(leaves_it && self.binding.is_kept_to_loopback())
    }
}

/// A failure that comes from no system call.
fn refused(message: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, message)
}
