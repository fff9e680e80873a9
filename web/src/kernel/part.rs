//! The kernel's panes: the part of the page loaded when a person first opens one.

use std::future::Future;
use yew::prelude::*;

use super::view::kernel_pane::{KernelPane, KernelPaneProps};
use super::view::sequence_pane::{SequencePane, SequencePaneProps};
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, lazy};

lazy!(kernel: fn kernel() -> Loaded<Draw<KernelPaneProps>> {
    Ok(|props| html! { <KernelPane ..props /> })
});
lazy!(kernel: fn sequence() -> Loaded<Draw<SequencePaneProps>> {
    Ok(|props| html! { <SequencePane ..props /> })
});

impl LazyPart for KernelPaneProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        kernel()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_pane(&self.switch, words)
    }
}

impl LazyPart for SequencePaneProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        sequence()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_pane(&self.switch, words)
    }
}

/// The choice between the panes stays in place, so that the person can switch back.
fn empty_pane(switch: &Html, words: Html) -> Html {
    html! {
        <>
            <div class="pane-head">{ switch.clone() }</div>
            <div class="pane-body">{ words }</div>
        </>
    }
}
