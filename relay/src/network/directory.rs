//! The hosts of a network by name and by address, for everything that knows one of them.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use lab_shared::call::Family;
use lab_shared::network::{HostName, address};

use super::host::Host;

/// Shared by a network and its hosts.
#[derive(Debug, Default)]
pub(crate) struct Directory(Mutex<Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    name: HostName,
    number: u8,
    /// The one that runs under this name, or ran last.
    host: Weak<Host>,
}

impl Directory {
    /// Lists a host, in place of an earlier one of its number.
    pub(super) fn list(&self, name: &HostName, number: u8, host: &Arc<Host>) {
        self.put(name, number, Arc::downgrade(host));
    }

    /// Lists a name without a host.
    #[cfg(test)]
    pub(super) fn name(&self, name: &HostName, number: u8) {
        self.put(name, number, Weak::new());
    }

    fn put(&self, name: &HostName, number: u8, host: Weak<Host>) {
        let mut entries = self.entries();
        entries.retain(|entry| entry.number != number);
        entries.push(Entry { name: name.clone(), number, host });
    }

    /// The address of a host in a family; of one that has ended too, as in a list of hosts on paper.
    pub(crate) fn address(&self, name: &str, family: Family) -> Option<IpAddr> {
        let entries = self.entries();
        let found = entries.iter().find(|entry| name.eq_ignore_ascii_case(entry.name.as_str()))?;
        match family {
            Family::Inet => Some(address::v4(found.number).into()),
            Family::Inet6 => Some(address::v6(found.number).into()),
            Family::Unix => None,
        }
    }

    /// The host with this address.
    pub(crate) fn host_at(&self, ip: IpAddr) -> Option<Arc<Host>> {
        let ip = ip.to_canonical();
        let has = |entry: &&Entry| {
            ip == IpAddr::from(address::v4(entry.number))
                || ip == IpAddr::from(address::v6(entry.number))
        };
        self.entries().iter().find(has).and_then(|entry| entry.host.upgrade())
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
