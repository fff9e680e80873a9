//! Bytes as text and as hex, with cut and invalid characters marked.

use lab_shared::text::{Span, SpanKind, is_hidden, python_str, to_hex};
use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::timeline::state::stream_decoder::{DecodedChunk, Direction};
use crate::timeline::texts as timeline;

/// How many bytes are shown in hex before the rest is folded away.
const HEX_AT_FIRST: usize = 24;

/// How many characters of text are shown before the rest is folded away.
const TEXT_AT_FIRST: usize = 400;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BytesViewProps {
    pub(crate) chunk: DecodedChunk,
}

#[component]
pub(crate) fn BytesView(props: &BytesViewProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let DecodedChunk { direction, bytes, spans } = &props.chunk;
    let (class, name, arrow) = match direction {
        Direction::In => ("is-in", texts.bytes_in, "←"),
        Direction::Out => ("is-out", texts.bytes_out, "→"),
    };
    let mut left = TEXT_AT_FIRST;
    let shown: Vec<Html> =
        spans.iter().map_while(|span| Some(piece(span, bytes, take(&mut left)?, texts))).collect();
    let long = bytes.len() > HEX_AT_FIRST;
    let first = &bytes[..bytes.len().min(HEX_AT_FIRST)];
    html! {
        <div class={classes!("bytes", class)} data-testid="bytes" data-way={&class[3..]}>
            <span class="bytes-way">
                <i aria-hidden="true">{ arrow }</i>
                { name }
                <b>{ (texts.bytes)(bytes.len() as u64) }</b>
            </span>
            <span class="bytes-text" data-testid="bytes-text">{ shown }</span>
            if long {
                <details class="bytes-hex">
                    <summary>
                        <code data-testid="bytes-hex">{ to_hex(first) }{ " …" }</code>
                        <span class="unseen">{ texts.all_bytes }</span>
                    </summary>
                    <code>{ to_hex(bytes) }</code>
                </details>
            } else {
                <code class="bytes-hex" data-testid="bytes-hex">{ to_hex(first) }</code>
            }
        </div>
    }
}

/// Takes from the text that may still be shown; `None` once nothing is left.
fn take(left: &mut usize) -> Option<&mut usize> {
    (*left > 0).then_some(left)
}

fn piece(span: &Span, bytes: &[u8], left: &mut usize, texts: &timeline::Timeline) -> Html {
    let raw = || to_hex(&bytes[span.bytes.clone()]);
    match &span.kind {
        SpanKind::Text(text) => {
            let (text, whole) = shortened(text, left);
            html! { <>{ visible(&text) }if !whole { <i class="control-char">{ "…" }</i> }</> }
        }
        SpanKind::Joined(text) => html! {
            <mark class="joined" title={texts.joined}>{ visible(text) }</mark>
        },
        SpanKind::Cut => html! { <mark class="cut" title={texts.cut}>{ raw() }{ "…" }</mark> },
        SpanKind::Invalid => html! { <mark class="invalid" title={texts.invalid}>{ raw() }</mark> },
    }
}

fn shortened(text: &str, left: &mut usize) -> (String, bool) {
    let shown: String = text.chars().take(*left).collect();
    let whole = shown.len() == text.len();
    *left -= shown.chars().count();
    (shown, whole)
}

/// Hidden characters show as Python escapes them, and a line feed still ends the line.
fn visible(text: &str) -> Html {
    let mut pieces: Vec<Html> = Vec::new();
    let mut run = String::new();
    for character in text.chars() {
        if !is_hidden(character) {
            run.push(character);
            continue;
        }
        pieces.push(std::mem::take(&mut run).into());
        let escaped = python_str(character.encode_utf8(&mut [0; 4]));
        pieces.push(html! { <i class="control-char">{ escaped.trim_matches('"').to_owned() }</i> });
        if character == '\n' {
            pieces.push(html! { <br /> });
        }
    }
    pieces.push(run.into());
    html! { { for pieces } }
}
