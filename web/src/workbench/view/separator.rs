//! A border between panes that is moved by dragging and by arrow keys.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::frame::Frame;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::state::layout::{Border, BorderMove};
use crate::workbench::texts as workbench;

/// How far an arrow key moves a border, in percent.
const STEP: f64 = 2.0;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SeparatorProps {
    pub(crate) border: Border,
    /// The share of the parent's width or height that it divides.
    #[prop_or(1.0)]
    pub(crate) divided: f64,
}

/// The border; nothing where there is no frame.
#[component]
pub(crate) fn Separator(props: &SeparatorProps) -> Html {
    let texts = use_texts_of::<workbench::Workbench>();
    let border = props.border;
    // Where it was taken: the pointer, the border, and the pixels of one percent.
    let taken = use_mut_ref(|| None::<(f64, f64, f64)>);
    let Some(Frame { layout, initial, on_move, .. }) = use_context::<Frame>() else {
        return html! {};
    };
    let at = layout.at(border);
    let divided = props.divided;
    let (least, most) = border.range();
    let pointer = move |event: &PointerEvent| {
        f64::from(if border.is_level() { event.client_y() } else { event.client_x() })
    };
    let onpointerdown = {
        let taken = taken.clone();
        Callback::from(move |event: PointerEvent| {
            let element: HtmlElement = event.target_unchecked_into();
            let Some(parent) = element.parent_element() else { return };
            let room =
                if border.is_level() { parent.client_height() } else { parent.client_width() };
            let percent = f64::from(room) * divided / 100.0;
            *taken.borrow_mut() = Some((pointer(&event), at, percent.max(1.0)));
            // Without it the border would only move while the pointer is on it.
            let _ = element.set_pointer_capture(event.pointer_id());
        })
    };
    let onpointermove = {
        let (taken, on_move) = (taken.clone(), on_move.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some((from, at, percent)) = *taken.borrow() {
                let to = at + (pointer(&event) - from) / percent;
                on_move.emit((border, BorderMove::To(to)));
            }
        })
    };
    let release = Callback::from(move |_: PointerEvent| *taken.borrow_mut() = None);
    let initial = initial.at(border);
    let ondblclick = on_move.reform(move |_: MouseEvent| (border, BorderMove::To(initial)));
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let how = match event.key().as_str() {
            "ArrowLeft" if !border.is_level() => BorderMove::By(-STEP),
            "ArrowRight" if !border.is_level() => BorderMove::By(STEP),
            "ArrowUp" if border.is_level() => BorderMove::By(-STEP),
            "ArrowDown" if border.is_level() => BorderMove::By(STEP),
            "Home" => BorderMove::To(least),
            "End" => BorderMove::To(most),
            "Enter" => BorderMove::To(initial),
            _ => return,
        };
        event.prevent_default();
        on_move.emit((border, how));
    });
    html! {
        <div
            class={classes!("separator", format!("is-{}-border", border.name()))}
            role="separator"
            tabindex="0"
            aria-orientation={if border.is_level() { "horizontal" } else { "vertical" }}
            aria-label={(texts.border)(border)}
            aria-valuenow={format!("{at:.0}")}
            aria-valuemin={least.to_string()}
            aria-valuemax={most.to_string()}
            title={texts.border_help}
            data-testid={format!("border-{}", border.name())}
            {onpointerdown}
            {onpointermove}
            onpointerup={release.clone()}
            onpointercancel={release}
            {ondblclick}
            {onkeydown}
        ></div>
    }
}
