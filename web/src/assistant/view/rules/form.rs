//! The rule that is being written, in the place of its row.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::actions::Actions;
use crate::assistant::state::rules::command::{RuleEdit, RulesCommand};
use crate::assistant::state::rules::form::{RuleField, RuleForm};
use crate::assistant::texts::rules::Rules as Texts;
use crate::assistant::view::condition_fields::ConditionFields;
use crate::assistant::view::end_field::EndField;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RuleFieldsProps {
    pub(crate) form: RuleForm,
    /// The ends' names.
    pub(crate) ends: Vec<String>,
    pub(crate) on: Callback<RulesCommand>,
}

#[component]
pub(crate) fn RuleFields(props: &RuleFieldsProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let RuleFieldsProps { form, ends, on } = props;
    let problems = form.problems();
    let wrong = |field: RuleField| -> Option<AttrValue> {
        let found = problems.iter().find(|(of, _)| *of == field);
        found.map(|(_, problem)| problem.in_words(language).into())
    };
    let on_edit = on.reform(RulesCommand::Change);
    let onsubmit = on.reform(|event: SubmitEvent| {
        event.prevent_default();
        RulesCommand::Apply
    });
    let onkeydown = {
        let on = on.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on.emit(RulesCommand::Cancel);
            }
        })
    };
    let on_go_on = on_edit.reform(|event: Event| {
        RuleEdit::GoOn(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <form class="rule-form" aria-label={texts.form} data-testid="rule-form" {onsubmit} {onkeydown}>
            <div class="fields">
                <TextInput
                    testid="rule-name"
                    label={texts.name}
                    value={form.rule.name.clone()}
                    placeholder={texts.name_hint}
                    on_text={on_edit.reform(RuleEdit::Name)}
                />
                <EndField
                    testid="rule-end"
                    ends={ends.clone()}
                    chosen={form.rule.end.clone()}
                    on_end={on_edit.reform(RuleEdit::End)}
                />
            </div>
            <ConditionFields
                condition={form.rule.when.clone()}
                wrong={wrong(RuleField::When)}
                on={on_edit.reform(RuleEdit::When)}
            />
            <Actions form={form.clone()} on={on_edit.clone()} />
            <label class="check">
                <input type="checkbox" data-testid="rule-go-on" checked={form.rule.go_on} onchange={on_go_on} />
                { texts.go_on }
            </label>
            <div class="form-keys">
                <button type="submit" class="key is-main" data-testid="rule-apply" disabled={!problems.is_empty()}>
                    { texts.apply }
                </button>
                <button type="button" class="plain" data-testid="rule-cancel" onclick={on.reform(|_: MouseEvent| RulesCommand::Cancel)}>
                    { texts.cancel }
                </button>
                <p class="field-note">{ texts.not_yet }</p>
            </div>
        </form>
    }
}
