//! Wrong tokens by address: each one doubles the wait for the next response to that address.
//!
//! Only the response to a wrong token waits. A page with the right one is served at once, from any
//! address, because a class may share its address with the one that guesses.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::access::quota::quota_key;

/// Most addresses that are remembered; beyond them the one without a wrong token for longest is
/// forgotten.
const MAX_BACKOFFS: usize = 1024;

/// After this long without a wrong token an address starts anew.
const FORGIVEN_AFTER: Duration = Duration::from_secs(60);

/// Addresses that sent a wrong token.
#[derive(Debug)]
pub(crate) struct WrongTokens {
    first: Duration,
    longest: Duration,
    backoffs: Mutex<HashMap<IpAddr, AddressBackoff>>,
}

#[derive(Debug)]
struct AddressBackoff {
    wait: Duration,
    last: Instant,
}

impl WrongTokens {
    /// None yet. The first wrong token of an address is answered after `first`, each further one
    /// after twice the time, up to `longest`.
    pub(crate) fn new((first, longest): (Duration, Duration)) -> Self {
        Self { first, longest, backoffs: Mutex::default() }
    }

    /// An address sent a wrong token: how long its response has to wait.
    pub(crate) fn wrong(&self, address: IpAddr, now: Instant) -> Duration {
        let address = quota_key(address);
        // Nobody panics while holding it, and each change is whole.
        let mut backoffs = self.backoffs.lock().unwrap_or_else(PoisonError::into_inner);
        let before = backoffs.remove(&address);
        if backoffs.len() >= MAX_BACKOFFS {
            let quiet = backoffs.iter().min_by_key(|(_, backoff)| backoff.last);
            if let Some(quiet) = quiet.map(|(address, _)| *address) {
                backoffs.remove(&quiet);
            }
        }
        let remembered = before.filter(|backoff| now < backoff.last + FORGIVEN_AFTER);
        let wait = remembered.map_or(self.first, |backoff| backoff.wait * 2).min(self.longest);
        backoffs.insert(address, AddressBackoff { wait, last: now });
        wait
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const TIMES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(500));

    #[test]
    fn the_wait_doubles_up_to_its_bound_and_is_each_addresss_own() {
        let wrong_tokens = WrongTokens::new(TIMES);
        let now = Instant::now();
        let wrong =
            |address: &str, now| wrong_tokens.wrong(address.parse().unwrap(), now).as_millis();
        let waits = ["10.0.0.1"; 5].map(|address| wrong(address, now));
        assert_eq!(waits, [100, 200, 400, 500, 500]);
        assert_eq!(wrong("10.0.0.2", now), 100);
        assert_eq!(wrong("2001:db8::1", now), 100);
        assert_eq!(wrong("2001:db8::2", now), 200, "one network of IPv6 is one address");
        assert_eq!(wrong("10.0.0.1", now + FORGIVEN_AFTER), 100);
    }

    #[test]
    fn a_bounded_number_of_addresses_is_remembered_the_latest_ones() {
        let wrong_tokens = WrongTokens::new(TIMES);
        let now = Instant::now();
        let wrong = |number: u32, after: u64| {
            let address = IpAddr::V4(Ipv4Addr::from(number));
            wrong_tokens.wrong(address, now + Duration::from_millis(after)).as_millis()
        };
        for number in 0..=u32::try_from(MAX_BACKOFFS).unwrap() {
            assert_eq!(wrong(number, number.into()), 100);
        }
        assert_eq!(wrong_tokens.backoffs.lock().unwrap().len(), MAX_BACKOFFS);
        assert_eq!(wrong(1, 2000), 200);
        assert_eq!(wrong(0, 2000), 100, "forgotten for the last one");
    }
}
