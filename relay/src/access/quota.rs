//! How many sessions each address has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Addresses with sessions.
#[derive(Debug, Default)]
pub(crate) struct AddressQuota(Mutex<HashMap<IpAddr, usize>>);

/// One session of an address. Dropping it makes room for another.
#[derive(Debug)]
pub(crate) struct QuotaGuard {
    quota: Arc<AddressQuota>,
    address: IpAddr,
}

impl AddressQuota {
    /// Room for one more session of an address that may have `most`; `None` where it has as many.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr, most: usize) -> Option<QuotaGuard> {
        let address = quota_key(address);
        let mut sessions = self.sessions();
        let count = sessions.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(QuotaGuard { quota: Arc::clone(self), address })
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Nobody panics while holding it, and each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for QuotaGuard {
    fn drop(&mut self) {
        let mut sessions = self.quota.sessions();
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
pub(crate) fn quota_key(address: IpAddr) -> IpAddr {
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
        let quota = Arc::<AddressQuota>::default();
        let admit = |address: &str| quota.admit(address.parse().unwrap(), 2);
        let (one, two) = (admit("10.0.0.1").unwrap(), admit("::ffff:10.0.0.1").unwrap());
        assert!(admit("10.0.0.1").is_none());
        let other = admit("10.0.0.2").unwrap();
        drop(one);
        let three = admit("10.0.0.1").unwrap();
        assert!(admit("10.0.0.1").is_none());
        drop((two, three, other));
        assert!(quota.sessions().is_empty());
    }

    #[test]
    fn one_network_of_ipv6_counts_as_one_address() {
        let quota = Arc::<AddressQuota>::default();
        let _one = quota.admit("2001:db8:0:1::1".parse().unwrap(), 1).unwrap();
        assert!(quota.admit("2001:db8:0:1:ffff::2".parse().unwrap(), 1).is_none());
        assert!(quota.admit("2001:db8:0:2::1".parse().unwrap(), 1).is_some());
    }
}
