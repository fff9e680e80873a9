//! What the relay has a bounded amount of, and how pages share it.
//!
//! | module | what it does |
//! |---|---|
//! | `limits` | every limit and time, as a constant or a setting |
//! | `account` | bytes held for pages, rooms and visitors, with a limit for each sum |
//! | `threads` | threads for calls that block, shared fairly by all pages |

pub(crate) mod account;
pub(crate) mod limits;
pub(crate) mod threads;
