//! The guide beside a lesson's programs: what to watch, do and try, and which checks are done.

use yew::prelude::*;

use super::rich::rich;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lessons::texts as lesson;
use lab_shared::lesson::{Both, Lesson};
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct GuideProps {
    pub lesson: Rc<Lesson>,
    /// Which of its checks are done.
    pub done: Vec<bool>,
    /// Opens a setup in the assistant.
    pub on_offer: Callback<String>,
    /// Back to all lessons.
    pub on_all: Callback<()>,
    /// The experiment's part.
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub(crate) fn Guide(props: &GuideProps) -> Html {
    let (texts, language) = (use_texts_of::<lesson::Lessons>(), use_language());
    let lesson = &props.lesson;
    let items = |all: &[Both]| -> Html {
        all.iter().map(|one| html! { <li>{ rich(one.get(language)) }</li> }).collect()
    };
    let finished = props.done.iter().filter(|done| **done).count();
    let checks = lesson.checks.iter().zip(&props.done).map(|(check, done)| {
        let (icon, words) =
            if *done { (Icon::Check, texts.check_done) } else { (Icon::Next, texts.check_open) };
        html! {
            <li class={classes!("check-item", done.then_some("is-done"))} data-testid="check" data-done={done.to_string()}>
                { icon.html() }
                <span>{ rich(check.text.get(language)) }<span class="unseen">{ " — " }{ words }</span></span>
            </li>
        }
    });
    let offers = lesson.offers.iter().map(|offer| {
        let setup = offer.setup.clone();
        let onclick = props.on_offer.reform(move |_: MouseEvent| setup.clone());
        html! {
            <li>
                <button type="button" class="plain" data-testid="lesson-offer" {onclick}>{ offer.title.get(language) }{ " →" }</button>
                { " " }{ rich(offer.text.get(language)) }
            </li>
        }
    });
    html! {
        <>
            <div class="pane-head guide-head">
                <button type="button" class="plain" data-testid="all-lessons" onclick={props.on_all.reform(|_: MouseEvent| ())}>
                    { "← " }{ texts.all }
                </button>
            </div>
            <div class="pane-body guide-body" tabindex="0" role="group" aria-label={lesson.title.get(language).to_owned()}>
                <h2 class="lesson-title"><i class="lesson-row">{ &lesson.row }</i>{ lesson.title.get(language) }</h2>
                <p class="lesson-summary">{ rich(lesson.summary.get(language)) }</p>
                { props.children.clone() }
                if !lesson.steps.is_empty() {
                    <h3>{ texts.steps }</h3><ol class="guide-steps">{ items(&lesson.steps) }</ol>
                }
                if !lesson.watch.is_empty() {
                    <h3>{ texts.watch }</h3><ul>{ items(&lesson.watch) }</ul>
                }
                if !lesson.checks.is_empty() {
                    <h3>
                        { texts.checks }{ " " }
                        <b class="checks-count" data-testid="checks-count">{ (texts.checks_count)(finished, lesson.checks.len()) }</b>
                    </h3>
                    <ul class="checks" aria-live="polite">{ for checks }</ul>
                }
                if !lesson.offers.is_empty() {
                    <h3>{ texts.assistant }</h3><ul class="guide-offers">{ for offers }</ul>
                }
                if !lesson.try_next.is_empty() {
                    <h3>{ texts.try_next }</h3><ul>{ items(&lesson.try_next) }</ul>
                }
            </div>
        </>
    }
}
