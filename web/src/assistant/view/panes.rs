//! The three panes: ends with their forms, the log with the line that sends, and what stands beside it.

use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

use super::compose::composer::Composer;
use super::ends::Ends;
use super::hosting::HostingView;
use super::log::{LogKeys, LogView};
use super::peers::Peers;
use super::props::Preview;
use super::proxies::inject::InjectBar;
use super::proxies::links::Links;
use crate::assistant::browser::ChosenFile;
use crate::assistant::driver;
use crate::assistant::state::compose::ComposeCommand;
use crate::assistant::state::figures::Figures;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::tabs;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lab::state::{Lab, LabCommand};
use crate::network::view::no_place::NoPlace;
use crate::recording::driver::playback::use_playback;
use crate::recording::view::Playback;
use crate::workbench::state::layout::Border;
use crate::workbench::view::middle_pane::MiddlePane;
use crate::workbench::view::pane::Pane;
use crate::workbench::view::separator::Separator;
use lab_shared::text::Encoding;

/// What every pane is drawn from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PaneProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) figures: Rc<Figures>,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) ready: bool,
    /// The pane that a narrow screen shows.
    pub(crate) pane: tabs::Pane,
    /// What a draft would send now.
    pub(crate) preview: Preview,
    /// Where a file goes that is to be sent.
    pub(crate) file: ChosenFile,
    /// Reads a document with a setup.
    pub(crate) on_file: Callback<File>,
    pub(crate) on: Callback<AssistantCommand>,
    pub(crate) on_lab: Callback<LabCommand>,
    /// The way back to where the assistant was opened.
    pub(crate) back: Option<Html>,
}

/// The ends, and who is at the chosen one.
#[component]
pub(crate) fn EndsPane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let PaneProps { model, figures, ready, on, on_lab, on_file, .. } = props;
    let network = props.lab.network.view().map(Snapshot::from);
    let on_network = on_lab.reform(LabCommand::Network);
    let folder = props.lab.unix_directory().map(|folder| AttrValue::from(folder.to_owned()));
    html! {
        <Pane name="controls" label={texts.ends.title}>
            { props.back.clone() }
            <HostingView hosting={model.hosting.clone()} has_machine={model.places.machine} ready={*ready} on={on.clone()} />
            if !model.has_place() {
                <NoPlace refused={props.lab.network.refused().cloned()} on={on_network} />
            }
            <Ends model={model.clone()} ready={*ready && model.has_place()} on={on.clone()} on_file={on_file.clone()} {network} folder={folder}>
                <Peers model={model.clone()} figures={figures.clone()} on={on.clone()} on_lab={on_lab.clone()} />
                <Links model={model.clone()} on={on.clone()} />
            </Ends>
        </Pane>
    }
}

/// What the pane in the middle shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum MiddleTab {
    #[default]
    Log,
    /// The calls on the ends' sockets, their sequence, and the kernel.
    Calls,
}

/// The log or the calls, and below it what is sent.
#[component]
pub(crate) fn LogPane(props: &PaneProps) -> Html {
    let (texts, language) = (use_texts_of::<texts::Assistant>(), use_language());
    let proxies = use_texts_of::<texts::proxies::Proxies>();
    let PaneProps { model, on, lab, pane, .. } = props;
    let compose = use_compose(on);
    let playback = use_playback(lab);
    let has_calls = lab.timeline.calls().len() > 0;
    let tab = use_state_eq(MiddleTab::default);
    let shown = *pane == tabs::Pane::Timeline;
    let choice = |of: MiddleTab, testid: &'static str, words: &'static str| {
        let set = tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| set.set(of));
        html! {
            <button type="button" data-testid={testid} aria-pressed={(*tab == of).to_string()} {onclick}>{ words }</button>
        }
    };
    html! {
        <Pane name="timeline" label={texts.log.title}>
            <div class="pane-head">
                <div class="segments" role="group" aria-label={texts.middle}>
                    { choice(MiddleTab::Log, "assistant-log-tab", texts.log.title) }
                    { choice(MiddleTab::Calls, "assistant-calls-tab", texts.calls) }
                </div>
                if *tab == MiddleTab::Log {
                    <LogKeys
                        model={model.clone()}
                        on={on.clone()}
                        on_recording={has_calls.then(|| playback.on.clone())}
                    />
                }
                <span class="log-count" data-testid="assistant-count">{ (texts.log.count)(model.log.shown().len()) }</span>
            </div>
            if *tab == MiddleTab::Log {
                <LogView model={model.clone()} {shown} on={on.clone()} />
            } else {
                <Calls {playback} {shown} on_lab={props.on_lab.clone()} />
            }
            if let Some(problem) = &model.refused {
                <p class="assistant-refused" role="alert" data-testid="assistant-refused">
                    <span>{ problem.in_words(language) }</span>
                    <button type="button" class="plain" onclick={on.reform(|_: MouseEvent| AssistantCommand::Dismiss)}>
                        { texts.dismiss }
                    </button>
                </p>
            }
            if model.proxies.chosen.is_some() {
                <InjectBar side={model.proxies.inject_as} on={on.clone()} />
            }
            <Separator border={Border::Composer} />
            <Composer
                model={Snapshot::from(&model.compose)}
                recipient={recipient(model, texts, proxies)}
                ready={model.can_send()}
                injects={model.proxies.chosen.is_some()}
                on={compose}
            />
        </Pane>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct CallsProps {
    playback: Playback,
    shown: bool,
    on_lab: Callback<LabCommand>,
}

/// The calls, as every place shows them.
#[component]
fn Calls(props: &CallsProps) -> Html {
    let encoding = use_state_eq(|| Encoding::Utf8);
    let set = encoding.setter();
    let on_encoding = use_callback((), move |chosen: Encoding, ()| set.set(chosen));
    html! {
        <MiddlePane playback={props.playback.clone()} encoding={*encoding} {on_encoding} on_lab={props.on_lab.clone()} shown={props.shown} />
    }
}

/// Passes the composer's commands on, each with its time.
#[hook]
pub(super) fn use_compose(on: &Callback<AssistantCommand>) -> Callback<ComposeCommand> {
    use_callback(on.clone(), |command, on| {
        on.emit(AssistantCommand::Compose(command, driver::now()))
    })
}

/// To whom the chosen end sends, or where the chosen proxy injects, or what is to be done before it can.
fn recipient(
    model: &AssistantModel,
    texts: &texts::Assistant,
    proxies: &texts::proxies::Proxies,
) -> AttrValue {
    if let Some(proxy) = model.proxies.chosen_proxy() {
        return (proxies.into)(&proxy.setup.name, model.proxies.to).into();
    }
    let Some(end) = model.chosen_end() else { return AttrValue::default() };
    let name = &end.setup.name;
    let words = match (model.can_send(), end.to.len(), end.setup.transport.remote()) {
        (false, ..) => (texts.open_first)((texts.ends.open)(end.form.kind)),
        (true, 0, Some(remote)) => (texts.sends_to)(&format!("{name} · {remote}")),
        (true, 0, None) => (texts.sends_to)(name),
        (true, peers, _) => (texts.sends_to_peers)(name, peers),
    };
    words.into()
}
