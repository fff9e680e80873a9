//! A plan's name and rounds.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Wrong;
use crate::assistant::state::plans::command::PlanEdit;
use crate::assistant::state::plans::form::{PlanField, PlanForm};
use crate::assistant::texts::plans::Plans as Texts;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SettingsProps {
    pub(crate) form: PlanForm,
    pub(crate) wrong: Wrong,
    pub(crate) on: Callback<PlanEdit>,
}

#[component]
pub(crate) fn Settings(props: &SettingsProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let SettingsProps { form, wrong, on } = props;
    let on_endless = on.reform(|event: Event| {
        PlanEdit::Endless(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <div class="fields plan-settings">
            <TextInput
                testid="plan-name"
                label={texts.name}
                value={form.name.clone()}
                wrong={wrong.at(PlanField::Name, language)}
                on_text={on.reform(PlanEdit::Name)}
            />
            if !form.endless {
                <TextInput
                    testid="plan-times"
                    label={texts.rounds}
                    value={form.times.clone()}
                    placeholder="1"
                    number=true
                    width={classes!("narrow")}
                    wrong={wrong.at(PlanField::Rounds, language)}
                    on_text={on.reform(PlanEdit::Times)}
                />
            }
            <TextInput
                testid="plan-every"
                label={texts.interval}
                value={form.every.clone()}
                placeholder={texts.at_once}
                number=true
                wrong={wrong.at(PlanField::Interval, language)}
                on_text={on.reform(PlanEdit::Every)}
            />
            <label class="check">
                <input type="checkbox" data-testid="plan-endless" checked={form.endless} onchange={on_endless} />
                { texts.endless }
            </label>
        </div>
    }
}
