//! The buttons that lose the next packets of a kind, and cut the cable, each with its key.

use lab_shared::network::CableView;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::network::state::desk::{Desk, DeskCommand, MOST_DROPPED};
use crate::network::state::keys::{DROPPED, NetworkKey};
use crate::network::state::label::kind_name;
use crate::network::texts::cable::Cable;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct LosingProps {
    pub(super) cable: CableView,
    pub(super) desk: Desk,
    /// Whether the page shows an earlier moment.
    pub(super) past: bool,
    pub(super) on: Callback<DeskCommand>,
}

#[component]
pub(super) fn Losing(props: &LosingProps) -> Html {
    let texts = use_texts_of::<Cable>();
    let LosingProps { cable, desk, past, on } = props;
    let key = |key: NetworkKey, testid: String, pressed: bool, words: Html| {
        let name = key.name();
        html! {
            <button
                type="button"
                class={classes!("network-key", (key == NetworkKey::Cut).then_some("is-cut"))}
                data-testid={testid}
                aria-pressed={pressed.to_string()}
                aria-keyshortcuts={name.clone()}
                disabled={*past}
                onclick={on.reform(move |_: MouseEvent| DeskCommand::Press(key))}
            >
                { words }
                if let Some(name) = name { <kbd aria-hidden="true">{ name }</kbd> }
            </button>
        }
    };
    let drops = DROPPED.map(|kind| {
        let testid = format!("drop-{}", kind_name(kind));
        key(
            NetworkKey::Drop(kind),
            testid,
            desk.is_armed(cable, kind),
            html! { (texts.kind)(kind) },
        )
    });
    let cut_words = if cable.cut { texts.mend } else { texts.cut };
    let cut = key(
        NetworkKey::Cut,
        "cut".to_owned(),
        cable.cut,
        html! { <>{ Icon::Unplugged.html() }{ cut_words }</> },
    );
    let oncount = on.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        DeskCommand::Count(input.value().trim().parse().unwrap_or(1))
    });
    html! {
        <div class="network-losing" role="group" aria-label={texts.lose}>
            <span class="network-label" aria-hidden="true">{ texts.lose }</span>
            <div class="network-keys">
                { for drops }
                <label class="network-count">
                    <span aria-hidden="true">{ "×" }</span>
                    <span class="unseen">{ texts.count }</span>
                    <input
                        type="number"
                        min="1"
                        max={MOST_DROPPED.to_string()}
                        value={desk.count.to_string()}
                        data-testid="drop-count"
                        disabled={*past}
                        onchange={oncount}
                    />
                </label>
                { cut }
            </div>
            <p class="network-help">{ texts.lose_help }</p>
        </div>
    }
}
