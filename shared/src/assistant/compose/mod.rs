//! From what a person writes to the bytes of a message.
//!
//! A [`Draft`] is a message as it is written: a [`Template`] with literal text or hex and fields in
//! `${…}` that are computed at each send, an encoding, and what goes in front and behind. The language
//! of templates is documented in `docs/assistant.md`.

mod charset;
mod checksum;
mod draft;
mod number;
mod paste;
mod template;
mod views;

pub use charset::{Charset, CharsetDecoder, Unencodable};
pub use checksum::Checksum;
pub use draft::{Draft, LineEnding, Prepared};
pub use number::{NumberForm, integer};
pub use paste::parse_pasted_hex;
pub use template::{Captures, Composed, ComputedSpan, Context, Form, Template};
pub use views::{MarkKind, TextMark, TextView, convert, hex_view, text_view, text_view_after};

pub(crate) use draft::is_default;
