//! The shell: one relay, one lab, and the place in view.

use gloo::events::EventListener;
use lab_shared::call::{CallId, SocketId};
use lab_shared::language::Language;
use lab_shared::trace::Role;
use yew::prelude::*;

use super::bench::Bench;
use super::store::LabStore;
use crate::browser;
use crate::components::{Header, RelayNotice};
use crate::drivers::bench::BenchDriver;
use crate::i18n::texts;
use crate::relay_client::RelayClient;
use crate::state::lab::Action;
use crate::state::prepare::Prepared;

/// What the page needs to begin.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The relay's WebSocket.
    pub relay_url: AttrValue,
    /// The relay's token.
    pub token: Option<AttrValue>,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let lab = use_reducer(LabStore::default);
    let driver = use_driver(props, &lab);
    let (language, on_language) = use_stored(browser::load_language, browser::keep_language);
    let (theme, on_theme) = use_stored(browser::load_theme, browser::keep_theme);
    use_new_token(driver.client.clone());

    let on_begin = {
        let lab = lab.dispatcher();
        use_callback((), move |role: Option<Role>, ()| lab.dispatch(Action::Begin(role)))
    };
    let on_target = {
        let lab = lab.dispatcher();
        use_callback((), move |socket: SocketId, ()| lab.dispatch(Action::Target(socket)))
    };
    let on_call = use_callback(driver.clone(), |prepared: Prepared, driver| driver.call(prepared));
    let on_cancel = use_callback(driver.clone(), |id: CallId, driver| driver.cancel(id));
    let on_try_now = use_callback(driver, |(), driver| driver.client.try_now());

    let shown = &lab.0;
    html! {
        <ContextProvider<Language> context={language}>
            <a class="skip" href="#bench">{ texts(language).shell.skip }</a>
            <Header relay={shown.relay.clone()} {theme} {on_language} {on_theme} />
            <RelayNotice
                relay={shown.relay.clone()}
                sockets_gone={shown.has_gone_sockets()}
                {on_try_now}
            />
            <Bench lab={shown.clone()} {on_begin} {on_target} {on_call} {on_cancel} />
        </ContextProvider<Language>>
    }
}

/// The relay, connected once for the page's life, telling `lab` what happens.
#[hook]
fn use_driver(props: &AppProps, lab: &UseReducerHandle<LabStore>) -> BenchDriver {
    let dispatcher = lab.dispatcher();
    let (url, token) = (props.relay_url.to_string(), props.token.as_ref().map(|t| t.to_string()));
    (*use_memo((), move |()| BenchDriver::start(url, token, dispatcher))).clone()
}

/// A preference: loaded at first, then kept wherever `keep` puts it.
#[hook]
fn use_stored<T: Copy + PartialEq + 'static>(load: fn() -> T, keep: fn(T)) -> (T, Callback<T>) {
    let value = use_state_eq(load);
    use_effect_with(*value, move |value| keep(*value));
    let set = value.setter();
    (*value, use_callback((), move |chosen: T, ()| set.set(chosen)))
}

/// Greets the relay with the token of an address that is opened in this same tab.
#[hook]
fn use_new_token(client: RelayClient) {
    use_effect_with((), move |()| -> Box<dyn FnOnce()> {
        let listener: EventListener = browser::on_new_token(move |token| client.use_token(token));
        Box::new(move || drop(listener))
    });
}
