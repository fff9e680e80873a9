//! The choice between the messages and their bytes on the stream.

use yew::prelude::*;

use crate::boundaries::texts as boundaries;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

/// What the middle pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ChatTab {
    /// The transcript.
    #[default]
    Transcript,
    /// The byte rulers.
    Ruler,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChatTabsProps {
    /// What is shown.
    pub tab: ChatTab,
    pub on_tab: Callback<ChatTab>,
}

#[component]
pub(crate) fn ChatTabs(props: &ChatTabsProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let room = &use_texts_of::<chat::Chat>().room;
    let choice = |tab, testid: &'static str, words: &'static str| {
        let onclick = props.on_tab.reform(move |_: MouseEvent| tab);
        let pressed = (props.tab == tab).to_string();
        html! {
            <button type="button" data-testid={testid} aria-pressed={pressed} {onclick}>
                { words }
            </button>
        }
    };
    html! {
        <div class="segments facets" role="group" aria-label={texts.facets}>
            { choice(ChatTab::Transcript, "chat-facet-transcript", room.transcript) }
            { choice(ChatTab::Ruler, "chat-facet-ruler", texts.ruler) }
        </div>
    }
}
