//! The next step, and the line for the terminal where the other side is played.

use yew::prelude::*;

use crate::bench::state::guide::Advice;
use crate::bench::state::nc::NcLine;
use crate::bench::texts::steps;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NcHintProps {
    /// What to do next.
    pub advice: Option<Advice>,
    /// The line for nc.
    pub nc: Option<NcLine>,
}

/// The advice and the line.
#[component]
pub(crate) fn NcHint(props: &NcHintProps) -> Html {
    let texts = use_texts_of::<steps::Steps>();
    let for_peer = props.advice.is_some_and(Advice::is_for_peer);
    html! {
        <div class={classes!("hint", for_peer.then_some("for-peer"))}>
            if let Some(advice) = props.advice {
                <p class="advice" data-testid="advice">
                    { Icon::Next.html() }<span>{ (texts.advice)(advice) }</span>
                </p>
            }
            if let Some(nc) = &props.nc {
                <div class={classes!("nc", (!nc.ready).then_some("is-later"))}>
                    <span class="nc-label">
                        { Icon::Terminal.html() }{ texts.nc }
                        if !nc.ready { <em>{ texts.nc_later }</em> }
                    </span>
                    if let Some(command) = &nc.command {
                        <code class="nc-line" data-testid="nc-line">{ command }</code>
                        <CopyButton line={command.clone()} />
                    } else {
                        <span data-testid="nc-none">{ texts.nc_none }</span>
                    }
                    if let Some(variant) = &nc.variant {
                        <small>
                            { texts.nc_variant }{ " " }
                            <code data-testid="nc-variant">{ variant }</code>
                        </small>
                    }
                </div>
            }
        </div>
    }
}
