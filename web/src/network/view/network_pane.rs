//! The pane of the network.

use std::time::Duration;

use lab_shared::call::Micros;
use lab_shared::network::pcap::pcap;
use lab_shared::network::{NetworkCommand, NetworkState};
use yew::prelude::*;

use super::cable_controls::CableControls;
use super::doors::Doors;
use super::empty::Empty;
use super::host_list::HostList;
use super::packet_list::PacketList;
use super::picture::Picture;
use super::sharing::Sharing;
use crate::kit::browser;
use crate::kit::state::file_name::FileName;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::lab::state::network::Network;
use crate::network::state::command::PaneCommand;
use crate::network::state::desk::Desk;
use crate::network::texts::pane::Pane;
use crate::timeline::view::failure_view::FailureView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NetworkPaneProps {
    pub(crate) lab: Snapshot<Lab>,
    /// The choice between this pane and others.
    pub(crate) switch: Html,
    /// What is chosen at the controls.
    pub(crate) desk: Desk,
    /// Carries out what the person does.
    pub(crate) on: Callback<PaneCommand>,
}

#[component]
pub(crate) fn NetworkPane(props: &NetworkPaneProps) -> Html {
    let texts = use_texts_of::<Pane>();
    let NetworkPaneProps { lab, switch, desk, on } = props;
    let moment = use_context::<DisplayedTime>().unwrap_or_default().0;
    let picked = use_state_eq(|| None::<u64>);
    let on_pick = use_callback(picked.setter(), |packet: Option<u64>, set| set.set(packet));
    let ask = use_callback(on.clone(), |command: NetworkCommand, on| on.emit(command.into()));
    let network = &lab.network;
    let on_save = use_callback(Snapshot::from(network), |(), network| save(network));
    let past = moment.is_some();
    let body = match network.view() {
        None => html! { <Empty offered={offered(lab)} {past} on={ask} /> },
        Some(view) => {
            let view = Snapshot::from(view);
            let start = lab.timeline.call_at(0).map_or(Micros::default(), |call| call.issued);
            let limits = match offered(lab) {
                Some(NetworkState::Offered(offer)) => Some(offer.limits),
                _ => None,
            };
            // Small numbers.
            let most = |limit: Option<u32>| limit.map_or(usize::MAX, |limit| limit as usize);
            html! {
                <>
                    if past {
                        <p class="kernel-remark" data-testid="network-past">{ Icon::Note.html() }<span>{ texts.past }</span></p>
                    }
                    <Picture
                        lab={lab.clone()}
                        view={view.clone()}
                        desk={desk.clone()}
                        {moment}
                        on={on.clone()}
                        on_pick={on_pick.reform(Some)}
                    />
                    <CableControls view={view.clone()} desk={desk.clone()} {past} on={on.clone()} />
                    <PacketList
                        network={Snapshot::from(network)}
                        view={view.clone()}
                        {start}
                        picked={*picked}
                        {on_pick}
                        on_save={(!past).then_some(on_save)}
                    />
                    <HostList view={view.clone()} most={most(limits.map(|limits| limits.hosts))} {past} on={ask.clone()} />
                    <Doors view={view.clone()} most={most(limits.map(|limits| limits.published))} {past} on={ask.clone()} />
                    if !past {
                        <Sharing {view} on={ask} />
                    }
                </>
            }
        }
    };
    html! {
        <>
            <div class="pane-head">
                <h2 id="network-title" class="unseen">{ texts.title }</h2>
                { switch.clone() }
            </div>
            <div
                class="pane-body network"
                tabindex="0"
                role="group"
                aria-labelledby="network-title"
                data-testid="network-pane"
            >
                if let Some(failure) = network.refused() {
                    <div class="network-refused" role="alert" data-testid="network-refused">
                        <b>{ texts.refused }</b>
                        <FailureView failure={failure.clone()} />
                    </div>
                }
                { body }
            </div>
        </>
    }
}

/// What the relay offers; `None` while there is none.
fn offered(lab: &Lab) -> Option<NetworkState> {
    lab.relay.welcome().map(|welcome| welcome.networks)
}

/// Saves the packets as a capture file.
fn save(network: &Network) {
    let file = pcap(network.packets(), Duration::from_micros(browser::epoch()));
    browser::save_file(&FileName::new("network", ".pcap"), "application/vnd.tcpdump.pcap", &file);
}
