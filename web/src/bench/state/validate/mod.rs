//! From the contents of the fields to a call that can be sent, or to the errors in them.

use bytes::Bytes;

use lab_shared::call::{
    Address, CallName, Exception, Failure, Family, LookupFlags, MAX_HOST_BYTES, Op, PollEntry,
    VariableName,
};
use lab_shared::text::{Encoding, HexError, parse_hex};
use lab_shared::wire::MAX_PAYLOAD_BYTES;

use super::call_form::{CallForm, Field, Writing};
use super::literals::{c_int, int, seconds};
use super::option_value::option_value;
use crate::lab::state::{Lab, ValidCall};

/// The fields of an address: the host by family, the port, the path of AF_UNIX.
type AddressFields = [Field; 4];

const LOCAL: AddressFields =
    [Field::LocalHost, Field::LocalHost6, Field::LocalPort, Field::LocalPath];
const PEER: AddressFields = [Field::PeerHost, Field::PeerHost6, Field::PeerPort, Field::PeerPath];

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FieldErrorKind {
    /// Python would raise this before any system call.
    Raises(Failure),
    /// It is no valid Python variable.
    NoVariable,
    /// Another socket has this variable.
    VariableTaken,
    /// More bytes than one message may carry.
    TooLong,
}

/// An error and the field it is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldError {
    pub field: Field,
    /// What is wrong with it.
    pub kind: FieldErrorKind,
}

/// The call made of the fields.
///
/// # Errors
/// The first error of a field the call takes.
pub(crate) fn validate(
    call: CallName,
    form: &CallForm,
    lab: &Lab,
) -> Result<ValidCall, FieldError> {
    let family = family(form, lab);
    let op = op(call, form, family)?;
    op.check().map_err(|failure| FieldError {
        field: limited(&op, family),
        kind: FieldErrorKind::Raises(failure),
    })?;
    let (bytes, text) = if op.carries_bytes() { content(form)? } else { (Bytes::new(), None) };
    let targets = match call {
        CallName::Socket => Some(variable(form, lab)?.into()),
        CallName::Accept | CallName::Socketpair => Some(lab.suggested_targets(call)),
        _ => None,
    };
    let socket = if op.needs_socket() { lab.target } else { None };
    Ok(ValidCall { socket, op, bytes, text, targets })
}

/// The family of the address fields: the target's, or that of the socket to be made.
#[must_use]
pub(crate) fn family(form: &CallForm, lab: &Lab) -> Family {
    lab.target_view().map_or(form.family, |view| view.family)
}

fn op(call: CallName, form: &CallForm, family: Family) -> Result<Op, FieldError> {
    let bufsize = || parsed(form, Field::Bufsize, int);
    let flags = form.send_flags;
    let (level, option) = (form.option.level, form.option.option);
    Ok(match call {
        CallName::Socket => Op::Socket {
            family: form.family,
            kind: form.kind,
            proto: parsed(form, Field::Proto, c_int)?,
        },
        // The kernel knows pairs of this family only.
        CallName::Socketpair => Op::Socketpair { family: Family::Unix, kind: form.kind, proto: 0 },
        CallName::Bind => Op::Bind { address: local_address(form, family)? },
        CallName::Listen => Op::Listen { backlog: optional(form, Field::Backlog, c_int)? },
        CallName::Accept => Op::Accept,
        CallName::Connect => Op::Connect { address: peer_address(form, family)? },
        CallName::ConnectEx => Op::ConnectEx { address: peer_address(form, family)? },
        CallName::Recv => Op::Recv { bufsize: bufsize()?, flags: form.recv_flags },
        CallName::Recvfrom => Op::Recvfrom { bufsize: bufsize()?, flags: form.recv_flags },
        CallName::Send => Op::Send { flags },
        CallName::Sendall => Op::Sendall { flags },
        CallName::Sendto => Op::Sendto { flags, address: peer_address(form, family)? },
        CallName::Shutdown => Op::Shutdown { how: form.how },
        CallName::Close => Op::Close,
        CallName::Getpeername => Op::Getpeername,
        CallName::Getsockname => Op::Getsockname,
        CallName::Setsockopt => {
            let parse = |text: &str| option_value(form.option.form, text);
            Op::Setsockopt { level, option, value: parsed(form, Field::OptionValue, parse)? }
        }
        CallName::Getsockopt => {
            let buflen = optional(form, Field::Buflen, c_int)?;
            Op::Getsockopt { level, option, buflen: buflen.map(i32::unsigned_abs) }
        }
        CallName::Settimeout => Op::Settimeout { seconds: parsed(form, Field::Seconds, seconds)? },
        CallName::Gettimeout => Op::Gettimeout,
        CallName::Setblocking => Op::Setblocking { flag: form.blocking },
        CallName::Poll => Op::Poll {
            entries: form
                .poll
                .iter()
                .map(|(&socket, &events)| PollEntry { socket, events })
                .collect(),
            seconds: parsed(form, Field::PollSeconds, seconds)?,
        },
        CallName::Getaddrinfo => {
            let host = look_up_host(family);
            let written = |field: Field| {
                Some(form.text(field).trim().to_owned()).filter(|text| !text.is_empty())
            };
            Op::Getaddrinfo {
                host: written(host),
                port: written(Field::PeerPort),
                family: 0,
                kind: form.kind.number(),
                proto: 0,
                flags: LookupFlags::NONE,
            }
        }
        CallName::Unlink => Op::Unlink { path: path(form, Field::LocalPath) },
    })
}

/// The field of the host that getaddrinfo looks up, whatever the target's family.
fn look_up_host(family: Family) -> Field {
    if family == Family::Inet6 { Field::PeerHost6 } else { Field::PeerHost }
}

/// The field of the argument that exceeded a limit.
fn limited(op: &Op, family: Family) -> Field {
    match op {
        Op::Bind { .. } => host_field(family, LOCAL),
        Op::Getaddrinfo { host, .. } => {
            let long = host.as_ref().is_some_and(|host| host.len() > MAX_HOST_BYTES);
            if long { look_up_host(family) } else { Field::PeerPort }
        }
        Op::Unlink { .. } => Field::LocalPath,
        Op::Setsockopt { .. } => Field::OptionValue,
        Op::Settimeout { .. } => Field::Seconds,
        Op::Poll { .. } => Field::PollSeconds,
        _ => host_field(family, PEER),
    }
}

fn local_address(form: &CallForm, family: Family) -> Result<Address, FieldError> {
    address(form, family, LOCAL)
}

fn peer_address(form: &CallForm, family: Family) -> Result<Address, FieldError> {
    address(form, family, PEER)
}

/// The field of the host, or of the path, in this family.
fn host_field(family: Family, [host, host6, _, path]: AddressFields) -> Field {
    match family {
        Family::Inet => host,
        Family::Inet6 => host6,
        Family::Unix => path,
    }
}

fn address(
    form: &CallForm,
    family: Family,
    [host, host6, port, path]: AddressFields,
) -> Result<Address, FieldError> {
    Ok(match family {
        Family::Inet => {
            Address::Inet { host: form.text(host).trim().into(), port: parsed(form, port, int)? }
        }
        Family::Inet6 => Address::Inet6 {
            host: form.text(host6).trim().into(),
            port: parsed(form, port, int)?,
            flowinfo: 0,
            scope_id: 0,
        },
        Family::Unix => Address::unix(self::path(form, path)),
    })
}

/// The path of AF_UNIX in a field.
fn path(form: &CallForm, field: Field) -> String {
    let path = form.text(field).trim();
    // `@name` is how ss and netstat write an abstract name, which begins with NUL.
    path.strip_prefix('@').map_or(path.into(), |name| format!("\0{name}"))
}

fn content(form: &CallForm) -> Result<(Bytes, Option<(String, Encoding)>), FieldError> {
    let typed = form.text(Field::Content);
    let raises =
        |failure| FieldError { field: Field::Content, kind: FieldErrorKind::Raises(failure) };
    let (bytes, text) = match form.writing {
        Writing::Hex => (parse_hex(typed).map_err(|error| raises(from_hex(typed, &error)))?, None),
        Writing::Text(encoding) => {
            let text = format!("{typed}{}", form.line_ending.characters());
            let bytes = encoding.encode(&text).map_err(|error| raises(Failure::from(&error)))?;
            (bytes, Some((text, encoding)))
        }
    };
    if bytes.len() > MAX_PAYLOAD_BYTES {
        return Err(FieldError { field: Field::Content, kind: FieldErrorKind::TooLong });
    }
    Ok((bytes.into(), text))
}

/// `bytes.fromhex`'s complaint.
fn from_hex(typed: &str, error: &HexError) -> Failure {
    let message = match error {
        HexError::Digit { offset, .. } => {
            let position = typed[..*offset].chars().count();
            format!("non-hexadecimal number found in fromhex() arg at position {position}")
        }
        HexError::Odd { .. } => {
            "fromhex() arg must contain an even number of hexadecimal digits".into()
        }
    };
    Failure::plain(Exception::ValueError, message)
}

fn variable(form: &CallForm, lab: &Lab) -> Result<VariableName, FieldError> {
    let typed = form.text(Field::Variable).trim();
    if typed.is_empty() {
        return Ok(lab.suggested_variable());
    }
    let error = |kind| FieldError { field: Field::Variable, kind };
    let name = VariableName::new(typed).ok_or(error(FieldErrorKind::NoVariable))?;
    if lab.variables.is_taken(&name) { Err(error(FieldErrorKind::VariableTaken)) } else { Ok(name) }
}

fn parsed<T>(
    form: &CallForm,
    field: Field,
    parse: impl FnOnce(&str) -> Result<T, Failure>,
) -> Result<T, FieldError> {
    parse(form.text(field))
        .map_err(|failure| FieldError { field, kind: FieldErrorKind::Raises(failure) })
}

fn optional<T>(
    form: &CallForm,
    field: Field,
    parse: fn(&str) -> Result<T, Failure>,
) -> Result<Option<T>, FieldError> {
    if form.text(field).trim().is_empty() {
        return Ok(None);
    }
    parsed(form, field, parse).map(Some)
}

#[cfg(test)]
mod tests;
