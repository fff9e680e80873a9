//! The lines to copy into a terminal when the client is played there.

use yew::prelude::*;

use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TerminalViewProps {
    /// The lines; empty while no server listens.
    pub lines: Vec<AttrValue>,
}

/// The lines.
#[component]
pub(crate) fn TerminalView(props: &TerminalViewProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let lines = props.lines.iter().map(|line| {
        html! {
            <li key={line.to_string()} class="nc">
                <code class="nc-line" data-testid="terminal-line">{ line }</code>
                <CopyButton line={line.clone()} />
            </li>
        }
    });
    html! {
        <div class="pane-body terminal">
            <p>{ Icon::Terminal.html() }{ texts.terminal_lead }</p>
            if props.lines.is_empty() {
                <p class="empty">{ texts.terminal_none }</p>
            }
            <ul>{ for lines }</ul>
        </div>
    }
}
