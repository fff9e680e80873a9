//! The figures of the chosen end: rates of the last minute, and numbers found in messages over time.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::chart::{Chart, Line, Spark};
use super::panes::PaneProps;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::figures::Figures;
use crate::assistant::state::plot::{PlotCommand, PlotKind};
use crate::assistant::texts;
use crate::kit::state::format::{count, size};
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

/// Most peers whose rates are drawn.
const MOST_PEERS: usize = 16;

/// How often rates are drawn again, in milliseconds.
const TICK: u32 = 1000;

#[component]
pub(crate) fn FiguresTab(props: &PaneProps) -> Html {
    let (texts, language) = (&use_texts_of::<texts::Assistant>().figures, use_language());
    let PaneProps { model, figures, on, .. } = props;
    use_tick(on);
    let Some((end, of_end)) =
        model.chosen_end().and_then(|end| Some((end, figures.ends.get(&end.id)?)))
    else {
        return html! {};
    };
    let counters = &of_end.counters;
    let rates = counters.rates(figures.at);
    let line = |way: usize, class: &'static str, name: &'static str| Line {
        class,
        name: name.into(),
        points: (0..)
            .zip(&rates)
            .map(|(second, bytes)| (f64::from(second) - 60.0, bytes[way] as f64))
            .collect(),
    };
    let fact = |name: &'static str, testid: &'static str, value: String| {
        html! {
            <><dt>{ name }</dt><dd data-testid={testid}>{ value }</dd></>
        }
    };
    let plot = &model.plot;
    let rows = plot.rows(&model.log, &end.setup.name);
    let columns = rows.iter().map(|(_, numbers)| numbers.len()).max().unwrap_or_default().min(6);
    let begin = rows.first().map(|(at, _)| *at).unwrap_or_default();
    let lines: Vec<Line> = (0..columns)
        .map(|column| Line {
            class: Line::COLUMNS[column],
            name: (texts.value)(column + 1).into(),
            points: rows
                .iter()
                .filter_map(|(at, numbers)| {
                    Some(((*at - begin).as_secs_f64(), *numbers.get(column)?))
                })
                .collect(),
        })
        .collect();
    let on_plot = on.reform(AssistantCommand::Plot);
    html! {
        <div class="figures">
            <h3>{ &end.setup.name }</h3>
            <dl class="facts">
                { fact(texts.received, "assistant-received", format!("{} · {}", count(counters.received_messages), size(counters.received_bytes))) }
                { fact(texts.sent, "assistant-sent", format!("{} · {}", count(counters.sent_messages), size(counters.sent_bytes))) }
                { fact(texts.wrong_checks, "assistant-wrong-checks", count(counters.wrong_checks)) }
                { fact(texts.faults, "assistant-faults", count(counters.faults)) }
                { fact(texts.refused, "assistant-refused-count", count(counters.refused)) }
            </dl>
            <Chart
                title={texts.rates}
                lines={vec![line(0, "is-in", texts.received), line(1, "is-out", texts.sent)]}
                unit={texts.bytes_a_second}
                from_zero=true
            />
            { peers(figures, texts) }
            <h3>{ texts.values }</h3>
            <p class="field-note">{ texts.values_text }</p>
            <div class="fields">
                <SelectField
                    testid="assistant-plot-kind"
                    width={classes!("wide")}
                    label={texts.values_from}
                    offer={Offer::in_words(&plot.kind, &on_plot, PlotCommand::Kind, &|kind: PlotKind| (texts.plot_kind)(kind))}
                />
                <TextInput
                    testid="assistant-plot-text"
                    label={texts.expression}
                    value={plot.text.clone()}
                    width={classes!("wide")}
                    wrong={plot.wrong().map(|wrong| AttrValue::from(wrong.get(language).to_owned()))}
                    on_text={on_plot.reform(PlotCommand::Text)}
                />
            </div>
            <Chart title={texts.values} {lines} unit={""} />
            if !rows.is_empty() {
                <button type="button" class="plain" data-testid="assistant-plot-csv" onclick={on.reform(|_: MouseEvent| AssistantCommand::SavePlot)}>
                    { texts.save_values }
                </button>
            }
        </div>
    }
}

/// Each peer's rates of the last minute, the busiest first.
fn peers(figures: &Figures, texts: &texts::Figures) -> Html {
    if figures.peers.len() < 2 {
        return html! {};
    }
    let mut peers: Vec<(u64, Html)> = figures
        .peers
        .iter()
        .map(|one| {
            let rates = one.counters.rates(figures.at);
            let busy = rates.iter().flatten().sum();
            let [received, sent] = rates[rates.len() - 1];
            let row = html! {
                <tr key={one.peer.0} data-testid="assistant-peer-rates">
                    <th scope="row"><code>{ one.address.to_string() }</code></th>
                    <td><Spark rates={rates.to_vec()} /></td>
                    <td>{ size(received) }</td>
                    <td>{ size(sent) }</td>
                </tr>
            };
            (busy, row)
        })
        .collect();
    peers.sort_by_key(|(busy, _)| std::cmp::Reverse(*busy));
    html! {
        <table class="peer-rates">
            <caption>{ texts.peer_rates }</caption>
            <thead><tr><td></td><td></td><th scope="col">{ texts.received }</th><th scope="col">{ texts.sent }</th></tr></thead>
            <tbody>{ for peers.into_iter().take(MOST_PEERS).map(|(_, row)| row) }</tbody>
        </table>
    }
}

/// Draws the figures again every second: rates change while nothing happens.
#[hook]
fn use_tick(on: &Callback<AssistantCommand>) {
    let on = on.clone();
    use_effect_with((), move |()| {
        let tick = Interval::new(TICK, move || on.emit(AssistantCommand::Tick));
        move || drop(tick)
    });
}
