//! The fields of what a message must be.

use lab_shared::assistant::rules::Condition;
use yew::prelude::*;

use super::draft_fields::DraftFields;
use crate::assistant::state::condition::{ConditionEdit, ConditionKind, draft, written};
use crate::assistant::texts::conditions::Conditions;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConditionFieldsProps {
    pub(crate) condition: Condition,
    /// What is wrong with it.
    pub(crate) wrong: Option<AttrValue>,
    pub(crate) on: Callback<ConditionEdit>,
}

#[component]
pub(crate) fn ConditionFields(props: &ConditionFieldsProps) -> Html {
    let texts = use_texts_of::<Conditions>();
    let ConditionFieldsProps { condition, wrong, on } = props;
    let kind = ConditionKind::of(condition);
    let label = (texts.written)(kind);
    let hint = (texts.hint)(kind);
    html! {
        <div class="condition-fields">
            <SelectField
                testid="condition-kind"
                label={texts.kind}
                offer={Offer::in_words(&kind, on, ConditionEdit::Kind, &texts.kind_name)}
            />
            if let Some(draft) = draft(condition) {
                <DraftFields
                    testid="condition-text"
                    {label}
                    draft={draft.clone()}
                    wrong={wrong.clone()}
                    on={on.reform(ConditionEdit::Draft)}
                />
            } else if kind != ConditionKind::Always {
                <TextInput
                    testid="condition-text"
                    {label}
                    value={written(condition).to_owned()}
                    wrong={wrong.clone()}
                    width={classes!("full")}
                    on_text={on.reform(ConditionEdit::Expression)}
                />
            }
            if !hint.is_empty() { <p class="field-note">{ hint }</p> }
        </div>
    }
}

/// A condition as a part of a sentence.
pub(crate) fn condition_in_words(condition: &Condition, texts: &Conditions) -> Html {
    let kind = ConditionKind::of(condition);
    let (before, after) = (texts.in_words)(kind);
    html! {
        <>
            { before }
            if kind != ConditionKind::Always { { " " }<code>{ written(condition) }</code>{ " " } }
            { after }
        </>
    }
}
