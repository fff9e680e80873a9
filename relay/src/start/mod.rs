//! How a relay begins: the address it listens on, the browser of whoever started it, and the line for
//! everybody else.

mod browser;
mod invitation;
mod listen;

pub use browser::{OpenedBrowser, open_browser};
pub use invitation::Invitation;
pub use listen::{DEFAULT_PORT, Listen, ListenError};
