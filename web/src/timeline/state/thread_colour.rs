//! The colours of a program's threads.

/// How many colours threads have.
const COLOURS: u32 = 6;

/// The colour of a thread, from 1.
#[must_use]
pub(crate) fn thread_colour(id: u32) -> u32 {
    id.saturating_sub(1) % COLOURS + 1
}
