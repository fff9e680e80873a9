//! One entry of the log.

use std::time::Duration;

use lab_shared::assistant::compose::{
    Charset, Form, MarkKind, TextView, hex_view, text_view_after,
};
use lab_shared::assistant::log::{Entry, EntryKind};
use yew::prelude::*;

use crate::assistant::state::log::book::Row;
use crate::assistant::state::log::{Bytewise, LogCommand, Times};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};

/// Bytes of a message that a row shows; the detail has all of them.
const MOST_BYTES: usize = 480;

/// How entries are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shown {
    pub(super) bytewise: Bytewise,
    pub(super) times: Times,
    /// The moment that the time counts from.
    pub(super) since: Option<Duration>,
    pub(super) charset: Charset,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct LogRowProps {
    pub(super) row: Snapshot<Row>,
    pub(super) shown: Shown,
    /// Whether there are several ends in one column, so that the row names its own.
    pub(super) of_ends: bool,
    /// The column of its end, and how many columns there are.
    pub(super) lane: Option<(usize, usize)>,
    pub(super) picked: bool,
    /// Its place among the entries in view, from 1, and how many they are.
    pub(super) place: (usize, usize),
    pub(super) on_log: Callback<LogCommand>,
}

#[component]
pub(super) fn LogRow(props: &LogRowProps) -> Html {
    let (texts, language) = (&use_texts_of::<texts::Assistant>().log, use_language());
    let proxies = use_texts_of::<texts::proxies::Proxies>();
    let LogRowProps { row, shown, of_ends, lane, picked, place, on_log } = props;
    let entry = &row.entry;
    let number = row.number;
    let onclick = {
        let pick = (!picked).then_some(number);
        on_log.reform(move |_: MouseEvent| LogCommand::Pick(pick))
    };
    let (arrow, word) = (texts.what)(&entry.kind);
    let bytes = entry.kind.bytes();
    let is_message = matches!(entry.kind, EntryKind::Sent { .. } | EntryKind::Received { .. });
    let who = match (*of_ends, entry.peer.as_str()) {
        // A proxy's connection by its number, and from where to where.
        (_, peer) if entry.direction.is_some() => {
            let number = peer.split(' ').next().unwrap_or_default();
            let received = matches!(entry.kind, EntryKind::Received { .. });
            let hop = entry.direction.map(|way| match is_message {
                true => (proxies.hop)(way, received),
                false => (proxies.direction)(way),
            });
            format!("#{number} {}", hop.unwrap_or_default())
        }
        (true, "") => entry.end.clone(),
        (true, peer) => format!("{} · {peer}", entry.end),
        (false, peer) => peer.to_owned(),
    };
    html! {
        <li
            id={format!("assistant-row-{number}")}
            class={classes!("log-row", format!("is-{}", entry.kind.name()), lane.map(|_| "is-laned"))}
            style={lane.map(|(lane, lanes)| format!("--lane:{lane};--lanes:{lanes}"))}
            role="option"
            aria-selected={picked.to_string()}
            aria-posinset={place.0.to_string()}
            aria-setsize={place.1.to_string()}
            data-testid="assistant-row"
            data-what={entry.kind.name()}
            {onclick}
        >
            <span class="log-time moment">{ time_of(entry, shown) }</span>
            <span class="log-way"><i aria-hidden="true">{ arrow }</i>{ word }</span>
            <span class="log-who" title={format!("{} {}", entry.end, entry.peer)}>{ who }</span>
            <span class="log-length">
                if is_message { { bytes.len() }<span class="unseen">{ texts.bytes }</span> }
            </span>
            <span class="log-content">
                if is_message {
                    { content(row, shown) }
                } else {
                    <span class="log-reason">
                        // A narrow column has no place for them beside it.
                        if lane.is_some() { { word }{ " " }{ &entry.peer }{ " " } }
                        { entry.kind.reason(language) }
                    </span>
                }
                if let EntryKind::Received { check: Some(right), .. } = entry.kind {
                    <b class={classes!("log-check", if right { "is-right" } else { "is-wrong" })}>
                        { if right { texts.right } else { texts.wrong } }
                    </b>
                }
            </span>
        </li>
    }
}

fn content(row: &Row, shown: &Shown) -> Html {
    let Row { entry, carried, form, .. } = row;
    let all = entry.kind.bytes();
    let bytes = &all[..all.len().min(MOST_BYTES)];
    let more = (bytes.len() < all.len()).then_some("…");
    let text = || html! { <code class="log-text">{ marked(&text_view_after(carried, bytes, shown.charset)) }{ more }</code> };
    let hex = || html! { <code class="log-hex">{ hex_view(bytes) }{ more }</code> };
    match shown.bytewise {
        Bytewise::Auto if *form == Form::Hex => hex(),
        Bytewise::Auto | Bytewise::Text => text(),
        Bytewise::Hex => hex(),
        Bytewise::Both => html! { <>{ text() }{ hex() }</> },
    }
}

/// Text with its escapes marked.
pub(in crate::assistant::view) fn marked(view: &TextView) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut at = 0;
    for mark in &view.marks {
        if mark.text.start > at {
            parts.push(html! { { &view.text[at..mark.text.start] } });
        }
        let class = match mark.kind {
            MarkKind::Hidden => "is-hidden",
            MarkKind::Invalid => "is-invalid",
            MarkKind::Cut => "is-cut",
            MarkKind::Joined => "is-joined",
        };
        parts.push(html! { <i class={class}>{ &view.text[mark.text.clone()] }</i> });
        at = mark.text.end;
    }
    parts.push(html! { { &view.text[at..] } });
    parts.into_iter().collect()
}

/// The time of an entry.
pub(in crate::assistant::view) fn clock(entry: &Entry) -> String {
    let time = entry.now.local_time;
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        time.hour,
        time.minute,
        time.second,
        entry.now.milliseconds()
    )
}

fn time_of(entry: &Entry, shown: &Shown) -> String {
    let passed = || {
        let since = shown.since.unwrap_or_default();
        entry.now.since_start.saturating_sub(since).as_secs_f64()
    };
    match shown.times {
        Times::Clock => clock(entry),
        Times::Relative => format!("{:.3}", passed()),
        Times::Delta => format!("+{:.3}", passed()),
    }
}
