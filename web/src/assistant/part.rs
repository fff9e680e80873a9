//! The assistant's part of the page, loaded when a person first opens the place.

use lab_shared::assistant::compose::Draft;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::driver::AssistantDriver;
use super::relay_events::RelayEvents;
use super::state::{AssistantCommand, AssistantModel};
use super::view::back_key::BackKey;
use super::view::place::Assistant;
use crate::kit::browser;
use crate::kit::state::kept::Kept;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, empty_place, lazy};
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::state::{Lab, LabCommand};
use crate::link::client::RelayClient;
use crate::workbench::preparation::{Origin, Preparations};
use crate::worker::Image;

/// The place's props.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AssistantPartProps {
    pub(crate) lab: Snapshot<Lab>,
    /// Makes the calls of its ends.
    pub(crate) issuer: CallIssuer,
    /// Asks the relay for assistants of its own.
    pub(crate) client: RelayClient,
    pub(crate) events: RelayEvents,
    /// What scripts start from.
    pub(crate) python: Image,
    /// Where it is kept.
    pub(crate) kept: Kept,
    /// What another place has prepared.
    pub(crate) preparations: Kept,
    /// Goes back to that place.
    pub(crate) on_back: Callback<Origin>,
    pub(crate) on_lab: Callback<LabCommand>,
}

#[component]
fn AssistantPart(props: &AssistantPartProps) -> Html {
    let AssistantPartProps {
        lab,
        issuer,
        client,
        events,
        python,
        kept,
        preparations,
        on_back,
        on_lab,
    } = props.clone();
    let driver = kept.or_make(|| AssistantDriver::new(issuer, client, &events, python));
    // Before what was prepared, whose ends have their places then.
    use_effect_with((driver.clone(), lab.places()), |(driver, places)| {
        driver.handle(AssistantCommand::Offer(places.clone()));
    });
    use_effect_with((driver.clone(), preparations.clone()), |(driver, preparations)| {
        let preparations = Preparations::of(preparations);
        if let Some(preparation) = preparations.take() {
            driver.handle(AssistantCommand::Prepare(preparation));
        }
    });
    let model = use_model(&driver);
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
    let back = Preparations::of(&preparations)
        .origin()
        .map(|origin| html! { <BackKey {origin} {on_back} /> });
    html! { <Assistant {model} {figures} {lab} {ready} {preview} {file} {on_file} {on} {on_lab} {back} /> }
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

/// The place's styles, which nothing else of the page needs.
const STYLES: &str = concat!(
    include_str!("assistant.css"),
    include_str!("answering.css"),
    include_str!("compose.css"),
    include_str!("messages.css"),
    include_str!("hosting.css"),
    include_str!("script.css"),
    include_str!("proxies.css"),
);

lazy!(assistant: fn assistant() -> Loaded<Draw<AssistantPartProps>> {
    browser::adopt_styles(STYLES);
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
