//! The page's side of an assistant that the relay runs: what to ask of the relay, and what is new. It goes
//! on where it was when the connection to the relay, or the page's session there, was lost.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::log::Entry;
use lab_shared::assistant::remote::{
    AssistantNumber, ContentError, Ending, News, OwnerKey, Pacing, ProxiesStatus, ProxyRequest,
    Request, SetupNow, Status, Update,
};
use lab_shared::assistant::session::{Command, EndId, Report};
use lab_shared::call::Address;
use lab_shared::wire::MAX_PAYLOAD_BYTES;

/// Bytes that the JSON of a command may take beside its piece of bytes.
const COMMAND_BYTES: usize = 64 * 1024;

/// Requests that wait for an assistant to begin.
const MOST_WAITING: usize = 16;

/// One assistant on the relay, which this page has started or watches.
#[derive(Debug)]
pub(crate) struct Remote {
    owner: OwnerKey,
    phase: Phase,
    /// The number of the first entry that the page does not have.
    next: u64,
    status: Status,
    /// When the status was read, in time since the session began.
    at: Duration,
    /// What is asked of it once the page watches it.
    waiting: Vec<ProxyRequest>,
    outputs: VecDeque<Output>,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phase {
    /// The relay was asked to start it, or is yet to be: with this name and setup.
    Starting(String, String),
    /// The relay was asked to let the page watch it, or is yet to be.
    Finding(AssistantNumber),
    /// The page watches it.
    Watching(AssistantNumber),
    /// It has ended, or could not start.
    Over,
}

/// What happened, or what a person wants.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    /// The page has a session on the relay, and it is another than the last: nothing is watched there.
    Session,
    /// The relay has sent this.
    Content(Bytes),
    /// A command of a person.
    Command(Box<Command>),
    /// What a person wants of the proxies. While the assistant is yet to begin, it waits for that.
    Proxy(ProxyRequest),
    /// Watch it no longer; it goes on.
    Leave,
    /// End it.
    End,
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Send this to the relay.
    Ask(Bytes),
    /// The page watches it, with this setup, or the setup is another now.
    Setup(SetupNow),
    /// A line of the log.
    Entry(Entry),
    /// So many lines are missing here.
    Missed(u64),
    /// What has changed.
    Report(Report),
    /// A listener or a datagram socket has this address.
    Bound(EndId, Address),
    /// What the proxies are doing.
    Proxies(ProxiesStatus),
    /// How exactly timed messages were sent.
    Pacing(Pacing),
    /// The relay has refused what was asked last; why.
    Refused(Vec<Wording>),
    /// It has ended.
    Ended(Ending),
    /// The relay said something that this page does not understand.
    Strange(String),
}

impl Remote {
    /// One that the relay is to start as soon as the page has a session there.
    #[must_use]
    pub(crate) fn start(owner: OwnerKey, name: String, setup: String) -> Self {
        Self::new(owner, Phase::Starting(name, setup))
    }

    /// One that the relay runs already.
    #[must_use]
    pub(crate) fn watch(owner: OwnerKey, number: AssistantNumber) -> Self {
        Self::new(owner, Phase::Finding(number))
    }

    fn new(owner: OwnerKey, phase: Phase) -> Self {
        let (status, outputs) = (Status::default(), VecDeque::new());
        let waiting = Vec::new();
        Self { owner, phase, next: 0, status, at: Duration::ZERO, waiting, outputs }
    }

    /// What it is doing, as far as the page was told, and when that was.
    #[must_use]
    pub(crate) fn status(&self) -> (&Status, Duration) {
        (&self.status, self.at)
    }

    /// Takes in what happened.
    pub(crate) fn handle(&mut self, input: Input) {
        match input {
            Input::Session => self.begin(),
            Input::Content(content) => match Update::decode(&content) {
                Ok(update) => self.update(update),
                Err(error) => self.strange(&error),
            },
            Input::Command(command) => self.command(*command),
            Input::Proxy(request) => match self.phase {
                Phase::Starting(..) if self.waiting.len() < MOST_WAITING => {
                    self.waiting.push(request);
                }
                _ => self.proxy(request),
            },
            Input::Leave => {
                if matches!(self.phase, Phase::Watching(_)) {
                    self.ask(Request::Leave);
                }
                self.phase = Phase::Over;
            }
            Input::End => match self.phase {
                Phase::Watching(_) => self.ask(Request::End),
                _ => self.phase = Phase::Over,
            },
        }
    }

    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Asks the relay anew for what it does not know in another session.
    fn begin(&mut self) {
        let owner = self.owner.clone();
        match self.phase.clone() {
            Phase::Starting(name, setup) => self.ask(Request::Start { owner, name, setup }),
            Phase::Finding(number) | Phase::Watching(number) => {
                self.phase = Phase::Finding(number);
                self.ask(Request::Watch { owner, number, from: self.next });
            }
            Phase::Over => {}
        }
    }

    fn command(&mut self, command: Command) {
        let bytes = match &command {
            Command::SendBytes { bytes, .. } => bytes.len(),
            _ => 0,
        };
        if bytes > MAX_PAYLOAD_BYTES - COMMAND_BYTES {
            return self.outputs.push_back(Output::Refused(vec![Wording::new(
                "this is too long for one message to the relay; send it in parts",
                "内容太长，无法一次发给中继；请分几次发送",
            )]));
        }
        match self.phase {
            Phase::Watching(_) => self.ask(Request::Command(command)),
            _ => self.unreachable(),
        }
    }

    fn proxy(&mut self, request: ProxyRequest) {
        match self.phase {
            Phase::Watching(_) => self.ask(Request::Proxy(request)),
            _ => self.unreachable(),
        }
    }

    fn unreachable(&mut self) {
        self.outputs.push_back(Output::Refused(vec![Wording::new(
            "the assistant on the relay cannot be reached; wait until it can",
            "暂时无法连接中继上的助手；请稍候",
        )]));
    }

    fn update(&mut self, update: Update) {
        match update {
            Update::Watching(watched) => {
                self.phase = Phase::Watching(watched.number);
                // The first report says all of what they are doing now.
                self.status.proxies = ProxiesStatus::default();
                for request in std::mem::take(&mut self.waiting) {
                    self.proxy(request);
                }
                self.outputs.push_back(Output::Setup(watched.setup));
            }
            // A list is asked for beside what is watched.
            Update::Running { .. } => {}
            Update::Refused { reasons } => {
                // What could not begin is over; a command that was refused changes nothing.
                if !matches!(self.phase, Phase::Watching(_)) {
                    self.phase = Phase::Over;
                }
                self.outputs.push_back(Output::Refused(reasons));
            }
            Update::News(news) => self.news(news),
            Update::Ended(ending) => {
                self.phase = Phase::Over;
                self.outputs.push_back(Output::Ended(ending));
            }
        }
    }

    fn news(&mut self, news: News) {
        let News { at, changes, setup, refused, missed, entries } = news;
        self.at = at;
        self.outputs.extend(setup.map(Output::Setup));
        if missed > 0 {
            self.outputs.push_back(Output::Missed(missed));
        }
        self.next += missed;
        for numbered in entries {
            self.next = numbered.number + 1;
            self.outputs.push_back(Output::Entry(numbered.entry));
        }
        let bound = changes.ends.iter().filter_map(|(end, status)| {
            let local = status.local.clone()?;
            let known = self.status.ends.get(end).and_then(|known| known.local.as_ref());
            (known != Some(&local)).then(|| Output::Bound(*end, local))
        });
        let bound: Vec<Output> = bound.collect();
        self.outputs.extend(changes.pacing.map(Output::Pacing));
        let proxies = !changes.proxies.is_empty();
        let reports = self.status.apply(at, changes);
        if proxies {
            self.outputs.push_back(Output::Proxies(self.status.proxies.clone()));
        }
        self.outputs.extend(reports.into_iter().map(Output::Report));
        // A report on an end that opens takes its address away, so it follows.
        self.outputs.extend(bound);
        let refused = refused.into_iter().map(Report::Refused);
        self.outputs.extend(refused.map(Output::Report));
    }

    fn ask(&mut self, request: Request) {
        self.outputs.push_back(Output::Ask(request.encode()));
    }

    fn strange(&mut self, error: &ContentError) {
        self.outputs.push_back(Output::Strange(error.to_string()));
    }
}

#[cfg(test)]
mod tests;
