//! The variables of a thread's frames, innermost first.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::texts::use_texts_of;
use crate::programs::texts as programs;
use crate::worker::message::FrameView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LocalsProps {
    /// Which pane.
    pub(crate) side: Role,
    pub(crate) frames: Vec<FrameView>,
}

#[component]
pub(crate) fn Locals(props: &LocalsProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    if props.frames.iter().all(|frame| frame.locals.is_empty()) {
        return html! { <p class="locals-none">{ texts.no_locals }</p> };
    }
    let frames = props.frames.iter().enumerate().map(|(depth, frame)| {
        let rows = frame.locals.iter().map(|local| {
            html! {
                <tr key={local.name.clone()}>
                    <th scope="row"><code>{ &local.name }</code></th>
                    <td class="local-kind">{ &local.kind }</td>
                    <td><code>{ &local.value }</code></td>
                </tr>
            }
        });
        html! {
            <table key={depth} class="locals" data-testid={format!("locals-{}", side_name(props.side))}>
                <caption><code>{ &frame.function }</code>{ " · " }{ (texts.line)(frame.line) }</caption>
                <tbody>{ for rows }</tbody>
            </table>
        }
    });
    html! { <>{ for frames }</> }
}
