//! The assistants that the relay runs for pages: by the relay's rules, each in a thread of its own, and
//! on without its page.
//!
//! | module | what it does |
//! |---|---|
//! | `admission` | which setups may run here |
//! | `running` | the thread: a host of the session, its orders, and when it ends |
//! | `proxying` | its proxies |
//! | `record` | the log and the status, which the thread writes and pages read |

mod admission;
mod proxying;
mod record;
mod running;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lab_shared::assistant::Wording;
use lab_shared::assistant::remote::{
    AssistantNumber, MAX_ASSISTANTS_PER_OWNER, OwnerKey, RunningAssistant, SetupNow,
};
use lab_shared::assistant::session::EndId;
use subtle::ConstantTimeEq as _;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::assist_host::Rules;
use crate::metrics::Metrics;
use crate::resources::account::Account;
use crate::shutdown::Shutdown;
pub(crate) use record::{Position, Record};
pub(crate) use running::Order;

/// Orders that wait for an assistant's thread.
const WAITING_ORDERS: usize = 64;

/// The assistants of one relay.
#[derive(Debug)]
pub(crate) struct Assistants {
    /// How many there may be.
    most: usize,
    /// How long one goes on that no page watches.
    keep: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: BTreeMap<AssistantNumber, Arc<Assistant>>,
    last: u64,
}

/// One assistant, as sessions see it.
#[derive(Debug)]
pub(crate) struct Assistant {
    pub(crate) number: AssistantNumber,
    pub(crate) name: String,
    pub(crate) record: Arc<Record>,
    owner: OwnerKey,
    begun: Instant,
    orders: mpsc::Sender<Order>,
}

/// What a page wants to have run.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) owner: OwnerKey,
    pub(crate) name: String,
    pub(crate) setup: String,
}

/// What an assistant is given to run with.
#[derive(Debug)]
pub(crate) struct Means {
    pub(crate) rules: Rules,
    /// What it may hold.
    pub(crate) memory: Arc<Account>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) shutdown: Shutdown,
}

impl Assistants {
    /// None yet, and at most `most`; each goes on for `keep` when no page watches it.
    pub(crate) fn new(most: usize, keep: Duration) -> Self {
        Self { most, keep, state: Mutex::default() }
    }

    /// Begins one with all ends closed.
    ///
    /// # Errors
    /// Every reason why it may not run, or that the system lacks something it needs.
    pub(crate) fn start(
        self: &Arc<Self>,
        wanted: Wanted,
        means: Means,
    ) -> Result<Arc<Assistant>, Vec<Wording>> {
        let Wanted { owner, name, setup: text } = wanted;
        let setup = admission::admit(&name, &text)?;
        let seed = getrandom::u64().map_err(|error| vec![lacks("randomness", "随机数", &error)])?;
        let ends = (0..).map(EndId).take(setup.ends.len()).collect();
        let now = SetupNow { text, ends };
        let record =
            Record::new(now, &setup.log, &means.memory).map_err(|full| vec![no_memory(full)])?;
        let record = Arc::new(record);
        let (orders, waiting) = mpsc::channel(WAITING_ORDERS);
        let mut state = self.state();
        self.has_place(&state, &owner).map_err(|reason| vec![reason])?;
        state.last += 1;
        let number = AssistantNumber(state.last);
        let assistant = Arc::new(Assistant {
            number,
            name,
            record: Arc::clone(&record),
            owner,
            begun: Instant::now(),
            orders,
        });
        state.running.insert(number, Arc::clone(&assistant));
        drop(state);
        let thread = running::Thread {
            setup,
            seed,
            orders: waiting,
            record,
            keep: self.keep,
            means,
            place: Place { assistants: Arc::clone(self), number },
        };
        thread.start().map_err(|error| vec![lacks("thread", "线程", &error)])?;
        tracing::info!(number = number.0, "an assistant runs for a page");
        Ok(assistant)
    }

    /// The owner's assistant of this number.
    pub(crate) fn find(&self, owner: &OwnerKey, number: AssistantNumber) -> Option<Arc<Assistant>> {
        let state = self.state();
        state.running.get(&number).filter(|found| found.belongs_to(owner)).map(Arc::clone)
    }

    /// The owner's assistants, in the order they began.
    pub(crate) fn list(&self, owner: &OwnerKey) -> Vec<RunningAssistant> {
        let state = self.state();
        let own = state.running.values().filter(|found| found.belongs_to(owner));
        own.map(|found| RunningAssistant {
            number: found.number,
            name: found.name.clone(),
            age: found.begun.elapsed(),
            watchers: found.record.watchers(),
        })
        .collect()
    }

    fn has_place(&self, state: &State, owner: &OwnerKey) -> Result<(), Wording> {
        let own = state.running.values().filter(|found| found.belongs_to(owner)).count();
        if own >= MAX_ASSISTANTS_PER_OWNER {
            return Err(Wording::new(
                format!(
                    "{own} assistants of yours run on the relay, which is as many as may; end one"
                ),
                format!("您在中继上运行的助手已达上限 {own} 个；请先结束一个"),
            ));
        }
        if state.running.len() >= self.most {
            let most = self.most;
            return Err(Wording::new(
                format!(
                    "the relay runs {most} assistants, which is as many as it may; run it in the page, or ask the relay's owner to raise --max-assistants"
                ),
                format!(
                    "中继已运行 {most} 个助手，达到上限；请改在页面中运行，或请中继的主人提高 --max-assistants"
                ),
            ));
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nobody panics while holding it, and each change is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Assistant {
    /// Hands its thread an order.
    ///
    /// # Errors
    /// It has too much to do.
    pub(crate) fn order(&self, order: Order) -> Result<(), Wording> {
        match self.orders.try_send(order) {
            // One that has ended reports that by itself.
            Ok(()) | Err(TrySendError::Closed(_)) => Ok(()),
            Err(TrySendError::Full(_)) => Err(Wording::new(
                "the assistant has too much to do; try again",
                "助手太忙；请再试一次",
            )),
        }
    }

    fn belongs_to(&self, owner: &OwnerKey) -> bool {
        self.owner.as_str().as_bytes().ct_eq(owner.as_str().as_bytes()).into()
    }
}

/// The place of an assistant among the others, for as long as its thread runs.
#[derive(Debug)]
struct Place {
    assistants: Arc<Assistants>,
    number: AssistantNumber,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.assistants.state().running.remove(&self.number);
    }
}

fn lacks(en: &str, zh: &str, error: &dyn std::error::Error) -> Wording {
    Wording::new(
        format!("the relay's system has no {en} for it: {error}"),
        format!("中继所在的系统没有可用的{zh}：{error}"),
    )
}

fn no_memory(full: crate::resources::account::Full) -> Wording {
    Wording::new(
        format!(
            "the relay has no memory left for assistants: {full}; end one, or ask its owner to raise --max-memory"
        ),
        format!("中继已没有内存给助手：{full}；请结束一个，或请中继的主人提高 --max-memory"),
    )
}
