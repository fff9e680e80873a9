//! The host on which the next socket is made.

use yew::prelude::*;

use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::lab::state::Lab;
use crate::lab::state::host_choice::HostChoice;

/// The field; nothing while the page has no network.
pub(crate) fn host_field(lab: &Lab, on_host: &Callback<HostChoice>, texts: &Controls) -> Html {
    let Some(view) = lab.network.view() else { return html! {} };
    let running = view.hosts.iter().filter(|host| host.ended.is_none());
    let mut offered: Vec<HostChoice> =
        running.map(|host| HostChoice::Host(host.name.clone())).collect();
    if lab.has_machine() {
        offered.push(HostChoice::Machine);
    }
    let next = lab.next_host().map_or(HostChoice::Machine, HostChoice::Host);
    let chosen = offered.iter().position(|choice| *choice == next).unwrap_or_default();
    let choices = offered.iter().map(|choice| match choice {
        HostChoice::Host(name) => (name.to_string().into(), name.to_string().into()),
        HostChoice::Machine | HostChoice::BySide => ("".into(), texts.machine.into()),
    });
    let choices = choices.collect();
    let on_choose = on_host.reform(move |at: usize| offered[at].clone());
    html! {
        <div class="target">
            <SelectField
                testid="next-host"
                label={texts.next_host}
                width={classes!("full")}
                offer={Offer { choices, chosen, on_choose }}
            />
        </div>
    }
}
