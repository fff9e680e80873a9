//! As whom the composer injects, while a proxy is in view.

use lab_shared::assistant::proxy::Side;
use yew::prelude::*;

use super::use_proxies;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::texts::proxies::Proxies;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct InjectBarProps {
    pub(in crate::assistant::view) side: Side,
    pub(in crate::assistant::view) on: Callback<AssistantCommand>,
}

#[component]
pub(in crate::assistant::view) fn InjectBar(props: &InjectBarProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let on = use_proxies(&props.on);
    let choice = |side: Side, testid: &'static str| {
        let onclick = on.reform(move |_: MouseEvent| ProxyCommand::InjectAs(side));
        let pressed = (props.side == side).to_string();
        html! {
            <button type="button" aria-pressed={pressed} data-testid={testid} {onclick}>{ (texts.as_side)(side) }</button>
        }
    };
    html! {
        <div class="inject-bar">
            <span id="inject-as">{ texts.inject_as }</span>
            <div class="segments" role="group" aria-labelledby="inject-as">
                { choice(Side::Client, "proxy-as-client") }
                { choice(Side::Server, "proxy-as-server") }
            </div>
        </div>
    }
}
