//! The Chat place's view of boundaries on a byte stream.

use lab_shared::text::Encoding;
use yew::prelude::*;

use super::no_place::no_place;
use super::props::ViewProps;
use super::stream::StreamForm;
use crate::boundaries::texts as boundaries;
use crate::boundaries::view::{RulerView, RulerWords};
use crate::chat::texts::stream;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::view::pane::Pane;

/// The experiment: fields, ruler, and the ruler in words.
#[component]
pub(crate) fn StreamView(props: &ViewProps) -> Html {
    let texts = use_texts_of::<stream::Stream>();
    let ruler = use_texts_of::<boundaries::Boundaries>().ruler;
    let ViewProps { chat, on, .. } = props;
    let model = &chat.stream;
    html! {
        <>
            <Pane name="controls" label={texts.title}>
                <div class="pane-head">{ props.views.clone() }</div>
                <div class="pane-body">
                    { no_place(props) }
                    <StreamForm
                        settings={chat.stream_settings.clone()}
                        model={model.clone()}
                        ready={props.ready}
                        on={on.clone()}
                    />
                </div>
            </Pane>
            <Pane name="timeline" label={ruler}>
                <div class="pane-head"><h2 id="ruler-title">{ ruler }</h2></div>
                <div class="pane-body" tabindex="0" role="group" aria-labelledby="ruler-title">
                    if model.ruler.bytes.is_empty() {
                        <p class="empty">{ texts.empty }</p>
                    } else {
                        <RulerView ruler={model.ruler.clone()} encoding={Encoding::Utf8} />
                    }
                </div>
            </Pane>
            <Pane name="sockets" label={texts.in_words}>
                <div class="pane-head"><h2>{ texts.in_words }</h2></div>
                <div class="pane-body">
                    <RulerWords ruler={model.ruler.clone()} done={model.done} />
                </div>
            </Pane>
        </>
    }
}
