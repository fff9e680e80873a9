//! The choice between what is said and how its bytes travel.

use yew::prelude::*;

use crate::boundaries::texts as boundaries;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

/// What the middle pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Facet {
    /// What was said.
    #[default]
    Transcript,
    /// How its bytes travelled.
    Ruler,
}

/// What the choice needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FacetsProps {
    /// What is shown.
    pub facet: Facet,
    /// Takes another.
    pub on_facet: Callback<Facet>,
}

/// The choice.
#[component]
pub fn Facets(props: &FacetsProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let room = &use_texts_of::<chat::Chat>().room;
    let choice = |facet, testid: &'static str, words: &'static str| {
        let onclick = props.on_facet.reform(move |_: MouseEvent| facet);
        let pressed = (props.facet == facet).to_string();
        html! {
            <button type="button" data-testid={testid} aria-pressed={pressed} {onclick}>
                { words }
            </button>
        }
    };
    html! {
        <div class="segments facets" role="group" aria-label={texts.facets}>
            { choice(Facet::Transcript, "chat-facet-transcript", room.transcript) }
            { choice(Facet::Ruler, "chat-facet-ruler", texts.ruler) }
        </div>
    }
}
