//! The pane beside the log: an entry in detail, figures, and what is kept for sending.

use yew::prelude::*;

use super::compose::messages::Messages;
use super::detail::Detail;
use super::figures::FiguresTab;
use super::panes::{PaneProps, use_compose};
use crate::assistant::texts;
use crate::assistant::texts::messages;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::view::pane::Pane;

/// What the pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum SideTab {
    #[default]
    Messages,
    Detail,
    Figures,
}

/// The pane. An entry that is picked comes into view.
#[component]
pub(crate) fn SidePane(props: &PaneProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().side;
    let tab = use_state_eq(SideTab::default);
    let messages = use_texts_of::<messages::Messages>().title;
    let on = use_compose(&props.on);
    let picked = props.model.log.picked.as_ref().map(|row| row.number);
    {
        let set = tab.setter();
        use_effect_with(picked, move |picked| {
            if picked.is_some() {
                set.set(SideTab::Detail);
            }
        });
    }
    let choice = |of: SideTab, testid: &'static str, words: &'static str| {
        let set = tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| set.set(of));
        html! {
            <button type="button" data-testid={testid} aria-pressed={(*tab == of).to_string()} {onclick}>{ words }</button>
        }
    };
    let model = &props.model;
    let ends = model.ends.iter().map(|end| end.setup.name.clone().into());
    let body = match *tab {
        SideTab::Messages => html! {
            <Messages
                model={Snapshot::from(&model.compose)}
                ends={ends.collect::<Vec<AttrValue>>()}
                ready={model.can_send()}
                {on}
            />
        },
        SideTab::Detail => html! { <Detail model={props.model.clone()} on={props.on.clone()} /> },
        SideTab::Figures => html! { <FiguresTab ..props.clone() /> },
    };
    html! {
        <Pane name="sockets" label={texts.title}>
            <div class="pane-head">
                <div class="segments side-tabs" role="group" aria-label={texts.title}>
                    { choice(SideTab::Messages, "assistant-side-messages", messages) }
                    { choice(SideTab::Detail, "assistant-side-detail", texts.detail) }
                    { choice(SideTab::Figures, "assistant-side-figures", texts.figures) }
                </div>
            </div>
            <div class="pane-body">{ body }</div>
        </Pane>
    }
}
