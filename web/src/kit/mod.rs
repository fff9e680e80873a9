//! What every feature can use; nothing here belongs to one feature.
//!
//! - [`view`]: icons, tabs, text and choice fields, the list that draws only the rows in view, the list
//!   that follows its end, the copy button, and lazily loaded parts.
//! - [`state`]: snapshots compared by address, the page's clock, a bounded log, and the formats of
//!   times and sizes.
//! - [`browser`]: the store that draws at most once a frame, files, fetch, clipboard.
//! - [`texts`]: how a component finds its texts in the reader's language.

pub(crate) mod browser;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;
