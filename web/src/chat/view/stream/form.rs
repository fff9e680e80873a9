//! The form of the experiment: what to send, how, and with which remedy.

use std::rc::Rc;
use yew::prelude::*;

use crate::bench::texts::controls;
use crate::chat::state::ChatCommand;
use crate::chat::state::experiment_model::{
    ExperimentModel, StreamEdit, StreamPhase, StreamSettings,
};
use crate::chat::texts::stream;
use crate::chat::view::Check;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_area::TextArea;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use crate::timeline::view::failure_view::FailureView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StreamFormProps {
    pub settings: Rc<StreamSettings>,
    /// The experiment's state.
    pub model: ExperimentModel,
    /// Whether there is a relay.
    pub ready: bool,
    /// Changes the settings, makes both ends, sends a round and closes the ends.
    pub on: Callback<ChatCommand>,
}

#[component]
pub(crate) fn StreamForm(props: &StreamFormProps) -> Html {
    let (controls, texts) =
        (use_texts_of::<controls::Controls>(), use_texts_of::<stream::Stream>());
    let settings = &props.settings;
    let connected = matches!(props.model.phase, StreamPhase::Ready | StreamPhase::Running);
    let onsubmit =
        use_callback((props.on.clone(), connected), |event: SubmitEvent, (on, connected)| {
            event.prevent_default();
            on.emit(if *connected { ChatCommand::Send } else { ChatCommand::Connect });
        });
    let on_edit = props.on.reform(ChatCommand::EditExperiment);
    let (words, testid, enabled) = match props.model.phase {
        StreamPhase::Idle => (texts.connect, "stream-connect", props.ready),
        StreamPhase::Connecting => (texts.connecting, "stream-connect", false),
        StreamPhase::Ready => (texts.send, "stream-send", settings.round().is_some()),
        StreamPhase::Running => (texts.running, "stream-send", false),
    };
    let wrong = |wrong: bool, words: &'static str| wrong.then(|| AttrValue::from(words));
    html! {
        <form class="control room-form" data-testid="stream-form" {onsubmit}>
            <p class="field-note">{ texts.lead }</p>
            <div class="fields">
                <TextArea
                    testid="stream-messages"
                    label={texts.messages}
                    lines={4}
                    value={settings.messages.clone()}
                    width={classes!("full")}
                    wrong={wrong(settings.sends().is_none(), texts.wrong_messages)}
                    on_text={on_edit.reform(StreamEdit::Messages)}
                />
                <SelectField
                    testid="stream-remedy"
                    label={texts.remedy}
                    width={classes!("full")}
                    offer={Offer::in_words(&settings.remedy, &on_edit, StreamEdit::Remedy, &texts.remedy_name)}
                />
                <p class="field-note">{ (texts.remedy_text)(settings.remedy) }</p>
                <TextInput
                    testid="stream-bufsize"
                    label={controls.bufsize}
                    number=true
                    value={settings.bufsize.clone()}
                    width={classes!("narrow")}
                    wrong={wrong(settings.bufsize().is_none(), texts.wrong_bufsize)}
                    on_text={on_edit.reform(StreamEdit::Bufsize)}
                />
                <Check
                    testid="stream-late"
                    label={texts.late}
                    checked={settings.late}
                    on_check={on_edit.reform(StreamEdit::Late)}
                />
            </div>
            <button type="submit" class="key is-main" data-testid={testid} disabled={!enabled}>
                { words }
            </button>
            if connected {
                <button
                    type="button"
                    class="key"
                    data-testid="stream-close"
                    onclick={props.on.reform(|_: MouseEvent| ChatCommand::Close)}
                >
                    { texts.close }
                </button>
            }
            if let Some(failure) = &props.model.failure {
                <div role="alert" data-testid="stream-failure">
                    <FailureView failure={failure.clone()} />
                </div>
            }
        </form>
    }
}
