//! One named message: sent, taken into the composer, moved, changed.

use lab_shared::assistant::setup::Message;
use yew::prelude::*;

use super::history::Excerpt;
use crate::assistant::state::compose::command::MessageCommand;
use crate::assistant::state::compose::message_key::KeyConflict;
use crate::assistant::texts::messages;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct MessageRowProps {
    /// Its place in the list, and the last one's.
    pub(super) place: usize,
    pub(super) last: usize,
    pub(super) message: Message,
    /// Why its key does nothing.
    pub(super) conflict: Option<KeyConflict>,
    /// Whether it is in the composer.
    pub(super) is_loaded: bool,
    /// Whether it can be sent now.
    pub(super) ready: bool,
    /// The row that is dragged, if one is.
    pub(super) dragged: Option<usize>,
    pub(super) on_drag: Callback<Option<usize>>,
    pub(super) on: Callback<MessageCommand>,
}

#[component]
pub(super) fn MessageRow(props: &MessageRowProps) -> Html {
    let MessageRowProps { place, last, message, conflict, is_loaded, dragged, on_drag, on, .. } =
        props;
    let texts = use_texts_of::<messages::Messages>();
    let (place, last, name) = (*place, *last, message.name.as_str());
    let press = |command: MessageCommand| on.reform(move |_: MouseEvent| command.clone());
    let onkeydown =
        use_callback((on.clone(), place, last), |event: KeyboardEvent, (on, place, last)| {
            let to = match event.key().as_str() {
                "ArrowUp" => place.checked_sub(1),
                "ArrowDown" => Some(place + 1).filter(|to| to <= last),
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to {
                on.emit(MessageCommand::Move { from: *place, to });
            }
        });
    let ondragover = {
        let takes = dragged.is_some_and(|from| from != place);
        Callback::from(move |event: DragEvent| {
            if takes {
                event.prevent_default();
            }
        })
    };
    let ondrop = {
        let (on, on_drag, dragged) = (on.clone(), on_drag.clone(), *dragged);
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            on_drag.emit(None);
            if let Some(from) = dragged {
                on.emit(MessageCommand::Move { from, to: place });
            }
        })
    };
    let small = |testid: &'static str, icon: Icon, words: String, command: MessageCommand| {
        html! {
            <button
                type="button"
                class="message-tool"
                data-testid={testid}
                title={words.clone()}
                aria-label={words}
                onclick={press(command)}
            >
                { icon.html() }
            </button>
        }
    };
    html! {
        <li
            class={classes!("message-row", is_loaded.then_some("is-loaded"), (*dragged == Some(place)).then_some("is-dragged"))}
            draggable="true"
            data-testid="message"
            data-name={message.name.clone()}
            ondragstart={on_drag.reform(move |_: DragEvent| Some(place))}
            ondragend={on_drag.reform(|_: DragEvent| None)}
            {ondragover}
            {ondrop}
        >
            <button type="button" class="message-grip" aria-label={(texts.reorder)(name)} title={(texts.reorder)(name)} {onkeydown}>
                { "⠿" }
            </button>
            <button
                type="button"
                class="key message-send"
                data-testid="message-send"
                aria-label={(texts.send)(name)}
                title={(texts.send)(name)}
                disabled={!props.ready}
                onclick={press(MessageCommand::Send(place))}
            >
                { Icon::Run.html() }
            </button>
            <button
                type="button"
                class="message-name"
                data-testid="message-load"
                title={(texts.load)(name)}
                onclick={press(MessageCommand::Load(place))}
            >
                <span class="message-title">{ name }</span>
                <Excerpt draft={message.draft.clone()} />
            </button>
            if let Some(key) = &message.key {
                <kbd
                    class={classes!(conflict.map(|_| "is-taken"))}
                    title={conflict.map(texts.conflict)}
                >
                    { key }
                    if let Some(conflict) = *conflict { <span class="unseen">{ (texts.conflict)(conflict) }</span> }
                </kbd>
            }
            <span class="message-tools">
                { small("message-edit", Icon::Edit, (texts.edit)(name), MessageCommand::Edit(place)) }
                { small("message-duplicate", Icon::Copy, (texts.duplicate)(name), MessageCommand::Duplicate(place)) }
                { small("message-delete", Icon::Cross, (texts.delete)(name), MessageCommand::Delete(place)) }
            </span>
        </li>
    }
}
