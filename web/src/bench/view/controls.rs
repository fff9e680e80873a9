//! The controls: the side, the target, and every call.

use lab_shared::call::CallName;
use yew::prelude::*;

use super::control::Control;
use super::help_line::help_line;
use super::role_switch::role_switch;
use super::target_field::target_field;
use crate::bench::state::call_form::CallForm;
use crate::bench::state::command::ControlCommand;
use crate::bench::state::groups::Group;
use crate::bench::state::validate::family;
use crate::bench::texts::controls;
use crate::bench::texts::start::Start;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lab::state::Lab;
use crate::network::view::host_field::HostField;
use crate::network::view::no_place::NoPlace;
use crate::sockets::texts::Sockets;
use crate::systems::texts::Systems;
use crate::systems::view::{hints, list};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ControlsProps {
    pub lab: Snapshot<Lab>,
    pub form: Snapshot<CallForm>,
    /// Whether a side has been chosen.
    pub begun: bool,
    /// The call to press next.
    pub advised: Option<CallName>,
    pub on: Callback<ControlCommand>,
}

/// The driver's pane.
#[component]
pub(crate) fn Controls(props: &ControlsProps) -> Html {
    let (texts, language) = (use_texts_of::<controls::Controls>(), use_language());
    let (start, systems) = (use_texts_of::<Start>(), use_texts_of::<Systems>());
    let sockets = use_texts_of::<Sockets>();
    let looked_at = use_state_eq(|| None::<CallName>);
    let on_look = {
        let looked_at = looked_at.clone();
        use_callback((), move |call: CallName, ()| looked_at.set(Some(call)))
    };
    // New advice is shown first again.
    use_effect_with(props.advised, {
        let looked_at = looked_at.clone();
        move |_| looked_at.set(None)
    });
    let on_begin = props.on.reform(ControlCommand::Begin);
    let on_target = props.on.reform(ControlCommand::Target);
    let on_host = props.on.reform(ControlCommand::Host);
    let on_network = props.on.reform(ControlCommand::Network);
    let places = props.lab.places();
    let has_place = !places.is_empty();
    let kind = props.lab.target_view().map_or(props.form.kind, |view| view.kind);
    let control = |group: &Group| {
        html! {
            <Control
                key={group.name()}
                group={*group}
                lab={props.lab.clone()}
                form={props.form.clone()}
                advised={props.advised}
                on={props.on.clone()}
                on_look={on_look.clone()}
            />
        }
    };
    let in_view = looked_at.or(props.advised).unwrap_or(CallName::Socket);
    let system = props.lab.system;
    let differences =
        (!system.is_linux()).then(|| hints(system, in_view, props.form.option.name, systems));
    let family = family(&props.form, &props.lab);
    let (common, rest): (Vec<&Group>, Vec<&Group>) = Group::ALL
        .iter()
        .filter(|group| group.is_of(family))
        .partition(|group| group.is_common(props.lab.role, kind));
    html! {
        <>
            <div class="pane-head controls-head">
                { role_switch(props.lab.role, props.begun, &on_begin, start) }
                if !places.hosts.is_empty() {
                    <div class="target">
                        <HostField testid="next-host" label={texts.next_host} {places} host={props.lab.next_host()} {on_host} />
                    </div>
                }
                { target_field(&props.lab, &on_target, texts, sockets) }
            </div>
            <div class="pane-body">
                if !has_place {
                    <NoPlace refused={props.lab.network.refused().cloned()} on={on_network} />
                }
                { for common.into_iter().map(control) }
                <details class="more">
                    <summary data-testid="more-calls">{ texts.more }</summary>
                    { for rest.into_iter().map(control) }
                </details>
                { list(system, systems) }
            </div>
            {
                help_line(
                    in_view,
                    differences,
                    texts,
                    language,
                )
            }
        </>
    }
}
