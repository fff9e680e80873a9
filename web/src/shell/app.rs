//! The shell: one relay, one lab, and the place in view.

use gloo_events::EventListener;
use lab_shared::language::Language;
use lab_shared::lesson::LessonId;
use yew::prelude::*;

use super::browser::preferences::{keep_language, keep_theme, load_language, load_theme};
use super::browser::route::{go_to, load_route, on_route_change};
use super::driver::Relay;
use super::state::route::Route;
use super::texts::Shell;
use super::view::header::Header;
use super::view::relay_notice::RelayNotice;
use crate::assistant::part::AssistantPartProps;
use crate::bench::view::bench::Bench;
use crate::chat::driver::chat_store::ChatStore;
use crate::chat::part::ChatPartProps;
use crate::chat::state::Chat;
use crate::kit::browser::{Store, use_store};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Texts as _;
use crate::kit::view::lazy::Lazy;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::{Lab, LabCommand};
use crate::lessons::part::WorkPartProps;
use crate::lessons::state::LessonRoute;
use crate::lessons::view::list::LessonsProps;
use crate::link::address_bar::on_new_token;
use crate::link::client::{RelayAddress, RelayClient};
use crate::programs::state::program::Programs;
use crate::programs::store::Stores;

/// The props of the page.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// Where the relay is.
    pub relay: RelayAddress,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let (shown, lab) = use_store(Lab::default);
    let (chat, chat_store) = use_store(Chat::default);
    let (programs, program_store) = use_store(Programs::default);
    let relay = use_relay(props, &lab, &chat_store, &program_store);
    let stores = Stores { lab: lab.clone(), programs: program_store };
    let (language, on_language) = use_stored(load_language, keep_language);
    let (theme, on_theme) = use_stored(load_theme, keep_theme);
    let (route, on_route) = use_route(language);
    use_new_token(relay.client.clone());

    let on_lab =
        use_callback(relay.bench.clone(), |command: LabCommand, bench| bench.handle(command));
    let on_try_now = use_callback(relay.client.clone(), |(), client| client.try_now());
    let on_lesson_route =
        use_callback(on_route.clone(), |route: LessonRoute, on_route| on_route.emit(route.into()));
    let on_back = use_callback(on_route.clone(), |origin: Option<LessonId>, on_route| {
        on_route.emit(origin.map_or(Route::Program, Route::Lesson));
    });
    let bench_lab = use_lab_in_view(&shown, route == Route::Bench);

    let token = relay.client.token().map(AttrValue::from);
    let target = if route == Route::Bench { "#bench" } else { "#place" };
    html! {
        <ContextProvider<Language> context={language}>
            <a class="skip" href={target}>{ Shell::of(language).skip }</a>
            <Header relay={shown.relay.clone()} {token} {route} on_route={on_route.clone()} {theme} {on_language} {on_theme} />
            <RelayNotice
                relay={shown.relay.clone()}
                sockets_gone={shown.has_gone_sockets()}
                {on_try_now}
            />
            <Bench
                shown={route == Route::Bench}
                lab={bench_lab}
                on_lab={on_lab.clone()}
            />
            { match route {
                Route::Bench => html! {},
                Route::Chat(view) => html! {
                    <Lazy<ChatPartProps>
                        {view}
                        {chat}
                        lab={shown.clone()}
                        driver={relay.chat.clone()}
                        on_view={on_route.reform(Route::Chat)}
                        on_lab={on_lab.clone()}
                    />
                },
                Route::Assistant => html! {
                    <Lazy<AssistantPartProps>
                        lab={shown.clone()}
                        issuer={relay.issuer.clone()}
                        client={relay.client.clone()}
                        events={relay.assistants.clone()}
                        python={relay.python.clone()}
                        kept={relay.assistant.clone()}
                        preparations={relay.preparations.clone()}
                        {on_back}
                        {on_lab}
                    />
                },
                Route::Lessons => html! { <Lazy<LessonsProps> {on_lesson_route} kept={relay.lesson.clone()} /> },
                Route::Lesson(_) | Route::Program => html! {
                    <Lazy<WorkPartProps>
                        lesson={route.lesson()}
                        lab={shown.clone()}
                        {programs}
                        {stores}
                        driver={relay.programs.clone()}
                        {on_lab}
                        {on_lesson_route}
                        kept={relay.lesson.clone()}
                        preparations={relay.preparations.clone()}
                    />
                },
            } }
        </ContextProvider<Language>>
    }
}

/// The relay, connected once for the page's life, which updates the stores.
#[hook]
fn use_relay(
    props: &AppProps,
    lab: &LabStore,
    chat: &ChatStore,
    programs: &Store<Programs>,
) -> Relay {
    let (lab, chat, programs) = (lab.clone(), chat.clone(), programs.clone());
    let address = props.relay.clone();
    (*use_memo((), move |()| Relay::start(address, lab, chat, programs))).clone()
}

/// The lab as the Bench draws it. While out of view, the Bench keeps its last snapshot, because
/// rooms make many calls.
#[hook]
fn use_lab_in_view(lab: &Snapshot<Lab>, in_view: bool) -> Snapshot<Lab> {
    let drawn = use_mut_ref(|| lab.clone());
    let mut drawn = drawn.borrow_mut();
    if in_view {
        *drawn = lab.clone();
    }
    drawn.clone()
}

/// The place in view, kept in the address bar.
#[hook]
fn use_route(language: Language) -> (Route, Callback<Route>) {
    let route = use_state_eq(load_route);
    let set = route.setter();
    let told = set.clone();
    use_effect_with((), move |()| -> Box<dyn FnOnce()> {
        let listener: EventListener = on_route_change(move |route| told.set(route));
        Box::new(move || drop(listener))
    });
    let go = use_callback((*route, language), move |chosen: Route, (route, language)| {
        if chosen != *route {
            go_to(chosen, *language);
            set.set(chosen);
        }
    });
    (*route, go)
}

/// A preference: loaded at first, then kept by `keep`.
#[hook]
fn use_stored<T: Copy + PartialEq + 'static>(load: fn() -> T, keep: fn(T)) -> (T, Callback<T>) {
    let value = use_state_eq(load);
    use_effect_with(*value, move |value| keep(*value));
    let set = value.setter();
    (*value, use_callback((), move |chosen: T, ()| set.set(chosen)))
}

/// Shows the relay the token of an address that is opened in this same tab.
#[hook]
fn use_new_token(client: RelayClient) {
    use_effect_with((), move |()| -> Box<dyn FnOnce()> {
        let listener: EventListener = on_new_token(move |token| client.use_token(token));
        Box::new(move || drop(listener))
    });
}
