//! The texts of parts of the page, which are loaded with their part.

use lab_shared::language::Language;

use super::{boundaries, chat, kernel, lessons, recording, sequence, stream};

/// Texts of a part of the page, apart from [`Texts`](super::Texts) so that they are loaded with the part.
pub trait OfPart: 'static {
    /// These texts in `language`.
    fn texts(language: Language) -> &'static Self;
}

macro_rules! of_parts {
    ($($part:ident::$texts:ident)*) => {
        $(impl OfPart for $part::$texts {
            fn texts(language: Language) -> &'static Self {
                match language {
                    Language::Zh => &$part::ZH,
                    Language::En => &$part::EN,
                }
            }
        })*
    };
}

of_parts! {
    boundaries::Boundaries
    chat::Chat
    kernel::Kernel
    lessons::Lessons
    recording::Recording
    sequence::Sequence
    stream::Stream
}
