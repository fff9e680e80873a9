//! The fields of a step.

use lab_shared::assistant::plan::Otherwise;
use yew::prelude::*;

use super::step_card::StepCardProps;
use crate::assistant::state::plans::StepForm;
use crate::assistant::state::plans::command::{PlanEdit, StepEdit};
use crate::assistant::state::plans::form::PlanField;
use crate::assistant::texts::plans::Plans as Texts;
use crate::assistant::view::condition_fields::ConditionFields;
use crate::assistant::view::end_field::EndField;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

/// What can follow a wait in vain.
const OTHERWISE: [(Otherwise, &str); 3] =
    [(Otherwise::Fail, "fail"), (Otherwise::GoOn, "go-on"), (Otherwise::NextRound, "next-round")];

#[component]
pub(crate) fn StepFields(props: &StepCardProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let StepCardProps { place, step, messages, ends, wrong, .. } = props;
    let place = *place;
    let on = props.on.reform(move |edit| PlanEdit::Step(place, edit));
    let wrong = |field: fn(usize) -> PlanField| wrong.at(field(place), language);
    let number = |testid, label: &'static str, value: &str, field, edit: fn(String) -> StepEdit| {
        html! {
            <TextInput
                {testid}
                {label}
                value={value.to_owned()}
                number=true
                placeholder={if testid == "step-times" { "1" } else { "0" }}
                width={classes!("narrow")}
                wrong={wrong(field)}
                on_text={on.reform(edit)}
            />
        }
    };
    match step {
        StepForm::Send { message, times, every } => html! {
            <div class="fields">
                { message_field(message, messages, wrong(PlanField::Message), texts, &on) }
                { number("step-times", texts.times, times, PlanField::Times, StepEdit::Times) }
                { number("step-every", texts.every, every, PlanField::Every, StepEdit::Every) }
            </div>
        },
        StepForm::Pause { milliseconds } => html! {
            <div class="fields">
                { number("step-pause", texts.pause, milliseconds, PlanField::Milliseconds, StepEdit::Milliseconds) }
            </div>
        },
        StepForm::WaitFor { wanted, within, otherwise } => {
            let words = |(one, name): (Otherwise, &'static str)| {
                (name.into(), (texts.otherwise_name)(one).into())
            };
            let offer = Offer {
                choices: OTHERWISE.map(words).into(),
                chosen: OTHERWISE.iter().position(|(one, _)| one == otherwise).unwrap_or_default(),
                on_choose: on.reform(|at: usize| StepEdit::Otherwise(OTHERWISE[at].0)),
            };
            html! {
                <>
                    <ConditionFields
                        condition={wanted.when.clone()}
                        wrong={wrong(PlanField::When)}
                        on={on.reform(StepEdit::When)}
                    />
                    <div class="fields">
                        if ends.len() > 1 || wanted.end.is_some() {
                            <EndField
                                testid="step-end"
                                ends={ends.clone()}
                                chosen={wanted.end.clone()}
                                on_end={on.reform(StepEdit::End)}
                            />
                        }
                        { number("step-within", texts.within, within, PlanField::Milliseconds, StepEdit::Milliseconds) }
                        <SelectField testid="step-otherwise" label={texts.otherwise} {offer} />
                    </div>
                </>
            }
        }
    }
}

fn message_field(
    message: &str,
    messages: &[String],
    wrong: Option<AttrValue>,
    texts: &Texts,
    on: &Callback<StepEdit>,
) -> Html {
    // A message that was renamed or removed is still shown, for the step still names it.
    let mut names = messages.to_vec();
    if !names.iter().any(|name| name == message) {
        names.insert(0, message.to_owned());
    }
    let choice = |name: &String| {
        let words = if name.is_empty() { texts.no_message.into() } else { name.clone().into() };
        (AttrValue::from(name.clone()), words)
    };
    let offer = Offer {
        choices: names.iter().map(choice).collect(),
        chosen: names.iter().position(|name| name == message).unwrap_or_default(),
        on_choose: on.reform(move |at: usize| StepEdit::Message(names[at].clone())),
    };
    html! {
        <>
            <SelectField testid="step-message" label={texts.message} {offer} width={classes!("wide")} />
            if let Some(words) = wrong { <p class="complaint full" data-testid="complaint">{ words }</p> }
        </>
    }
}
