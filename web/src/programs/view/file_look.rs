//! A file's bytes: as text, in hexadecimal digits, or as a picture.

use bytes::Bytes;
use data_encoding::BASE64;
use yew::prelude::*;

use crate::kit::state::choice::Choice as _;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::look::{self, Look, MAX_HEX, MAX_TEXT};
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FileLookProps {
    /// Its path.
    pub name: AttrValue,
    pub bytes: Bytes,
}

#[component]
pub(crate) fn FileLook(props: &FileLookProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().files;
    let FileLookProps { name, bytes } = props;
    let chosen = use_state_eq(|| None::<Look>);
    let ways = use_memo(bytes.clone(), |bytes| Look::ways(bytes));
    let way = chosen.filter(|look| ways.contains(look)).or(ways.first().copied());
    let tabs = ways.iter().map(|look| {
        let (look, chosen) = (*look, chosen.clone());
        html! {
            <button type="button" aria-pressed={(way == Some(look)).to_string()} data-testid={format!("look-{}", look.name())} onclick={move |_: MouseEvent| chosen.set(Some(look))}>
                { (texts.look)(look) }
            </button>
        }
    });
    let (shown, most) = match way {
        Some(Look::Picture) => {
            let kind = look::media_type(bytes).unwrap_or_default();
            let address = format!("data:{kind};base64,{}", BASE64.encode(bytes));
            (
                html! { <img class="look-picture" src={address} alt={name.clone()} data-testid="look-shown" /> },
                usize::MAX,
            )
        }
        Some(Look::Text) => (
            html! { <pre tabindex="0" data-testid="look-shown">{ look::text(bytes) }</pre> },
            MAX_TEXT,
        ),
        _ => (
            html! { <pre tabindex="0" data-testid="look-shown">{ look::hex(bytes) }</pre> },
            MAX_HEX,
        ),
    };
    html! {
        <div class="look" data-testid="look">
            <div class="look-ways" role="group" aria-label={(texts.look_at)(name)}>{ for tabs }</div>
            { shown }
            if bytes.len() > most { <p class="look-cut">{ (texts.cut)(most) }</p> }
        </div>
    }
}
