//! The choice of the host that sockets are made on, for every place that makes some.

use lab_shared::network::HostName;
use yew::prelude::*;

use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::places::Places;
use crate::network::texts::places::PlacesTexts;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HostFieldProps {
    pub(crate) testid: AttrValue,
    /// Its label, where it is not that of most places.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    pub(crate) places: Places,
    /// The host that is chosen; `None` is the relay's machine.
    pub(crate) host: Option<HostName>,
    pub(crate) on_host: Callback<HostChoice>,
}

/// The field; nothing while no host runs.
#[component]
pub(crate) fn HostField(props: &HostFieldProps) -> Html {
    let texts = use_texts_of::<PlacesTexts>();
    let HostFieldProps { testid, label, places, host, on_host } = props;
    if places.hosts.is_empty() {
        return html! {};
    }
    let offered = places.offered();
    let chosen = host.clone().map_or(HostChoice::Machine, HostChoice::Host);
    let chosen = offered.iter().position(|choice| *choice == chosen).unwrap_or_default();
    let choices = offered.iter().map(|choice| match choice {
        HostChoice::Host(name) => (name.to_string().into(), name.to_string().into()),
        HostChoice::Machine | HostChoice::BySide => ("".into(), texts.machine.into()),
    });
    let choices = choices.collect();
    let on_choose = on_host.reform(move |at: usize| offered[at].clone());
    html! {
        <SelectField
            {testid}
            label={label.clone().unwrap_or_else(|| texts.on_host.into())}
            width={classes!("full")}
            offer={Offer { choices, chosen, on_choose }}
        />
    }
}
