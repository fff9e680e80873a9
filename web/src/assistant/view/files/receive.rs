//! Writes what the chosen end receives into a file, and saves it.

use yew::prelude::*;

use super::FilesProps;
use crate::assistant::state::files::{CaptureState, FilesCommand};
use crate::assistant::texts::files::Files as Texts;
use crate::kit::state::format;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[component]
pub(crate) fn Receive(props: &FilesProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let on = &props.on;
    let model = &props.model;
    let (bytes, rate) = &model.captured;
    let writes = model.capture == CaptureState::Writing;
    let words = (texts.capture_state)(model.capture);
    let failed = matches!(model.capture, CaptureState::Unsupported | CaptureState::Failed);
    html! {
        <section class="file-card" aria-label={texts.receive_title}>
            <h3>{ texts.receive_title }</h3>
            <p class="field-note">{ texts.receive_hint }</p>
            <div class="form-keys">
                if writes {
                    <button type="button" class="key" data-testid="capture-end" onclick={on.reform(|_: MouseEvent| FilesCommand::EndCapture)}>
                        { Icon::Stop.html() }{ texts.end_capture }
                    </button>
                } else {
                    <button
                        type="button"
                        class="key"
                        data-testid="capture-begin"
                        disabled={props.on_relay || model.capture == CaptureState::Opening}
                        onclick={on.reform(|_: MouseEvent| FilesCommand::Capture)}
                    >
                        { texts.capture }
                    </button>
                }
                if model.capture == CaptureState::Complete {
                    <button type="button" class="key is-main" data-testid="capture-save" onclick={on.reform(|_: MouseEvent| FilesCommand::Save)}>
                        { Icon::Save.html() }{ texts.save }
                    </button>
                }
            </div>
            if writes || model.capture == CaptureState::Complete {
                <p class="file-figures" data-testid="capture-figures">
                    <span>{ (texts.received)(&format::size(*bytes)) }</span>
                    if let Some(rate) = rate.per_second().filter(|_| writes) {
                        <span>{ (texts.rate)(&format::size(rate)) }</span>
                    }
                </p>
            }
            <p role="status" class={failed.then_some("complaint")} data-testid="capture-state">{ words }</p>
        </section>
    }
}
