//! The network's pane: the part of the page loaded when a person first opens it.

use std::future::Future;
use yew::prelude::*;

use super::view::network_pane::{NetworkPane, NetworkPaneProps};
use crate::kit::browser;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, lazy};

/// The pane's styles, which nothing else of the page needs.
const STYLES: &str = concat!(include_str!("network.css"), include_str!("picture.css"));

lazy!(network: fn network() -> Loaded<Draw<NetworkPaneProps>> {
    browser::adopt_styles(STYLES);
    Ok(|props| html! { <NetworkPane ..props /> })
});

impl LazyPart for NetworkPaneProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        network()
    }

    fn fallback(&self, words: Html) -> Html {
        html! {
            <>
                <div class="pane-head">{ self.switch.clone() }</div>
                <div class="pane-body">{ words }</div>
            </>
        }
    }
}
