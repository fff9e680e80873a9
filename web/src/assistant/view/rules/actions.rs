//! The actions of the rule that is being written.

use lab_shared::assistant::rules::{Action, ReplyTo};
use yew::prelude::*;

use crate::assistant::state::rules::command::{ActionKind, RuleEdit};
use crate::assistant::state::rules::form::{RuleField, RuleForm};
use crate::assistant::texts::rules::Rules as Texts;
use crate::assistant::view::draft_fields::DraftFields;
use crate::assistant::view::reorder::ReorderList;
use crate::kit::state::choice::Choice;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ActionsProps {
    pub(crate) form: RuleForm,
    pub(crate) on: Callback<RuleEdit>,
}

#[component]
pub(crate) fn Actions(props: &ActionsProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let ActionsProps { form, on } = props;
    let items = form.rule.then.iter().enumerate().map(|(place, action)| {
        let onclick = on.reform(move |_: MouseEvent| RuleEdit::Remove(place));
        let label = (texts.remove_action)(place + 1);
        let fields = match action {
            Action::Reply { .. } => {
                html! { <Reply {place} form={form.clone()} on={on.clone()} /> }
            }
            Action::Close => html! { <p>{ texts.close }</p> },
            Action::Reset => html! { <p>{ texts.reset }</p> },
            Action::Stop => html! { <p>{ texts.stop }</p> },
        };
        let content = html! {
            <>
                { fields }
                <button type="button" class="icon-key" data-testid="action-remove" title={label.clone()} aria-label={label} {onclick}>
                    { Icon::Cross.html() }
                </button>
            </>
        };
        (classes!("action"), content)
    });
    let adds = ActionKind::all().into_iter().map(|kind| {
        html! {
            <button
                key={kind.name()}
                type="button"
                class="plain"
                data-testid={format!("action-add-{}", kind.name())}
                onclick={on.reform(move |_: MouseEvent| RuleEdit::Add(kind))}
            >
                { Icon::New.html() }{ (texts.action_name)(kind) }
            </button>
        }
    });
    html! {
        <fieldset class="actions">
            <legend class="field-label">{ texts.actions }</legend>
            <ReorderList
                label={texts.actions}
                testid="action-list"
                items={items.collect::<Vec<_>>()}
                on_move={on.reform(RuleEdit::Move)}
            />
            <div class="adds" role="group" aria-label={texts.add_action}>{ for adds }</div>
        </fieldset>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ReplyProps {
    /// Its place among the actions.
    place: usize,
    form: RuleForm,
    on: Callback<RuleEdit>,
}

#[component]
fn Reply(props: &ReplyProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let ReplyProps { place, form, on } = props;
    let place = *place;
    let Some(Action::Reply { draft, to, .. }) = form.rule.then.get(place) else {
        return html! {};
    };
    let problems = form.problems();
    let wrong = |field: RuleField| -> Option<AttrValue> {
        let found = problems.iter().find(|(of, _)| *of == field);
        found.map(|(_, problem)| problem.in_words(language).into())
    };
    const RECEIVERS: [ReplyTo; 2] = [ReplyTo::Sender, ReplyTo::All];
    let receivers = Offer {
        choices: vec![("sender".into(), texts.sender.into()), ("all".into(), texts.all.into())],
        chosen: usize::from(*to == ReplyTo::All),
        on_choose: on.reform(move |at: usize| RuleEdit::To(place, RECEIVERS[at.min(1)])),
    };
    html! {
        <div class="reply-fields">
            <DraftFields
                testid="reply-text"
                label={texts.template}
                draft={draft.clone()}
                wrong={wrong(RuleField::Reply(place))}
                ends_line=true
                on={on.reform(move |edit| RuleEdit::Reply(place, edit))}
            />
            <div class="fields">
                <TextInput
                    testid="reply-after"
                    label={texts.delay}
                    value={form.delay(place).to_owned()}
                    placeholder="0"
                    number=true
                    wrong={wrong(RuleField::After(place))}
                    width={classes!("narrow")}
                    on_text={on.reform(move |typed| RuleEdit::After(place, typed))}
                />
                <SelectField testid="reply-to" label={texts.to} offer={receivers} />
            </div>
            <p class="field-note">{ texts.template_hint }</p>
        </div>
    }
}
