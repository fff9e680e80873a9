//! The two ids of one call. The timeline numbers calls in the order in which the page learns of them;
//! a forwarded call has an id before that.

use std::collections::BTreeMap;

use lab_shared::call::CallId;

/// The calls under way that have two names.
#[derive(Debug, Default)]
pub(super) struct CallIdMap(BTreeMap<CallId, CallId>);

impl CallIdMap {
    /// The relay calls it `wire`, the page `own`.
    pub(super) fn add(&mut self, wire: CallId, own: CallId) {
        self.0.insert(wire, own);
    }

    /// The page's name for what the relay calls so.
    pub(super) fn own(&self, wire: CallId) -> CallId {
        self.0.get(&wire).copied().unwrap_or(wire)
    }

    /// The relay's name for what the page calls so.
    pub(super) fn wire(&self, own: CallId) -> CallId {
        let named = self.0.iter().find(|(_, named)| **named == own);
        named.map_or(own, |(wire, _)| *wire)
    }

    /// What the relay calls so has ended; the page's name for it.
    pub(super) fn end(&mut self, wire: CallId) -> CallId {
        self.0.remove(&wire).unwrap_or(wire)
    }

    /// No call is under way any more.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
