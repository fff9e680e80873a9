//! The Python program that makes the same calls in the same order, for CPython on any machine.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{
    Address, CallName, Exception, Op, PythonCall, PythonNames, SentText, SocketId, Targets,
    VariableName,
};
use lab_shared::text::is_hidden;
use lab_shared::trace::CallRecord;

use crate::lab::state::Lab;

/// A line to write: a call that begins, or that ends.
enum Line<'a> {
    Begin(&'a CallRecord),
    End(&'a CallRecord),
}

/// The program. A call during which others were made runs in a thread, for example an `accept` that
/// waits for the `connect` below it.
#[must_use]
pub(crate) fn program(lab: &Lab) -> String {
    let mut lines: Vec<(u64, Line<'_>)> = Vec::new();
    for call in lab.timeline.calls() {
        lines.push((call.issued_by, Line::Begin(call)));
        if left_out(call).is_none() {
            lines.push((call.ended_by, Line::End(call)));
        }
    }
    lines.sort_by_key(|(by, _)| *by);
    let meanwhile = meanwhile(&lines);
    let mut body = String::new();
    for (_, line) in &lines {
        let (call, begins) = match line {
            Line::Begin(call) => (call, true),
            Line::End(call) => (call, false),
        };
        let statement = Statement::of(lab, call);
        if let Some(why) = left_out(call) {
            body.push_str(&comment(&format!("{why}: {}", statement.call)));
            continue;
        }
        if begins && let Some(host) = &call.host {
            body.push_str(&comment(&format!("on the host {host}")));
        }
        body.push_str(&match (meanwhile.contains(&call.id.0), begins) {
            (true, true) => statement.in_a_thread(call),
            (true, false) => statement.its_result(call),
            (false, true) => statement.at_once(call),
            (false, false) => String::new(),
        });
    }
    let modules: BTreeSet<&str> =
        lab.timeline.calls().map(|call| call.op.name().python_module()).chain(["socket"]).collect();
    let mut head = String::from(HEAD);
    head.extend(modules.into_iter().map(|module| format!("import {module}\n")));
    if !meanwhile.is_empty() {
        head.push_str(THREADS);
    }
    head.push_str(if lab.timeline.dropped() > 0 { DROPPED } else { "" });
    let on_hosts = lab.timeline.calls().any(|call| call.host.is_some());
    head.push_str(if on_hosts { ON_HOSTS } else { "" });
    format!("{head}\n{body}")
}

const HEAD: &str = "\
# The calls of a recording, in their order. Whoever was at the other end is needed again;
# how bytes are cut into recvs may differ from run to run.
";

const THREADS: &str = "from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

# A call that waits while others are made waits in a thread: one for each socket and direction.
meanwhile = defaultdict(lambda: ThreadPoolExecutor(max_workers=1))
";

const DROPPED: &str = "
# Older calls are no longer known: the sockets they made are missing here.
";

const ON_HOSTS: &str = "
# Some sockets were on hosts of a network: run the calls on those in a terminal of their host.
";

/// Why a call cannot be repeated, if it cannot.
fn left_out(call: &CallRecord) -> Option<&'static str> {
    match &call.outcome {
        None => Some("no return was seen"),
        Some(Err(failure)) if failure.exception == Exception::KeyboardInterrupt => {
            Some("ended by hand")
        }
        Some(Err(failure)) if failure.rule.is_some() => Some("refused by the relay"),
        // In CPython, a close in another thread does not wake a blocked call.
        Some(Err(failure))
            if call.blocked.is_some() && failure.errno.as_deref() == Some("EBADF") =>
        {
            Some("its socket was closed while it waited")
        }
        _ => None,
    }
}

/// The calls during which another began or ended: other lines are between their two.
fn meanwhile(lines: &[(u64, Line<'_>)]) -> BTreeSet<u32> {
    let mut begun: BTreeMap<u32, usize> = BTreeMap::new();
    let mut found = BTreeSet::new();
    let made_again = |(_, line): &&(u64, Line<'_>)| match line {
        Line::Begin(call) => left_out(call).is_none(),
        Line::End(_) => true,
    };
    for (number, (_, line)) in lines.iter().filter(made_again).enumerate() {
        match line {
            Line::Begin(call) => {
                begun.insert(call.id.0, number);
            }
            Line::End(call) => {
                if begun.remove(&call.id.0).is_some_and(|begin| begin + 1 < number) {
                    found.insert(call.id.0);
                }
            }
        }
    }
    found
}

/// A comment, without the characters that would end its line.
fn comment(text: &str) -> String {
    format!("# {}\n", text.replace(is_hidden, " "))
}

/// The names that the program itself uses.
const OWN: [&str; 12] = [
    "os",
    "socket",
    "select",
    "defaultdict",
    "ThreadPoolExecutor",
    "meanwhile",
    "address",
    "error",
    "print",
    "repr",
    "float",
    "Exception",
];

/// The sockets' variables in the program: one that the program itself uses gets a `_`.
struct Variables<'a>(&'a Lab);

impl Variables<'_> {
    fn beside_own(name: &VariableName) -> VariableName {
        let number = name.as_str().strip_prefix("call_").map(str::parse::<u32>);
        let is_own = OWN.contains(&name.as_str()) || number.is_some_and(|number| number.is_ok());
        let other = || VariableName::new(&format!("{name}_"));
        if is_own { other().expect("the program's names are short") } else { name.clone() }
    }

    fn targets(&self, call: &CallRecord) -> Option<Targets> {
        Some(self.0.variables.of_call(call.id)?.map(Self::beside_own))
    }
}

impl PythonNames for Variables<'_> {
    fn variable(&self, socket: SocketId) -> VariableName {
        Self::beside_own(&self.0.variables.variable(socket))
    }
}

/// A call as Python: the targets of its assignment, and the call itself.
struct Statement {
    target: Option<String>,
    call: String,
}

impl Statement {
    fn of(lab: &Lab, call: &CallRecord) -> Self {
        let concrete = concrete(lab, call);
        let op = concrete.as_ref().unwrap_or(&call.op);
        let on = call.socket.filter(|_| op.needs_socket());
        let text =
            call.text.as_ref().map(|(text, encoding)| SentText { text, encoding: *encoding });
        let variables = Variables(lab);
        let targets = variables.targets(call);
        let PythonCall { target, expression } =
            PythonCall::new(op, on, &call.sent, text, targets.as_ref(), &variables);
        Self { target, call: expression }
    }

    fn at_once(&self, call: &CallRecord) -> String {
        let statement = self.assigned(call, &self.call);
        guarded(call, &statement)
    }

    fn in_a_thread(&self, call: &CallRecord) -> String {
        let inward = matches!(
            call.op.name(),
            CallName::Accept | CallName::Recv | CallName::Recvfrom | CallName::Poll
        );
        let socket = call.socket.map_or(0, |socket| socket.0);
        let thread = format!("{socket} {}", if inward { "in" } else { "out" });
        format!("call_{} = meanwhile[\"{thread}\"].submit(lambda: {})\n", call.id.0, self.call)
    }

    fn its_result(&self, call: &CallRecord) -> String {
        let statement = self.assigned(call, &format!("call_{}.result()", call.id.0));
        guarded(call, &statement)
    }

    fn assigned(&self, call: &CallRecord, value: &str) -> String {
        match &self.target {
            Some(target) => format!("{target} = {value}"),
            None if shows(call) => format!("print({value})"),
            None => value.into(),
        }
    }
}

/// Whether the program prints what the call returns.
fn shows(call: &CallRecord) -> bool {
    !matches!(
        call.op.name(),
        CallName::Bind
            | CallName::Listen
            | CallName::Connect
            | CallName::Sendall
            | CallName::Shutdown
            | CallName::Close
            | CallName::Setsockopt
            | CallName::Settimeout
            | CallName::Setblocking
            | CallName::Unlink
    )
}

/// A call that raised may raise again, so it is guarded.
fn guarded(call: &CallRecord, statement: &str) -> String {
    match &call.outcome {
        Some(Err(_)) => {
            format!("try:\n    {statement}\nexcept Exception as error:\n    print(repr(error))\n")
        }
        _ => format!("{statement}\n"),
    }
}

/// A `bind` to port 0, with the port that the kernel chose, because the rest of the program uses it.
fn concrete(lab: &Lab, call: &CallRecord) -> Option<Op> {
    let Op::Bind { address } = &call.op else { return None };
    let chosen = |socket: SocketId| lab.timeline.socket(socket)?.local.as_ref()?.port();
    let port = call.socket.and_then(chosen).filter(|_| address.port() == Some(0))?;
    let mut address = address.clone();
    if let Address::Inet { port: asked, .. } | Address::Inet6 { port: asked, .. } = &mut address {
        *asked = port;
    }
    Some(Op::Bind { address })
}
