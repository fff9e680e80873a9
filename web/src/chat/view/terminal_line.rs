//! A line for a terminal, with a button that copies it.

use yew::prelude::*;

use crate::bench::texts::steps;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TerminalLineProps {
    pub(crate) command: AttrValue,
    /// Its purpose, where no other text states it.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// The same for the other netcats, where it differs.
    #[prop_or_default]
    pub(crate) variant: Option<AttrValue>,
}

#[component]
pub(crate) fn TerminalLine(props: &TerminalLineProps) -> Html {
    let texts = use_texts_of::<steps::Steps>();
    let label = props.label.clone().unwrap_or_else(|| texts.nc.into());
    html! {
        <div class="nc in-form">
            <span class="nc-label">{ Icon::Terminal.html() }{ label }</span>
            <code class="nc-line" data-testid="chat-nc">{ props.command.clone() }</code>
            <CopyButton line={props.command.clone()} />
            if let Some(variant) = &props.variant {
                <small>{ texts.nc_variant }{ " " }<code>{ variant.clone() }</code></small>
            }
        </div>
    }
}
