//! The same calls in CPython and through the relay must end the same: exception, errno, text, values.
//!
//! Each script runs twice, as real calls on real sockets: once in a `python3` process, once through
//! a relay. Ports are compared by the order in which they first show. What the scripts show is the
//! same from CPython 3.11 to 3.14; a timeout beyond 64 bits, whose text names another C type since
//! 3.13, is left out.

mod scripts;

use std::collections::HashMap;
use std::process::Stdio;

use lab_shared::call::{Address, CallId, Op, Outcome, SocketId, Value};
use serde_json::{Value as Json, json};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::common::{PATIENCE, Page, TestRelay};
use scripts::{Script, Step, Thread, scripts};

/// Fewest scripts the comparison must have.
const FEWEST: usize = 40;

#[tokio::test]
async fn the_relay_ends_every_call_as_cpython_does() {
    let scripts = scripts();
    assert!(scripts.len() >= FEWEST, "{} scripts", scripts.len());
    let cpython = by_cpython(&scripts).await;
    let relay = TestRelay::start().await;
    let mut differences = Vec::new();
    for (script, cpython) in scripts.iter().zip(cpython) {
        let cpython = normalised(cpython);
        let ours = normalised(by_relay(&relay, script).await);
        for (at, step) in script.steps.iter().enumerate() {
            if ours[at] != cpython[at] {
                let (name, op) = (script.name, &step.op);
                differences.push(format!(
                    "{name}, step {at}: {op:?}\n  cpython {}\n  relay   {}",
                    cpython[at], ours[at]
                ));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Runs the scripts with python3.
async fn by_cpython(scripts: &[Script]) -> Vec<Vec<Json>> {
    let folder = tempfile::tempdir().unwrap();
    let runner = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/relay/conformance/runner.py");
    let mut child = Command::new("python3")
        .arg(runner)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python3 is needed for this test");
    let mut input = child.stdin.take().unwrap();
    let text = serde_json::to_vec(&scripts.iter().map(as_json).collect::<Vec<_>>()).unwrap();
    input.write_all(&text).await.unwrap();
    drop(input);
    // They are many, and the runner gives up on one that hangs.
    let output = timeout(3 * PATIENCE, child.wait_with_output()).await.expect("python3 ends");
    let output = output.unwrap();
    let names = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "python3 failed in its last script:\n{names}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn as_json(script: &Script) -> Json {
    let steps: Vec<Json> = script
        .steps
        .iter()
        .map(|step| {
            let (does, thread) = match step.thread {
                Thread::Main => ("calls", ""),
                Thread::Begins(name) => ("begins", name),
                Thread::Waits(name) => ("waits", name),
                Thread::Ends(name) => ("ends", name),
            };
            let (on, keep, op, bytes) = (step.on, step.keep, &step.op, &step.bytes);
            json!({"does": does, "thread": thread, "on": on, "keep": keep, "op": op, "bytes": bytes})
        })
        .collect();
    let names: Vec<Json> = script.numbers().map(|(name, number)| json!([number, name])).collect();
    json!({"name": script.name, "names": names, "steps": steps})
}

/// Runs one script through a relay, in a page of its own.
async fn by_relay(relay: &TestRelay, script: &Script) -> Vec<Json> {
    let mut page = relay.page().await;
    let numbers: HashMap<_, _> = script.numbers().collect();
    let mut known = Known::default();
    // Calls that threads make, with the names of the sockets they make.
    let mut threads: HashMap<&str, (CallId, &Step)> = HashMap::new();
    let mut outcomes = Vec::new();
    for step in &script.steps {
        let (id, step) = match step.thread {
            Thread::Main => (known.start(&mut page, step, &numbers).await, step),
            Thread::Begins(name) => {
                let id = known.start(&mut page, step, &numbers).await;
                threads.insert(name, (id, step));
                outcomes.push(json!("begun"));
                continue;
            }
            Thread::Waits(name) => {
                let returned = page.returned().contains(&threads[name].0);
                outcomes.push(json!({"waits": !returned}));
                continue;
            }
            Thread::Ends(name) => threads[name],
        };
        let outcome = page.wait(id).await.outcome;
        if let Ok(value) = &outcome {
            known.sockets.extend(step.kept().zip(value.made().iter().copied()));
        }
        outcomes.push(result(&mut page, outcome, &known.sockets, &numbers).await);
    }
    outcomes
}

/// The sockets of a script by their names.
#[derive(Default)]
struct Known<'a> {
    sockets: HashMap<&'a str, SocketId>,
    /// The addresses as last asked for; a closed socket has none to ask for.
    addresses: HashMap<String, Address>,
}

impl Known<'_> {
    async fn start(
        &mut self,
        page: &mut Page,
        step: &Step,
        numbers: &HashMap<&str, u32>,
    ) -> CallId {
        let on = (!step.on.is_empty())
            .then(|| self.sockets.get(step.on).copied().unwrap_or(SocketId(0)));
        let op = step.op.clone().expect("a step that makes a call has one");
        let op = self.aimed(page, op, numbers).await;
        page.start(on, op, &step.bytes).await
    }

    /// The call with its placeholders replaced: `@s` by the address of s, and numbers by sockets.
    async fn aimed(&mut self, page: &mut Page, mut op: Op, numbers: &HashMap<&str, u32>) -> Op {
        match &mut op {
            Op::Bind { address }
            | Op::Connect { address }
            | Op::ConnectEx { address }
            | Op::Sendto { address, .. } => {
                let host = match &*address {
                    Address::Inet { host, .. } | Address::Inet6 { host, .. } => host.clone(),
                    Address::Unix { .. } => String::new(),
                };
                if let Some(name) = host.strip_prefix('@') {
                    let found = page.call(self.sockets[name], Op::Getsockname).await;
                    if let Ok(Value::Address(found)) = found {
                        self.addresses.insert(name.to_owned(), found);
                    }
                    *address = self.addresses[name].clone();
                }
            }
            Op::Poll { entries, .. } => {
                for entry in entries {
                    let (name, _) =
                        numbers.iter().find(|(_, number)| **number == entry.socket.0).unwrap();
                    entry.socket = self.sockets.get(name).copied().unwrap_or(SocketId(u32::MAX));
                }
            }
            _ => {}
        }
        op
    }
}

/// An outcome in the form the Python side uses.
async fn result(
    page: &mut Page,
    outcome: Outcome,
    sockets: &HashMap<&str, SocketId>,
    numbers: &HashMap<&str, u32>,
) -> Json {
    let value = match outcome {
        Err(failure) => {
            assert_eq!(failure.rule, None, "a rule of the relay's is not comparable");
            let class = failure.exception.name().trim_start_matches("socket.");
            return json!({"error": class, "errno": failure.code, "text": failure.message});
        }
        Ok(value) => value,
    };
    let value = match value {
        Value::None => Json::Null,
        Value::Socket { .. } => json!("socket"),
        Value::Pair { .. } => json!("pair"),
        Value::Accepted { socket, address, .. } => {
            let Ok(Value::Timeout(timeout)) = page.call(socket, Op::Gettimeout).await else {
                panic!("gettimeout failed")
            };
            json!({"accepted": address, "timeout": timeout})
        }
        Value::Errno(code) => json!(code),
        Value::Bytes(bytes) | Value::OptionBytes(bytes) => json!({"bytes": bytes.to_vec()}),
        Value::BytesFrom { address, bytes } => json!({"bytes": bytes.to_vec(), "from": address}),
        Value::Sent(count) => json!(count),
        Value::Address(address) => json!(address),
        Value::OptionInt(value) => json!(value),
        Value::Timeout(seconds) => json!(seconds),
        Value::AddressInfo(found) => json!(found),
        Value::Ready(entries) => {
            let number = |id: SocketId| {
                let (name, _) = sockets.iter().find(|(_, found)| **found == id).unwrap();
                numbers[name]
            };
            entries
                .iter()
                .map(|entry| json!({"socket": number(entry.socket), "events": entry.events}))
                .collect()
        }
    };
    json!({"ok": value})
}

/// Replaces ports by the order of their first appearance, because two runs never get the same ones.
fn normalised(outcomes: Vec<Json>) -> Vec<Json> {
    let mut seen = Vec::new();
    outcomes.into_iter().map(|outcome| renamed(outcome, &mut seen)).collect()
}

fn renamed(value: Json, seen: &mut Vec<u64>) -> Json {
    match value {
        Json::Object(fields) => {
            let rename = |(key, value): (String, Json)| match value.as_u64() {
                Some(port) if key == "port" && port != 0 => {
                    let at = seen.iter().position(|one| *one == port).unwrap_or_else(|| {
                        seen.push(port);
                        seen.len() - 1
                    });
                    (key, json!(format!("port {at}")))
                }
                _ => (key, renamed(value, seen)),
            };
            Json::Object(fields.into_iter().map(rename).collect())
        }
        Json::Array(items) => items.into_iter().map(|item| renamed(item, seen)).collect(),
        other => other,
    }
}
