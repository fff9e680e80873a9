//! Upper limits of a call's arguments. A call within them fits one message; a call beyond them fails
//! alone, as it fails in CPython or the kernel.

use super::{Address, Exception, Failure, Op, OptionValue};
use crate::errno::{Errno, GaiError};

/// Longest host name or address in text, in bytes: NI_MAXHOST of getnameinfo(3) without its NUL. No
/// name server resolves a longer one.
pub const MAX_HOST_BYTES: usize = 1024;

/// Longest name of a service, or port in digits, in bytes. RFC 6335 has names of at most 15.
pub const MAX_SERVICE_BYTES: usize = 255;

/// Longest AF_UNIX path, in bytes: `sun_path` of unix(7), which for a path ends with a NUL. An
/// abstract name, which begins with one, may be a byte longer.
pub const MAX_UNIX_PATH_BYTES: usize = 107;

/// Longest structure that `setsockopt` takes, in bytes: the most that CPython's `getsockopt` reads.
pub const MAX_OPTION_BYTES: usize = 1024;

/// Most entries of one `poll`.
pub const MAX_POLL_ENTRIES: usize = 1024;

impl Op {
    /// Checks that the arguments are within their limits. Page and relay both do this before
    /// anything else with a call.
    ///
    /// # Errors
    /// What CPython raises for the argument.
    pub fn check(&self) -> Result<(), Failure> {
        match self {
            Self::Bind { address }
            | Self::Connect { address }
            | Self::ConnectEx { address }
            | Self::Sendto { address, .. } => check_address(address),
            Self::Getaddrinfo { host, port, .. } => {
                check_host(host.as_deref().unwrap_or_default())?;
                let long = port.as_ref().is_some_and(|port| port.len() > MAX_SERVICE_BYTES);
                if long { Err(GaiError::Service.failure()) } else { Ok(()) }
            }
            Self::Unlink { path } => check_unix_path(path),
            Self::Setsockopt { value: OptionValue::Bytes(bytes), .. } => {
                at_most(bytes.len(), MAX_OPTION_BYTES)
            }
            Self::Poll { entries, seconds } => {
                at_most(entries.len(), MAX_POLL_ENTRIES)?;
                check_seconds(*seconds)
            }
            Self::Settimeout { seconds } => check_seconds(*seconds),
            Self::Socket { .. }
            | Self::Socketpair { .. }
            | Self::Listen { .. }
            | Self::Accept
            | Self::Recv { .. }
            | Self::Recvfrom { .. }
            | Self::Send { .. }
            | Self::Sendall { .. }
            | Self::Shutdown { .. }
            | Self::Close
            | Self::Getpeername
            | Self::Getsockname
            | Self::Setsockopt { value: OptionValue::Int(_) | OptionValue::Null(_), .. }
            | Self::Getsockopt { .. }
            | Self::Gettimeout
            | Self::Setblocking { .. } => Ok(()),
        }
    }
}

fn check_address(address: &Address) -> Result<(), Failure> {
    match address {
        Address::Inet { host, .. } | Address::Inet6 { host, .. } => check_host(host),
        Address::Unix { path } => check_unix_path(path),
    }
}

fn check_unix_path(path: &str) -> Result<(), Failure> {
    let is_abstract = path.starts_with('\0');
    if path.len() > MAX_UNIX_PATH_BYTES + usize::from(is_abstract) {
        return Err(Failure::plain(Exception::OSError, "AF_UNIX path too long"));
    }
    Ok(())
}

fn check_host(host: &str) -> Result<(), Failure> {
    if host.len() > MAX_HOST_BYTES { Err(GaiError::Noname.failure()) } else { Ok(()) }
}

/// JSON has neither NaN nor infinity, and `null` would mean to wait for ever.
fn check_seconds(seconds: Option<f64>) -> Result<(), Failure> {
    match seconds {
        Some(seconds) if seconds.is_nan() => {
            Err(Failure::plain(Exception::ValueError, "Invalid value NaN (not a number)"))
        }
        Some(seconds) if seconds.is_infinite() => {
            let message = "timestamp too large to convert to C PyTime_t";
            Err(Failure::plain(Exception::OverflowError, message))
        }
        _ => Ok(()),
    }
}

/// EINVAL, as from setsockopt(2) and poll(2) for a length that is too large.
fn at_most(length: usize, most: usize) -> Result<(), Failure> {
    if length > most { Err(Failure::os(Errno::Einval)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::{CallId, LookupFlags, MsgFlags, PollEntry, PollEvents, SocketId};
    use super::*;
    use crate::wire::{Call, MAX_CONTROL_BYTES, ToRelay};

    fn look_up(host: usize, port: usize) -> Op {
        // A control character is the longest in JSON.
        let text = |length: usize| Some("\u{1}".repeat(length));
        let flags = LookupFlags(i32::MIN);
        let (family, kind, proto) = (i32::MIN, i32::MIN, i32::MIN);
        Op::Getaddrinfo { host: text(host), port: text(port), family, kind, proto, flags }
    }

    fn connect(host: usize) -> Op {
        let host = "\u{1}".repeat(host);
        let (port, flowinfo, scope_id) = (i64::MIN, u32::MAX, u32::MAX);
        Op::Connect { address: Address::Inet6 { host, port, flowinfo, scope_id } }
    }

    fn send_to(path: &str, more: usize) -> Op {
        let path = format!("{path}{}", "\u{1}".repeat(more));
        Op::Sendto { flags: MsgFlags(i32::MIN), address: Address::Unix { path } }
    }

    fn set_option(length: usize) -> Op {
        let value = OptionValue::Bytes(vec![255; length]);
        Op::Setsockopt { level: i32::MIN, option: i32::MIN, value }
    }

    fn poll(entries: usize, seconds: f64) -> Op {
        let entry = PollEntry { socket: SocketId(u32::MAX), events: PollEvents(u16::MAX) };
        Op::Poll { entries: vec![entry; entries], seconds: Some(seconds) }
    }

    #[test]
    fn the_largest_call_within_the_limits_fits_one_message() {
        for op in [
            look_up(MAX_HOST_BYTES, MAX_SERVICE_BYTES),
            connect(MAX_HOST_BYTES),
            send_to("", MAX_UNIX_PATH_BYTES),
            send_to("\0", MAX_UNIX_PATH_BYTES),
            set_option(MAX_OPTION_BYTES),
            poll(MAX_POLL_ENTRIES, f64::MIN_POSITIVE),
        ] {
            assert_eq!(op.check(), Ok(()), "{op:?}");
            let socket = Some(SocketId(u32::MAX));
            let call =
                Call { id: CallId(u32::MAX), socket, host: None, op, bytes: Default::default() };
            let json = serde_json::to_string(&ToRelay::Call(call)).unwrap();
            assert!(json.len() <= MAX_CONTROL_BYTES, "{}: {json}", json.len());
        }
    }

    #[test]
    fn a_call_beyond_a_limit_fails_as_in_python() {
        let noname = "socket.gaierror: [Errno -2] Name or service not known";
        let service = "socket.gaierror: [Errno -8] Servname not supported for ai_socktype";
        let too_long = "OSError: AF_UNIX path too long";
        let invalid = "OSError: [Errno 22] Invalid argument";
        for (op, expected) in [
            (look_up(MAX_HOST_BYTES + 1, 1), noname),
            (look_up(1, MAX_SERVICE_BYTES + 1), service),
            (connect(MAX_HOST_BYTES + 1), noname),
            (send_to("x", MAX_UNIX_PATH_BYTES), too_long),
            (send_to("\0", MAX_UNIX_PATH_BYTES + 1), too_long),
            (set_option(MAX_OPTION_BYTES + 1), invalid),
            (poll(MAX_POLL_ENTRIES + 1, 0.0), invalid),
            (poll(1, f64::NAN), "ValueError: Invalid value NaN (not a number)"),
            (
                Op::Settimeout { seconds: Some(f64::INFINITY) },
                "OverflowError: timestamp too large to convert to C PyTime_t",
            ),
        ] {
            assert_eq!(op.check().unwrap_err().to_string(), expected);
        }
    }
}
