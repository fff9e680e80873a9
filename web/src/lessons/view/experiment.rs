//! An experiment: the question, the person's prediction, and the result that real events proved.

use std::rc::Rc;
use yew::prelude::*;

use super::rich::rich;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lessons::texts as lesson;
use lab_shared::lesson::Lesson;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExperimentProps {
    pub lesson: Rc<Lesson>,
    /// What the person predicts; `Some(None)` is no prediction at all.
    pub predicted: Option<Option<usize>>,
    /// The choice that the events proved right.
    pub outcome: Option<usize>,
    pub on_predict: Callback<Option<usize>>,
}

/// The experiment; nothing for a plain lesson.
#[component]
pub(crate) fn Experiment(props: &ExperimentProps) -> Html {
    let (texts, language) = (use_texts_of::<lesson::Lessons>(), use_language());
    let ExperimentProps { lesson, predicted, outcome, on_predict } = props;
    let Some(question) = &lesson.question else { return html! {} };
    let open = predicted.is_none() && outcome.is_none();
    let choices = lesson.choices.iter().enumerate().map(|(at, choice)| {
        let mine = *predicted == Some(Some(at));
        let proved = *outcome == Some(at);
        html! {
            <li>
                <button
                    type="button"
                    class={classes!("choice", mine.then_some("is-mine"), proved.then_some("is-proved"))}
                    aria-pressed={mine.to_string()}
                    disabled={outcome.is_some()}
                    data-testid={format!("choice-{at}")}
                    data-proved={proved.to_string()}
                    onclick={on_predict.reform(move |_: MouseEvent| Some(at))}
                >
                    if proved { { Icon::Check.html() } }
                    <span>{ rich(choice.text.get(language)) }</span>
                    if mine { <em>{ texts.predicted }</em> }
                </button>
            </li>
        }
    });
    let verdict = outcome.map(|at| match predicted {
        Some(Some(mine)) if *mine == at => texts.right,
        Some(Some(_)) => texts.wrong,
        _ => "",
    });
    html! {
        <section class="experiment" data-testid="experiment">
            <h3>{ rich(question.get(language)) }</h3>
            if open { <p>{ texts.predict }</p> }
            <ul class="choices">{ for choices }</ul>
            if open {
                <button type="button" class="plain" data-testid="skip-prediction" onclick={on_predict.reform(|_: MouseEvent| None)}>
                    { texts.skip_prediction }
                </button>
            } else if outcome.is_none() {
                <p role="status">{ texts.run_now }</p>
            }
            if let Some(verdict) = verdict {
                <div class="outcome" role="status" data-testid="outcome">
                    <b>{ texts.happened }</b>{ " " }{ verdict }
                    if let Some(why) = &lesson.explanation { <p>{ rich(why.get(language)) }</p> }
                </div>
            }
        </section>
    }
}
