//! The faults of each direction: quick choices, and each fault's numbers by slider or typed.

use std::rc::Rc;

use lab_shared::assistant::proxy::Direction;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::assistant::state::proxies::ProxyModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::state::proxies::faults::{
    FaultEdit, FaultForm, FaultKind, FaultNumber, Preset,
};
use crate::assistant::state::proxies::form::{ProxyEdit, ProxyField};
use crate::assistant::texts::proxies::Proxies;
use crate::kit::state::choice::Choice;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct FaultsProps {
    pub(super) proxy: Rc<ProxyModel>,
    pub(super) mistakes: Vec<ProxyField>,
    pub(super) on: Callback<ProxyCommand>,
}

#[component]
pub(super) fn Faults(props: &FaultsProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let FaultsProps { proxy, on, .. } = props;
    let id = proxy.id;
    let on_edit = on.reform(move |edit| ProxyCommand::Edit(id, edit));
    let presets = Preset::of(proxy.form.udp).iter().map(|preset| {
        let preset = *preset;
        let (name, words) = (texts.preset)(preset);
        let faults = preset.faults();
        let chosen = proxy.form.faults.iter().all(|direction| *direction == faults);
        let onclick = on_edit.reform(move |_: MouseEvent| ProxyEdit::Preset(preset));
        html! {
            <button
                key={preset.name()}
                type="button"
                class="preset"
                aria-pressed={chosen.to_string()}
                data-testid={format!("proxy-preset-{}", preset.name())}
                {onclick}
            >
                <b>{ name }</b><span>{ words }</span>
            </button>
        }
    });
    let directions =
        Direction::BOTH.map(|direction| direction_faults(props, direction, &on_edit, texts));
    html! {
        <div class="answering proxy-faults" data-testid="proxy-faults">
            <p class="field-note">{ texts.faults_hint }</p>
            <div class="presets" role="group" aria-label={texts.presets}>{ for presets }</div>
            { for directions }
        </div>
    }
}

fn direction_faults(
    props: &FaultsProps,
    direction: Direction,
    on_edit: &Callback<ProxyEdit>,
    texts: &'static Proxies,
) -> Html {
    let form = &props.proxy.form;
    let faults = &form.faults[direction as usize];
    let cards = faults
        .iter()
        .enumerate()
        .map(|(place, fault)| card(props, (direction, place), fault, on_edit, texts));
    let kinds: Vec<FaultKind> = FaultKind::of(form.udp).collect();
    let options = kinds.iter().map(|kind| {
        html! { <option key={kind.name()} value={kind.name()}>{ kind.name() }{ " — " }{ (texts.fault)(*kind) }</option> }
    });
    let onchange = {
        let (on_edit, kinds) = (on_edit.clone(), kinds.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let kind = kinds.iter().find(|kind| kind.name() == select.value());
            // It offers to add another one.
            select.set_selected_index(0);
            if let Some(kind) = kind {
                on_edit.emit(ProxyEdit::Fault(direction, FaultEdit::Add(*kind)));
            }
        })
    };
    html! {
        <section class="fault-direction" aria-label={(texts.direction)(direction)} data-direction={direction.name()}>
            <h3>{ (texts.direction)(direction) }</h3>
            if faults.is_empty() { <p class="field-note">{ texts.no_faults }</p> }
            { for cards }
            <select class="fault-add" aria-label={texts.add_fault} data-testid={format!("proxy-add-{}", direction.name())} {onchange}>
                <option value="" selected=true>{ "+ " }{ texts.add_fault }</option>
                { for options }
            </select>
        </section>
    }
}

fn card(
    props: &FaultsProps,
    (direction, place): (Direction, usize),
    fault: &FaultForm,
    on_edit: &Callback<ProxyEdit>,
    texts: &'static Proxies,
) -> Html {
    let name = fault.kind.name();
    let remove =
        on_edit.reform(move |_: MouseEvent| ProxyEdit::Fault(direction, FaultEdit::Remove(place)));
    let numbers = fault.kind.numbers().iter().zip(&fault.typed).enumerate();
    let rows = numbers.map(|(number, (of, typed))| {
        let field = ProxyField::Fault(direction, place, number);
        let wrong = props.mistakes.contains(&field);
        number_row(*of, typed, (field, wrong), on_edit, texts)
    });
    html! {
        <div key={format!("{place} {name}")} class="fault-card" data-testid={format!("proxy-fault-{name}")}>
            <p class="fault-head">
                <code>{ name }</code>
                <span>{ (texts.fault)(fault.kind) }</span>
                <button type="button" class="icon-key" aria-label={(texts.remove_fault)(name)} title={(texts.remove_fault)(name)} data-testid="proxy-remove-fault" onclick={remove}>
                    { Icon::Cross.html() }
                </button>
            </p>
            { for rows }
        </div>
    }
}

/// A number with its slider, which both change the same.
fn number_row(
    number: FaultNumber,
    typed: &str,
    (field, wrong): (ProxyField, bool),
    on_edit: &Callback<ProxyEdit>,
    texts: &'static Proxies,
) -> Html {
    let oninput = on_edit.reform(move |event: InputEvent| {
        ProxyEdit::Text(field, event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let (least, most, step) = number.slider();
    let words = (texts.number)(number);
    let unit = (texts.unit)(number.unit());
    let label = format!("{words} ({unit}), {}", number.name());
    html! {
        <label class={classes!("fault-number", wrong.then_some("is-wrong"))} title={number.name()}>
            <span>{ words }</span>
            <input
                type="range"
                aria-label={label.clone()}
                min={least.to_string()}
                max={most.to_string()}
                step={step.to_string()}
                value={typed.to_owned()}
                oninput={oninput.clone()}
            />
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label={label}
                aria-invalid={wrong.then_some("true")}
                title={wrong.then_some(texts.wrong_number)}
                data-testid={format!("proxy-number-{}", number.name())}
                value={typed.to_owned()}
                {oninput}
            />
            <span class="fault-unit">{ unit }</span>
        </label>
    }
}
