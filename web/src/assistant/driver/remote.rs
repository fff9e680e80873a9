//! The assistant on the relay: carries out what its state machine wants, and keeps this browser's key.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lab_shared::assistant::remote::{AssistantNumber, OwnerKey, ProxyRequest, Request, Update};
use lab_shared::assistant::session::Command;
use lab_shared::wire::{AssistantId, AssistantMessage};

use crate::assistant::relay_events::{RelayEvent, RelayEvents};
use crate::assistant::state::AssistantModel;
use crate::assistant::state::remote::{Input, Output, Remote};
use crate::kit::browser::{self, Store, storage};
use crate::link::client::RelayClient;

/// The key of the owner's key in the browser's storage.
const KEY: &str = "socket-lab.assistant-owner";

/// The number of requests that concern none that is watched.
const NONE: AssistantId = AssistantId(0);

/// At most one assistant on the relay.
pub(super) struct RemoteDriver {
    client: RelayClient,
    model: Store<AssistantModel>,
    owner: OwnerKey,
    current: RefCell<Option<(AssistantId, Remote)>>,
    last: Cell<u32>,
}

impl RemoteDriver {
    /// A driver that watches none, and asks which ones there are as soon as there is a relay.
    pub(super) fn start(
        client: RelayClient,
        events: &RelayEvents,
        model: Store<AssistantModel>,
    ) -> Rc<Self> {
        let (current, last) = (RefCell::default(), Cell::new(NONE.0));
        let driver = Rc::new(Self { client, model, owner: owner(), current, last });
        let told = Rc::clone(&driver);
        events.listen(move |event| told.event(event));
        driver
    }

    /// Has the relay start one with this setup.
    pub(super) fn run(&self, name: String, setup: String) {
        self.begin(Remote::start(self.owner.clone(), name, setup));
    }

    /// Watches one that the relay runs.
    pub(super) fn watch(&self, number: AssistantNumber) {
        self.begin(Remote::watch(self.owner.clone(), number));
    }

    /// Asks the relay which ones it runs for this browser.
    pub(super) fn list(&self) {
        self.ask(NONE, Request::List { owner: self.owner.clone() });
    }

    pub(super) fn command(&self, command: Command) {
        self.hand_in(Input::Command(Box::new(command)));
    }

    /// Asks for something of the proxies.
    pub(super) fn proxy(&self, request: ProxyRequest) {
        self.hand_in(Input::Proxy(request));
    }

    /// Watches it no longer.
    pub(super) fn leave(&self) {
        self.hand_in(Input::Leave);
        self.current.take();
    }

    /// Ends it.
    pub(super) fn end(&self) {
        self.hand_in(Input::End);
        self.current.take();
    }

    /// Reads the one that is watched.
    pub(super) fn read<R>(&self, look: impl FnOnce(&Remote) -> R) -> Option<R> {
        self.current.borrow().as_ref().map(|(_, remote)| look(remote))
    }

    fn begin(&self, remote: Remote) {
        self.leave();
        self.last.set(self.last.get() + 1);
        *self.current.borrow_mut() = Some((AssistantId(self.last.get()), remote));
        // Without a session it begins with the next one.
        self.hand_in(Input::Session);
    }

    fn event(&self, event: RelayEvent) {
        match event {
            RelayEvent::Session => {
                self.hand_in(Input::Session);
                self.list();
            }
            RelayEvent::Message(AssistantMessage { assistant: NONE, content }) => {
                if let Ok(Update::Running { assistants }) = Update::decode(&content) {
                    self.model.update(|model| model.list(assistants));
                }
            }
            RelayEvent::Message(AssistantMessage { assistant, content }) => {
                let watched = self.current.borrow().as_ref().map(|(id, _)| *id);
                if watched == Some(assistant) {
                    self.hand_in(Input::Content(content));
                }
            }
        }
    }

    fn hand_in(&self, input: Input) {
        let mut outputs = Vec::new();
        let id = {
            let mut current = self.current.borrow_mut();
            let Some((id, remote)) = &mut *current else { return };
            remote.handle(input);
            outputs.extend(std::iter::from_fn(|| remote.poll_output()));
            *id
        };
        for output in outputs {
            match output {
                Output::Ask(content) => self.send(id, content),
                output => self.model.update(|model| model.apply_remote(output, browser::now())),
            }
        }
    }

    fn ask(&self, assistant: AssistantId, request: Request) {
        self.send(assistant, request.encode());
    }

    fn send(&self, assistant: AssistantId, content: bytes::Bytes) {
        // Without a relay it is asked again in the next session.
        self.client.ask_assistant(AssistantMessage { assistant, content });
    }
}

/// The key that this browser's assistants belong to. Where nothing can be kept, it is that of the page.
fn owner() -> OwnerKey {
    let kept = storage::kept(KEY).and_then(|text| OwnerKey::try_from(text).ok());
    kept.unwrap_or_else(|| {
        // A browser without randomness has no `crypto`, and no WebAssembly either.
        let key = OwnerKey::new(browser::random().expect("a browser has randomness"));
        let _ = storage::keep(KEY, key.as_str());
        key
    })
}
