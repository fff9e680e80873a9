//! A worker with one Python interpreter. The page loads and starts it; from then on it talks to the
//! transport, see [`crate::link::client`].

pub(crate) mod message;

use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

use message::{FromWorker, ToWorker};

/// The path of the worker's script.
const SCRIPT: &str = "/python/worker.js";

/// An image of a loaded interpreter. The first worker makes it; the others start from it in a
/// fraction of the time. Clones share it. `web/python/image.js` describes its contents.
#[derive(Clone)]
pub(crate) struct Image(Rc<RefCell<JsValue>>);

impl Default for Image {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(JsValue::NULL)))
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A worker; dropping it ends it, whatever it is doing.
pub(crate) struct PythonWorker {
    worker: Worker,
    /// The memory it shares, once it is loaded; null where it shares none.
    mailbox: Rc<RefCell<JsValue>>,
    _listeners: [EventListener; 2],
}

impl PythonWorker {
    /// Starts a worker that loads Python, from `image` if there is one yet, and passes its messages
    /// to `heard`.
    ///
    /// # Errors The browser's error if it starts no worker.
    pub(crate) fn start(
        image: &Image,
        heard: impl Fn(FromWorker) + Clone + 'static,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(|error| words(&error))?;
        let broken = heard.clone();
        let made = image.clone();
        let mailbox = Rc::new(RefCell::new(JsValue::NULL));
        let shared = Rc::clone(&mailbox);
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                let pair = pair(event);
                if pair.get(0).is_null() {
                    // Only the first image is kept: its worker has not run a program.
                    if made.0.borrow().is_null() {
                        made.0.replace(pair.get(1));
                    }
                    return;
                }
                if !pair.get(1).is_null() {
                    shared.replace(pair.get(1));
                }
                heard(message::read_of_worker(&pair.get(0).as_string().unwrap_or_default()));
            }),
            EventListener::new(&worker, "error", move |event| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let message = message.filter(|it| !it.is_empty()).unwrap_or_else(|| SCRIPT.into());
                broken(FromWorker::Failed { message });
            }),
        ];
        let message = Array::of2(&message::write(&ToWorker::Load).into(), &image.0.borrow());
        // An image can always be copied: a module, and bytes.
        let _ = worker.post_message(&message);
        Ok(Self { worker, mailbox, _listeners: listeners })
    }

    /// Starts its program. From now on messages go through `port`.
    pub(crate) fn run(&self, run: &ToWorker, port: &MessagePort) {
        let data: Array = match run {
            ToWorker::Run { data, .. } => {
                data.iter().map(|file| JsValue::from(Uint8Array::from(&file.bytes[..]))).collect()
            }
            _ => Array::new(),
        };
        let message = Array::of3(&message::write(run).into(), port, &data);
        // The port was made for this and has been moved nowhere else.
        let _ = self.worker.post_message_with_transfer(&message, &Array::of1(port));
    }

    /// The memory in which it finds the returns of calls that it blocks for; null where it shares
    /// none.
    #[must_use]
    pub(crate) fn mailbox(&self) -> JsValue {
        self.mailbox.borrow().clone()
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

fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| "?".into(), |error| error.message().into())
}
