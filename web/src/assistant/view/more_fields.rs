//! The rarer settings of an end: messages, checksum, reconnecting, the local address, multicast.

use std::rc::Rc;
use yew::prelude::*;

use super::groups::Groups;
use crate::assistant::state::choices::{GroupingKind, TransportKind};
use crate::assistant::state::end_form::{EndEdit, EndField, EndFlag, EndForm};
use crate::assistant::texts;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use lab_shared::assistant::compose::{Charset, Checksum};
use lab_shared::framing::{ByteOrder, LengthWidth};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct MoreFieldsProps {
    pub(super) form: Rc<EndForm>,
    pub(super) mistakes: Vec<EndField>,
    pub(super) on_edit: Callback<EndEdit>,
}

/// A field that is typed.
pub(super) fn field(
    form: &EndForm,
    mistakes: &[EndField],
    on_edit: &Callback<EndEdit>,
    texts: &'static texts::Ends,
    (field, testid, number): (EndField, &'static str, bool),
) -> Html {
    html! {
        <TextInput
            {testid}
            label={(texts.field)(field, form.kind)}
            value={form.text(field).to_owned()}
            {number}
            width={classes!(if number { "narrow" } else { "wide" })}
            wrong={mistakes.contains(&field).then(|| AttrValue::from((texts.wrong)(field)))}
            on_text={on_edit.reform(move |text| EndEdit::Text(field, text))}
        />
    }
}

#[component]
pub(super) fn MoreFields(props: &MoreFieldsProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().ends;
    let MoreFieldsProps { form, mistakes, on_edit } = props;
    let kind = form.kind;
    let typed = |of: (EndField, &'static str, bool)| field(form, mistakes, on_edit, texts, of);
    let flag = |flag: EndFlag, testid: &'static str, on: bool| {
        let onchange = on_edit.reform(move |_: Event| EndEdit::Flag(flag, !on));
        html! {
            <label class="check full">
                <input type="checkbox" data-testid={testid} checked={on} {onchange} />
                { (texts.flag)(flag) }
            </label>
        }
    };
    html! {
        <>
            <div class="fields">
                <SelectField
                    testid="assistant-charset"
                    label={texts.charset}
                    offer={Offer::of::<Charset, EndEdit>(&form.charset, on_edit, EndEdit::Charset)}
                />
                <SelectField
                    testid="assistant-grouping"
                    label={texts.grouping}
                    width={classes!("wide")}
                    offer={Offer::in_words(&form.grouping, on_edit, EndEdit::Grouping, &|grouping: GroupingKind| (texts.grouping_name)(grouping))}
                />
                { grouping_fields(form, on_edit, texts, &typed) }
            </div>
            { check_fields(form, on_edit, texts, &typed) }
            if kind.is_client() {
                { flag(EndFlag::Reconnect, "assistant-reconnect", form.reconnect) }
                if form.reconnect {
                    <div class="fields">
                        { typed((EndField::FirstPause, "assistant-first-pause", true)) }
                        { typed((EndField::LongestPause, "assistant-longest-pause", true)) }
                    </div>
                }
            }
            if kind == TransportKind::TcpClient {
                <div class="fields">
                    { typed((EndField::BindHost, "assistant-bind-host", false)) }
                    { typed((EndField::BindPort, "assistant-bind-port", true)) }
                </div>
            }
            if kind.is_server() {
                <div class="fields">{ typed((EndField::Peers, "assistant-peers", true)) }</div>
            }
            if kind == TransportKind::Udp {
                { flag(EndFlag::Connected, "assistant-connected", form.connected) }
                { flag(EndFlag::Broadcast, "assistant-broadcast", form.broadcast) }
                <Groups form={form.clone()} mistakes={mistakes.clone()} on_edit={on_edit.clone()} />
                <div class="fields">
                    { typed((EndField::SendBy, "assistant-send-by", false)) }
                    { typed((EndField::MulticastTtl, "assistant-ttl", true)) }
                </div>
                { flag(EndFlag::MulticastLoopback, "assistant-loopback", form.multicast_loopback) }
            }
            <div class="fields">{ typed((EndField::Options, "assistant-options", false)) }</div>
            <div class="fields">{ typed((EndField::Name, "assistant-name", false)) }</div>
        </>
    }
}

type Typed<'a> = &'a dyn Fn((EndField, &'static str, bool)) -> Html;

/// The values of the way in which bytes become messages.
fn grouping_fields(
    form: &EndForm,
    on_edit: &Callback<EndEdit>,
    texts: &'static texts::Ends,
    typed: Typed<'_>,
) -> Html {
    match form.grouping {
        GroupingKind::Gap => typed((EndField::Gap, "assistant-gap", true)),
        GroupingKind::Delimiter => typed((EndField::Delimiter, "assistant-delimiter", false)),
        GroupingKind::Fixed => typed((EndField::Length, "assistant-length", true)),
        GroupingKind::LengthPrefix => {
            let widths = [(LengthWidth::U16, "2"), (LengthWidth::U32, "4")];
            html! {
                <>
                    { among("assistant-width", texts.width, widths, form.width, on_edit.reform(EndEdit::Width)) }
                    { order("assistant-order", texts, form.order, on_edit.reform(EndEdit::Order)) }
                </>
            }
        }
        GroupingKind::Received | GroupingKind::Line | GroupingKind::CrLf => html! {},
    }
}

/// The checksum of received messages.
fn check_fields(
    form: &EndForm,
    on_edit: &Callback<EndEdit>,
    texts: &'static texts::Ends,
    typed: Typed<'_>,
) -> Html {
    let all: Vec<Checksum> = Checksum::all().collect();
    let chosen = form.check.and_then(|check| all.iter().position(|one| *one == check));
    let none = (AttrValue::from(""), AttrValue::from(texts.no_check));
    let named = all.iter().map(|one| (AttrValue::from(one.name()), AttrValue::from(one.name())));
    let offer = Offer {
        choices: std::iter::once(none).chain(named).collect(),
        chosen: chosen.map_or(0, |at| at + 1),
        on_choose: on_edit.reform(move |at: usize| {
            EndEdit::Check(at.checked_sub(1).and_then(|at| all.get(at).copied()))
        }),
    };
    html! {
        <div class="fields">
            <SelectField testid="assistant-check" label={texts.check} width={classes!("wide")} {offer} />
            if form.check.is_some() {
                { order("assistant-check-order", texts, form.check_order, on_edit.reform(EndEdit::CheckOrder)) }
                { typed((EndField::CheckSkip, "assistant-check-skip", true)) }
                { typed((EndField::CheckBehind, "assistant-check-behind", true)) }
            }
        </div>
    }
}

fn order(
    testid: &'static str,
    texts: &'static texts::Ends,
    chosen: ByteOrder,
    on: Callback<ByteOrder>,
) -> Html {
    let orders = [(ByteOrder::Big, texts.big), (ByteOrder::Little, texts.little)];
    among(testid, texts.order, orders, chosen, on)
}

/// A choice of two.
fn among<T: Copy + PartialEq + 'static>(
    testid: &'static str,
    label: &'static str,
    offered: [(T, &'static str); 2],
    chosen: T,
    on: Callback<T>,
) -> Html {
    let offer = Offer {
        choices: offered.iter().map(|(_, words)| ((*words).into(), (*words).into())).collect(),
        chosen: usize::from(offered[1].0 == chosen),
        on_choose: on.reform(move |at: usize| offered[at.min(1)].0),
    };
    html! { <SelectField {testid} {label} {offer} /> }
}
