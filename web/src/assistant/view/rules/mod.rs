//! The rules: a table in their order, the rule that is being written, and the field that tries a message.

mod actions;
mod form;
mod row;
mod trial;

use lab_shared::assistant::rules::Rule;
use lab_shared::assistant::setup::Setup;
use std::rc::Rc;
use yew::prelude::*;

use super::reorder::ReorderList;
use crate::assistant::state::rules::RulesModel;
use crate::assistant::state::rules::command::RulesCommand;
use crate::assistant::texts::rules::Rules as Texts;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use form::RuleFields;
use row::{RowProps, RuleRow};
use trial::Try;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RulesProps {
    /// The rules are in it.
    pub document: Rc<Setup>,
    pub model: Rc<RulesModel>,
    /// The ends' names.
    pub ends: Vec<String>,
    pub on: Callback<RulesCommand>,
}

/// All of it.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let RulesProps { document, model, ends, on } = props;
    let rules = &document.rules;
    let open = model.form.as_ref();
    let fields = || {
        open.map(|form| {
            html! { <RuleFields form={form.clone()} ends={ends.clone()} on={on.clone()} /> }
        })
    };
    let items = rules.iter().enumerate().map(|(place, rule)| {
        let content = match open.is_some_and(|form| form.place == Some(place)) {
            true => fields().unwrap_or_default(),
            false => {
                let row =
                    RowProps { place, rule: rule.clone(), hits: model.hits(place), on: on.clone() };
                html! { <RuleRow ..row /> }
            }
        };
        (classes!("rule", rule.off.then_some("is-off")), content)
    });
    html! {
        <div class="answering" data-testid="rules">
            if rules.is_empty() && open.is_none() { <p class="empty">{ texts.none }</p> }
            <ReorderList
                label={texts.title}
                testid="rule-list"
                items={items.collect::<Vec<_>>()}
                on_move={on.reform(RulesCommand::Move)}
            />
            if open.is_some_and(|form| form.place.is_none()) {
                <div class="rule is-new">{ fields() }</div>
            } else {
                <button
                    type="button"
                    class="plain add"
                    data-testid="rule-add"
                    onclick={on.reform(|_: MouseEvent| RulesCommand::Add)}
                >
                    { Icon::New.html() }{ texts.add }
                </button>
            }
            <Try trial={model.trial.clone()} rules={model.with_form(rules)} ends={ends.clone()} on={on.clone()} />
        </div>
    }
}

/// What a rule is called: its name, or its number.
fn name(place: usize, rule: &Rule, texts: &Texts) -> String {
    match rule.name.as_str() {
        "" => (texts.number)(place + 1),
        name => name.to_owned(),
    }
}
