//! The assistant's part of the page, loaded when a person first opens the place.

use lab_shared::assistant::compose::Draft;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::driver::AssistantDriver;
use super::kept::Kept;
use super::offered::Offered;
use super::relay_events::RelayEvents;
use super::state::{AssistantCommand, AssistantModel};
use super::view::place::Assistant;
use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, empty_place, lazy};
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::state::{Lab, LabCommand};
use crate::link::client::RelayClient;

/// The place's props.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AssistantPartProps {
    pub(crate) lab: Snapshot<Lab>,
    /// Makes the calls of its ends.
    pub(crate) issuer: CallIssuer,
    /// Asks the relay for assistants of its own.
    pub(crate) client: RelayClient,
    pub(crate) events: RelayEvents,
    /// Where it is kept.
    pub(crate) kept: Kept,
    /// What another place offers it.
    pub(crate) offered: Offered,
    pub(crate) on_lab: Callback<LabCommand>,
}

#[component]
fn AssistantPart(props: &AssistantPartProps) -> Html {
    let AssistantPartProps { lab, issuer, client, events, kept, offered, on_lab } = props.clone();
    let driver = kept.or_make(|| AssistantDriver::new(issuer, client, &events));
    let model = use_model(&driver);
    use_effect_with(driver.clone(), move |driver| {
        if let Some(setup) = offered.take() {
            driver.handle(AssistantCommand::TakeOffer(setup));
        }
    });
    let ready = lab.relay.is_ready();
    let figures = driver.figures();
    let file = driver.chosen_file();
    let preview = use_callback(driver.clone(), |draft: Draft, driver| driver.preview(&draft));
    let on_file = use_callback(driver.clone(), |file: File, driver| {
        let driver = driver.clone();
        spawn_local(async move {
            let bytes = browser::read_file(&file).await.unwrap_or_default();
            let document = String::from_utf8_lossy(&bytes).into_owned();
            driver.handle(AssistantCommand::OpenSetup(document));
        });
    });
    let on = use_callback(driver, |command: AssistantCommand, driver| driver.handle(command));
    html! { <Assistant {model} {figures} {lab} {ready} {preview} {file} {on_file} {on} {on_lab} /> }
}

/// The newest snapshot of the model, while the place is in view.
#[hook]
fn use_model(driver: &Rc<AssistantDriver>) -> Snapshot<AssistantModel> {
    let drawn = use_state_eq(|| driver.snapshot());
    let set = drawn.setter();
    use_effect_with(driver.clone(), move |driver| {
        let driver = driver.clone();
        driver.show_to(Some(Box::new(move |snapshot| set.set(snapshot))));
        move || driver.show_to(None)
    });
    (*drawn).clone()
}

lazy!(assistant: fn assistant() -> Loaded<Draw<AssistantPartProps>> {
    Ok(|props| html! { <AssistantPart ..props /> })
});

impl LazyPart for AssistantPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        assistant()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_place(words)
    }
}
