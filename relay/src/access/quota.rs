//! How many sessions each address has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Addresses with sessions.
#[derive(Debug, Default)]
pub(crate) struct Callers(Mutex<HashMap<IpAddr, usize>>);

/// One session of an address. Dropping it makes room for another.
#[derive(Debug)]
pub(crate) struct Caller {
    callers: Arc<Callers>,
    address: IpAddr,
}

impl Callers {
    /// Room for one more session of an address that may have `most`; `None` where it has as many.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<Caller> {
        let address = household(address);
        let mut sessions = self.sessions();
        let count = sessions.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Caller { callers: Arc::clone(self), address })
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nobody panics while holding it, and each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let mut sessions = self.callers.sessions();
        if let Some(count) = sessions.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                sessions.remove(&self.address);
            }
        }
    }
}

/// What counts as one address: an IPv4 address however it is written, and the 64 bits of an IPv6
/// address that one network is given, of which it may use 2^64 (RFC 6177).
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_sessions_and_room_again_when_one_ends() {
        let callers = Arc::<Callers>::default();
        let admit = |address: &str| callers.admit(address.parse().unwrap(), 2);
        let (one, two) = (admit("10.0.0.1").unwrap(), admit("::ffff:10.0.0.1").unwrap());
        assert!(admit("10.0.0.1").is_none());
        let other = admit("10.0.0.2").unwrap();
        drop(one);
        let three = admit("10.0.0.1").unwrap();
        assert!(admit("10.0.0.1").is_none());
        drop((two, three, other));
        assert!(callers.sessions().is_empty());
    }

    #[test]
    fn one_network_of_ipv6_counts_as_one_address() {
        let callers = Arc::<Callers>::default();
        let _one = callers.admit("2001:db8:0:1::1".parse().unwrap(), 1).unwrap();
        assert!(callers.admit("2001:db8:0:1:ffff::2".parse().unwrap(), 1).is_none());
        assert!(callers.admit("2001:db8:0:2::1".parse().unwrap(), 1).is_some());
    }
}
