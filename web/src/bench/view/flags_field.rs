//! The flags of recv or send, folded until opened.

use lab_shared::call::MsgFlags;
use yew::prelude::*;

use crate::bench::texts::controls::Controls;

/// The flags of `offered`, of which `flags` are set; `on_turn` receives the flag to toggle.
pub(crate) fn flags_field(
    offered: &[MsgFlags],
    flags: MsgFlags,
    on_turn: &Callback<MsgFlags>,
    texts: &Controls,
) -> Html {
    let boxes =
        MsgFlags::KNOWN.iter().filter(|(_, flag)| offered.contains(flag)).map(|&(name, flag)| {
            let onchange = on_turn.reform(move |_: Event| flag);
            html! {
                <label class="check" key={name}>
                    <input
                        type="checkbox"
                        data-testid={format!("flag-{name}")}
                        checked={flags.contains(flag)}
                        {onchange}
                    />
                    <code>{ name }</code>
                </label>
            }
        });
    let some = flags != MsgFlags::NONE;
    html! {
        <details class={classes!("flags", some.then_some("is-set"))}>
            <summary data-testid="arg-flags">{ texts.flags }</summary>
            <div class="flag-boxes">{ for boxes }</div>
        </details>
    }
}
