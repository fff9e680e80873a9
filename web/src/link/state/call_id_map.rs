//! The two ids of one call. The timeline numbers calls in the order in which the page learns of them;
//! a forwarded call has an id before that.

use std::collections::BTreeMap;

use lab_shared::call::CallId;

/// The pending calls that have two ids.
#[derive(Debug, Default)]
pub(super) struct CallIdMap(BTreeMap<CallId, CallId>);

impl CallIdMap {
    /// The relay's id is `wire`, the page's is `own`.
    pub(super) fn add(&mut self, wire: CallId, own: CallId) {
        self.0.insert(wire, own);
    }

    /// The page's id for the relay's.
    pub(super) fn own(&self, wire: CallId) -> CallId {
        self.0.get(&wire).copied().unwrap_or(wire)
    }

    /// The relay's id for the page's.
    pub(super) fn wire(&self, own: CallId) -> CallId {
        let named = self.0.iter().find(|(_, named)| **named == own);
        named.map_or(own, |(wire, _)| *wire)
    }

    /// Removes an ended call by the relay's id, and returns the page's.
    pub(super) fn end(&mut self, wire: CallId) -> CallId {
        self.0.remove(&wire).unwrap_or(wire)
    }

    /// No call is pending any more.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
