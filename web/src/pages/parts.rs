//! The places that are loaded when a person first goes there.

use std::future::Future;
use yew::prelude::*;

use super::chat::{Chat, ChatProps};
use super::lesson::{LessonPlace, LessonProps};
use super::lessons::{Lessons, LessonsProps};
use super::program::{ProgramPlace, ProgramPlaceProps};
use crate::components::later::{Loaded, Part, part};

part!(chat: chat, Chat, ChatProps);
part!(programs: lessons, Lessons, LessonsProps);
part!(programs: lesson, LessonPlace, LessonProps);
part!(programs: program, ProgramPlace, ProgramPlaceProps);

impl Part for ChatProps {
    fn load() -> impl Future<Output = Loaded<Self>> {
        chat()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for LessonsProps {
    fn load() -> impl Future<Output = Loaded<Self>> {
        lessons()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for LessonProps {
    fn load() -> impl Future<Output = Loaded<Self>> {
        lesson()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for ProgramPlaceProps {
    fn load() -> impl Future<Output = Loaded<Self>> {
        program()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

fn empty_place(words: Html) -> Html {
    html! { <main id="place" class="lessons">{ words }</main> }
}
