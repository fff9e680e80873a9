//! A pane of a place, which fills the window with a key and goes back with it.

use yew::prelude::*;

use super::frame::Frame;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::texts as workbench;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PaneProps {
    /// Its name in the page's markup and style sheets.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) children: Html,
}

/// The pane; without a [`Frame`] around it, one that always has its place.
#[component]
pub(crate) fn Pane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<workbench::Workbench>();
    let frame = use_context::<Frame>();
    let name = props.name;
    let fill = frame.map(|Frame { full, place, on_fill, .. }| {
        let filled = full.as_deref() == Some(name);
        html! {
            <button
                type="button"
                class="fill"
                aria-pressed={filled.to_string()}
                aria-label={texts.fill}
                title={texts.fill}
                data-testid={format!("{place}-fill-{name}")}
                onclick={on_fill.reform(move |_: MouseEvent| name.into())}
            >
                { if filled { Icon::Smaller.html() } else { Icon::Larger.html() } }
            </button>
        }
    });
    html! {
        <section class={classes!("pane", format!("is-{name}"))} aria-label={props.label} data-name={name}>
            { props.children.clone() }
            { fill }
        </section>
    }
}
