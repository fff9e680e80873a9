//! The bar above the log: what is shown of it, and how.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::assistant::state::AssistantModel;
use crate::assistant::state::log::filter_form::{FilterEdit, Wanted, Ways};
use crate::assistant::state::log::{Bytewise, LogCommand, Times};
use crate::assistant::texts;
use crate::kit::state::choice::Choice as _;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct LogBarProps {
    pub(super) model: Snapshot<AssistantModel>,
    pub(super) on_log: Callback<LogCommand>,
}

#[component]
pub(super) fn LogBar(props: &LogBarProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let LogBarProps { model, on_log } = props;
    let log = &model.log;
    let form = &log.filter_form;
    let charset = model.charset();
    let on_filter = on_log.reform(LogCommand::Filter);
    let oninput = on_filter.reform(move |event: InputEvent| {
        FilterEdit::Text(event.target_unchecked_into::<HtmlInputElement>().value(), charset)
    });
    let all = on_log.reform(|_: MouseEvent| LogCommand::ClearFilter);
    let bytewise = Bytewise::all().into_iter().map(|one| {
        let onclick = on_log.reform(move |_: MouseEvent| LogCommand::Bytewise(one));
        let pressed = (log.bytewise == one).to_string();
        html! {
            <button key={one.name()} type="button" aria-pressed={pressed} title={(texts.bytewise_help)(one)} data-testid={format!("assistant-bytes-{}", one.name())} {onclick}>
                { (texts.bytewise_name)(one) }
            </button>
        }
    });
    html! {
        <div class="log-bar" role="toolbar" aria-label={texts.bar}>
            <div class="segments" role="group" aria-label={texts.bytewise}>{ for bytewise }</div>
            <SelectField
                testid="assistant-times"
                label={texts.times}
                width={classes!("inline", "is-quiet")}
                offer={Offer::in_words(&log.times, on_log, LogCommand::Times, &|times: Times| (texts.times_name)(times))}
            />
            <SelectField
                testid="assistant-ways"
                label={texts.ways}
                width={classes!("inline", "is-quiet")}
                offer={Offer::in_words(&form.ways, &on_filter, FilterEdit::Ways, &|ways: Ways| (texts.ways_name)(ways))}
            />
            <div class="log-search">
                <input
                    type="search"
                    aria-label={texts.search}
                    placeholder={texts.search}
                    data-testid="assistant-search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid={log.wrong.is_some().then_some("true")}
                    value={form.text.clone()}
                    {oninput}
                />
                <SelectField
                    testid="assistant-wanted"
                    label={texts.wanted}
                    width={classes!("inline", "is-quiet")}
                    offer={Offer::in_words(&form.wanted, &on_filter, FilterEdit::Wanted, &|wanted: Wanted| (texts.wanted_name)(wanted))}
                />
            </div>
            if let Some(peer) = &form.peer {
                <span class="log-peer">{ (texts.only)(peer) }</span>
            }
            if log.is_filtered() || log.wrong.is_some() {
                <button type="button" class="plain" data-testid="assistant-show-all" onclick={all}>{ texts.show_all }</button>
            }
        </div>
    }
}
