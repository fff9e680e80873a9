//! The timeline's pane: the calls in order, the newest in view.

use lab_shared::call::{CallId, Micros};
use lab_shared::text::Encoding;
use lab_shared::trace::Timeline;
use std::collections::BTreeMap;
use std::convert::identity;
use std::rc::Rc;
use yew::prelude::*;

use super::call_row::TimelineRow;
use super::timeline_filter::TimelineFilter;
use crate::kit::state::format::moment;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::kit::view::virtual_list::{VirtualList, use_virtual_list};
use crate::lab::state::network::Network;
use crate::lab::state::variables::Variables;
use crate::lab::state::{LabCommand, Loss};
use crate::lab::view::selection::use_selection;
use crate::timeline::state::filter::{Filter, Finder, Whose};
use crate::timeline::state::rows::{Row, rows};
use crate::timeline::state::stream_decoder::StreamDecoder;
use crate::timeline::state::waits::Wait;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimelinePaneProps {
    pub(crate) timeline: Snapshot<Timeline>,
    pub(crate) variables: Snapshot<Variables>,
    pub(crate) network: Snapshot<Network>,
    /// The relays lost so far.
    pub(crate) losses: Snapshot<Vec<Loss>>,
    /// The calls that a lost packet held up.
    #[prop_or_default]
    pub(crate) waits: Rc<BTreeMap<CallId, Wait>>,
    /// The relay's folder of AF_UNIX names.
    pub(crate) unix_directory: Option<AttrValue>,
    /// The choice between this pane and others.
    pub(crate) switch: Html,
    /// The encoding that bytes are read in.
    pub(crate) encoding: Encoding,
    pub(crate) on_encoding: Callback<Encoding>,
    pub(crate) on_lab: Callback<LabCommand>,
    /// Whether a narrow screen shows this pane.
    pub(crate) shown: bool,
    /// Whether the rows can be narrowed to one program's.
    #[prop_or_default]
    pub(crate) of_programs: bool,
}

#[component]
pub(crate) fn TimelinePane(props: &TimelinePaneProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let selection = use_selection();
    let filter = use_state_eq(Filter::default);
    let finder = use_mut_ref(Finder::default);
    let TimelinePaneProps { timeline, variables, losses, unix_directory, encoding, .. } = props;
    let shown = use_memo((timeline.clone(), (*filter).clone()), |(timeline, filter)| {
        finder.borrow_mut().shown(timeline, filter)
    });
    let key = |at: &usize| timeline.call_at(*at).map_or(0, |call| call.id.0);
    let keys: Vec<u32> = match filter.is_open() {
        true => timeline.calls().map(|call| call.id.0).collect(),
        false => shown.iter().map(key).collect(),
    };
    let VirtualList { list, onscroll, visible } = use_virtual_list(keys.iter().copied());
    let decoder = use_mut_ref(|| StreamDecoder::new(*encoding));
    let (drawn, widest) = {
        let mut decoder = decoder.borrow_mut();
        if decoder.encoding() != *encoding {
            *decoder = StreamDecoder::new(*encoding);
        }
        decoder.follow(timeline);
        let positions = &shown[visible.rows.clone()];
        rows(timeline, variables, losses, &decoder, unix_directory.as_deref(), positions)
    };
    let start = timeline.call_at(0).map_or(Micros::default(), |call| call.issued);
    let on_filter = use_callback(filter.setter(), |chosen: Filter, set| set.set(chosen));
    let choose_whose = {
        let filter = (*filter).clone();
        on_filter.reform(move |whose: Whose| Filter { whose, ..filter.clone() })
    };
    let empty = drawn.is_empty();
    let nothing = if filter.is_open() { texts.empty } else { texts.nothing_found };
    let lanes = format!("--lanes: {widest}");
    let rows = drawn.into_iter().map(|row| match row {
        Row::Call(row) => html! {
            <TimelineRow
                key={row.record.id.0}
                hovered={row.stands_on(selection.hovered.socket)}
                wait={props.waits.get(&row.record.id).copied()}
                host={row.socket().and_then(|socket| props.network.host_of(socket)).cloned()}
                row={row.clone()}
                {start}
                on_hover={selection.on_hover.clone()}
                on_lab={props.on_lab.clone()}
            />
        },
        Row::Loss(at) => html! {
            <li key={format!("loss-{}", at.0)} class="loss" data-testid="timeline-loss">
                <time class="moment">{ moment(at, start) }</time>
                { Icon::Unplugged.html() }
                <span>{ texts.relay_lost }</span>
            </li>
        },
    });
    let space = |height: f64| (height > 0.0).then(|| spacer(height));
    html! {
        <>
            <div class="pane-head timeline-head">
                <h2 id="timeline-title" class="unseen">{ texts.title }</h2>
                { props.switch.clone() }
                if props.of_programs {
                    <SelectField
                        testid="timeline-whose"
                        label={texts.whose}
                        width={classes!("inline")}
                        offer={Offer::in_words(&filter.whose, &choose_whose, identity, &texts.whose_name)}
                    />
                }
                <SelectField
                    testid="read-as"
                    label={texts.read_as}
                    width={classes!("inline")}
                    offer={Offer::of(encoding, &props.on_encoding, identity)}
                />
            </div>
            if timeline.calls().len() > 0 {
                <TimelineFilter
                    timeline={timeline.clone()}
                    variables={variables.clone()}
                    network={props.network.clone()}
                    filter={(*filter).clone()}
                    found={shown.len()}
                    {on_filter}
                />
            }
            <div
                class="pane-body rows"
                ref={list}
                {onscroll}
                tabindex="0"
                role="group"
                aria-labelledby="timeline-title"
                data-testid="timeline"
                data-calls={timeline.calls().len().to_string()}
            >
                if empty {
                    <p class="empty">{ nothing }</p>
                }
                if timeline.dropped() > 0 && visible.rows.start == 0 {
                    <p class="earlier" data-testid="earlier">{ (texts.earlier)(timeline.dropped()) }</p>
                }
                { space(visible.above) }
                <ol style={lanes}>{ for rows }</ol>
                { space(visible.below) }
            </div>
        </>
    }
}

/// The space of rows that are not drawn.
fn spacer(height: f64) -> Html {
    html! { <div style={format!("height: {height}px")} aria-hidden="true"></div> }
}
