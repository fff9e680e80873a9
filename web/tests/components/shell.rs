//! The shell around the places: the relay's state, language, theme.

use lab_shared::language::Language;
use lab_shared::wire::Goodbye;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use super::harness::welcome;
use super::support::{ReadIn, Stage};
use lab_web::under_test::{
    Header, Loss, Phase, RelayNotice, Theme, keep_language, keep_theme, load_language, load_theme,
    now,
};

#[derive(Clone, PartialEq, Properties)]
struct NoticeProps {
    language: Language,
    relay: Phase,
    sockets_gone: bool,
    #[prop_or_default]
    on_try_now: Callback<()>,
}

#[component]
fn Notice(props: &NoticeProps) -> Html {
    html! {
        <ReadIn language={props.language}>
            <RelayNotice
                relay={props.relay.clone()}
                sockets_gone={props.sockets_gone}
                on_try_now={props.on_try_now.clone()}
            />
        </ReadIn>
    }
}

fn notice(language: Language, relay: Phase, sockets_gone: bool) -> Stage<Notice> {
    Stage::with(NoticeProps { language, relay, sockets_gone, on_try_now: Callback::noop() })
}

fn waiting() -> Phase {
    Phase::Waiting { until: now() + Duration::from_secs(4), loss: Loss::Broken }
}

#[wasm_bindgen_test]
async fn a_lost_relay_counts_down_and_says_that_the_sockets_are_gone() {
    let stage = notice(Language::En, waiting(), true);
    stage.says("relay-notice", "The relay is lost").await;
    stage.get("sockets-gone").await;
    stage.says("relay-countdown", "4 s").await;
    stage.says("relay-countdown", "3 s").await;
}

#[wasm_bindgen_test]
async fn an_interruption_is_told_once_it_lasts_with_how_long_the_sockets_are_kept() {
    let interrupted = |lasting| Phase::Interrupted {
        welcome: Rc::new(welcome()),
        until: now() + Duration::from_secs(20),
        loss: Loss::Broken,
        lasting,
    };
    let brief = notice(Language::En, interrupted(false), false);
    assert_eq!(brief.count("relay-notice"), 0);
    for (language, title, kept) in [
        (Language::En, "The connection to the relay is interrupted", "Kept for 20 s"),
        (Language::Zh, "与中继的连接暂时中断", "还会保留 20 秒"),
    ] {
        let stage = notice(language, interrupted(true), false);
        stage.says("relay-notice", title).await;
        stage.says("relay-countdown", kept).await;
        assert_eq!(stage.count("sockets-gone"), 0);
    }
}

#[wasm_bindgen_test]
async fn a_relay_that_never_answered_has_lost_no_sockets() {
    let lost = Phase::Waiting { until: now(), loss: Loss::Unreachable };
    let stage = notice(Language::Zh, lost, false);
    stage.says("relay-notice", "没有中继应答").await;
    assert_eq!(stage.count("sockets-gone"), 0);
}

#[wasm_bindgen_test]
async fn a_refusal_is_explained_with_its_remedy_in_both_languages() {
    for (language, words) in [
        (Language::En, Goodbye::Token.explanation().en),
        (Language::Zh, Goodbye::Token.explanation().zh),
    ] {
        let stage = notice(language, Phase::Refused(Goodbye::Token), false);
        stage.says("relay-notice", words).await;
    }
}

#[wasm_bindgen_test]
async fn who_presses_try_now_is_heard() {
    let pressed = Rc::new(Cell::new(false));
    let on_try_now = {
        let pressed = Rc::clone(&pressed);
        Callback::from(move |()| pressed.set(true))
    };
    let language = Language::En;
    let stage = Stage::<Notice>::with(NoticeProps {
        language,
        relay: waiting(),
        sockets_gone: false,
        on_try_now,
    });
    stage.press("relay-try-now").await;
    assert!(pressed.get());
}

/// The head, with the choices made in it taking effect.
#[component]
fn Head() -> Html {
    let language = use_state(|| Language::En);
    let theme = use_state(Theme::default);
    let on_language = {
        let language = language.clone();
        Callback::from(move |chosen| language.set(chosen))
    };
    let on_theme = {
        let theme = theme.clone();
        Callback::from(move |chosen| theme.set(chosen))
    };
    let relay = Phase::Ready(Rc::new(welcome()));
    html! {
        <ReadIn language={*language}>
            <Header {relay} theme={*theme} {on_language} {on_theme} />
        </ReadIn>
    }
}

#[wasm_bindgen_test]
async fn the_head_is_read_in_the_language_chosen() {
    let stage = Stage::<Head>::of();
    stage.says("relay-state", "Relay ready").await;
    stage.press("lang-zh").await;
    stage.says("relay-state", "中继就绪").await;
    stage.find("[data-testid=lang-zh][aria-pressed=true]").await;
    stage.press("lang-en").await;
    stage.says("relay-state", "Relay ready").await;
}

#[wasm_bindgen_test]
async fn the_theme_chosen_is_shown_as_chosen() {
    let stage = Stage::<Head>::of();
    stage.find("[data-testid=theme-auto][aria-pressed=true]").await;
    stage.press("theme-dark").await;
    stage.find("[data-testid=theme-dark][aria-pressed=true]").await;
    stage.find("[data-testid=theme-auto][aria-pressed=false]").await;
}

#[wasm_bindgen_test]
async fn the_preferences_are_kept_and_put_on_the_page() {
    keep_theme(Theme::Dark);
    keep_language(Language::Zh);
    assert_eq!(load_theme(), Theme::Dark);
    assert_eq!(load_language(), Language::Zh);
    let root = gloo_utils::document_element();
    assert_eq!(root.get_attribute("data-theme").as_deref(), Some("dark"));
    assert_eq!(root.get_attribute("lang").as_deref(), Some("zh-CN"));
    keep_theme(Theme::Auto);
    keep_language(Language::En);
}
