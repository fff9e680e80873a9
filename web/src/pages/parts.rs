//! The places that are loaded when a person first goes there. What a person does in them is loaded
//! with them.

use std::future::Future;
use yew::prelude::*;

use super::chat::Chat;
use super::chat_hands::use_chat_hands;
use super::lesson::LessonPlace;
use super::lessons::{Lessons, LessonsProps};
use super::program::ProgramPlace;
use super::program_store::Books;
use super::workspace_hands::{WorkTools, use_work_hands};
use crate::components::later::{Draw, Loaded, Part, later};
use crate::drivers::{ChatStore, Relay};
use crate::state::lab::Lab;
use crate::state::lesson::LessonId;
use crate::state::place::{Place, View};
use crate::state::program::Programs;
use crate::state::snapshot::Snapshot;

/// What the Chat place is made of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChatPartProps {
    /// The view shown.
    pub(super) view: View,
    /// What is known.
    pub(super) chat: UseReducerHandle<ChatStore>,
    /// What is known of the sockets.
    pub(super) lab: Snapshot<Lab>,
    /// The relay, there or not.
    pub(super) relay: Relay,
    /// Goes to another view.
    pub(super) on_view: Callback<View>,
}

#[component]
fn ChatPart(props: &ChatPartProps) -> Html {
    let ChatPartProps { view, chat, lab, relay, on_view } = props;
    let hands = use_chat_hands(relay, chat, on_view.clone());
    let ready = lab.relay.is_ready();
    html! { <Chat view={*view} chat={chat.0.clone()} lab={lab.clone()} {ready} {hands} /> }
}

/// What a place with programs is made of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WorkPartProps {
    /// The lesson; a person's own programs if there is none.
    pub(super) lesson: Option<LessonId>,
    /// What is known of sockets and calls.
    pub(super) lab: Snapshot<Lab>,
    /// What is known of programs.
    pub(super) programs: Snapshot<Programs>,
    /// Both, for the checks.
    pub(super) books: Books,
    /// What the person works with.
    pub(super) tools: WorkTools,
    /// Goes to a place.
    pub(super) on_place: Callback<Place>,
}

#[component]
fn WorkPart(props: &WorkPartProps) -> Html {
    let WorkPartProps { lesson, lab, programs, books, tools, on_place } = props.clone();
    let hands = use_work_hands(&tools);
    match lesson {
        Some(id) => html! {
            <LessonPlace key={id.as_str()} {id} {lab} {programs} {books} {hands} {on_place} />
        },
        None => html! { <ProgramPlace {lab} {programs} {hands} {on_place} /> },
    }
}

later!(chat: fn chat() -> Loaded<Draw<ChatPartProps>> {
    Ok(|props| html! { <ChatPart ..props /> })
});
later!(programs: fn lessons() -> Loaded<Draw<LessonsProps>> {
    Ok(|props| html! { <Lessons ..props /> })
});
later!(programs: fn work() -> Loaded<Draw<WorkPartProps>> {
    Ok(|props| html! { <WorkPart ..props /> })
});

impl Part for ChatPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        chat()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for LessonsProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        lessons()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for WorkPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        work()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

fn empty_place(words: Html) -> Html {
    html! { <main id="place" class="lessons">{ words }</main> }
}
