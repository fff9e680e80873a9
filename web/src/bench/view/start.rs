//! The first screen: what the Bench is, and three ways to begin.

use lab_shared::trace::Role;
use web_sys::File;
use yew::prelude::*;

use crate::bench::texts::start;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::recording::texts as recording;
use crate::recording::view::OpenRecording;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StartProps {
    /// Takes the side chosen.
    pub on_begin: Callback<Option<Role>>,
    /// Opens a recording.
    pub on_open: Callback<File>,
}

#[component]
pub(crate) fn Start(props: &StartProps) -> Html {
    let texts = use_texts_of::<start::Start>();
    let recording = use_texts_of::<recording::Recording>();
    let begin = |role: Option<Role>| props.on_begin.reform(move |_: MouseEvent| role);
    html! {
        <section class="start" aria-labelledby="start-title">
            <h2 id="start-title">{ texts.title }</h2>
            <p class="lead">{ texts.lead }</p>
            <div class="start-choices">
                {
                    StartChoice {
                        icon: Icon::Server,
                        testid: "start-server",
                        title: texts.server,
                        words: texts.server_text,
                        sketch: ["bind", "listen", "accept"],
                        onclick: begin(Some(Role::Server)),
                    }
                    .html()
                }
                {
                    StartChoice {
                        icon: Icon::Client,
                        testid: "start-client",
                        title: texts.client,
                        words: texts.client_text,
                        sketch: ["socket", "connect", "send"],
                        onclick: begin(Some(Role::Client)),
                    }
                    .html()
                }
            </div>
            <button type="button" class="start-free" data-testid="start-free" onclick={begin(None)}>
                { Icon::Free.html() }
                <span><strong>{ texts.free }</strong>{ " " }{ texts.free_text }</span>
            </button>
            <OpenRecording class="start-free start-open" on_open={props.on_open.clone()}>
                { Icon::Again.html() }
                <span><strong>{ recording.open.0 }</strong>{ " " }{ recording.open.1 }</span>
            </OpenRecording>
        </section>
    }
}

/// A side to choose, as a large button.
struct StartChoice {
    icon: Icon,
    testid: &'static str,
    title: &'static str,
    words: &'static str,
    sketch: [&'static str; 3],
    onclick: Callback<MouseEvent>,
}

impl StartChoice {
    fn html(self) -> Html {
        let sketch = self.sketch.map(|call| html! { <code key={call}>{ call }</code> });
        html! {
            <button type="button" class="start-choice" data-testid={self.testid} onclick={self.onclick}>
                <span class="start-icon">{ self.icon.html() }</span>
                <strong>{ self.title }</strong>
                <span class="start-words">{ self.words }</span>
                <span class="start-sketch" aria-hidden="true">{ for sketch }</span>
            </button>
        }
    }
}
