//! A short message that is written in one field: a reply, or what a message is compared with.

use lab_shared::assistant::compose::{Charset, Draft, Form, LineEnding, convert};

/// A change of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftEdit {
    /// Another text.
    Text(String),
    /// Text or hex; what is written is converted where it can be read.
    Form(Form),
    /// Another encoding.
    Charset(Charset),
    /// Another end of the line.
    LineEnding(LineEnding),
}

/// The ends of lines that are offered. One in hex comes from an imported setup.
pub(crate) const LINE_ENDINGS: [LineEnding; 4] =
    [LineEnding::None, LineEnding::Lf, LineEnding::CrLf, LineEnding::Cr];

impl DraftEdit {
    /// Changes a message.
    pub(crate) fn apply(self, draft: &mut Draft) {
        match self {
            Self::Text(text) => draft.text = text,
            Self::Form(form) => set_form(draft, form),
            Self::Charset(charset) => draft.charset = charset,
            Self::LineEnding(ending) => draft.line_ending = ending,
        }
    }
}

fn set_form(draft: &mut Draft, form: Form) {
    let (from, charset) = (draft.form, draft.charset);
    for text in [&mut draft.text, &mut draft.prefix, &mut draft.suffix] {
        if let Ok(converted) = convert(text, from, form, charset) {
            *text = converted.text;
        }
    }
    draft.form = form;
}
