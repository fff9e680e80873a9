//! The multicast groups that a UDP end joins, each on an interface of its own.

use yew::prelude::*;

use super::more_fields::{MoreFieldsProps, field};
use crate::assistant::state::end_form::{EndEdit, EndField};
use crate::assistant::texts;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[component]
pub(super) fn Groups(props: &MoreFieldsProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().ends;
    let MoreFieldsProps { form, mistakes, on_edit } = props;
    let typed = |of: (EndField, &'static str, bool)| field(form, mistakes, on_edit, texts, of);
    let rows = form.groups().map(|place| {
        let onclick = on_edit.reform(move |_: MouseEvent| EndEdit::RemoveGroup(place));
        html! {
            <div class="fields group-row" data-testid="assistant-group-row">
                { typed((EndField::Group(place), "assistant-group", false)) }
                { typed((EndField::Interface(place), "assistant-interface", false)) }
                <button type="button" class="icon-key" data-testid="assistant-group-remove" title={texts.leave_group} aria-label={texts.leave_group} {onclick}>
                    { Icon::Cross.html() }
                </button>
            </div>
        }
    });
    html! {
        <>
            { for rows }
            <button type="button" class="plain group-add" data-testid="assistant-group-add" onclick={on_edit.reform(|_: MouseEvent| EndEdit::AddGroup)}>
                { Icon::New.html() }{ texts.join_group }
            </button>
        </>
    }
}
