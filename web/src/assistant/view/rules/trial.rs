//! The field that tries a message against the rules.

use lab_shared::assistant::compose::{Charset, hex_view, text_view};
use lab_shared::assistant::rules::{Effect, Firing, ReplyTo, Rule};
use lab_shared::language::Language;
use yew::prelude::*;

use super::{RulesProps, name};
use crate::assistant::state::rules::command::RulesCommand;
use crate::assistant::state::rules::trial::TrialEdit;
use crate::assistant::texts::rules::Rules as Texts;
use crate::assistant::view::draft_fields::DraftFields;
use crate::assistant::view::end_field::EndField;
use crate::kit::view::texts::{use_language, use_texts_of};

#[component]
pub(crate) fn Try(props: &RulesProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let RulesProps { rules, model, ends, now, on } = props;
    let trial = &model.trial;
    let on_edit = on.reform(RulesCommand::Try);
    let tried = model.with_form(rules);
    let result = trial.firings(&tried, *now);
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
                    <ol>{ for firings.iter().map(|firing| fired(firing, &tried, texts, language)) }</ol>
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
                <span class="bytes">{ hex_view(&composed.bytes) }</span>
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
