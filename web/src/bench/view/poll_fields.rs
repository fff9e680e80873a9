//! Which sockets to wait for, and how long.

use lab_shared::call::{PollEvents, PythonNames};
use lab_shared::trace::SocketView;
use yew::prelude::*;

use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::bench::state::call_form::{Edit, Field};
use crate::bench::texts::controls::Controls;
use crate::lab::view::host_tag::host_tag;

pub(crate) fn poll_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let check = |view: &SocketView, events: PollEvents, words: &'static str| {
        let socket = view.id;
        let onchange = props.on_edit.reform(move |_: Event| Edit::Poll(socket, events));
        let chosen = props.form.poll.get(&socket).is_some_and(|chosen| chosen.contains(events));
        let way = if events == PollEvents::IN { "in" } else { "out" };
        html! {
            <label class="check">
                <input
                    type="checkbox"
                    data-testid={format!("poll-{way}-{}", props.lab.variables.variable(socket))}
                    checked={chosen}
                    {onchange}
                />
                { words }
            </label>
        }
    };
    let open: Vec<Html> = props
        .lab
        .timeline
        .sockets()
        .filter(|view| view.state.is_open())
        .map(|view| {
            html! {
                <li key={view.id.0}>
                    <code>{ props.lab.variables.variable(view.id).to_string() }</code>
                    { host_tag(props.lab.network.host_of(view.id)) }
                    { check(view, PollEvents::IN, texts.readable) }
                    { check(view, PollEvents::OUT, texts.writable) }
                </li>
            }
        })
        .collect();
    html! {
        <>
            <fieldset class="poll">
                <legend>{ texts.poll_sockets }</legend>
                if open.is_empty() {
                    <p>{ texts.poll_none }</p>
                } else {
                    <ul>{ for open }</ul>
                }
            </fieldset>
            <TextField
                field={Field::PollSeconds}
                testid="arg-poll-timeout"
                label={texts.seconds}
                placeholder="None"
                width={classes!("narrow")}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
        </>
    }
}
