//! What was sent: a list that can be searched.

use lab_shared::assistant::compose::{Draft, Form};
use web_sys::Element;
use yew::prelude::*;

use crate::assistant::state::compose::ComposeCommand;
use crate::assistant::state::compose::history::History;
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

/// Most drafts listed at a time; the search finds the others.
const LISTED: usize = 50;

/// Most characters shown of one.
const SHOWN: usize = 80;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct HistoryMenuProps {
    pub(super) history: Snapshot<History>,
    pub(super) on: Callback<ComposeCommand>,
}

#[component]
pub(super) fn HistoryMenu(props: &HistoryMenuProps) -> Html {
    let HistoryMenuProps { history, on } = props;
    let texts = use_texts_of::<compose::Compose>();
    let menu = use_node_ref();
    let items = history.found().take(LISTED).map(|(age, draft)| {
        let (on, menu) = (on.clone(), menu.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(menu) = menu.cast::<Element>() {
                // A menu that is no longer there is folded.
                let _ = menu.remove_attribute("open");
            }
            on.emit(ComposeCommand::Recall(age));
        });
        html! {
            <li key={age}>
                <button type="button" data-testid="history-item" {onclick}>
                    <Excerpt draft={draft.clone()} />
                </button>
            </li>
        }
    });
    let items: Vec<Html> = items.collect();
    let none = if history.len() == 0 { texts.nothing_sent } else { texts.nothing_found };
    html! {
        <details class="compose-history" ref={menu.clone()} data-testid="history">
            <summary>{ texts.history }</summary>
            <div class="compose-history-items">
                <TextInput
                    testid="history-search"
                    label={texts.search}
                    value={history.search.clone()}
                    on_text={on.reform(ComposeCommand::Search)}
                />
                if items.is_empty() {
                    <p class="empty">{ none }</p>
                } else {
                    <ol>{ for items }</ol>
                    <p class="field-note">{ texts.history_hint }</p>
                }
            </div>
        </details>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ExcerptProps {
    pub(super) draft: Draft,
}

/// The beginning of a draft, with the sign of its form.
#[component]
pub(super) fn Excerpt(props: &ExcerptProps) -> Html {
    let Draft { text, form, suffix, .. } = &props.draft;
    let form = match form {
        Form::Text => "T",
        Form::Hex => "H",
    };
    let shown: String = text.chars().take(SHOWN).collect();
    html! {
        <span class="compose-excerpt">
            <b aria-hidden="true">{ form }</b>
            <code>{ shown }if text.len() > SHOWN { { "…" } }</code>
            if !suffix.is_empty() { <small>{ suffix }</small> }
        </span>
    }
}
