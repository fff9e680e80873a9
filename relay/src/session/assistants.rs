//! The assistants that a page starts and watches. They belong to the relay ([`crate::assistants`]) and go
//! on when the page leaves; the page reads them at a bounded rate.

use std::collections::BTreeMap;
use std::future::pending;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use lab_shared::assistant::Wording;
use lab_shared::assistant::remote::{
    AssistantNumber, MAX_NEWS_BYTES, OwnerKey, REPORTS_PER_SECOND, Request, Update, Watched,
};
use lab_shared::language::Bilingual;
use lab_shared::wire::{AssistantId, AssistantMessage};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::context::SessionContext;
use crate::assist_host::Rules;
use crate::assistants::{Assistant, Means, Order, Position, Wanted};
use crate::policy::UnixNames;
use crate::resources::account::Hold;
use crate::resources::limits::{MAX_ASSISTANT_BYTES, MAX_WATCHED_ASSISTANTS};

/// The pause between two reports on one assistant.
const PAUSE: Duration = Duration::from_millis(1000 / REPORTS_PER_SECOND as u64);

/// What one page watches.
pub(super) struct WatchedAssistants {
    context: Arc<SessionContext>,
    watched: BTreeMap<AssistantId, Watch>,
    /// Notified by the assistants' threads.
    notify: Arc<Notify>,
    replies: Vec<AssistantMessage>,
}

struct Watch {
    assistant: Arc<Assistant>,
    position: Position,
    /// When the next report may go.
    due: Instant,
}

impl WatchedAssistants {
    pub(super) fn new(context: Arc<SessionContext>) -> Self {
        let (watched, replies) = (BTreeMap::new(), Vec::new());
        Self { context, watched, notify: Arc::default(), replies }
    }

    /// Carries out a request. `hold` counts its bytes until that is done.
    ///
    /// # Errors
    /// What is wrong with the request: only a page with a fault makes it.
    pub(super) fn handle_request(
        &mut self,
        message: &AssistantMessage,
        hold: Hold,
    ) -> Result<(), String> {
        let id = message.assistant;
        let request = Request::decode(&message.content).map_err(|error| error.to_string())?;
        match request {
            Request::Start { .. } | Request::Watch { .. } if self.watched.contains_key(&id) => {
                return Err(format!("assistant {} is watched already", id.0));
            }
            Request::Start { .. } | Request::Watch { .. }
                if self.watched.len() >= MAX_WATCHED_ASSISTANTS =>
            {
                let reason = Wording::new(
                    "this page watches as many assistants as it may; leave one",
                    "本页面查看的助手已达上限；请先离开一个",
                );
                self.refuse(id, vec![reason]);
            }
            Request::Start { owner, name, setup } => {
                let started = self.start(Wanted { owner, name, setup });
                self.watch(id, 0, started);
            }
            Request::Watch { owner, number, from } => {
                let found = self.find(&owner, number);
                self.watch(id, from, found);
            }
            Request::List { owner } => {
                let assistants = self.context.assistants.list(&owner);
                self.reply(id, Update::Running { assistants });
            }
            Request::Command(command) => self.order(id, Order::Command(Box::new(command), hold)),
            Request::Proxy(request) => self.order(id, Order::Proxy(Box::new(request), hold)),
            Request::End => self.order(id, Order::End),
            Request::Leave => {
                self.watched.remove(&id);
            }
        }
        Ok(())
    }

    /// Reports that a request for which there is no room was refused.
    pub(super) fn refuse_for_size(&mut self, id: AssistantId) {
        let reason = Wording::new(
            "the relay holds as many bytes for this page as it may; send less at a time",
            "中继为本页面保存的字节已达上限；请减少每次发送的内容",
        );
        self.refuse(id, vec![reason]);
    }

    /// Waits for something to report. May be dropped without losing anything.
    pub(super) async fn next_reports(&mut self) -> Vec<AssistantMessage> {
        loop {
            if !self.replies.is_empty() {
                return mem::take(&mut self.replies);
            }
            let now = Instant::now();
            self.collect(now);
            if !self.replies.is_empty() {
                continue;
            }
            let next = self.watched.values().map(|watch| watch.due).filter(|due| *due > now).min();
            let alarm = async {
                match next {
                    Some(next) => sleep_until(next).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                () = self.notify.notified() => {}
                () = alarm => {}
            }
        }
    }

    fn collect(&mut self, now: Instant) {
        let mut ended = Vec::new();
        for (id, watch) in &mut self.watched {
            if watch.due > now {
                continue;
            }
            let Some((news, ending)) = watch.position.read() else { continue };
            let content = Update::News(news).encode();
            // A report that is long takes the time of several.
            let parts = u32::try_from(content.len() / (2 * MAX_NEWS_BYTES)).unwrap_or(u32::MAX);
            watch.due = now + PAUSE * parts.saturating_add(1);
            self.replies.push(AssistantMessage { assistant: *id, content });
            if let Some(ending) = ending {
                let content = Update::Ended(ending).encode();
                self.replies.push(AssistantMessage { assistant: *id, content });
                ended.push(*id);
            }
        }
        for id in ended {
            self.watched.remove(&id);
        }
    }

    fn start(&self, wanted: Wanted) -> Result<Arc<Assistant>, Vec<Wording>> {
        if let Err(rule) = self.context.networks.machine() {
            let Bilingual { zh, en } = rule.explanation();
            return Err(vec![Wording::new(en, zh)]);
        }
        let SessionContext { policy, unix_directory, threads, memory, metrics, shutdown, .. } =
            &*self.context;
        let names = UnixNames::new(unix_directory.path());
        let means = Means {
            rules: Rules::new(Arc::clone(policy), names, threads.share()),
            memory: memory.assistants.share(MAX_ASSISTANT_BYTES),
            metrics: Arc::clone(metrics),
            shutdown: shutdown.clone(),
        };
        self.context.assistants.start(wanted, means)
    }

    fn find(
        &self,
        owner: &OwnerKey,
        number: AssistantNumber,
    ) -> Result<Arc<Assistant>, Vec<Wording>> {
        let found = self.context.assistants.find(owner, number);
        found.ok_or_else(|| {
            vec![Wording::new(
                "the relay runs this assistant no longer; start it again",
                "中继已不再运行此助手；请重新启动",
            )]
        })
    }

    fn watch(
        &mut self,
        id: AssistantId,
        from: u64,
        assistant: Result<Arc<Assistant>, Vec<Wording>>,
    ) {
        let assistant = match assistant {
            Ok(assistant) => assistant,
            Err(reasons) => return self.refuse(id, reasons),
        };
        let setup = assistant.record.setup();
        let position = assistant.record.watch(from, Arc::clone(&self.notify));
        let watched = Watched { number: assistant.number, name: assistant.name.clone(), setup };
        self.reply(id, Update::Watching(watched));
        // Without it the status would be as old as the last watch. One that is busy publishes it anyway.
        let _ = assistant.order(Order::Look);
        self.watched.insert(id, Watch { assistant, position, due: Instant::now() });
    }

    /// Hands on an order. One for an assistant that has ended is ignored: the page may not know that yet.
    fn order(&mut self, id: AssistantId, order: Order) {
        if let Some(watch) = self.watched.get(&id)
            && let Err(reason) = watch.assistant.order(order)
        {
            self.refuse(id, vec![reason]);
        }
    }

    fn refuse(&mut self, id: AssistantId, reasons: Vec<Wording>) {
        self.reply(id, Update::Refused { reasons });
    }

    fn reply(&mut self, assistant: AssistantId, update: Update) {
        self.replies.push(AssistantMessage { assistant, content: update.encode() });
    }
}
