//! The Python line each call equals.
//!
//! The line is code, and its parts may come from another person's recording. It is composed of
//! [`VariableName`]s, numbers, constants of this table, and literals of [`python_str`] and
//! [`python_bytes`]; no other text gets into it.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{
    CallName, Family, Op, OptionForm, OptionValue, PollEntry, SocketId, SocketOption, SocketType,
    Targets, VariableName,
};
use crate::text::{Encoding, python_bytes, python_str};

/// The text that the person typed, where a call's bytes were made from text.
#[derive(Debug, Clone, Copy)]
pub struct SentText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its encoding.
    pub encoding: Encoding,
}

/// The names of sockets in the Python line.
pub trait PythonNames {
    /// The variable of a socket.
    fn variable(&self, socket: SocketId) -> VariableName;
}

impl<F: Fn(SocketId) -> VariableName> PythonNames for F {
    fn variable(&self, socket: SocketId) -> VariableName {
        self(socket)
    }
}

/// The Python statement that makes the same call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonCall {
    /// The target of the assignment, where the call makes sockets.
    pub target: Option<String>,
    /// The call itself: an expression.
    pub expression: String,
}

impl fmt::Display for PythonCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(target) = &self.target {
            write!(f, "{target} = ")?;
        }
        f.write_str(&self.expression)
    }
}

impl PythonCall {
    /// The statement of a call on `socket`.
    ///
    /// `targets` are the variables of new sockets. `text` is the typed text if the bytes were made
    /// from one; it is then written as `"…".encode("gbk")` rather than as escaped bytes.
    #[must_use]
    pub fn new(
        op: &Op,
        socket: Option<SocketId>,
        bytes: &[u8],
        text: Option<SentText<'_>>,
        targets: Option<&Targets>,
        names: &impl PythonNames,
    ) -> Self {
        let or = |usual: &str| targets.map_or_else(|| usual.into(), Targets::to_string);
        let target = match op {
            Op::Socket { .. } => Some(or("s")),
            Op::Socketpair { .. } => Some(or("a, b")),
            Op::Accept => Some(or("conn") + ", address"),
            _ => None,
        };
        Self { target, expression: expression(op, socket, bytes, text, names) }
    }
}

fn expression(
    op: &Op,
    socket: Option<SocketId>,
    bytes: &[u8],
    text: Option<SentText<'_>>,
    names: &impl PythonNames,
) -> String {
    let on = |rest: String| {
        let variable = socket.map_or_else(|| VariableName::constant("s"), |id| names.variable(id));
        format!("{variable}.{}({rest})", op.name().as_str())
    };
    let sent = || literal(bytes, text);
    match op {
        Op::Socket { family, kind, proto } => {
            format!("socket.socket({})", kinds(*family, *kind, *proto))
        }
        Op::Socketpair { family, kind, proto } => {
            format!("socket.socketpair({})", kinds(*family, *kind, *proto))
        }
        Op::Accept => on(String::new()),
        Op::Bind { address } | Op::Connect { address } | Op::ConnectEx { address } => {
            on(address.python())
        }
        Op::Listen { backlog } => on(backlog.map_or_else(String::new, |n| n.to_string())),
        Op::Recv { bufsize, flags } | Op::Recvfrom { bufsize, flags } => {
            on(with_flags(bufsize.to_string(), *flags))
        }
        Op::Send { flags } | Op::Sendall { flags } => on(with_flags(sent(), *flags)),
        Op::Sendto { flags, address } => {
            on(format!("{}, {}", with_flags(sent(), *flags), address.python()))
        }
        Op::Shutdown { how } => on(format!("socket.{}", how.python_name())),
        Op::Close | Op::Getpeername | Op::Getsockname | Op::Gettimeout => on(String::new()),
        Op::Setsockopt { level, option, value } => {
            let form = SocketOption::find(*level, *option).map(|known| known.form);
            on(format!("{}, {}", option_names(*level, *option), option_value(form, value)))
        }
        Op::Getsockopt { level, option, buflen } => {
            let mut arguments = option_names(*level, *option);
            if let Some(buflen) = buflen {
                arguments.push_str(&format!(", {buflen}"));
            }
            on(arguments)
        }
        Op::Settimeout { seconds } => on(python_seconds(*seconds)),
        Op::Setblocking { flag } => on(if *flag { "True" } else { "False" }.into()),
        Op::Poll { entries, seconds } => poll_line(entries, *seconds, names),
        Op::Getaddrinfo { host, port, family, kind, proto, flags } => {
            let numbers = [
                (*family, constant(Family::from_number(*family).map(Family::python_name), *family)),
                (
                    *kind,
                    constant(SocketType::from_number(*kind).map(SocketType::python_name), *kind),
                ),
                (*proto, proto.to_string()),
                (flags.0, flags.python()),
            ];
            let given = numbers.iter().rposition(|(number, _)| *number != 0).map_or(0, |at| at + 1);
            let names = [host_argument(host.as_deref()), port_argument(port.as_deref())];
            let numbers = numbers.into_iter().take(given).map(|(_, text)| text);
            let arguments: Vec<String> = names.into_iter().chain(numbers).collect();
            format!("socket.getaddrinfo({})", arguments.join(", "))
        }
        Op::Unlink { path } => format!("os.unlink({})", python_str(path)),
    }
}

fn kinds(family: Family, kind: SocketType, proto: i32) -> String {
    let kinds = format!("socket.{}, socket.{}", family.python_name(), kind.python_name());
    if proto == 0 { kinds } else { format!("{kinds}, {proto}") }
}

/// A constant of the `socket` module, or a number without a name.
fn constant(name: Option<&str>, number: i32) -> String {
    name.map_or_else(|| number.to_string(), |name| format!("socket.{name}"))
}

fn host_argument(host: Option<&str>) -> String {
    host.map_or_else(|| "None".into(), python_str)
}

/// A port in digits is written as a number.
fn port_argument(port: Option<&str>) -> String {
    match port {
        None => "None".into(),
        Some(port) if port.parse::<u16>().is_ok_and(|number| number.to_string() == port) => {
            port.into()
        }
        Some(service) => python_str(service),
    }
}

fn with_flags(first: String, flags: super::MsgFlags) -> String {
    if flags == super::MsgFlags::NONE { first } else { format!("{first}, {}", flags.python()) }
}

fn literal(bytes: &[u8], text: Option<SentText<'_>>) -> String {
    match text {
        Some(SentText { text, encoding }) if !text.is_ascii() => {
            format!("{}.encode(\"{}\")", python_str(text), encoding.python_name())
        }
        _ => python_bytes(bytes),
    }
}

fn option_names(level: i32, option: i32) -> String {
    match SocketOption::find(level, option) {
        Some(known) => format!("socket.{}, socket.{}", known.level_name, known.name),
        None => format!("{level}, {option}"),
    }
}

fn option_value(form: Option<OptionForm>, value: &OptionValue) -> String {
    match value {
        OptionValue::Int(number) => number.to_string(),
        OptionValue::Bytes(bytes) => addresses(form, bytes).unwrap_or_else(|| python_bytes(bytes)),
        OptionValue::Null(length) => format!("None, {length}"),
    }
}

/// The addresses of a value that consists of them, as calls that make it.
fn addresses(form: Option<OptionForm>, bytes: &[u8]) -> Option<String> {
    let aton = |octets: &[u8]| {
        let octets: [u8; 4] = octets.try_into().ok()?;
        Some(format!("socket.inet_aton(\"{}\")", Ipv4Addr::from(octets)))
    };
    match (form?, bytes.len()) {
        (OptionForm::Interface, 4) => aton(bytes),
        (OptionForm::Group, 8) => Some(format!("{} + {}", aton(&bytes[..4])?, aton(&bytes[4..])?)),
        (OptionForm::Group6, 20) => {
            let (group, index) = (bytes.first_chunk::<16>()?, bytes.last_chunk::<4>()?);
            let (group, index) = (Ipv6Addr::from(*group), u32::from_le_bytes(*index));
            let group = format!("socket.inet_pton(socket.AF_INET6, \"{group}\")");
            Some(format!("{group} + ({index}).to_bytes(4, \"little\")"))
        }
        _ => None,
    }
}

/// `None`, or a float as Python prints it: `5.0`.
fn python_seconds(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "None".into(), python_float)
}

/// Floats without a literal in Python are made from their names.
fn python_float(number: f64) -> String {
    if number.is_finite() { format!("{number:?}") } else { format!("float(\"{number}\")") }
}

/// select(2) takes the sockets themselves, so it is the one-line form of poll(2) in Python.
fn poll_line(entries: &[PollEntry], seconds: Option<f64>, names: &impl PythonNames) -> String {
    use super::PollEvents;
    let waiting_for = |events: PollEvents| {
        let variables: Vec<String> = entries
            .iter()
            .filter(|entry| entry.events.contains(events))
            .map(|entry| names.variable(entry.socket).to_string())
            .collect();
        format!("[{}]", variables.join(", "))
    };
    let timeout =
        seconds.map_or_else(String::new, |seconds| format!(", {}", python_float(seconds)));
    format!(
        "select.select({}, {}, []{timeout})",
        waiting_for(PollEvents::IN),
        waiting_for(PollEvents::OUT)
    )
}

impl CallName {
    /// The module a Python program imports for the call.
    #[must_use]
    pub fn python_module(self) -> &'static str {
        match self {
            Self::Poll => "select",
            Self::Unlink => "os",
            _ => "socket",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Address, How, LookupFlags, MsgFlags, PollEvents};
    use super::*;

    fn line(op: &Op) -> String {
        line_with(op, b"", None)
    }

    fn line_with(op: &Op, bytes: &[u8], text: Option<SentText<'_>>) -> String {
        let call =
            PythonCall::new(op, Some(SocketId(1)), bytes, text, None, &VariableName::of_number);
        call.to_string()
    }

    #[test]
    fn each_call_equals_one_python_line() {
        let address = Address::inet("127.0.0.1", 9999);
        let inet6 = Address::inet6("::1", 80);
        let none = MsgFlags::NONE;
        let checks = [
            (Op::Bind { address: address.clone() }, "s1.bind((\"127.0.0.1\", 9999))"),
            (Op::Connect { address: inet6 }, "s1.connect((\"::1\", 80))"),
            (Op::ConnectEx { address }, "s1.connect_ex((\"127.0.0.1\", 9999))"),
            (Op::Listen { backlog: Some(5) }, "s1.listen(5)"),
            (Op::Listen { backlog: None }, "s1.listen()"),
            (Op::Accept, "conn, address = s1.accept()"),
            (Op::Recv { bufsize: 1024, flags: none }, "s1.recv(1024)"),
            (Op::Recvfrom { bufsize: 9, flags: MsgFlags::PEEK }, "s1.recvfrom(9, socket.MSG_PEEK)"),
            (Op::Shutdown { how: How::Write }, "s1.shutdown(socket.SHUT_WR)"),
            (Op::Close, "s1.close()"),
            (Op::Getpeername, "s1.getpeername()"),
            (Op::Getsockname, "s1.getsockname()"),
            (Op::Settimeout { seconds: Some(5.0) }, "s1.settimeout(5.0)"),
            (Op::Settimeout { seconds: None }, "s1.settimeout(None)"),
            (Op::Settimeout { seconds: Some(f64::INFINITY) }, "s1.settimeout(float(\"inf\"))"),
            (Op::Gettimeout, "s1.gettimeout()"),
            (Op::Setblocking { flag: false }, "s1.setblocking(False)"),
            (
                Op::Setsockopt { level: 1, option: 2, value: OptionValue::Int(1) },
                "s1.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
            ),
            (Op::Getsockopt { level: 77, option: 3, buflen: Some(8) }, "s1.getsockopt(77, 3, 8)"),
            (
                Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 },
                "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
            ),
            (
                Op::Poll {
                    entries: vec![
                        PollEntry { socket: SocketId(1), events: PollEvents::IN },
                        PollEntry { socket: SocketId(2), events: PollEvents::IN | PollEvents::OUT },
                    ],
                    seconds: Some(0.5),
                },
                "select.select([s1, s2], [s2], [], 0.5)",
            ),
        ];
        for (op, expected) in checks {
            assert_eq!(line(&op), expected);
        }
    }

    #[test]
    fn the_addresses_of_an_option_are_written_as_addresses() {
        let set = |name: &str, bytes: Vec<u8>| {
            let SocketOption { level, option, .. } = *SocketOption::by_name(name).unwrap();
            line(&Op::Setsockopt { level, option, value: OptionValue::Bytes(bytes) })
        };
        let aton = |octets: &str| format!("socket.inet_aton(\"{octets}\")");
        let start = "s1.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, ";
        let both = format!("{start}{} + {})", aton("239.1.2.3"), aton("127.0.0.1"));
        assert_eq!(set("IP_ADD_MEMBERSHIP", vec![239, 1, 2, 3, 127, 0, 0, 1]), both);
        assert_eq!(set("IP_ADD_MEMBERSHIP", vec![1]), format!("{start}b'\\x01')"));
        let found = set("IP_MULTICAST_IF", vec![127, 0, 0, 1]);
        assert!(found.ends_with(&format!("IP_MULTICAST_IF, {})", aton("127.0.0.1"))), "{found}");
        let group: Ipv6Addr = "ff15::1".parse().unwrap();
        let found = set("IPV6_JOIN_GROUP", [&group.octets()[..], &[1, 0, 0, 0]].concat());
        let pton = "socket.inet_pton(socket.AF_INET6, \"ff15::1\") + (1).to_bytes(4, \"little\"))";
        assert!(found.ends_with(pton), "{found}");
    }

    #[test]
    fn a_pair_is_assigned_to_two_variables() {
        let pair = Op::Socketpair { family: Family::Unix, kind: SocketType::Dgram, proto: 0 };
        assert_eq!(line(&pair), "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)");
    }

    #[test]
    fn a_lookup_shows_the_arguments_up_to_the_last_that_matters() {
        let lookup = |host: Option<&str>, port: Option<&str>, kind, flags| Op::Getaddrinfo {
            host: host.map(Into::into),
            port: port.map(Into::into),
            family: 0,
            kind,
            proto: 0,
            flags,
        };
        let none = LookupFlags::NONE;
        for (op, expected) in [
            (lookup(Some("localhost"), Some("80"), 0, none), r#"("localhost", 80)"#),
            (lookup(None, Some("http"), 1, none), r#"(None, "http", 0, socket.SOCK_STREAM)"#),
            (
                lookup(Some("a"), None, 0, LookupFlags::PASSIVE),
                r#"("a", None, 0, 0, 0, socket.AI_PASSIVE)"#,
            ),
            (lookup(Some("a"), Some("080"), 77, none), r#"("a", "080", 0, 77)"#),
        ] {
            assert_eq!(line(&op), format!("socket.getaddrinfo{expected}"));
        }
    }

    #[test]
    fn bytes_show_as_a_literal_and_other_text_as_its_encoding() {
        let send = Op::Send { flags: MsgFlags::NONE };
        let gbk = SentText { text: "瓜子", encoding: Encoding::Gbk };
        assert_eq!(line_with(&send, b"hi\n", None), r"s1.send(b'hi\n')");
        assert_eq!(line_with(&send, &[0xb9, 0xcf], Some(gbk)), "s1.send(\"瓜子\".encode(\"gbk\"))");
        let ascii = SentText { text: "hi", encoding: Encoding::Utf8 };
        assert_eq!(line_with(&send, b"hi", Some(ascii)), "s1.send(b'hi')");
    }
}
