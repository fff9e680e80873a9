//! The plans: which one is in view, how it runs, its settings and its steps.

mod run_bar;
mod settings;
mod step_card;
mod step_fields;

use lab_shared::assistant::Problem;
use lab_shared::assistant::setup::Setup;
use lab_shared::language::Language;
use std::rc::Rc;
use yew::prelude::*;

use super::reorder::ReorderList;
use crate::assistant::state::plans::PlansModel;
use crate::assistant::state::plans::command::{PlanEdit, PlansCommand, Preset, StepKind};
use crate::assistant::state::plans::form::PlanField;
use crate::assistant::texts::plans::Plans as Texts;
use crate::kit::state::choice::Choice;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use run_bar::RunBar;
use settings::Settings;
use step_card::{StepCard, StepCardProps};

/// What is wrong with each field of a plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Wrong(Vec<(PlanField, Problem)>);

impl Wrong {
    /// What is wrong with a field, in words.
    pub(crate) fn at(&self, field: PlanField, language: Language) -> Option<AttrValue> {
        let found = self.0.iter().find(|(of, _)| *of == field);
        found.map(|(_, problem)| problem.in_words(language).into())
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PlansProps {
    /// The plans and their messages are in it.
    pub document: Rc<Setup>,
    pub model: Rc<PlansModel>,
    /// The ends' names.
    pub ends: Vec<String>,
    pub on: Callback<PlansCommand>,
}

/// All of it.
#[component]
pub fn Plans(props: &PlansProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let PlansProps { document: setup, model, ends, on } = props;
    let on_edit = on.reform(PlansCommand::Change);
    let add = |preset: Preset, words: &'static str, testid: &'static str| {
        html! {
            <button type="button" class="plain" data-testid={testid} onclick={on.reform(move |_: MouseEvent| PlansCommand::Add(preset))}>
                { Icon::New.html() }{ words }
            </button>
        }
    };
    let adds = html! {
        <div class="adds">
            { add(Preset::Repeat, texts.add_repeat, "plan-add-repeat") }
            { add(Preset::Ask, texts.add_ask, "plan-add-ask") }
        </div>
    };
    let Some((place, form)) = model.chosen() else {
        return html! {
            <div class="answering" data-testid="plans"><p class="empty">{ texts.none }</p>{ adds }</div>
        };
    };
    let run = model.run(place);
    let wrong = Wrong(form.checked(place, setup).err().unwrap_or_default());
    let messages: Vec<String> = setup.messages.iter().map(|one| one.name.clone()).collect();
    let current = run.filter(|run| !run.is_over()).map(|run| run.now.step);
    let steps = form.steps.iter().enumerate().map(|(at, step)| {
        let is_current = current == Some(at);
        let card = StepCardProps {
            place: at,
            step: step.clone(),
            is_current,
            messages: messages.clone(),
            ends: ends.clone(),
            wrong: wrong.clone(),
            on: on_edit.clone(),
        };
        let classes = classes!("plan-step", is_current.then_some("is-current"));
        (classes, html! { <StepCard ..card /> })
    });
    let add_steps = StepKind::all().into_iter().map(|kind| {
        html! {
            <button
                key={kind.name()}
                type="button"
                class="plain"
                data-testid={format!("step-add-{}", kind.name())}
                onclick={on_edit.reform(move |_: MouseEvent| PlanEdit::Add(kind))}
            >
                { Icon::New.html() }{ (texts.kind_name)(kind) }
            </button>
        }
    });
    let choice = Offer {
        choices: model
            .forms()
            .iter()
            .enumerate()
            .map(|(at, form)| (at.to_string().into(), form.name.clone().into()))
            .collect(),
        chosen: place,
        on_choose: on.reform(PlansCommand::Choose),
    };
    html! {
        <div class="answering" data-testid="plans">
            <SelectField testid="plan-choice" label={texts.plan} offer={choice} />
            <RunBar
                run={run.cloned()}
                every={setup.plans.get(place).map_or(0, |plan| plan.every)}
                runnable={wrong.0.is_empty() && !form.steps.is_empty()}
                mistaken={!wrong.0.is_empty()}
                on={on.clone()}
            />
            <Settings form={form.clone()} wrong={wrong.clone()} on={on_edit.clone()} />
            <section class="plan-steps" aria-label={texts.steps}>
                <h3>{ texts.steps }</h3>
                if form.steps.is_empty() { <p class="empty">{ texts.no_steps }</p> }
                <ReorderList
                    label={texts.steps}
                    testid="step-list"
                    items={steps.collect::<Vec<_>>()}
                    on_move={on_edit.reform(PlanEdit::Move)}
                />
                <div class="adds" role="group" aria-label={texts.add_step}>{ for add_steps }</div>
            </section>
            <div class="plan-foot">
                { adds }
                <button
                    type="button"
                    class="plain"
                    data-testid="plan-remove"
                    disabled={model.any_runs()}
                    title={model.any_runs().then_some(texts.remove_later)}
                    onclick={on.reform(|_: MouseEvent| PlansCommand::Remove)}
                >
                    { Icon::Cross.html() }{ texts.remove }
                </button>
            </div>
        </div>
    }
}
