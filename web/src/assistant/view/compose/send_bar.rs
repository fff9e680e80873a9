//! The keys that send: once, again and again, and what was sent before.

use lab_shared::assistant::compose::{Charset, Draft, LineEnding};
use yew::prelude::*;

use super::history::HistoryMenu;
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SendBarProps {
    pub(super) model: Snapshot<ComposeModel>,
    /// To whom a message goes, or what is to be done first.
    pub(super) recipient: AttrValue,
    /// Whether it can be sent now.
    pub(super) ready: bool,
    /// Whether it is injected into a proxy.
    pub(super) injects: bool,
    pub(super) on: Callback<ComposeCommand>,
}

#[component]
pub(super) fn SendBar(props: &SendBarProps) -> Html {
    let SendBarProps { model, recipient, ready, injects, on } = props;
    let texts = use_texts_of::<compose::Compose>();
    let can_send = *ready && model.can_send();
    let press = |command: ComposeCommand| on.reform(move |_: MouseEvent| command.clone());
    let wrong = model.every().is_none().then(|| AttrValue::from(texts.every_wrong));
    let repeat = html! {
            <div class="compose-repeat">
                <TextInput
                    testid="compose-every"
                    label={texts.every}
                    number=true
                    value={model.every.clone()}
                    {wrong}
                    width={classes!("narrow")}
                    on_text={on.reform(ComposeCommand::Every)}
                />
                if model.repeats {
                    <button
                        type="button"
                        class="key is-running"
                        data-testid="compose-stop"
                        onclick={press(ComposeCommand::StopRepeating)}
                    >
                        { texts.stop }
                    </button>
                } else {
                    <button
                        type="button"
                        class="key"
                        data-testid="compose-repeat"
                        disabled={!can_send || model.every().is_none()}
                        onclick={press(ComposeCommand::Repeat)}
                    >
                        { texts.repeat }
                    </button>
                }
            </div>
    };
    html! {
        <div class="compose-send">
            <HistoryMenu history={Snapshot::from(&model.history)} on={on.clone()} />
            if !injects { { repeat } }
            <button
                type="button"
                class="plain compose-fold"
                aria-expanded={(!model.is_folded).to_string()}
                title={texts.fold_help}
                data-testid="compose-fold"
                onclick={press(ComposeCommand::Fold)}
            >
                { texts.fold }
                if model.is_folded {
                    <small>{ around(model, texts) }</small>
                }
            </button>
            <p class={classes!("compose-recipient", (!ready).then_some("is-waiting"))} data-testid="compose-recipient">{ recipient }</p>
            <button
                type="button"
                class="key is-main"
                data-testid="compose-send"
                title={texts.send_keys}
                aria-keyshortcuts="Control+Enter"
                disabled={!can_send}
                onclick={press(ComposeCommand::Send)}
            >
                { if *injects { texts.inject } else { texts.send } }<kbd aria-hidden="true">{ "Ctrl ⏎" }</kbd>
            </button>
        </div>
    }
}

/// What the folded settings add to the text.
fn around(model: &ComposeModel, texts: &compose::Compose) -> String {
    let Draft { charset, line_ending, prefix, suffix, .. } = &*model.draft;
    let charset = (*charset != Charset::default()).then(|| charset.name().to_uppercase());
    let ending = (*line_ending != LineEnding::None).then(|| texts.line_ending.to_owned());
    let prefix = (!prefix.is_empty()).then(|| texts.prefix.to_owned());
    let suffix = (!suffix.is_empty())
        .then(|| model.appended().map_or(texts.suffix, |checksum| checksum.name()).to_owned());
    [charset, ending, prefix, suffix].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
