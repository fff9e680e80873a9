//! Connections that have not shown the token, and which of them is evicted when there are too many.
//!
//! If places were only taken until none is left, strangers could keep every other connection out.
//! Here a newcomer always gets one: when all are taken, the address with the most strangers loses
//! the one that connected first. A connection that shows the token leaves the register and is never
//! evicted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::access::quota::quota_key;
use crate::resources::account::{Account, Full, Hold};
use crate::resources::limits::{MAX_STRANGER_BYTES, STRANGER_BUFFER_BYTES};

/// The register of strangers.
#[derive(Debug)]
pub(crate) struct Strangers {
    /// How many there may be, in all and of one address.
    most: usize,
    most_of_address: usize,
    /// Counts what they have sent and what their buffers take.
    memory: Arc<Account>,
    register: Mutex<Register>,
}

#[derive(Debug, Default)]
struct Register {
    /// Connections so far: a smaller number is an older connection.
    connected: u64,
    present: usize,
    addresses: HashMap<IpAddr, Queue>,
}

/// The strangers of one address, the oldest first, each with the channel that evicts it.
type Queue = BTreeMap<u64, oneshot::Sender<()>>;

/// A connection that was let in.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) stranger: Arc<Stranger>,
    /// `Ok` when the stranger is evicted, an error once it has shown the token.
    pub(crate) evicted: oneshot::Receiver<()>,
    /// Another stranger had to go for it.
    pub(crate) evicts_another: bool,
}

/// A connection, which is a stranger until it shows the token.
#[derive(Debug)]
pub(crate) struct Stranger {
    address: IpAddr,
    standing: Mutex<Option<Standing>>,
}

/// What a connection has only while it is a stranger.
#[derive(Debug)]
struct Standing {
    /// Bytes it has sent that nothing was answered to.
    unanswered: Hold,
    _buffers: Option<Hold>,
    _entry: RegisterEntry,
}

/// An entry in the register, removed when dropped.
#[derive(Debug)]
struct RegisterEntry {
    strangers: Arc<Strangers>,
    quota_key: IpAddr,
    number: u64,
}

impl Strangers {
    /// A register with room for `most` strangers and for `most_of_address` from one address, whose
    /// bytes count for `memory`.
    pub(crate) fn new(most: usize, most_of_address: usize, memory: Arc<Account>) -> Arc<Self> {
        Arc::new(Self { most, most_of_address, memory, register: Mutex::default() })
    }

    /// Registers a connection. If all places are taken, another stranger is evicted.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr) -> Admitted {
        let quota_key = quota_key(address);
        let (tell, evicted) = oneshot::channel();
        let (number, evicts_another) = self.register().enter(quota_key, tell, self);
        let entry = RegisterEntry { strangers: Arc::clone(self), quota_key, number };
        let standing = Standing {
            unanswered: self.memory.under(MAX_STRANGER_BYTES).open(),
            _buffers: self.memory.hold(STRANGER_BUFFER_BYTES).ok(),
            _entry: entry,
        };
        let stranger = Arc::new(Stranger { address, standing: Mutex::new(Some(standing)) });
        Admitted { stranger, evicted, evicts_another }
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        // Nobody panics while holding it, and each change is whole.
        self.register.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Register {
    fn enter(
        &mut self,
        quota_key: IpAddr,
        tell: oneshot::Sender<()>,
        limits: &Strangers,
    ) -> (u64, bool) {
        let of_address = self.addresses.get(&quota_key).map_or(0, BTreeMap::len);
        let crowded = if of_address >= limits.most_of_address {
            Some(quota_key)
        } else if self.present >= limits.most {
            self.most_crowded()
        } else {
            None
        };
        if let Some(crowded) = crowded {
            self.evict_oldest(crowded);
        }
        let number = self.connected;
        self.connected += 1;
        self.present += 1;
        self.addresses.entry(quota_key).or_default().insert(number, tell);
        (number, crowded.is_some())
    }

    /// The address with the most strangers; of equal ones that of the oldest stranger.
    fn most_crowded(&self) -> Option<IpAddr> {
        let crowd = |queue: &Queue| (queue.len(), queue.keys().next().copied().map(Reverse));
        let addresses = self.addresses.iter();
        addresses.max_by_key(|(_, queue)| crowd(queue)).map(|(address, _)| *address)
    }

    fn evict_oldest(&mut self, quota_key: IpAddr) {
        let oldest = self.addresses.get(&quota_key).and_then(|queue| queue.keys().next().copied());
        if let Some(tell) = oldest.and_then(|number| self.leave(quota_key, number)) {
            // A connection that has ended by itself no longer listens.
            let _ = tell.send(());
        }
    }

    fn leave(&mut self, quota_key: IpAddr, number: u64) -> Option<oneshot::Sender<()>> {
        let queue = self.addresses.get_mut(&quota_key)?;
        let tell = queue.remove(&number)?;
        if queue.is_empty() {
            self.addresses.remove(&quota_key);
        }
        self.present -= 1;
        Some(tell)
    }
}

impl Drop for RegisterEntry {
    fn drop(&mut self) {
        self.strangers.register().leave(self.quota_key, self.number);
    }
}

impl Stranger {
    /// Where the connection comes from.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// The connection has sent `bytes`.
    ///
    /// # Errors
    /// [`Full`] if this is more than a stranger may send without an answer.
    pub(crate) fn sent(&self, bytes: usize) -> Result<(), Full> {
        self.standing().as_mut().map_or(Ok(()), |standing| standing.unanswered.grow(bytes))
    }

    /// The connection's request was answered. It stays a stranger, whatever the answer.
    pub(crate) fn answered(&self) {
        if let Some(standing) = self.standing().as_mut() {
            let all = standing.unanswered.bytes();
            standing.unanswered.shrink(all);
        }
    }

    /// The connection has shown the token.
    pub(crate) fn authenticated(&self) {
        drop(self.standing().take());
    }

    /// Whether it has not shown the token.
    pub(crate) fn is_stranger(&self) -> bool {
        self.standing().is_some()
    }

    fn standing(&self) -> MutexGuard<'_, Option<Standing>> {
        // Nobody panics while holding it, and each change is whole.
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strangers(most: usize, most_of_address: usize) -> Arc<Strangers> {
        Strangers::new(most, most_of_address, Account::new(usize::MAX))
    }

    fn admit(strangers: &Arc<Strangers>, address: &str) -> Admitted {
        strangers.admit(address.parse().unwrap())
    }

    /// Which of them were evicted.
    fn evicted(admitted: &mut [Admitted]) -> Vec<usize> {
        let gone = |one: &mut Admitted| one.evicted.try_recv().is_ok();
        admitted.iter_mut().enumerate().filter_map(|(at, one)| gone(one).then_some(at)).collect()
    }

    #[test]
    fn when_all_places_are_taken_the_oldest_of_the_most_crowded_address_goes() {
        let strangers = strangers(4, 4);
        let mut inside: Vec<_> =
            ["10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.3"].map(|it| admit(&strangers, it)).into();
        assert!(evicted(&mut inside).is_empty());
        inside.push(admit(&strangers, "10.0.0.1"));
        assert_eq!(evicted(&mut inside), [1], "the oldest of the two of 10.0.0.2");
        inside.push(admit(&strangers, "10.0.0.4"));
        assert_eq!(evicted(&mut inside), [0], "the oldest of the two of 10.0.0.1");
        inside.push(admit(&strangers, "10.0.0.5"));
        assert_eq!(evicted(&mut inside), [2], "each has one: the oldest of all");
        assert!(inside[4..].iter().all(|one| one.evicts_another));
        assert_eq!(strangers.register().present, 4);
    }

    #[test]
    fn an_address_with_its_share_puts_out_its_own() {
        let strangers = strangers(10, 2);
        let mut inside: Vec<_> = ["10.0.0.9", "2001:db8::1", "2001:db8::2", "2001:db8::3"]
            .map(|it| admit(&strangers, it))
            .into();
        assert_eq!(evicted(&mut inside), [1], "one network of IPv6 is one address");
    }

    #[test]
    fn a_connection_that_shows_the_token_stays_and_leaves_its_place_and_bytes() {
        let memory = Account::new(usize::MAX);
        let strangers = Strangers::new(1, 1, Arc::clone(&memory));
        let mut page = admit(&strangers, "10.0.0.1");
        page.stranger.sent(100).unwrap();
        assert_eq!(memory.held(), STRANGER_BUFFER_BYTES + 100);
        page.stranger.authenticated();
        assert_eq!((memory.held(), strangers.register().present), (0, 0));
        assert_eq!(page.evicted.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        let stranger = admit(&strangers, "10.0.0.1");
        assert!(!stranger.evicts_another);
        page.stranger.sent(usize::MAX).unwrap();
        drop(stranger.stranger);
        let register = strangers.register();
        assert!(register.addresses.is_empty() && memory.held() == 0);
    }

    #[test]
    fn a_stranger_sends_a_bounded_amount_without_an_answer() {
        let strangers = strangers(1, 1);
        let Admitted { stranger, .. } = admit(&strangers, "10.0.0.1");
        stranger.sent(MAX_STRANGER_BYTES).unwrap();
        assert!(stranger.sent(1).is_err());
        stranger.answered();
        stranger.sent(MAX_STRANGER_BYTES).unwrap();
        assert!(stranger.sent(1).is_err());
    }
}
