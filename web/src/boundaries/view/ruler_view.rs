//! The ruler: sends above, bytes in the middle, recvs and messages below, each byte one column.

use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

use lab_shared::text::Encoding;

use crate::boundaries::texts as boundaries;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::ruler::{Cut, Known, Ruler};
use crate::timeline::state::characters::characters;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RulerViewProps {
    /// What travelled.
    pub ruler: Rc<Ruler>,
    /// The encoding that its bytes are read in.
    pub encoding: Encoding,
}

#[component]
pub(crate) fn RulerView(props: &RulerViewProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let ruler = &props.ruler;
    let block = |testid, class, range: &Range<usize>, words| {
        let from = range.start.saturating_sub(ruler.start);
        block(testid, class, &(from..range.end - ruler.start), range.len(), words)
    };
    let sends =
        ruler.sends.iter().zip(ruler.sends_before + 1..).map(|(range, number)| {
            block("ruler-send", classes!("is-send"), range, number.to_string())
        });
    let recvs = ruler.recvs.iter().zip(ruler.recvs_before + 1..).map(|(range, number)| {
        let cut = ruler.cut(range);
        let words = match cut {
            Cut::Whole => number.to_string(),
            _ => format!("{number} {}", (texts.cut)(cut)),
        };
        block("ruler-recv", classes!("is-recv", format!("is-{}", cut_name(cut))), range, words)
    });
    let messages = ruler.messages.iter().map(|one| {
        let (class, words) = match &one.content {
            Ok(content) => ("is-found", String::from_utf8_lossy(content).into_owned()),
            Err(reason) => ("is-wrong", reason.clone()),
        };
        block("ruler-found", classes!(class), &one.range, words)
    });
    let unknown = |words: &'static str| {
        html! { <span class="ruler-unknown" data-testid="ruler-unknown">{ words }</span> }
    };
    let sends = match ruler.known {
        Known::Recvs => unknown(texts.sends_unknown),
        Known::Both | Known::Sends => sends.collect(),
    };
    let recvs = match ruler.known {
        Known::Sends => unknown(texts.recvs_unknown),
        Known::Both | Known::Recvs => recvs.collect(),
    };
    html! {
        <div class="ruler" data-testid="ruler" style={format!("--bytes: {}", ruler.bytes.len())}>
            { row(texts.sends, "sends", sends) }
            { row(texts.characters, "text", text(ruler, props.encoding, texts.split)) }
            { row(texts.hex, "hex", hex(&ruler.bytes)) }
            { row(texts.recvs, "recvs", recvs) }
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

fn block(
    testid: &'static str,
    class: Classes,
    shown: &Range<usize>,
    bytes: usize,
    words: String,
) -> Html {
    let columns = format!("grid-column: {} / {}", shown.start + 1, shown.end + 1);
    html! {
        <span
            class={classes!("block", class)}
            style={columns}
            title={words.clone()}
            data-testid={testid}
            data-bytes={bytes.to_string()}
        >
            <span>{ words }</span>
        </span>
    }
}

/// Each character over its bytes. One that a call has cut is marked, and titled with `split`.
fn text(ruler: &Ruler, encoding: Encoding, split: &'static str) -> Html {
    let ends = ruler.sends.iter().chain(&ruler.recvs).map(|range| range.end);
    let ends = ends.map(|end| end.saturating_sub(ruler.start));
    let cells = characters(&ruler.bytes, encoding, ends).into_iter().map(|one| {
        html! {
            <span
                class={classes!("char", one.split.then_some("is-split"))}
                style={format!("grid-column: {} / {}", one.bytes.start + 1, one.bytes.end + 1)}
                title={one.split.then_some(split)}
                data-split={one.split.to_string()}
            >
                { one.shown }
            </span>
        }
    });
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
