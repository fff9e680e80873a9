//! The networks that pages share, by their codes.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::code::ShareCode;

/// Which code leads to which network. It holds none of them: a network ends with its last page.
#[derive(Debug)]
pub(crate) struct SharedNetworks<N>(Mutex<HashMap<ShareCode, Weak<N>>>);

impl<N> SharedNetworks<N> {
    /// A new code for a network.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn share(&self, network: &Arc<N>) -> io::Result<ShareCode> {
        let code = ShareCode::random()?;
        let mut networks = self.networks();
        networks.retain(|_, network| network.strong_count() > 0);
        networks.insert(code.clone(), Arc::downgrade(network));
        Ok(code)
    }

    /// The network shared under a code, as a person types it.
    pub(crate) fn find(&self, typed: &str) -> Option<Arc<N>> {
        self.networks().get(&ShareCode::typed(typed))?.upgrade()
    }

    /// Shares it no longer.
    pub(crate) fn unshare(&self, code: &ShareCode) {
        self.networks().remove(code);
    }

    fn networks(&self) -> MutexGuard<'_, HashMap<ShareCode, Weak<N>>> {
        // Each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<N> Default for SharedNetworks<N> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_leads_to_its_network_until_that_ends_or_is_shared_no_longer() {
        let shared = SharedNetworks::default();
        let (one, other) = (Arc::new("one"), Arc::new("other"));
        let (first, second) = (shared.share(&one).unwrap(), shared.share(&other).unwrap());
        assert_eq!(shared.find(first.as_str()).as_deref(), Some(&"one"));
        assert_eq!(shared.find(&second.as_str().to_uppercase()).as_deref(), Some(&"other"));
        assert_eq!(shared.find("wrong"), None);
        shared.unshare(&first);
        assert_eq!(shared.find(first.as_str()), None);
        drop(other);
        assert_eq!(shared.find(second.as_str()), None);
        shared.share(&one).unwrap();
        assert_eq!(shared.networks().len(), 1, "those that ended are forgotten");
    }
}
