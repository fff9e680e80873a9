//! The caret and the selection of a field for several lines, in bytes of its text.

use std::ops::Range;

use web_sys::HtmlTextAreaElement;

use crate::assistant::state::compose::offsets::{byte_of_unit, unit_of_byte};

/// What is selected.
pub(super) fn selected(field: &HtmlTextAreaElement) -> Range<usize> {
    let text = field.value();
    // Both are there in a field for text.
    let unit = |unit: Result<Option<u32>, _>| unit.ok().flatten().unwrap_or_default();
    byte_of_unit(&text, unit(field.selection_start()))
        ..byte_of_unit(&text, unit(field.selection_end()))
}

/// Focuses the field and selects a part.
pub(super) fn select(field: &HtmlTextAreaElement, range: &Range<usize>) {
    let text = field.value();
    // A field that is on the page can be focused, and any place within its text selected.
    let _ = field.focus();
    let (start, end) = (unit_of_byte(&text, range.start), unit_of_byte(&text, range.end));
    let _ = field.set_selection_range(start, end);
}
