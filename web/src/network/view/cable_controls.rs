//! The controls of one cable: which cable, which way, what it does, what it loses next.

use lab_shared::network::{CableView, NetworkView, Way};
use yew::prelude::*;

use super::losing::Losing;
use super::number_field::NumberField;
use super::picture::end_name;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::network::state::command::PaneCommand;
use crate::network::state::desk::{Desk, DeskCommand, Ways};
use crate::network::state::preset::Preset;
use crate::network::state::setting::Setting;
use crate::network::texts::cable::Cable;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CableControlsProps {
    pub(super) view: Snapshot<NetworkView>,
    pub(super) desk: Desk,
    /// Whether the page shows an earlier moment.
    pub(super) past: bool,
    pub(super) on: Callback<PaneCommand>,
}

#[component]
pub(super) fn CableControls(props: &CableControlsProps) -> Html {
    let texts = use_texts_of::<Cable>();
    let CableControlsProps { view, desk, past, on } = props;
    let on = on.reform(|command: DeskCommand| command.into());
    let Some(cable) = desk.cable(view) else { return html! {} };
    let title = title(cable, texts);
    let cables = (view.cables.len() > 1).then(|| {
        let cables = view.cables.iter().map(|one| {
            let id = one.id;
            html! {
                <button
                    key={id.0}
                    type="button"
                    data-testid={format!("cable-choose-{}", id.0)}
                    aria-pressed={(id == cable.id).to_string()}
                    onclick={on.reform(move |_: MouseEvent| DeskCommand::Cable(id))}
                >
                    { host_end(one, texts) }
                </button>
            }
        });
        html! { <div class="segments" role="group" aria-label={texts.choose}>{ for cables }</div> }
    });
    let ways = Ways::ALL.map(|ways| {
        let words = match ways {
            Ways::Both => texts.both.to_owned(),
            Ways::One(way) => {
                let from = end_name(cable.source(way), texts);
                format!("{from} → {}", end_name(cable.source(way.opposite()), texts))
            }
        };
        html! {
            <button
                type="button"
                data-testid={format!("ways-{}", ways.name())}
                aria-pressed={(desk.ways == ways).to_string()}
                onclick={on.reform(move |_: MouseEvent| DeskCommand::Ways(ways))}
            >
                { words }
            </button>
        }
    });
    let impairment = desk.impairment(cable);
    let uneven = desk.ways == Ways::Both
        && cable.line(Way::Forth).impairment != cable.line(Way::Back).impairment;
    let set_to = if uneven { None } else { Preset::of(impairment) };
    let presets = Preset::ALL.map(|preset| {
        let (name, about) = (texts.preset)(preset);
        html! {
            <button
                type="button"
                class="network-preset"
                data-testid={format!("preset-{}", preset.name())}
                aria-pressed={(set_to == Some(preset)).to_string()}
                disabled={*past}
                onclick={on.reform(move |_: MouseEvent| DeskCommand::Preset(preset))}
            >
                <b>{ name }</b><small>{ about }</small>
            </button>
        }
    });
    let settings = Setting::ALL.map(|setting| {
        let (label, help) = (texts.setting)(setting);
        let on_written = {
            let (on, impairment) = (on.clone(), impairment.clone());
            Callback::from(move |written: String| {
                let read = setting.set(&impairment, &written).is_some();
                if read {
                    on.emit(DeskCommand::Set(setting, written));
                }
                read
            })
        };
        html! {
            <NumberField
                testid={format!("cable-{}", setting.name())}
                {label}
                help={AttrValue::from(help)}
                value={setting.written(impairment)}
                placeholder={(setting == Setting::Rate).then_some(AttrValue::from(texts.no_limit))}
                {on_written}
                wrong={(texts.wrong)(setting)}
                disabled={*past}
            />
        }
    });
    html! {
        <section class="network-part network-cable" aria-label={title.clone()} data-testid="cable-controls">
            <div class="network-row">
                <h3>{ title }</h3>
                { cables }
                <div class="segments" role="group" aria-label={texts.ways}>{ for ways }</div>
            </div>
            <Losing cable={cable.clone()} desk={desk.clone()} past={*past} on={on.clone()} />
            <div class="network-presets" role="group" aria-label={texts.presets}>{ for presets }</div>
            <div class="network-settings" role="group" aria-label={texts.settings}>{ for settings }</div>
        </section>
    }
}

fn title(cable: &CableView, texts: &Cable) -> String {
    (texts.title)(end_name(&cable.a, texts), end_name(&cable.b, texts))
}

/// The host at a cable of the switch.
fn host_end(cable: &CableView, texts: &Cable) -> String {
    let host = match &cable.a {
        lab_shared::network::CableEnd::Host(_) => &cable.a,
        lab_shared::network::CableEnd::Switch => &cable.b,
    };
    end_name(host, texts).to_owned()
}
