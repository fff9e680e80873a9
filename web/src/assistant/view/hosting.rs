//! Where the assistant runs, and those that the relay runs.

use std::rc::Rc;
use yew::prelude::*;

use lab_shared::assistant::remote::RunningAssistant;

use crate::assistant::state::AssistantCommand;
use crate::assistant::state::hosting::{Hosting, HostingCommand};
use crate::assistant::texts::hosting::HostingTexts;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HostingProps {
    pub(crate) hosting: Rc<Hosting>,
    /// Whether the relay offers its machine, where its own assistants are.
    pub(crate) has_machine: bool,
    /// Whether there is a relay.
    pub(crate) ready: bool,
    pub(crate) on: Callback<AssistantCommand>,
}

/// The choice, and what the relay tells of its assistant.
#[component]
pub(crate) fn HostingView(props: &HostingProps) -> Html {
    let (texts, language) = (use_texts_of::<HostingTexts>(), use_language());
    let HostingProps { hosting, has_machine, ready, on } = props;
    if !has_machine && !hosting.on_relay {
        return html! {
            <section class="assistant-hosting" aria-label={texts.title} data-testid="assistant-in-page-only"><p>{ texts.in_page_only }</p></section>
        };
    }
    let asks = |command| on.reform(move |_: MouseEvent| AssistantCommand::Hosting(command));
    let choice = |on_relay: bool, command, name: &'static str, words: &'static str, testid| {
        let chosen = hosting.on_relay == on_relay;
        let onclick = (!chosen).then(|| asks(command));
        html! {
            <button type="button" aria-pressed={chosen.to_string()} title={words} data-testid={testid} disabled={on_relay && !ready} {onclick}>
                { name }
            </button>
        }
    };
    let others = hosting.running.iter().filter(|_| !hosting.on_relay);
    html! {
        <section class="assistant-hosting" aria-label={texts.title} data-watches={hosting.watches.to_string()}>
            <div class="host-choices">
                <div class="segments" role="group" aria-label={texts.title}>
                    { choice(false, HostingCommand::InPage, texts.in_page, texts.in_page_words, "assistant-in-page") }
                    { choice(true, HostingCommand::OnRelay, texts.on_relay, texts.on_relay_words, "assistant-on-relay") }
                </div>
                if hosting.on_relay {
                    <button type="button" class="plain" data-testid="assistant-end-remote" onclick={asks(HostingCommand::End)}>{ texts.end }</button>
                } else {
                    <button type="button" class="plain" title={texts.list_words} data-testid="assistant-list" disabled={!*ready} onclick={asks(HostingCommand::List)}>{ texts.list }</button>
                }
            </div>
            if hosting.on_relay {
                <p>{ texts.on_relay_words }</p>
            }
            if let Some(pacing) = hosting.pacing {
                <p data-testid="assistant-pacing">{ (texts.pacing)(pacing) }</p>
            }
            if hosting.missed > 0 {
                <p>{ (texts.missed)(hosting.missed) }</p>
            }
            if let Some(ending) = hosting.ended {
                <p role="alert" data-testid="assistant-ended">{ (texts.ended)(ending) }</p>
            }
            { for hosting.reasons.iter().map(|reason| html! { <p role="alert">{ reason.get(language) }</p> }) }
            { for others.map(|running| running_row(running, texts, on)) }
        </section>
    }
}

fn running_row(
    running: &RunningAssistant,
    texts: &'static HostingTexts,
    on: &Callback<AssistantCommand>,
) -> Html {
    let number = running.number;
    let onclick =
        on.reform(move |_: MouseEvent| AssistantCommand::Hosting(HostingCommand::Watch(number)));
    html! {
        <p key={number.0} class="host-running">
            { (texts.running)(&running.name, running.age) }
            <button type="button" class="plain" data-testid={format!("assistant-watch-{}", number.0)} {onclick}>{ texts.watch }</button>
        </p>
    }
}
