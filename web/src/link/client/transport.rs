//! The worker that has the page's WebSocket and receives the programs' calls. `web/transport/` is
//! its other side.

use bytes::Bytes;
use gloo_events::EventListener;
use js_sys::{Array, ArrayBuffer, Atomics, Int32Array, SharedArrayBuffer, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Weak;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, Event, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

use lab_shared::call::{CallId, Micros, Outcome, Value};
use lab_shared::network::HostName;
use lab_shared::wire::Frame;

use super::{Client, with};
use crate::kit::browser;
use crate::link::state::Input;
use crate::worker::message;
use crate::worker::message::{FromWorker, ToWorker};

/// The longest time that a page being left waits for its WebSocket to be closed.
const LINGER: Duration = Duration::from_millis(500);

/// How long it waits where it cannot observe that. Usually the WebSocket is closed within a millisecond.
const LINGER_UNTOLD: Duration = Duration::from_millis(30);

/// From this size on, in bytes, frames are sent in buffers that are used again. A new one for each would be left
/// to the garbage collector: of a file, up to some hundred MiB.
const LARGE: usize = 16 * 1024;

/// Most buffers that are kept to be used again.
const MAX_SPARE: usize = 8;

/// A message of a program.
#[derive(Debug)]
pub struct ProgramMessage {
    /// Which program, see [`super::RelayClient::attach`].
    pub program: u32,
    /// The message.
    pub message: FromWorker,
    /// The bytes beside it.
    pub bytes: Bytes,
    /// Set for a call that was already forwarded to the relay.
    pub forwarded: Option<ForwardedCall>,
}

impl ProgramMessage {
    /// A message that is no call.
    pub(super) fn without_bytes(program: u32, message: FromWorker) -> Self {
        Self { program, message, bytes: Bytes::new(), forwarded: None }
    }
}

/// How a program's call was forwarded to the relay.
#[derive(Debug, Clone)]
pub struct ForwardedCall {
    /// Its id on the wire.
    pub id: CallId,
    /// When, on the page's clock.
    pub at: Micros,
    /// How many counted messages the page had sent before it.
    pub after: u64,
    /// The host on which its program was; `None` is the relay's machine.
    pub host: Option<HostName>,
}

/// The worker's events.
pub(super) enum TransportEvent {
    /// Of the WebSocket.
    Relay(Input),
    Program(Box<ProgramMessage>),
}

/// The worker; dropping it ends it, and its WebSocket with it.
pub(super) struct Transport {
    script: String,
    running: RefCell<Option<Running>>,
    /// The number of the current WebSocket. Events of an earlier one are ignored.
    wanted: Cell<u32>,
    /// How many calls of programs were handed to the page instead of being forwarded.
    handed: Cell<u32>,
    /// The last answer to the worker on forwarding.
    told: Cell<Option<(bool, u32)>>,
    /// How many closes were requested, and the shared counter of closes done: null where page and
    /// worker share no memory.
    closes: Cell<i32>,
    closed: RefCell<Option<Int32Array>>,
    /// The programs it knows, each with the host that it was told.
    attached: RefCell<BTreeMap<u32, Option<HostName>>>,
    /// The buffers of large frames that the worker has given back.
    spare: RefCell<Vec<ArrayBuffer>>,
}

struct Running {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Transport {
    /// A transport whose worker runs `script`. It starts when it is needed.
    pub(super) fn of(script: String) -> Self {
        Self {
            script,
            running: RefCell::default(),
            wanted: Cell::default(),
            handed: Cell::default(),
            told: Cell::default(),
            closes: Cell::default(),
            closed: RefCell::default(),
            attached: RefCell::default(),
            spare: RefCell::default(),
        }
    }

    /// Begins to open a WebSocket.
    pub(super) fn open(&self, url: &str, client: &Weak<Client>) {
        self.start(client);
        self.wanted.set(self.wanted.get() + 1);
        self.told.take();
        self.post(&[&"open".into(), &url.into(), &self.wanted.get().into()]);
    }

    /// Sends a frame, after which the page has sent `said` counted messages. A closing WebSocket
    /// drops it, and the next event is that it has closed.
    pub(super) fn send(&self, frame: &Frame, said: u64) {
        // A page sends fewer messages than a double can count.
        let said = (said as f64).into();
        match frame {
            Frame::Text(text) => self.post(&[&"send".into(), &text.into(), &said]),
            Frame::Binary(bytes) if bytes.len() < LARGE => {
                self.post(&[&"send".into(), &Uint8Array::from(&bytes[..]), &said]);
            }
            Frame::Binary(bytes) => {
                let buffer = self.spare_buffer(bytes.len());
                let length = bytes.len() as u32;
                let data = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, length);
                data.copy_from(bytes);
                self.post_moving(&[&"lend".into(), &data, &said], &buffer);
            }
        }
    }

    /// A buffer for so many bytes: one that was lent to the worker before, or a new one.
    fn spare_buffer(&self, length: usize) -> ArrayBuffer {
        let spare = self.spare.borrow_mut().pop();
        let fits = |buffer: &ArrayBuffer| buffer.byte_length() as usize >= length;
        spare.filter(fits).unwrap_or_else(|| ArrayBuffer::new(length.next_power_of_two() as u32))
    }

    /// Closes the WebSocket. Later events of it are ignored.
    pub(super) fn close(&self, code: Option<u16>) {
        self.wanted.set(self.wanted.get() + 1);
        self.closes.set(self.closes.get() + 1);
        self.post(&[&"close".into(), &code.into()]);
    }

    /// Blocks until the worker has closed the WebSocket. Otherwise the browser ends the worker
    /// together with the page, the relay sees an abrupt end, and keeps the sockets as if the session
    /// had been interrupted.
    pub(super) fn linger(&self) {
        let closed = self.closed.borrow();
        let patience = if closed.is_some() { LINGER } else { LINGER_UNTOLD };
        let is_closed = || {
            closed.as_ref().is_some_and(|count| Atomics::load(count, 0) == Ok(self.closes.get()))
        };
        let until = browser::now() + patience;
        while !is_closed() && browser::now() < until {}
    }

    /// Tells the worker whether it may forward programs' calls directly. Posts only when that answer,
    /// or the number of calls handled here, has changed. `said`: counted messages the page has sent so
    /// far.
    pub(super) fn pass(&self, passes: bool, said: u64) {
        // Where none is forwarded, the number of calls handled here does not matter.
        let handled = if passes { self.handed.get() } else { 0 };
        let told = Some((passes, handled));
        if self.told.replace(told) != told {
            let said = (said as f64).into();
            self.post(&[&"pass".into(), &passes.into(), &handled.into(), &said]);
        }
    }

    /// Notifies the worker that the session is over.
    pub(super) fn lose(&self) {
        self.post(&[&"lose".into()]);
    }

    /// Attaches a program, whose worker has the other end of `port` and shares `mailbox`, unless it
    /// is null.
    pub(super) fn attach(
        &self,
        program: u32,
        port: &MessagePort,
        mailbox: &JsValue,
        host: Option<HostName>,
        client: &Weak<Client>,
    ) {
        self.start(client);
        self.post_moving(
            &[&"attach".into(), &program.into(), port, mailbox, &named(host.as_ref())],
            port,
        );
        if self.running.borrow().is_some() {
            self.attached.borrow_mut().insert(program, host);
        }
    }

    /// Tells the worker on which host each program is, where that has changed.
    pub(super) fn place(&self, host_of: impl Fn(u32) -> Option<HostName>) {
        for (program, told) in &mut *self.attached.borrow_mut() {
            let host = host_of(*program);
            if *told != host {
                self.post(&[&"place".into(), &(*program).into(), &named(host.as_ref())]);
                *told = host;
            }
        }
    }

    /// Sends a message to a program.
    pub(super) fn tell(&self, program: u32, message: &ToWorker) {
        self.post(&[&"tell".into(), &program.into(), &message::write(message).into()]);
    }

    /// Sends a program the return of its call, with the bytes received.
    pub(super) fn returned(&self, program: u32, id: u32, outcome: &Outcome) {
        let message = message::write(&ToWorker::Returned { id, outcome: outcome.clone().into() });
        let bytes = outcome.as_ref().ok().and_then(Value::bytes);
        let bytes = bytes.map_or(JsValue::NULL, |bytes| Uint8Array::from(&bytes[..]).into());
        self.post(&[&"returned".into(), &program.into(), &id.into(), &message.into(), &bytes]);
    }

    /// Notifies a program that its call blocks.
    pub(super) fn blocked(&self, program: u32, id: u32) {
        self.post(&[&"blocked".into(), &program.into(), &id.into()]);
    }

    /// Forgets a program.
    pub(super) fn detach(&self, program: u32) {
        self.attached.borrow_mut().remove(&program);
        self.post(&[&"detach".into(), &program.into()]);
    }

    /// The worker's script did not load, or failed: the next attempt to reach the relay starts
    /// another worker. Returns the programs it had, which can exchange no more messages.
    pub(super) fn fail(&self) -> Vec<u32> {
        self.running.borrow_mut().take();
        self.handed.take();
        self.told.take();
        self.attached.take().into_keys().collect()
    }

    fn post(&self, words: &[&JsValue]) {
        if let Some(running) = &*self.running.borrow() {
            // Strings and bytes can always be copied.
            let _ = running.worker.post_message(&words.iter().collect::<Array>());
        }
    }

    /// Posts with a buffer or a port, which is the worker's from then on.
    fn post_moving(&self, words: &[&JsValue], moved: &JsValue) {
        if let Some(running) = &*self.running.borrow() {
            let words: Array = words.iter().collect();
            // It was made for this and has been moved nowhere else.
            let _ = running.worker.post_message_with_transfer(&words, &Array::of1(moved));
        }
    }

    /// Starts the worker, if it does not run.
    fn start(&self, client: &Weak<Client>) {
        if self.running.borrow().is_some() {
            return;
        }
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match Worker::new_with_options(&self.script, &options) {
            Ok(worker) => worker,
            Err(error) => {
                // Once the link has done what it is doing.
                let (failing, why) =
                    (client.clone(), String::from(js_sys::Object::from(error).to_string()));
                spawn_local(async move { with(&failing, |client| client.fail(&why)) });
                return;
            }
        };
        let (hearing, failing) = (client.clone(), client.clone());
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                with(&hearing, |client| {
                    let entries = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                    for entry in entries.iter().flat_map(Array::from) {
                        if let Some(told) = client.transport.read(&Array::from(&entry)) {
                            client.take(told);
                        }
                    }
                });
            }),
            EventListener::new(&worker, "error", move |event: &Event| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let message = message.filter(|it| !it.is_empty());
                with(&failing, |client| client.fail(&message.unwrap_or_default()));
            }),
        ];
        if browser::shares_memory() {
            let closed = Int32Array::new(&SharedArrayBuffer::new(4));
            let shared = worker.post_message(&Array::of2(&"share".into(), &closed)).is_ok();
            self.closes.take();
            *self.closed.borrow_mut() = shared.then_some(closed);
        }
        *self.running.borrow_mut() = Some(Running { worker, _listeners: listeners });
    }

    fn read(&self, entry: &Array) -> Option<TransportEvent> {
        let kind = entry.get(0).as_string()?;
        let number = count(&entry.get(1))? as u32;
        if kind == "spare" {
            let mut spare = self.spare.borrow_mut();
            if spare.len() < MAX_SPARE {
                spare.extend(entry.get(2).dyn_into::<ArrayBuffer>());
            }
            return None;
        }
        if kind == "forged" {
            let message = FromWorker::Forged { message: entry.get(2).as_string()? };
            return Some(TransportEvent::Program(Box::new(ProgramMessage::without_bytes(
                number, message,
            ))));
        }
        if matches!(&*kind, "said" | "called" | "passed") {
            let message = message::read_of_program(&entry.get(2).as_string()?, kind != "said");
            let bytes = entry.get(3).dyn_into::<Uint8Array>().ok();
            let bytes = bytes.map_or_else(Bytes::new, |bytes| bytes.to_vec().into());
            let forwarded = if kind == "passed" {
                let id = CallId(count(&entry.get(4))? as u32);
                let at = browser::since_epoch(entry.get(5).as_f64()?);
                let host = entry.get(7).as_string().and_then(|name| HostName::new(name).ok());
                Some(ForwardedCall { id, at, after: count(&entry.get(6))?, host })
            } else {
                self.handed.set(self.handed.get() + u32::from(kind == "called"));
                None
            };
            return Some(TransportEvent::Program(Box::new(ProgramMessage {
                program: number,
                message,
                bytes,
                forwarded,
            })));
        }
        let input = match &*kind {
            "opened" => Input::Opened,
            "frame" => Input::Received(frame(&entry.get(2))?),
            _ => Input::Closed,
        };
        (number == self.wanted.get()).then_some(TransportEvent::Relay(input))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A host as the worker knows it: null is the relay's machine.
fn named(host: Option<&HostName>) -> JsValue {
    host.map_or(JsValue::NULL, |host| host.as_str().into())
}

/// A whole number that is not negative.
fn count(value: &JsValue) -> Option<u64> {
    value.as_f64().map(|number| number as u64)
}

fn frame(data: &JsValue) -> Option<Frame> {
    if let Some(text) = data.as_string() {
        return Some(Frame::Text(text));
    }
    let buffer = data.dyn_ref::<ArrayBuffer>()?;
    Some(Frame::Binary(Bytes::from(Uint8Array::new(buffer).to_vec())))
}
