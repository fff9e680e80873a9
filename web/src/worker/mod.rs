//! A worker with one Python interpreter: messages in, messages out.

mod mailbox;

use bytes::Bytes;
use gloo::events::EventListener;
use js_sys::{Array, SharedArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::state::program::message::{Ended, FromWorker, ToWorker};
use mailbox::Mailbox;

/// Where the worker's script lies.
const SCRIPT: &str = "/python/worker.js";

/// An interpreter as it is once loaded, which the first worker makes and the others start from: a
/// fraction of the time. Clones share it. What is in it, `web/python/image.js` knows.
#[derive(Clone)]
pub struct Image(Rc<RefCell<JsValue>>);

impl Default for Image {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(JsValue::NULL)))
    }
}

/// A worker; dropping it ends it, in the middle of whatever it does.
pub struct PythonWorker {
    worker: Worker,
    /// Where page and worker share memory, once it is loaded.
    mailbox: Rc<RefCell<Option<Mailbox>>>,
    _listeners: [EventListener; 2],
}

impl PythonWorker {
    /// Starts a worker that loads Python, from `image` if there is one yet, and tells `heard` what it
    /// says.
    ///
    /// # Errors
    /// What the browser says where it starts no worker.
    pub fn start(
        image: &Image,
        heard: impl Fn(FromWorker, Bytes) + Clone + 'static,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(|error| words(&error))?;
        let broken = heard.clone();
        let made = image.clone();
        let mailbox = Rc::new(RefCell::new(None));
        let shared = Rc::clone(&mailbox);
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                let pair = pair(event);
                if pair.get(0).is_null() {
                    made.0.replace(pair.get(1));
                    return;
                }
                if let Some(buffer) = pair.get(1).dyn_ref::<SharedArrayBuffer>() {
                    shared.replace(Mailbox::of(buffer));
                }
                let (message, bytes) = read(&pair);
                heard(message, bytes);
            }),
            EventListener::new(&worker, "error", move |event| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let message = message.filter(|it| !it.is_empty()).unwrap_or_else(|| SCRIPT.into());
                broken(FromWorker::Failed { message }, Bytes::new());
            }),
        ];
        let worker = Self { worker, mailbox, _listeners: listeners };
        worker.post(&to_json(&ToWorker::Load), &image.0.borrow());
        Ok(worker)
    }

    /// Sends a message.
    pub fn say(&self, message: &ToWorker) {
        self.post(&to_json(message), &JsValue::NULL);
    }

    /// Says how a call ended, with the bytes that it brought; where the worker waits for it in place,
    /// without a message.
    pub fn returned(&self, id: u32, outcome: Ended, bytes: Option<&Bytes>) {
        let json = to_json(&ToWorker::Returned { id, outcome });
        let left = self
            .mailbox
            .borrow()
            .as_ref()
            .is_some_and(|mailbox| mailbox.leave(id, &json, bytes.map(|bytes| &bytes[..])));
        if !left {
            let bytes = bytes.map_or(JsValue::NULL, |bytes| Uint8Array::from(&bytes[..]).into());
            self.post(&json, &bytes);
        }
    }

    /// Says that a call blocks: it is not worth waiting for it in place.
    pub fn blocked(&self, id: u32) {
        if let Some(mailbox) = &*self.mailbox.borrow() {
            mailbox.decline(id);
        }
    }

    fn post(&self, json: &str, beside: &JsValue) {
        let pair = Array::of2(&json.into(), beside);
        if let Some(mailbox) = &*self.mailbox.borrow() {
            mailbox.posted();
        }
        // Strings and bytes can always be copied; a worker that has ended hears nothing.
        let _ = self.worker.post_message(&pair);
    }
}

impl Drop for PythonWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn pair(event: &Event) -> Array {
    event.dyn_ref::<MessageEvent>().map(|event| Array::from(&event.data())).unwrap_or_default()
}

fn read(pair: &Array) -> (FromWorker, Bytes) {
    let json = pair.get(0).as_string().unwrap_or_default();
    let bytes = pair.get(1).dyn_into::<Uint8Array>().ok();
    let message = serde_json::from_str(&json).unwrap_or_else(|error| FromWorker::Failed {
        message: format!("{error}: {}", json.chars().take(200).collect::<String>()),
    });
    (message, bytes.map_or_else(Bytes::new, |bytes| bytes.to_vec().into()))
}

fn to_json(message: &ToWorker) -> String {
    serde_json::to_string(message).expect("messages have string keys only")
}

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| "?".into(), |error| error.message().into())
}
