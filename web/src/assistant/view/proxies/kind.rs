//! The choice among the kinds of ends, a proxy among them.

use yew::prelude::*;

use crate::assistant::state::choices::TransportKind;
use crate::assistant::texts;
use crate::kit::state::choice::Choice;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

/// The value of a proxy in the page's markup.
const PROXY: &str = "proxy";

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct KindFieldProps {
    /// What is chosen; `None` is a proxy.
    pub(in crate::assistant::view) kind: Option<TransportKind>,
    /// Whether proxies can be chosen.
    pub(in crate::assistant::view) has_proxies: bool,
    pub(in crate::assistant::view) on_kind: Callback<Option<TransportKind>>,
}

#[component]
pub(in crate::assistant::view) fn KindField(props: &KindFieldProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().ends;
    let proxy = use_texts_of::<texts::proxies::Proxies>().kind;
    let kinds = TransportKind::all();
    let ends = kinds.iter().map(|kind| (kind.name().into(), (texts.kind_name)(*kind).into()));
    let offer = Offer {
        choices: ends.chain(props.has_proxies.then(|| (PROXY.into(), proxy.into()))).collect(),
        chosen: kinds.iter().position(|kind| Some(*kind) == props.kind).unwrap_or(kinds.len()),
        on_choose: props.on_kind.reform(|at: usize| TransportKind::all().get(at).copied()),
    };
    html! { <SelectField testid="assistant-kind" label={texts.kind} width={classes!("full")} {offer} /> }
}
