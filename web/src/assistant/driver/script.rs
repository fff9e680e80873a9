//! The script's worker: starts and ends it, and carries messages between it and the session. Its port is the
//! page's own, so that a script needs no relay.

use bytes::Bytes;
use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, MessageChannel, MessageEvent, MessagePort};

use super::hosted::Hosted;
use crate::assistant::state::AssistantModel;
use crate::assistant::state::host;
use crate::assistant::state::script::run::{Output, ScriptEvent, ScriptInput, ScriptRun};
use crate::assistant::state::script::{FILE, ScriptEffect, ScriptEnd, ScriptNews};
use crate::kit::browser::Store;
use crate::lab::driver::runner::Runner;
use crate::worker::message::script::{ScriptMessage, read_of_script};
use crate::worker::message::{
    Begin, Breakpoints, FromWorker, SourceFile, TerminalSize, ToWorker, write,
};
use crate::worker::{Image, PythonWorker};

/// At most one script at a time.
pub(super) struct ScriptDriver {
    model: Store<AssistantModel>,
    runner: OnceCell<Weak<Runner<Hosted>>>,
    image: Image,
    current: RefCell<Option<Running>>,
    /// Counts the workers, so that a message of an earlier one reaches no later one.
    workers: Cell<u32>,
}

/// A script with its worker.
struct Running {
    number: u32,
    worker: PythonWorker,
    text: String,
    /// Where its messages go, once Python is loaded.
    port: Option<(MessagePort, EventListener)>,
    run: ScriptRun,
}

impl ScriptDriver {
    /// A driver without a script. Workers start from `image`.
    pub(super) fn new(model: Store<AssistantModel>, image: Image) -> Rc<Self> {
        let (runner, current, workers) = (OnceCell::new(), RefCell::default(), Cell::default());
        Rc::new(Self { model, runner, image, current, workers })
    }

    /// Scripts answer messages of this machine, which is begun once.
    pub(super) fn serve(&self, runner: &Rc<Runner<Hosted>>) {
        self.runner.get_or_init(|| Rc::downgrade(runner));
    }

    /// Carries out what the person wants.
    pub(super) fn handle(self: &Rc<Self>, effect: ScriptEffect) {
        self.end();
        if let ScriptEffect::Start(text) = effect {
            self.start(text);
        }
    }

    /// Hands the script what the host tells.
    pub(super) fn told(self: &Rc<Self>, event: ScriptEvent) {
        self.with_run(|run| run.told(event));
    }

    fn start(self: &Rc<Self>, text: String) {
        let number = self.workers.get() + 1;
        self.workers.set(number);
        let driver = Rc::downgrade(self);
        let heard = move |message| {
            if let Some(driver) = driver.upgrade() {
                driver.heard(number, message);
            }
        };
        match PythonWorker::start(&self.image, heard) {
            Ok(worker) => {
                let (port, run) = (None, ScriptRun::default());
                *self.current.borrow_mut() = Some(Running { number, worker, text, port, run });
            }
            Err(words) => self.news(ScriptNews::Over(ScriptEnd::Failed(words))),
        }
    }

    /// What the worker says by itself: its progress in loading, or that its script has failed.
    fn heard(self: &Rc<Self>, number: u32, message: FromWorker) {
        if self.current.borrow().as_ref().is_none_or(|running| running.number != number) {
            return;
        }
        let end = match message {
            FromWorker::Loading { loaded, total } => {
                return self.news(ScriptNews::Loading(loaded, total));
            }
            FromWorker::Ready { .. } => return self.begin(number),
            FromWorker::Unsupported(_) => ScriptEnd::Unsupported,
            FromWorker::Failed { message } => ScriptEnd::Failed(message),
            _ => return,
        };
        self.end();
        self.news(ScriptNews::Over(end));
    }

    /// Python is loaded: it runs the text from now on.
    fn begin(self: &Rc<Self>, number: u32) {
        // A page that can load Python can make a channel.
        let Ok(channel) = MessageChannel::new() else { return };
        let port = channel.port1();
        let driver = Rc::downgrade(self);
        let listener = EventListener::new(&port, "message", move |event| {
            if let Some(driver) = driver.upgrade() {
                let (message, bytes) = received(event);
                driver.said(number, message, bytes);
            }
        });
        port.start();
        if let Some(running) = &mut *self.current.borrow_mut() {
            running.worker.run(&order(&running.text), &channel.port2());
            // Nobody types into a script: input() ends at once.
            post(&port, &write(&ToWorker::Eof), None);
            running.port = Some((port, listener));
        }
        self.news(ScriptNews::Started);
        self.hand_in(ScriptInput::Serve(true));
    }

    fn said(self: &Rc<Self>, number: u32, message: ScriptMessage, bytes: Bytes) {
        let is_current = self.current.borrow().as_ref().is_some_and(|it| it.number == number);
        if is_current {
            self.with_run(|run| run.said(message, bytes));
        }
    }

    fn with_run(self: &Rc<Self>, act: impl FnOnce(&mut ScriptRun)) {
        let outputs: Vec<Output> = match &mut *self.current.borrow_mut() {
            None => return,
            Some(Running { run, .. }) => {
                act(run);
                std::iter::from_fn(|| run.poll_output()).collect()
            }
        };
        for output in outputs {
            match output {
                Output::Post(json, bytes) => {
                    if let Some(Running { port: Some((port, _)), .. }) = &*self.current.borrow() {
                        post(port, &json, bytes.as_deref());
                    }
                }
                Output::Host(input) => self.hand_in(input),
                Output::News(news) => self.news(news),
                Output::End => self.end(),
            }
        }
    }

    /// Ends the worker, whatever it is doing.
    fn end(self: &Rc<Self>) {
        if self.current.take().is_some() {
            self.hand_in(ScriptInput::Serve(false));
        }
    }

    fn news(&self, news: ScriptNews) {
        self.model.update(|model| model.apply_script(news));
    }

    /// Hands something to the machine, which may just be telling of something itself.
    fn hand_in(&self, input: ScriptInput) {
        let runner = self.runner.get().cloned();
        spawn_local(async move {
            if let Some(runner) = runner.as_ref().and_then(Weak::upgrade) {
                runner.hand_in(host::Input::Script(input));
            }
        });
    }
}

fn order(text: &str) -> ToWorker {
    ToWorker::Run {
        main: FILE.to_owned(),
        files: vec![SourceFile { name: FILE.to_owned(), text: text.to_owned() }],
        data: Vec::new(),
        wheels: Vec::new(),
        socket_files: Default::default(),
        arguments: Vec::new(),
        begin: Begin::Run,
        pace: 0,
        breakpoints: Breakpoints::new(),
        terminal: TerminalSize::default(),
        script: true,
    }
}

fn post(port: &MessagePort, json: &str, bytes: Option<&[u8]>) {
    let bytes = bytes.map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes).into());
    // A string and bytes can always be copied.
    let _ = port.post_message(&Array::of2(&json.into(), &bytes));
}

fn received(event: &Event) -> (ScriptMessage, Bytes) {
    let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data).unwrap_or_default();
    let pair = data.dyn_into::<Array>().unwrap_or_default();
    let json = pair.get(0).as_string().unwrap_or_default();
    let bytes = pair.get(1).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
    (read_of_script(&json), bytes.unwrap_or_default().into())
}
