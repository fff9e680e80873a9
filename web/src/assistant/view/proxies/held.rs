//! What is held of each direction: released as it is or edited, or dropped.

use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::proxy::Direction;
use lab_shared::assistant::remote::HeldId;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::assistant::state::AssistantModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::texts::proxies::Proxies;
use crate::assistant::view::draft_fields::DraftFields;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};

/// Most held messages drawn.
const MOST: usize = 32;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct HeldProps {
    pub(super) model: Snapshot<AssistantModel>,
    pub(super) on: Callback<ProxyCommand>,
}

#[component]
pub(super) fn Held(props: &HeldProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let HeldProps { model, on } = props;
    let Some(proxy) = model.proxies.chosen_proxy() else { return html! {} };
    let status = model.proxies.status_of(proxy);
    let id = proxy.id;
    let switches = Direction::BOTH.map(|direction| {
        let onchange = on.reform(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            ProxyCommand::Hold(id, direction, on)
        });
        let name = (texts.direction)(direction);
        html! {
            <label class="hold-switch" data-on={status.holds[direction as usize].to_string()} data-direction={direction.name()}>
                <span class="switch">
                    <input
                        type="checkbox"
                        role="switch"
                        data-testid={format!("proxy-hold-{}", direction.name())}
                        checked={status.holds[direction as usize]}
                        disabled={!model.proxies.is_open(proxy)}
                        {onchange}
                    />
                </span>
                { texts.hold }{ " " }<b>{ name }</b>
            </label>
        }
    });
    let mut held = model.proxies.held(proxy).take(MOST).peekable();
    let nothing = held.peek().is_none();
    let cards = held.map(|(id, held, draft)| card(id, held.bytes.len(), draft, on, texts));
    html! {
        <div class="answering proxy-held" data-testid="proxy-held">
            <p class="field-note">{ texts.held_hint }</p>
            <div class="hold-switches">{ for switches }</div>
            if nothing { <p class="field-note" data-testid="proxy-nothing-held">{ texts.nothing_held }</p> }
            { for cards }
        </div>
    }
}

fn card(
    id: HeldId,
    length: usize,
    draft: Draft,
    on: &Callback<ProxyCommand>,
    texts: &'static Proxies,
) -> Html {
    let key = format!("{} {} {}", id.connection, id.direction.name(), id.number);
    let press = |command: ProxyCommand| on.reform(move |_: MouseEvent| command.clone());
    let is_wrong = draft.prepare().is_err();
    html! {
        <article {key} class="held-card" data-testid="proxy-held-message" data-direction={id.direction.name()}>
            <p class="fault-head">
                <code>{ format!("#{}", id.connection) }</code>
                <span>{ (texts.direction)(id.direction) }</span>
                <span class="count">{ (texts.bytes)(length) }</span>
            </p>
            <HeldDraft {id} {draft} on={on.clone()} />
            <div class="form-keys">
                <button type="button" class="key is-main" data-testid="proxy-release" disabled={is_wrong} onclick={press(ProxyCommand::Release(id))}>{ texts.release }</button>
                <button type="button" class="plain is-danger" data-testid="proxy-drop" onclick={press(ProxyCommand::Drop(id))}>{ texts.drop }</button>
            </div>
        </article>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct HeldDraftProps {
    id: HeldId,
    draft: Draft,
    on: Callback<ProxyCommand>,
}

/// What passes in its place.
#[component]
fn HeldDraft(props: &HeldDraftProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let language = use_language();
    let HeldDraftProps { id, draft, on } = props;
    let id = *id;
    let wrong = draft.prepare().err();
    let wrong = wrong.map(|problem| AttrValue::from(problem.in_words(language)));
    html! {
        <DraftFields
            testid="proxy-held-text"
            label={texts.message}
            draft={draft.clone()}
            {wrong}
            on={on.reform(move |edit| ProxyCommand::EditHeld(id, edit))}
        />
    }
}
