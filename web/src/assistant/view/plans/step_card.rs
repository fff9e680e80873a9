//! A step of a plan as a card.

use yew::prelude::*;

use super::Wrong;
use super::step_fields::StepFields;
use crate::assistant::state::plans::StepForm;
use crate::assistant::state::plans::command::PlanEdit;
use crate::assistant::texts::plans::Plans as Texts;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StepCardProps {
    /// Its place, from 0.
    pub(crate) place: usize,
    pub(crate) step: StepForm,
    /// Whether the plan is at it.
    pub(crate) is_current: bool,
    /// The messages that can be sent, by name.
    pub(crate) messages: Vec<String>,
    /// The ends' names.
    pub(crate) ends: Vec<String>,
    pub(crate) wrong: Wrong,
    pub(crate) on: Callback<PlanEdit>,
}

#[component]
pub(crate) fn StepCard(props: &StepCardProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let place = props.place;
    let label = (texts.remove_step)(place + 1);
    let onclick = props.on.reform(move |_: MouseEvent| PlanEdit::Remove(place));
    html! {
        <div class="step-card" aria-current={props.is_current.then_some("step")} data-testid="step">
            <p class="step-head">
                <span class="step-number">{ place + 1 }</span>
                <strong>{ (texts.kind_name)(props.step.kind()) }</strong>
                if props.is_current { <span class="count">{ texts.current }</span> }
                <button type="button" class="icon-key" data-testid="step-remove" title={label.clone()} aria-label={label} {onclick}>
                    { Icon::Cross.html() }
                </button>
            </p>
            <StepFields ..props.clone() />
        </div>
    }
}
