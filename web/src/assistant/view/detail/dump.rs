//! Bytes as hex and characters, sixteen a line, with some of them marked.

use std::ops::Range;

use yew::prelude::*;

use crate::assistant::texts::Detail;
use lab_shared::assistant::compose::hex_view;

/// Bytes a line.
const WIDTH: usize = 8;

/// Most bytes drawn.
const MOST: usize = 4096;

pub(super) fn dump(bytes: &[u8], marked: Option<Range<usize>>, texts: &Detail) -> Html {
    let marked = marked.unwrap_or_default();
    let lines = bytes[..bytes.len().min(MOST)].chunks(WIDTH).enumerate().map(|(line, bytes)| {
        let start = line * WIDTH;
        let within = |place: usize| place.clamp(start, start + bytes.len()) - start;
        let (from, to) = (within(marked.start), within(marked.end));
        let part = |range: Range<usize>, words: &dyn Fn(&[u8]) -> String| {
            let text = words(&bytes[range.clone()]);
            if range == (from..to) && from < to {
                html! { <mark>{ text }</mark> }
            } else {
                html! { { text } }
            }
        };
        let parts = |words: &dyn Fn(&[u8]) -> String, gap: &'static str| {
            let ranges = [0..from, from..to, to..bytes.len()];
            let drawn = ranges.into_iter().filter(|range| !range.is_empty());
            let drawn = drawn.enumerate().map(|(at, range)| {
                html! { <>{ if at > 0 { gap } else { "" } }{ part(range, words) }</> }
            });
            drawn.collect::<Html>()
        };
        html! {
            <div class="dump-line" key={line}>
                <span class="dump-at">{ format!("{start:04x}") }</span>
                <span class="dump-hex">{ parts(&|bytes| hex_view(bytes), " ") }</span>
                <span class="dump-text">{ parts(&characters, "") }</span>
            </div>
        }
    });
    html! {
        <div class="dump" role="group" aria-label={texts.bytes} tabindex="0" data-testid="assistant-dump">
            { for lines }
            if bytes.len() > MOST { <p class="field-note">{ (texts.more)(bytes.len() - MOST) }</p> }
        </div>
    }
}

/// ASCII, and a dot for every other byte.
fn characters(bytes: &[u8]) -> String {
    let character = |byte: &u8| match byte {
        0x20..=0x7e => char::from(*byte),
        _ => '·',
    };
    bytes.iter().map(character).collect()
}
