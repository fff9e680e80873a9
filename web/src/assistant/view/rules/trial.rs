//! The field that tries a message against the rules.

use lab_shared::assistant::Now;
use lab_shared::assistant::compose::{Charset, hex_view, text_view};
use lab_shared::assistant::rules::{Effect, Firing, ReplyTo, Rule};
use lab_shared::language::Language;
use std::time::Duration;
use yew::prelude::*;

use super::name;
use crate::assistant::state::rules::command::RulesCommand;
use crate::assistant::state::rules::trial::{Trial, TrialEdit};
use crate::assistant::texts::rules::Rules as Texts;
use crate::assistant::view::draft_fields::DraftFields;
use crate::assistant::view::end_field::EndField;
use crate::kit::browser;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TryProps {
    pub(crate) trial: Trial,
    /// The rules that it is tried against.
    pub(crate) rules: Vec<Rule>,
    /// The ends' names.
    pub(crate) ends: Vec<String>,
    pub(crate) on: Callback<RulesCommand>,
}

#[component]
pub(crate) fn Try(props: &TryProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let TryProps { trial, rules, ends, on } = props;
    let on_edit = on.reform(RulesCommand::Try);
    let result = trial.firings(rules, now());
    let wrong = result.as_ref().err().map(|problem| AttrValue::from(problem.in_words(language)));
    let firings = result.unwrap_or_default();
    html! {
        <section class="try" aria-label={texts.try_title} data-testid="rule-try">
            <h3>{ texts.try_title }</h3>
            <DraftFields
                testid="try-text"
                label={texts.try_message}
                draft={trial.draft.clone()}
                {wrong}
                ends_line=true
                on={on_edit.reform(TrialEdit::Draft)}
            />
            if !ends.is_empty() {
                <EndField
                    testid="try-end"
                    ends={ends.clone()}
                    chosen={trial.end.clone()}
                    on_end={on_edit.reform(TrialEdit::End)}
                />
            }
            <div class="try-result" role="status" data-testid="try-result">
                if trial.is_empty() {
                    <p class="field-note">{ texts.try_hint }</p>
                } else if firings.is_empty() {
                    <p>{ texts.no_rule_fires }</p>
                } else {
                    <ol>{ for firings.iter().map(|firing| fired(firing, rules, texts, language)) }</ol>
                }
            </div>
        </section>
    }
}

fn fired(firing: &Firing, rules: &[Rule], texts: &Texts, language: Language) -> Html {
    let Some(rule) = rules.get(firing.rule) else { return html! {} };
    let called = name(firing.rule, rule, texts);
    let effects = firing.effects.iter().map(|effect| match effect {
        Effect::Send { composed, after, to } => html! {
            <li>
                { texts.would_send }{ " " }
                <code title={hex_view(&composed.bytes)}>{ text_view(&composed.bytes, Charset::Utf8).text }</code>
                if !after.is_zero() {
                    { " " }{ (texts.after)(u32::try_from(after.as_millis()).unwrap_or(u32::MAX)) }
                }
                if *to == ReplyTo::All { { " " }{ texts.to_all } }
                <span class="in-hex">{ hex_view(&composed.bytes) }</span>
            </li>
        },
        Effect::Unsendable(problem) => html! {
            <li class="complaint">{ texts.cannot_send }{ " " }{ problem.in_words(language) }</li>
        },
        Effect::Close => html! { <li>{ texts.close }</li> },
        Effect::Reset => html! { <li>{ texts.reset }</li> },
        Effect::Stop => html! { <li>{ texts.stop }</li> },
    });
    html! { <li><strong>{ (texts.fires)(&called) }</strong><ul>{ for effects }</ul></li> }
}

/// This moment, for fields with the time.
fn now() -> Now {
    let since_start = browser::now();
    let unix = Duration::from_micros(browser::epoch()) + since_start;
    Now { since_start, unix, local_time: browser::local_time() }
}
