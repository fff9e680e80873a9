//! The flags of recv or send, folded away until they are wanted.

use lab_shared::call::MsgFlags;
use yew::prelude::*;

use super::use_texts;

/// What the flags need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FlagsFieldProps {
    /// The flags that make sense here.
    pub(crate) offered: &'static [MsgFlags],
    /// Those that are set.
    pub(crate) flags: MsgFlags,
    /// Takes the flag to turn over.
    pub(crate) on_turn: Callback<MsgFlags>,
}

#[component]
pub(crate) fn FlagsField(props: &FlagsFieldProps) -> Html {
    let texts = use_texts();
    let boxes = MsgFlags::KNOWN.iter().filter(|(_, flag)| props.offered.contains(flag)).map(
        |&(name, flag)| {
            let onchange = props.on_turn.reform(move |_: Event| flag);
            html! {
                <label class="check" key={name}>
                    <input
                        type="checkbox"
                        data-testid={format!("flag-{name}")}
                        checked={props.flags.contains(flag)}
                        {onchange}
                    />
                    <code>{ name }</code>
                </label>
            }
        },
    );
    let some = props.flags != MsgFlags::NONE;
    html! {
        <details class={classes!("flags", some.then_some("is-set"))}>
            <summary data-testid="arg-flags">{ texts.controls.flags }</summary>
            <div class="flag-boxes">{ for boxes }</div>
        </details>
    }
}
