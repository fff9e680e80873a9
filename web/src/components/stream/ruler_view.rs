//! The ruler: sends above, bytes in the middle, recvs and messages below, each byte one column.

use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

use crate::components::use_texts;
use crate::state::ruler::{Cut, Ruler};
use crate::state::stream_board::Remedy;

/// What the ruler needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RulerViewProps {
    /// What travelled.
    pub ruler: Rc<Ruler>,
    /// The remedy it was sent with.
    pub remedy: Remedy,
}

/// The ruler.
#[component]
pub fn RulerView(props: &RulerViewProps) -> Html {
    let texts = use_texts().stream;
    let ruler = &props.ruler;
    let found = ruler.found(&props.remedy.framing());
    let sends =
        ruler.sends.iter().enumerate().map(|(at, range)| {
            block("ruler-send", classes!("is-send"), range, (at + 1).to_string())
        });
    let recvs = ruler.recvs.iter().enumerate().map(|(at, range)| {
        let cut = ruler.cut(range);
        let words = if cut == Cut::Whole {
            (at + 1).to_string()
        } else {
            format!("{} {}", at + 1, (texts.cut)(cut))
        };
        block("ruler-recv", classes!("is-recv", format!("is-{}", cut_name(cut))), range, words)
    });
    let messages = found.iter().map(|one| {
        let (class, words) = match &one.content {
            Ok(content) => ("is-found", String::from_utf8_lossy(content).into_owned()),
            Err(reason) => ("is-wrong", reason.clone()),
        };
        block("ruler-found", classes!(class), &one.range, words)
    });
    html! {
        <div class="ruler" data-testid="ruler" style={format!("--bytes: {}", ruler.bytes.len())}>
            { row(texts.sends, "sends", sends.collect()) }
            { row(texts.characters, "text", characters(&ruler.bytes)) }
            { row(texts.hex, "hex", hex(&ruler.bytes)) }
            { row(texts.recvs, "recvs", recvs.collect()) }
            { row(texts.found, "found", messages.collect()) }
        </div>
    }
}

fn row(label: &'static str, name: &'static str, cells: Html) -> Html {
    html! {
        <div class={classes!("ruler-row", format!("of-{name}"))}>
            <span class="ruler-label">{ label }</span>
            <div class="ruler-cells">{ cells }</div>
        </div>
    }
}

fn block(testid: &'static str, class: Classes, range: &Range<usize>, words: String) -> Html {
    let columns = format!("grid-column: {} / {}", range.start + 1, range.end + 1);
    html! {
        <span
            class={classes!("block", class)}
            style={columns}
            title={words.clone()}
            data-testid={testid}
            data-bytes={range.len().to_string()}
        >
            { words }
        </span>
    }
}

/// Each character over its bytes; what is none, and what cannot be seen, as a dot.
fn characters(bytes: &[u8]) -> Html {
    let mut cells = Vec::new();
    let mut at = 0;
    let mut cell = |length: usize, words: String| {
        let columns = format!("grid-column: {} / {}", at + 1, at + length + 1);
        at += length;
        cells.push(html! { <span class="char" style={columns}>{ words }</span> });
    };
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let shown = match character {
                '\n' => "\\n".into(),
                hidden if hidden.is_control() => "·".into(),
                seen => seen.to_string(),
            };
            cell(character.len_utf8(), shown);
        }
        chunk.invalid().iter().for_each(|_| cell(1, "·".into()));
    }
    html! { { for cells } }
}

fn hex(bytes: &[u8]) -> Html {
    let cells =
        bytes.iter().map(|byte| html! { <code class="byte">{ format!("{byte:02x}") }</code> });
    html! { { for cells } }
}

/// The cut's name in the page's markup.
pub(super) fn cut_name(cut: Cut) -> &'static str {
    match cut {
        Cut::Whole => "whole",
        Cut::Sticky => "sticky",
        Cut::Part => "part",
        Cut::Mixed => "mixed",
    }
}
