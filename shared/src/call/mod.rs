//! The socket calls as one table: what a page can request and what the relay returns.
//!
//! A call is an [`Op`] on a socket, with bytes beside it where the call sends some. It ends in an
//! [`Outcome`]: a [`Value`] or a [`Failure`], which is what Python would raise. [`CallName`] is the
//! table's index: to add a call, add a variant to [`CallName`] and [`Op`]; the compiler then names
//! every other place.

mod address;
mod check;
mod failure;
mod flags;
mod kind;
mod name;
mod op;
mod option;
mod python;
mod rule;
mod value;
mod variable;

pub use address::{Address, is_loopback_host};
pub use check::{
    MAX_HOST_BYTES, MAX_OPTION_BYTES, MAX_POLL_ENTRIES, MAX_SERVICE_BYTES, MAX_UNIX_PATH_BYTES,
};
pub use failure::{Exception, Failure};
pub use flags::{LookupFlags, MsgFlags, PollEvents};
pub use kind::{Family, How, SocketType};
pub use name::{CallName, Direction};
pub use op::{Op, PollEntry};
pub use option::{KNOWN_OPTIONS, OptionForm, OptionValue, SocketOption};
pub use python::{PythonCall, PythonNames, SentText};
pub use rule::Rule;
pub use value::{AddressInfo, Outcome, Value};
pub use variable::{MAX_NAME, NotAName, Targets, VariableName};

use serde::{Deserialize, Serialize};

/// Identifies one socket of a page for as long as the page lives; never reused, unlike a descriptor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SocketId(pub u32);

/// Identifies one call of a page; the page counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub u32);

/// Microseconds of a monotonic clock since its owner started.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub u64);

impl Micros {
    /// Microseconds from `earlier` to `self`; zero when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
