//! What others open: each address with its QR code.

use yew::prelude::*;

use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::texts::use_texts_of;
use crate::shell::part::InvitationPartProps;
use crate::shell::state::invitation::{QrDrawing, links};
use crate::shell::texts::invitation::InvitationTexts;

#[component]
pub(crate) fn Invitation(props: &InvitationPartProps) -> Html {
    let texts = use_texts_of::<InvitationTexts>();
    let links = links(&props.addresses, props.token.as_deref());
    let items = links.into_iter().map(|link| {
        html! {
            <li>
                { code(&link, texts) }
                <code>{ &link }</code>
                <CopyButton line={link} testid="copy-invitation" />
            </li>
        }
    });
    html! {
        <div class="popover invitation" data-testid="invitation">
            <p>{ texts.lead }</p>
            <ul>{ for items }</ul>
            <p>{ texts.warning }</p>
        </div>
    }
}

/// Dark on light in every theme: many readers know no other.
fn code(link: &str, texts: &InvitationTexts) -> Html {
    let Some(QrDrawing { size, path }) = QrDrawing::of(link) else { return html! {} };
    html! {
        <svg class="qr" viewBox={format!("0 0 {size} {size}")} role="img" aria-label={(texts.code)(link)}>
            <rect width={size.to_string()} height={size.to_string()} />
            <path d={path} />
        </svg>
    }
}
