//! The assistant's driver: carries out a person's commands, runs the session over the lab's sockets, and
//! keeps the setup in the browser's storage.

mod files;
mod hosted;
mod remote;
mod script;

use std::cell::RefCell;
use std::rc::Rc;

use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::{Composed, Draft};
use lab_shared::assistant::session::{Command, Session};
use lab_shared::assistant::setup::Setup;

use super::browser::ChosenFile;
use super::relay_events::RelayEvents;
use super::state::figures::Figures;
use super::state::host::{self, Host, News};
use super::state::hosting::HostingEffect;
use super::state::{AssistantCommand, AssistantEffect, AssistantModel};
use crate::kit::browser::storage;
use crate::kit::browser::{self, Store};
use crate::kit::state::file_name::FileName;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::driver::runner::Runner;
use crate::link::client::RelayClient;
use crate::worker::Image;
use files::Files;
use hosted::Hosted;
pub(crate) use hosted::now;
use remote::RemoteDriver;
use script::ScriptDriver;

/// The keys of the setup and of what is written in the browser's storage.
const KEY: &str = "socket-lab.assistant";
const DRAFT_KEY: &str = "socket-lab.assistant-draft";

/// Receives the newest snapshot of the model.
pub(super) type Show = Box<dyn Fn(Snapshot<AssistantModel>)>;

/// The session at work and the model of its place. It goes on while another place is in view.
pub(super) struct AssistantDriver {
    model: Store<AssistantModel>,
    shown_to: Rc<RefCell<Option<Show>>>,
    runner: Rc<Runner<Hosted>>,
    files: Rc<Files>,
    script: Rc<ScriptDriver>,
    remote: Rc<RemoteDriver>,
}

impl PartialEq for AssistantDriver {
    fn eq(&self, other: &Self) -> bool {
        self.model == other.model
    }
}

impl AssistantDriver {
    /// A driver with the setup that the browser keeps; all ends are closed. Scripts run in workers that
    /// start from `python`.
    pub(super) fn new(
        issuer: CallIssuer,
        client: RelayClient,
        events: &RelayEvents,
        python: Image,
    ) -> Self {
        let model = AssistantModel::kept(
            storage::kept(KEY).as_deref(),
            storage::kept(DRAFT_KEY).as_deref(),
        );
        let own = Hosted(Host::new(session(model.setup())));
        let shown_to = Rc::new(RefCell::new(None::<Show>));
        let shown = Rc::clone(&shown_to);
        let model = Store::new(model, move |snapshot| {
            if let Some(show) = &*shown.borrow() {
                show(snapshot);
            }
        });
        let files = Files::new(model.clone());
        let script = ScriptDriver::new(model.clone(), python);
        let (told, of_files, of_script) = (model.clone(), Rc::clone(&files), Rc::clone(&script));
        let runner = Runner::new(issuer, move |news: News| match news {
            News::File(news) => of_files.told(news),
            News::Script(event) => of_script.told(event),
            news => told.update(|model| model.apply_own(news)),
        });
        files.serve(&runner);
        script.serve(&runner);
        runner.start(own);
        let remote = RemoteDriver::start(client, events, model.clone());
        Self { model, shown_to, runner, files, script, remote }
    }

    pub(super) fn snapshot(&self) -> Snapshot<AssistantModel> {
        Snapshot::new(self.model.read(Clone::clone))
    }

    /// Shows each new snapshot to `show`, or to nobody.
    pub(super) fn show_to(&self, show: Option<Show>) {
        if let Some(show) = &show {
            show(self.snapshot());
        }
        *self.shown_to.borrow_mut() = show;
    }

    /// Where the person's file goes that is to be sent.
    pub(super) fn chosen_file(&self) -> ChosenFile {
        self.files.chosen.clone()
    }

    /// The figures of all ends and of the chosen one's peers, as they are now.
    pub(super) fn figures(&self) -> Rc<Figures> {
        let (ends, chosen, on_relay) =
            self.model.read(|model| (model.end_ids(), model.chosen, model.hosting.on_relay));
        let figures = match on_relay {
            true => self.remote.read(|remote| Figures::of_remote(remote, &ends, chosen)),
            false => self
                .runner
                .read(|hosted| Figures::of(hosted.0.session(), &ends, chosen, browser::now())),
        };
        Rc::new(figures.unwrap_or_default())
    }

    /// What a draft would send now.
    pub(super) fn preview(&self, draft: &Draft) -> Result<Composed, Problem> {
        let preview = |hosted: &Hosted| hosted.0.session().preview(draft, now());
        self.runner.read(preview).expect("the session runs as long as the page")
    }

    /// Carries a command out.
    pub(super) fn handle(&self, command: AssistantCommand) {
        let effects = self.model.update_at_once(|model| model.handle(command));
        for effect in effects {
            match effect {
                AssistantEffect::Session(command) => self.command(command),
                AssistantEffect::Place(end, host) => {
                    self.runner.hand_in(host::Input::Place(end, host));
                }
                AssistantEffect::Proxy(request) => self.remote.proxy(request),
                AssistantEffect::File(effect) => self.files.handle(effect),
                AssistantEffect::Script(effect) => self.script.handle(effect),
                AssistantEffect::Hosting(effect) => self.host(effect),
                AssistantEffect::Save { name, ending, media_type, bytes } => {
                    browser::save_file(&FileName::new(name, ending), media_type, &bytes);
                }
                AssistantEffect::KeepDraft(draft) => {
                    let _ = storage::keep(DRAFT_KEY, &draft);
                }
                AssistantEffect::Keep(setup) => {
                    // Without storage the setup lasts as long as the page.
                    let _ = storage::keep(KEY, &setup);
                }
            }
        }
    }

    /// Hands a command to the session, wherever it runs. The page's own session learns of changes of the
    /// setup in any case: it shows what a message would be.
    fn command(&self, command: Command) {
        let on_relay = self.model.read(|model| model.hosting.on_relay);
        if on_relay {
            self.remote.command(command.clone());
        }
        if !on_relay || command.changes_setup() {
            self.runner.hand_in(host::Input::Command(command));
        }
    }

    fn host(&self, effect: HostingEffect) {
        match effect {
            HostingEffect::CloseOwn(ends) => {
                for end in ends {
                    self.runner.hand_in(host::Input::Command(Command::Close(end)));
                }
            }
            HostingEffect::Start { name, setup } => self.remote.run(name, setup),
            HostingEffect::Watch(number) => self.remote.watch(number),
            HostingEffect::Leave => self.remote.leave(),
            HostingEffect::End => self.remote.end(),
            HostingEffect::List => self.remote.list(),
            HostingEffect::Renew(setup) => self.runner.start(Hosted(Host::new(session(*setup)))),
        }
    }
}

/// A session of the page's own, with all ends closed.
fn session(setup: Setup) -> Session {
    let seed = browser::epoch() ^ u64::try_from(browser::now().as_nanos()).unwrap_or_default();
    Session::new(setup, seed).expect("the model keeps only a setup without mistakes")
}
