//! Text and hex as two editors of one draft: what each shows, what in it is marked, and whether it can be
//! written in.

use std::ops::Range;

use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::{Draft, Form, MarkKind, convert};

use super::offsets::boundary;

/// Most bytes of a text that an editor holds. Of a longer one it shows the beginning.
pub(crate) const MAX_EDITABLE: usize = 64 * 1024;

/// How much it shows then.
const EXCERPT: usize = 2 * 1024;

/// What an editor shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EditorView {
    /// Its text.
    pub(crate) text: String,
    /// What is marked in it, in order and without overlaps.
    pub(crate) marks: Vec<Marked>,
    /// The bytes of text that are left out, because it is too long to be edited.
    pub(crate) left_out: usize,
    /// Whether it shows an earlier state, because the other editor cannot be read.
    pub(crate) stale: bool,
}

/// A place in a text, and why it is marked.
pub(crate) type Marked = (Range<usize>, Mark);

/// Why a part of a text is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A field, computed at each send.
    Field,
    /// An escape.
    Escape,
    /// Bytes that are no character of the encoding.
    Invalid,
    /// The beginning of a character whose rest is missing.
    Cut,
    /// The mistake.
    Wrong,
}

/// A mistake, and the part of the draft it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Which part.
    pub(crate) part: Part,
    /// What is wrong, its place counted in that part.
    pub(crate) problem: Problem,
    /// Whether only the end is missing, as while it is typed.
    pub(crate) unfinished: bool,
}

/// A part of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What goes in front.
    Prefix,
    /// The text.
    Text,
    /// What goes behind.
    Suffix,
    /// The end of the line.
    LineEnding,
}

impl Placed {
    /// The part of the draft that a problem, counted through all parts, is in.
    pub(super) fn of(draft: &Draft, problem: Problem) -> Self {
        let mut offset = 0;
        let parts = [
            (Part::Prefix, &draft.prefix),
            (Part::Text, &draft.text),
            (Part::Suffix, &draft.suffix),
        ];
        for (part, text) in parts {
            let end = offset + text.len();
            let inside = problem.at.start < end || problem.at.is_empty() && problem.at.start == end;
            if inside && !text.is_empty() {
                let at = problem.at.start - offset..problem.at.end.min(end) - offset;
                let unfinished = at.end == text.len();
                return Self { part, problem: Problem { at, ..problem }, unfinished };
            }
            offset = end;
        }
        Self { part: Part::LineEnding, problem: Problem { at: 0..0, ..problem }, unfinished: false }
    }
}

impl EditorView {
    /// What the editor of a form shows of a draft; `None` where the draft cannot be read in its own form.
    pub(super) fn of(draft: &Draft, form: Form, wrong: Option<&Placed>) -> Option<Self> {
        let total = draft.text.len();
        let own = form == draft.form;
        if total > MAX_EDITABLE {
            let text = excerpt(draft)?;
            let text = if own { text.to_owned() } else { other(text, draft, form)?.0 };
            let left_out = total - excerpt(draft)?.len();
            return Some(Self { marks: marks(&text, form, &[]), text, left_out, stale: false });
        }
        if !own {
            let (text, converted) = other(&draft.text, draft, form)?;
            let marks = marks(&text, form, &converted);
            return Some(Self { text, marks, ..Self::default() });
        }
        let wrong = wrong.filter(|wrong| wrong.part == Part::Text);
        let wrong = wrong.map(|wrong| (visible(&draft.text, &wrong.problem.at), Mark::Wrong));
        let marks = marks(&draft.text, form, wrong.as_slice());
        Some(Self { text: draft.text.clone(), marks, ..Self::default() })
    }

    /// Whether a person can write in it.
    #[must_use]
    pub(crate) fn is_editable(&self) -> bool {
        self.left_out == 0 && !self.stale
    }
}

/// The beginning of a long text that can be read by itself: it ends where no field, escape or byte is cut.
fn excerpt(draft: &Draft) -> Option<&str> {
    let longest = boundary(&draft.text, EXCERPT);
    let readable = |end: &usize| {
        let part = draft.text.get(..*end).unwrap_or_default();
        convert(part, draft.form, opposite(draft.form), draft.charset).is_ok()
    };
    let ends = (longest.saturating_sub(64)..=longest).rev();
    let end = ends.filter(|end| draft.text.is_char_boundary(*end)).find(readable);
    draft.text.get(..end.unwrap_or(longest))
}

fn opposite(form: Form) -> Form {
    match form {
        Form::Text => Form::Hex,
        Form::Hex => Form::Text,
    }
}

/// A text of the draft's own form in the other, with what that cannot show.
fn other(text: &str, draft: &Draft, form: Form) -> Option<(String, Vec<Marked>)> {
    let view = convert(text, draft.form, form, draft.charset).ok()?;
    let marks = view.marks.into_iter().filter_map(|mark| {
        let kind = match mark.kind {
            MarkKind::Hidden | MarkKind::Joined => return None,
            MarkKind::Invalid => Mark::Invalid,
            MarkKind::Cut => Mark::Cut,
        };
        Some((mark.text, kind))
    });
    let marks = marks.collect();
    Some((view.text, marks))
}

/// The same message written in a form.
///
/// # Errors
/// [`Problem`] if it cannot be read in the form it has.
pub(super) fn in_form(draft: &Draft, form: Form) -> Result<Draft, Problem> {
    let part = |text: &str| Ok(convert(text, draft.form, form, draft.charset)?.text);
    Ok(Draft {
        text: part(&draft.text)?,
        prefix: part(&draft.prefix)?,
        suffix: part(&draft.suffix)?,
        form,
        charset: draft.charset,
        line_ending: draft.line_ending.clone(),
    })
}

/// A place that can be seen: one without characters becomes the character in front of it.
fn visible(text: &str, at: &Range<usize>) -> Range<usize> {
    let end = at.end.min(text.len());
    let start = match at.start.min(end) {
        start if start < end => start,
        start => boundary(text, start.saturating_sub(1)),
    };
    boundary(text, start)..end
}

/// The fields and escapes of a text, and over them what else is marked.
fn marks(text: &str, form: Form, over: &[Marked]) -> Vec<Marked> {
    let mut marks: Vec<Marked> = Vec::new();
    for mark in written(text, form) {
        let covered = |(range, _): &Marked| range.start < mark.0.end && mark.0.start < range.end;
        if !over.iter().any(covered) {
            marks.push(mark);
        }
    }
    marks.extend(over.iter().cloned());
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

/// The fields and escapes that are written in a text, by the rules of [`convert`].
fn written(text: &str, form: Form) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let mark = if rest.starts_with("${") {
            rest.find('}').map(|end| (end + 1, Mark::Field))
        } else if form == Form::Text && rest.starts_with('\\') {
            escape_length(rest).map(|length| (length, Mark::Escape))
        } else {
            None
        };
        let length = match mark {
            Some((length, mark)) => {
                found.push((at..at + length, mark));
                length
            }
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += length;
    }
    found
}

/// The length of the escape at the front, which the text may end before.
fn escape_length(rest: &str) -> Option<usize> {
    let letter = rest[1..].chars().next()?;
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let length = 1 + letter.len_utf8() + digits;
    rest.is_char_boundary(length.min(rest.len())).then_some(length.min(rest.len()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use lab_shared::assistant::compose::{Charset, Context};
    use proptest::prelude::*;

    fn kinds(view: &EditorView) -> Vec<(&str, Mark)> {
        view.marks.iter().map(|(range, mark)| (&view.text[range.clone()], *mark)).collect()
    }

    #[test]
    fn fields_escapes_and_what_text_cannot_show_are_marked() {
        let hex = Draft::hex("41 ff 0d ${counter} e4");
        let view = EditorView::of(&hex, Form::Text, None).expect("it can be read");
        assert_eq!(view.text, r"A\xff\r${counter}\xe4");
        let marked = [
            (r"\xff", Mark::Invalid),
            (r"\r", Mark::Escape),
            ("${counter}", Mark::Field),
            (r"\xe4", Mark::Cut),
        ];
        assert_eq!(kinds(&view), marked);
        assert!(view.is_editable());
    }

    #[test]
    fn a_mistake_is_marked_where_it_is() {
        let draft = Draft { prefix: "ab".into(), ..Draft::text(r"x\q y") };
        let wrong = Placed::of(&draft, draft.prepare().expect_err("there is no such escape"));
        assert_eq!((wrong.part, wrong.problem.at.clone()), (Part::Text, 1..3));
        let view = EditorView::of(&draft, Form::Text, Some(&wrong)).expect("its own form is shown");
        assert_eq!(kinds(&view), [(r"\q", Mark::Wrong)]);
        assert_eq!(EditorView::of(&draft, Form::Hex, Some(&wrong)), None);
    }

    #[test]
    fn a_mistake_without_characters_is_marked_at_the_one_in_front() {
        let draft = Draft::hex("01 0x");
        let wrong = Placed::of(&draft, draft.prepare().expect_err("a digit is missing"));
        assert!(wrong.unfinished);
        let view = EditorView::of(&draft, Form::Hex, Some(&wrong)).expect("its own form is shown");
        assert_eq!(kinds(&view), [("x", Mark::Wrong)]);
    }

    #[test]
    fn of_a_long_text_both_editors_show_the_beginning() {
        let draft = Draft::text("你好\\r\\n".repeat(100_000));
        for form in [Form::Text, Form::Hex] {
            let view = EditorView::of(&draft, form, None).expect("it can be read");
            assert!(!view.is_editable() && view.text.len() < 3 * EXCERPT + 64, "{form:?}");
            assert!(view.left_out > 900_000);
        }
    }

    proptest! {
        #[test]
        fn a_message_is_the_same_in_either_form_and_back(
            text in r"([ -~一-龥é\r\n]|\\x[0-9a-f]{2}|\\n|\$\{counter as=u8\})*",
            charset in prop::sample::select(Charset::ALL.to_vec()),
        ) {
            let draft = Draft { charset, prefix: "${mark a}".into(), ..Draft::text(text) };
            let bytes = |draft: &Draft| {
                draft.prepare().and_then(|prepared| prepared.compose(&Context::default()))
            };
            if let Ok(composed) = bytes(&draft) {
                let hex = in_form(&draft, Form::Hex).expect("it was read");
                let text = in_form(&hex, Form::Text).expect("hex is always read");
                prop_assert_eq!(&bytes(&hex).expect("as before").bytes, &composed.bytes);
                prop_assert_eq!(&bytes(&text).expect("as before").bytes, &composed.bytes);
            }
        }

        #[test]
        fn marks_are_in_order_and_between_characters(text: String) {
            let mut end = 0;
            for (range, _) in marks(&text, Form::Text, &[]) {
                prop_assert!(end <= range.start && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
