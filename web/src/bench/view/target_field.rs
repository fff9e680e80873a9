//! The socket that the calls act on.

use lab_shared::call::{PythonNames, SocketId};
use yew::prelude::*;

use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::lab::state::Lab;
use crate::lab::view::host_tag::with_host;
use crate::sockets::texts::Sockets;

/// The field; `on_target` takes another socket.
pub(crate) fn target_field(
    lab: &Lab,
    on_target: &Callback<SocketId>,
    texts: &Controls,
    sockets: &Sockets,
) -> Html {
    // A select always shows a choice, so without a target the first one states that.
    let mut ids = vec![];
    let mut choices = vec![];
    if lab.target.is_none() {
        ids.push(SocketId(0));
        choices.push((AttrValue::from("0"), AttrValue::from(texts.no_target)));
    }
    for view in lab.timeline.sockets() {
        let state = (sockets.state)(view.state);
        let variable = lab.variables.variable(view.id).to_string();
        let variable = with_host(variable, lab.network.host_of(view.id));
        let words = format!("{variable} · fd {} · {state}", view.fileno);
        ids.push(view.id);
        choices.push((view.id.0.to_string().into(), words.into()));
    }
    let chosen = ids.iter().position(|id| Some(*id) == lab.target).unwrap_or_default();
    let on_choose = on_target.reform(move |at: usize| ids[at]);
    html! {
        <div class="target">
            <SelectField
                testid="target"
                label={texts.target}
                width={classes!("full")}
                offer={Offer { choices, chosen, on_choose }}
            />
        </div>
    }
}
