//! A pane of a place, which fills the window with a key and goes back with it.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::texts as workbench;

/// The key that lets a pane fill the window, and go back.
const FILL: &str = "F8";

/// The pane that fills the window, if one does, and what lets one fill it or go back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FullPane {
    /// Its name in the page's markup.
    pub(crate) name: Option<AttrValue>,
    place: &'static str,
    on_fill: Callback<AttrValue>,
}

/// Watches for the key while the place is in view. `place` is the identity of its element.
#[hook]
pub(crate) fn use_full_pane(place: &'static str, in_view: bool) -> FullPane {
    let name = use_state_eq(|| None::<AttrValue>);
    let on_fill = {
        let name = name.clone();
        Callback::from(move |pane: AttrValue| {
            name.set((name.as_ref() != Some(&pane)).then_some(pane));
        })
    };
    {
        let on_fill = on_fill.clone();
        use_effect_with(((*name).clone(), in_view), move |(full, in_view)| {
            let full = full.clone();
            // Before the editor and the terminal, which have keys of their own.
            let options =
                EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
            let window = gloo_utils::window();
            let keys = in_view.then(|| {
                EventListener::new_with_options(&window, "keydown", options, move |event| {
                    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                    if event.key() != FILL {
                        return;
                    }
                    if let Some(pane) = full.clone().or_else(|| attended(place)) {
                        event.prevent_default();
                        event.stop_propagation();
                        on_fill.emit(pane);
                    }
                })
            });
            move || drop(keys)
        });
    }
    FullPane { name: (*name).clone(), place, on_fill }
}

/// The pane with the focus, else the one under the pointer.
fn attended(place: &str) -> Option<AttrValue> {
    let document = gloo_utils::document();
    let panes = format!("#{place} > .pane");
    let name = |element: Element| element.closest(&panes).ok()??.get_attribute("data-name");
    let hovered = || document.query_selector(&format!("{panes}:hover")).ok().flatten();
    let attended = document.active_element().and_then(name).or_else(|| hovered().and_then(name));
    attended.map(AttrValue::from)
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PaneProps {
    /// Its name in the page's markup and style sheets.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) children: Html,
}

/// The pane; without [`FullPane`] around it, one that always has its place.
#[component]
pub(crate) fn Pane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<workbench::Workbench>();
    let full = use_context::<FullPane>();
    let name = props.name;
    let fill = full.map(|FullPane { name: full, place, on_fill }| {
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
