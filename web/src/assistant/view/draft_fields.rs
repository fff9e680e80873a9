//! The fields of a short message: what is written, as text or hex, and in which encoding.

use lab_shared::assistant::compose::{Charset, Draft, Form, LineEnding};
use yew::prelude::*;

use crate::assistant::state::draft::{DraftEdit, LINE_ENDINGS};
use crate::assistant::texts::conditions::Conditions;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DraftFieldsProps {
    /// The field's name for tests.
    pub(crate) testid: &'static str,
    pub(crate) label: AttrValue,
    pub(crate) draft: Draft,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) wrong: Option<AttrValue>,
    /// Whether it has an end of the line; what a message is compared with has none.
    #[prop_or_default]
    pub(crate) ends_line: bool,
    pub(crate) on: Callback<DraftEdit>,
}

#[component]
pub(crate) fn DraftFields(props: &DraftFieldsProps) -> Html {
    let texts = use_texts_of::<Conditions>();
    let DraftFieldsProps { draft, on, .. } = props;
    let form = {
        const FORMS: [Form; 2] = [Form::Text, Form::Hex];
        let words = |form: Form| (texts.form_name)(form).into();
        Offer {
            choices: vec![("text".into(), words(Form::Text)), ("hex".into(), words(Form::Hex))],
            chosen: usize::from(draft.form == Form::Hex),
            on_choose: on.reform(|at: usize| DraftEdit::Form(FORMS[at.min(1)])),
        }
    };
    let charset = Offer {
        choices: Charset::ALL.map(|one| (one.name().into(), one.name().into())).into(),
        chosen: Charset::ALL.iter().position(|one| *one == draft.charset).unwrap_or_default(),
        on_choose: on.reform(|at: usize| DraftEdit::Charset(Charset::ALL[at])),
    };
    html! {
        <div class="draft-fields">
            <TextInput
                testid={props.testid}
                label={props.label.clone()}
                value={draft.text.clone()}
                wrong={props.wrong.clone()}
                width={classes!("full")}
                on_text={on.reform(DraftEdit::Text)}
            />
            <div class="fields">
                <SelectField testid={format!("{}-form", props.testid)} label={texts.form} offer={form} width={classes!("narrow")} />
                if draft.form == Form::Text {
                    <SelectField testid={format!("{}-charset", props.testid)} label={texts.charset} offer={charset} width={classes!("narrow")} />
                }
                if props.ends_line {
                    <SelectField
                        testid={format!("{}-ending", props.testid)}
                        label={texts.line_ending}
                        offer={line_endings(draft, on, texts)}
                        width={classes!("narrow")}
                    />
                }
            </div>
        </div>
    }
}

fn line_endings(draft: &Draft, on: &Callback<DraftEdit>, texts: &Conditions) -> Offer {
    let mut values = LINE_ENDINGS.to_vec();
    if !values.contains(&draft.line_ending) {
        values.push(draft.line_ending.clone());
    }
    let choice = |ending: &LineEnding| match ending {
        LineEnding::None => ("none".into(), texts.no_ending.into()),
        LineEnding::Cr => ("cr".into(), "CR".into()),
        LineEnding::Lf => ("lf".into(), "LF".into()),
        LineEnding::CrLf => ("crlf".into(), "CR LF".into()),
        LineEnding::Hex(_) => ("hex".into(), texts.own_ending.into()),
    };
    Offer {
        choices: values.iter().map(choice).collect(),
        chosen: values.iter().position(|one| *one == draft.line_ending).unwrap_or_default(),
        on_choose: on.reform(move |at: usize| DraftEdit::LineEnding(values[at].clone())),
    }
}
