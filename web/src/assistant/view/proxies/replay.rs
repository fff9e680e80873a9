//! The recorded conversation: saved, played as either side, and where the other side differed.

use lab_shared::assistant::proxy::Side;
use lab_shared::assistant::remote::{ReplayState, ReplayStatus};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::assistant::state::AssistantModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::state::proxies::recording::Recording;
use crate::assistant::state::proxies::replay::{ReplayEdit, ReplayForm};
use crate::assistant::texts::proxies::Proxies;
use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ReplayProps {
    pub(super) model: Snapshot<AssistantModel>,
    /// Whether there is a relay.
    pub(super) ready: bool,
    pub(super) on: Callback<ProxyCommand>,
}

#[component]
pub(super) fn ReplayView(props: &ReplayProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let ReplayProps { model, ready, on } = props;
    let Some(proxy) = model.proxies.chosen_proxy() else { return html! {} };
    let form = &model.proxies.replay;
    let status = &model.proxies.status.replay;
    let on_edit = on.reform(ProxyCommand::Replay);
    let plays = status
        .as_ref()
        .is_some_and(|replay| matches!(replay.state, ReplayState::Opening | ReplayState::Playing));
    let role = |side: Side, testid: &'static str| {
        let onclick = on_edit.reform(move |_: MouseEvent| ReplayEdit::Role(side));
        let pressed = (form.role == side).to_string();
        html! {
            <button type="button" aria-pressed={pressed} data-testid={testid} {onclick}>{ (texts.role_name)(side) }</button>
        }
    };
    let on_timing = on_edit.reform(|event: Event| {
        ReplayEdit::WithTiming(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    let onsubmit = on.reform(move |event: SubmitEvent| {
        event.prevent_default();
        if plays { ProxyCommand::StopReplay } else { ProxyCommand::StartReplay }
    });
    let recording = Recording::of(&model.log, &proxy.setup.name);
    let has_some = form.file.is_some() || !recording.connections.is_empty();
    html! {
        <form class="answering proxy-replay" data-testid="proxy-replay" {onsubmit}>
            <Source recording={recording} form={Snapshot::from(form)} on={on.clone()} />
            <div class="segments" role="group" aria-label={texts.role}>
                { role(Side::Client, "replay-as-client") }
                { role(Side::Server, "replay-as-server") }
            </div>
            <p class="field-note">{ (texts.role_hint)(form.role) }</p>
            <div class="fields">
                <TextInput
                    testid="replay-address"
                    label={texts.address}
                    value={form.address.clone()}
                    placeholder={form.usual_address(&proxy.setup)}
                    width={classes!("wide")}
                    on_text={on_edit.reform(ReplayEdit::Address)}
                />
                <TextInput
                    testid="replay-patience"
                    label={texts.patience}
                    value={form.patience.clone()}
                    number=true
                    width={classes!("narrow")}
                    on_text={on_edit.reform(ReplayEdit::Patience)}
                />
            </div>
            <label class="check">
                <input type="checkbox" data-testid="replay-timing" checked={form.with_timing} onchange={on_timing} />
                { texts.with_timing }
            </label>
            <div class="form-keys">
                <button type="submit" class={classes!("key", (!plays).then_some("is-main"))} data-testid="replay-start" disabled={!ready || !plays && !has_some}>
                    { if plays { texts.stop_replay } else { texts.start_replay } }
                </button>
            </div>
            if let Some(status) = status { { outcome(status, texts) } }
        </form>
    }
}

/// How far it is, and each difference.
fn outcome(status: &ReplayStatus, texts: &'static Proxies) -> Html {
    let differences = status.differences.iter().map(|difference| {
        html! { <li data-testid="replay-difference">{ (texts.difference)(difference) }</li> }
    });
    let name = match status.state {
        ReplayState::Opening => "opening",
        ReplayState::Playing => "playing",
        ReplayState::Done if status.count == 0 => "same",
        ReplayState::Done => "different",
        ReplayState::Failed(_) => "failed",
        ReplayState::Stopped => "stopped",
    };
    html! {
        <div class="replay-outcome" data-state={name}>
            <p role="status" data-testid="replay-state" data-state={name}>{ (texts.replay_state)(status) }</p>
            <ol>{ for differences }</ol>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct SourceProps {
    recording: Recording,
    form: Snapshot<ReplayForm>,
    on: Callback<ProxyCommand>,
}

/// What is played: a connection of the log, or a file.
#[component]
fn Source(props: &SourceProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let id = use_own_id();
    let SourceProps { recording, form, on } = props;
    let on_edit = on.reform(ProxyCommand::Replay);
    let onchange = use_callback(on_edit.clone(), |event: Event, on_edit| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be loaded again.
        input.set_value("");
        if let Some(file) = file {
            read(file, on_edit.clone());
        }
    });
    let numbers: Vec<u32> = recording.connections.iter().copied().collect();
    let chosen = form.connection.and_then(|chosen| numbers.iter().position(|one| *one == chosen));
    let offer = Offer {
        choices: numbers.iter().map(|n| (n.to_string().into(), format!("#{n}").into())).collect(),
        chosen: chosen.unwrap_or_default(),
        on_choose: {
            let numbers = numbers.clone();
            on_edit.reform(move |at: usize| ReplayEdit::Connection(numbers.get(at).copied()))
        },
    };
    let save = on.reform(|_: MouseEvent| ProxyCommand::SaveRecording);
    html! {
        <section class="file-card" aria-label={texts.recorded}>
            <h3>{ texts.recorded }</h3>
            if let Some((name, _)) = &form.file {
                <p>{ (texts.from_file)(name) }</p>
                <button type="button" class="plain" onclick={on_edit.reform(|_: MouseEvent| ReplayEdit::Log)}>{ texts.use_log }</button>
            } else if numbers.is_empty() {
                <p class="field-note">{ texts.nothing_recorded }</p>
            } else {
                <p data-testid="replay-recorded">{ (texts.in_log)(numbers.len()) }</p>
                if recording.has_gaps { <p class="complaint">{ texts.gaps }</p> }
                <div class="fields">
                    <SelectField testid="replay-connection" label={texts.connection} {offer} width={classes!("narrow")} />
                </div>
            }
            <div class="form-keys">
                <button type="button" class="plain" data-testid="replay-save" disabled={numbers.is_empty()} onclick={save}>
                    { Icon::Save.html() }{ texts.save_recording }
                </button>
                <input class="unseen" type="file" id={id.clone()} data-testid="replay-file" {onchange} />
                <label class="plain" for={id}>{ Icon::File.html() }{ texts.load }</label>
            </div>
        </section>
    }
}

fn read(file: File, on: Callback<ReplayEdit>) {
    wasm_bindgen_futures::spawn_local(async move {
        // A file that cannot be read has no conversation either.
        let bytes = browser::read_file(&file).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        on.emit(ReplayEdit::File { name: file.name(), text });
    });
}
