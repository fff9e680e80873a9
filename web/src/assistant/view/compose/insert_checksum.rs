//! The choice of a checksum: a search over the catalogue, and the byte order.

use lab_shared::assistant::compose::Checksum;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::insert_form::segment;
use crate::assistant::state::compose::ComposeModel;
use crate::assistant::state::compose::insert::{InsertEdit, InsertField};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

/// How many algorithms are in view.
const LINES: &str = "5";

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct InsertChecksumProps {
    pub(super) model: Snapshot<ComposeModel>,
    pub(super) on: Callback<InsertEdit>,
}

#[component]
pub(super) fn InsertChecksum(props: &InsertChecksumProps) -> Html {
    let InsertChecksumProps { model, on } = props;
    let texts = &use_texts_of::<compose::Compose>().insert;
    let id = use_own_id();
    let form = &model.insert;
    let onchange = use_callback(on.clone(), |event: Event, on| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Some(checksum) = Checksum::named(&select.value()) {
            on.emit(InsertEdit::Checksum(checksum));
        }
    });
    let algorithms = form.found().into_iter().map(|checksum| {
        let name = checksum.name();
        html! {
            <option key={name} value={name} selected={checksum == form.checksum}>{ name }</option>
        }
    });
    let orders = [None, Some("big"), Some("little")].into_iter().zip(texts.orders);
    let orders = orders.map(|(order, words)| {
        segment(words, form.order == order, on.reform(move |_| InsertEdit::Order(order)))
    });
    html! {
        <div class="compose-checksum">
            <div class="fields">
                <TextInput
                    testid="insert-search"
                    label={(texts.field)(InsertField::Search)}
                    value={form.typed(InsertField::Search).to_owned()}
                    width={classes!("full")}
                    on_text={on.reform(|text| InsertEdit::Type(InsertField::Search, text))}
                />
                <div class="field full">
                    <span class="field-label">{ texts.order }</span>
                    <div class="segments wide" role="group" aria-label={texts.order}>{ for orders }</div>
                </div>
            </div>
            <div class="field full">
                <label for={id.clone()}>{ texts.checksum }</label>
                <select {id} size={LINES} data-testid="insert-checksum" {onchange}>{ for algorithms }</select>
            </div>
        </div>
    }
}
