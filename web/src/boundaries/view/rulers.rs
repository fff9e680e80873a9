//! Both directions of a connection on byte rulers.

use lab_shared::text::Encoding;
use std::rc::Rc;
use yew::prelude::*;

use super::{RulerView, RulerWords};
use crate::boundaries::state::Connection;
use crate::boundaries::texts as boundaries;
use crate::kit::view::follow_tail::use_follow_line_end;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::ruler::Ruler;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RulersProps {
    pub connection: Connection,
    /// The encoding that its bytes are read in.
    pub encoding: Encoding,
}

#[component]
pub(crate) fn Rulers(props: &RulersProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let encoding = props.encoding;
    let Connection { peer, inward, outward, other_end } = &props.connection;
    let known = match other_end {
        Some(variable) => (texts.both_here)(variable),
        None => texts.peer_elsewhere.into(),
    };
    html! {
        <>
            <p class="field-note ruler-note" data-testid="ruler-known">{ known }</p>
            <Direction testid="ruler-in" title={(texts.inward)(peer)} ruler={Rc::clone(inward)} {encoding} />
            <Direction testid="ruler-out" title={(texts.outward)(peer)} ruler={Rc::clone(outward)} {encoding} />
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct DirectionProps {
    testid: &'static str,
    title: String,
    ruler: Rc<Ruler>,
    encoding: Encoding,
}

#[component]
fn Direction(props: &DirectionProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let DirectionProps { testid, title, ruler, encoding } = props;
    let (line, onscroll) = use_follow_line_end(Rc::clone(ruler));
    let id = format!("{testid}-title");
    html! {
        <section class="direction" data-testid={*testid} aria-labelledby={id.clone()}>
            <h3 id={id.clone()}>{ title }</h3>
            if ruler.bytes.is_empty() {
                <p class="field-note">{ texts.nothing_yet }</p>
            } else {
                if ruler.start > 0 {
                    <p class="field-note">{ (texts.earlier)(ruler.start) }</p>
                }
                <div
                    class="ruler-scroll"
                    ref={line}
                    {onscroll}
                    tabindex="0"
                    role="group"
                    aria-labelledby={id}
                >
                    <RulerView ruler={Rc::clone(ruler)} encoding={*encoding} />
                </div>
                <RulerWords ruler={Rc::clone(ruler)} done={false} newest={6} />
            }
        </section>
    }
}
