//! A rule as a sentence, with its count and its switch.

use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::rules::{Action, ReplyTo, Rule};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::name;
use crate::assistant::state::rules::command::RulesCommand;
use crate::assistant::texts::conditions::Conditions;
use crate::assistant::texts::rules::Rules as Texts;
use crate::assistant::view::condition_fields::condition_in_words;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RowProps {
    /// Its place among the rules, from 0.
    pub(crate) place: usize,
    pub(crate) rule: Rule,
    pub(crate) hits: u64,
    pub(crate) on: Callback<RulesCommand>,
}

#[component]
pub(crate) fn RuleRow(props: &RowProps) -> Html {
    let (texts, words) = (use_texts_of::<Texts>(), use_texts_of::<Conditions>());
    let RowProps { place, rule, hits, on } = props;
    let place = *place;
    let called = name(place, rule, texts);
    let onchange = on.reform(move |event: Event| {
        RulesCommand::Switch(place, event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let key = |icon: Icon, label: String, testid: &'static str, command: RulesCommand| {
        let onclick = on.reform(move |_: MouseEvent| command.clone());
        html! {
            <button type="button" class="icon-key" data-testid={testid} title={label.clone()} aria-label={label} {onclick}>
                { icon.html() }
            </button>
        }
    };
    html! {
        <div class="rule-row">
            <p class="rule-head">
                <strong>{ &called }</strong>
                <span class={classes!("count", (*hits == 0).then_some("is-none"))} data-testid="rule-hits">
                    { (texts.hits)(*hits) }
                </span>
            </p>
            <p class="rule-sentence" data-testid="rule-sentence">{ sentence(rule, texts, words) }</p>
            <div class="rule-keys">
                <label class="switch" title={(texts.in_use)(&called)}>
                    <input type="checkbox" role="switch" data-testid="rule-on" checked={!rule.off} aria-label={(texts.in_use)(&called)} {onchange} />
                </label>
                { key(Icon::Edit, (texts.edit)(&called), "rule-edit", RulesCommand::Edit(place)) }
                { key(Icon::Copy, (texts.copy)(&called), "rule-copy", RulesCommand::Copy(place)) }
                { key(Icon::Cross, (texts.remove)(&called), "rule-remove", RulesCommand::Remove(place)) }
            </div>
        </div>
    }
}

fn sentence(rule: &Rule, texts: &Texts, words: &Conditions) -> Html {
    let subject = match &rule.end {
        None => html! { { texts.when } },
        Some(end) => {
            let (before, after) = texts.when_from;
            html! { <>{ before }{ " " }<b>{ end }</b>{ " " }{ after }</> }
        }
    };
    let actions = rule.then.iter().map(|action| {
        html! { <span class="then"><i>{ texts.then }</i>{ " " }{ action_in_words(action, texts) }</span> }
    });
    html! {
        <>
            <span>{ subject }{ " " }{ condition_in_words(&rule.when, words) }</span>
            { for actions }
            if rule.then.is_empty() {
                <span class="then"><i>{ texts.then }</i>{ " " }{ texts.nothing }</span>
            }
            if rule.go_on { <span class="then">{ texts.goes_on }</span> }
        </>
    }
}

fn action_in_words(action: &Action, texts: &Texts) -> Html {
    match action {
        Action::Reply { draft, after, to } => html! {
            <>
                { texts.reply }{ " " }<code>{ written(draft) }</code>
                if *after > 0 { { " " }{ (texts.after)(*after) } }
                if *to == ReplyTo::All { { " " }{ texts.to_all } }
            </>
        },
        Action::Close => html! { { texts.close } },
        Action::Reset => html! { { texts.reset } },
        Action::Stop => html! { { texts.stop } },
    }
}

/// All that is written of a reply.
fn written(draft: &Draft) -> String {
    [draft.prefix.as_str(), &draft.text, &draft.suffix].concat()
}
