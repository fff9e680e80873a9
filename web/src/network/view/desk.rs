//! The controls' choices, which the keys use too while the pane is not in view.

use yew::prelude::*;

use lab_shared::network::NetworkCommand;

use super::keys::use_network_keys;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};
use crate::network::state::command::PaneCommand;
use crate::network::state::desk::{Desk, DeskCommand};
use crate::network::state::keys::NetworkKey;

/// The choices, and what carries out what a person does with them. `live` is the lab as it is now; without it the
/// page shows an earlier moment, or its place is not in view: then nothing is asked of the network.
#[hook]
pub(crate) fn use_desk(
    live: Option<&Snapshot<Lab>>,
    on_lab: &Callback<LabCommand>,
) -> (Desk, Callback<PaneCommand>) {
    let desk = use_mut_ref(Desk::default);
    let drawn = use_state_eq(Desk::default);
    let newest = use_mut_ref(|| None::<Snapshot<Lab>>);
    newest.replace(live.cloned());
    let ask = on_lab.reform(LabCommand::Network);
    let on = {
        let (desk, set) = (desk.clone(), drawn.setter());
        use_callback(on_lab.clone(), move |command: PaneCommand, _| {
            let asked: Vec<NetworkCommand> = match command {
                PaneCommand::Ask(command) => {
                    newest.borrow().is_some().then_some(command).into_iter().collect()
                }
                PaneCommand::Desk(command) => {
                    let lab = newest.borrow();
                    let network = lab.as_ref().map(|lab| &lab.network);
                    let view = network.and_then(|network| network.view()).map(|view| &**view);
                    let packet = network.and_then(|network| network.newest());
                    let mut desk = desk.borrow_mut();
                    let asked = desk.handle(command, view, packet);
                    set.set(desk.clone());
                    asked
                }
            };
            asked.into_iter().for_each(|command| ask.emit(command));
        })
    };
    {
        let on = on.clone();
        use_effect_with(live.map(|lab| Snapshot::from(&lab.network)), move |network| {
            let Some(network) = network else { return };
            let Some(view) = network.view() else { return };
            let asked = desk.borrow_mut().follow(view, network.packets());
            asked.into_iter().for_each(|command| on.emit(command.into()));
        });
    }
    let listens = live.is_some_and(|lab| lab.network.view().is_some());
    let on_key =
        use_callback(on.clone(), |key: NetworkKey, on| on.emit(DeskCommand::Press(key).into()));
    use_network_keys(listens, &on_key);
    ((*drawn).clone(), on)
}
