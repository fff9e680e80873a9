//! A page that watches an assistant on the relay.

use std::collections::VecDeque;

use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::remote::{
    AssistantNumber, Ending, Numbered, OwnerKey, Request, RunningAssistant, Status, Update, Watched,
};
use lab_shared::assistant::session::{Command, EndId, EndState, Report};
use lab_shared::assistant::{Problem, Wording};
use lab_shared::wire::{AssistantId, AssistantMessage, ToPage, ToRelay};

use crate::common::{Page, TestRelay};

/// The number that the page gives what it watches.
pub(super) const ID: AssistantId = AssistantId(1);

/// The owner of most tests' assistants.
pub(super) fn owner() -> OwnerKey {
    OwnerKey::new(7)
}

/// A page, and what it was told.
pub(super) struct Watching {
    pub(super) page: Page,
    pub(super) watched: Option<Watched>,
    pub(super) status: Status,
    pub(super) entries: Vec<Numbered>,
    pub(super) missed: u64,
    reports: VecDeque<Report>,
    pub(super) refused: Vec<Problem>,
}

impl Watching {
    /// A page that watches nothing yet.
    pub(super) async fn page(relay: &TestRelay) -> Self {
        Self {
            page: relay.page().await,
            watched: None,
            status: Status::default(),
            entries: Vec::new(),
            missed: 0,
            reports: VecDeque::new(),
            refused: Vec::new(),
        }
    }

    /// A page that has started an assistant with this setup.
    pub(super) async fn start(relay: &TestRelay, setup: &str) -> Self {
        let mut watching = Self::page(relay).await;
        watching.try_start(setup).await.unwrap();
        watching
    }

    /// Starts one, or returns why it may not run.
    pub(super) async fn try_start(&mut self, setup: &str) -> Result<(), Vec<Wording>> {
        let setup = format!("version = 1\n{setup}");
        self.begin(Request::Start { owner: owner(), name: "test".into(), setup }).await
    }

    /// Watches one that runs, from this entry on.
    pub(super) async fn watch(
        &mut self,
        number: AssistantNumber,
        from: u64,
    ) -> Result<(), Vec<Wording>> {
        self.begin(Request::Watch { owner: owner(), number, from }).await
    }

    async fn begin(&mut self, request: Request) -> Result<(), Vec<Wording>> {
        self.ask(request).await;
        match self.update().await {
            Update::Watching(watched) => {
                self.watched = Some(watched);
                Ok(())
            }
            Update::Refused { reasons } => Err(reasons),
            other => panic!("not begun but {other:?}"),
        }
    }

    pub(super) fn number(&self) -> AssistantNumber {
        self.watched.as_ref().unwrap().number
    }

    pub(super) async fn list(&mut self, owner: OwnerKey) -> Vec<RunningAssistant> {
        self.ask(Request::List { owner }).await;
        match self.update().await {
            Update::Running { assistants } => assistants,
            other => panic!("no list but {other:?}"),
        }
    }

    pub(super) async fn ask(&mut self, request: Request) {
        let message = AssistantMessage { assistant: ID, content: request.encode() };
        self.page.say(&ToRelay::Assistant(message)).await;
    }

    pub(super) async fn command(&mut self, command: Command) {
        self.ask(Request::Command(command)).await;
    }

    /// Opens the end of a number, and waits until it is open. Returns its address, if it has one of its own.
    pub(super) async fn open(&mut self, end: u32) -> Option<String> {
        self.command(Command::Open(EndId(end))).await;
        let is_open = |status: &Status| {
            status.ends.get(&EndId(end)).is_some_and(|end| end.state == EndState::Open)
        };
        self.until(|watching| is_open(&watching.status).then_some(())).await;
        self.status.ends[&EndId(end)].local.as_ref().map(ToString::to_string)
    }

    /// The relay's next update.
    pub(super) async fn update(&mut self) -> Update {
        match self.page.next().await {
            Some(ToPage::Assistant(message)) => Update::decode(&message.content).unwrap(),
            other => panic!("no update but {other:?}"),
        }
    }

    /// Takes the next update; returns how the assistant ended, if it did.
    async fn take(&mut self) -> Option<Ending> {
        match self.update().await {
            Update::News(news) => {
                self.reports.extend(self.status.apply(news.at, news.changes));
                self.refused.extend(news.refused);
                self.missed += news.missed;
                for entry in news.entries {
                    let next = self.entries.last().map_or(entry.number, |last| last.number + 1);
                    assert!(
                        entry.number == next || news.missed > 0,
                        "{} after {next}",
                        entry.number
                    );
                    self.entries.push(entry);
                }
                None
            }
            Update::Ended(ending) => Some(ending),
            other => panic!("no news but {other:?}"),
        }
    }

    /// Takes updates until the page knows what it waits for.
    pub(super) async fn until<T>(&mut self, known: impl Fn(&Self) -> Option<T>) -> T {
        loop {
            if let Some(found) = known(self) {
                return found;
            }
            assert_eq!(self.take().await, None, "it has ended");
        }
    }

    /// Takes updates until one of this kind of report.
    pub(super) async fn report<T>(&mut self, wanted: impl Fn(&Report) -> Option<T>) -> T {
        loop {
            while let Some(report) = self.reports.pop_front() {
                if let Some(found) = wanted(&report) {
                    return found;
                }
            }
            assert_eq!(self.take().await, None, "it has ended");
        }
    }

    /// Takes updates until an entry of the log says this, in English.
    pub(super) async fn reason(&mut self, part: &str) -> String {
        let says = |entry: &Numbered| {
            let reason = entry.entry.kind.reason(lab_shared::language::Language::En);
            reason.contains(part).then(|| reason.to_owned())
        };
        self.until(|watching| watching.entries.iter().find_map(says)).await
    }

    /// Takes updates until the assistant ends.
    pub(super) async fn ended(&mut self) -> Ending {
        loop {
            if let Some(ending) = self.take().await {
                return ending;
            }
        }
    }

    /// The messages that were received, one after the other.
    pub(super) fn received(&self) -> Vec<u8> {
        let kinds = self.entries.iter().map(|numbered| &numbered.entry.kind);
        let received = kinds.filter(|kind| matches!(kind, EntryKind::Received { .. }));
        received.flat_map(|kind| kind.bytes().to_vec()).collect()
    }
}
