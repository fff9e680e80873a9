//! The choices around the text: encoding, line ending, checksum, prefix and suffix.

use lab_shared::assistant::compose::{Charset, Checksum, LineEnding};
use yew::prelude::*;

use crate::assistant::state::compose::insert::{InsertEdit, common_checksums};
use crate::assistant::state::compose::linked::Part;
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SettingsProps {
    pub(super) model: Snapshot<ComposeModel>,
    pub(super) on: Callback<ComposeCommand>,
}

#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    let SettingsProps { model, on } = props;
    let texts = use_texts_of::<compose::Compose>();
    let language = use_language();
    let wrong = |part: Part| {
        let wrong = model.problem().filter(|wrong| wrong.part == part);
        wrong.map(|wrong| AttrValue::from(wrong.problem.in_words(language)))
    };
    let own_ending = match &model.draft.line_ending {
        LineEnding::Hex(digits) => Some(digits.clone()),
        _ => None,
    };
    let insert = on.reform(|_: MouseEvent| ComposeCommand::Insert(InsertEdit::Toggle));
    let clear = on.reform(|_: MouseEvent| ComposeCommand::Clear);
    let is_empty = [&model.draft.text, &model.draft.prefix, &model.draft.suffix];
    let is_empty = is_empty.into_iter().all(String::is_empty);
    let is_set = !model.draft.prefix.is_empty()
        || !model.draft.suffix.is_empty() && model.appended().is_none();
    html! {
        <div class="compose-settings fields">
            <SelectField
                testid="compose-charset"
                label={texts.charset}
                offer={charsets(model, on)}
                width={classes!("narrow")}
            />
            <SelectField
                testid="compose-ending"
                label={texts.line_ending}
                offer={endings(texts, model, on)}
                width={classes!("narrow")}
            />
            if let Some(digits) = own_ending {
                <TextInput
                    testid="compose-own-ending"
                    label={texts.own_ending}
                    value={digits}
                    wrong={wrong(Part::LineEnding)}
                    on_text={on.reform(|text| ComposeCommand::LineEnding(LineEnding::Hex(text)))}
                />
            }
            <SelectField
                testid="compose-appended"
                label={texts.appended}
                offer={checksums(texts, model, on)}
                width={classes!("roomy")}
            />
            <button
                type="button"
                class="plain compose-insert-open"
                data-testid="insert-open"
                aria-expanded={model.insert.is_open.to_string()}
                onclick={insert}
            >
                { texts.insert.open }
            </button>
            <button
                type="button"
                class="plain compose-insert-open"
                data-testid="compose-clear"
                disabled={is_empty}
                onclick={clear}
            >
                { texts.clear }
            </button>
            <details class={classes!("fold", "compose-around", is_set.then_some("is-set"))} open={is_set}>
                <summary>{ texts.around }</summary>
                <div class="fields">
                    <TextInput
                        testid="compose-prefix"
                        label={texts.prefix}
                        value={model.draft.prefix.clone()}
                        wrong={wrong(Part::Prefix)}
                        on_text={on.reform(ComposeCommand::Prefix)}
                    />
                    <TextInput
                        testid="compose-suffix"
                        label={texts.suffix}
                        value={model.draft.suffix.clone()}
                        wrong={wrong(Part::Suffix)}
                        on_text={on.reform(ComposeCommand::Suffix)}
                    />
                </div>
            </details>
        </div>
    }
}

fn charsets(model: &ComposeModel, on: &Callback<ComposeCommand>) -> Offer {
    let name = |charset: &Charset| (charset.name().into(), charset.name().to_uppercase().into());
    Offer {
        choices: Charset::ALL.iter().map(name).collect(),
        chosen: Charset::ALL.iter().position(|it| *it == model.charset()).unwrap_or_default(),
        on_choose: on.reform(|at: usize| ComposeCommand::Charset(Charset::ALL[at])),
    }
}

fn endings(texts: &compose::Compose, model: &ComposeModel, on: &Callback<ComposeCommand>) -> Offer {
    const NAMES: [&str; 5] = ["none", "cr", "lf", "crlf", "hex"];
    let chosen = match model.draft.line_ending {
        LineEnding::None => 0,
        LineEnding::Cr => 1,
        LineEnding::Lf => 2,
        LineEnding::CrLf => 3,
        LineEnding::Hex(_) => 4,
    };
    let ending = |at: usize| match at {
        1 => LineEnding::Cr,
        2 => LineEnding::Lf,
        3 => LineEnding::CrLf,
        4 => LineEnding::Hex("0d 00".into()),
        _ => LineEnding::None,
    };
    let choices = NAMES.iter().zip(texts.line_endings);
    Offer {
        choices: choices.map(|(name, words)| ((*name).into(), words.into())).collect(),
        chosen,
        on_choose: on.reform(move |at: usize| ComposeCommand::LineEnding(ending(at))),
    }
}

/// No checksum, the suffix as it is, the common checksums, and all others.
fn checksums(
    texts: &compose::Compose,
    model: &ComposeModel,
    on: &Callback<ComposeCommand>,
) -> Offer {
    let appended = model.appended();
    let own = !model.draft.suffix.is_empty() && appended.is_none();
    let mut commands = vec![ComposeCommand::Append(None)];
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("none".into(), texts.nothing.into())];
    let mut chosen = 0;
    if own {
        chosen = choices.len();
        commands.push(ComposeCommand::Suffix(model.draft.suffix.clone()));
        choices.push(("own".into(), texts.own_suffix.into()));
    }
    let common: Vec<Checksum> = common_checksums().collect();
    let others = Checksum::all().filter(|checksum| !common.contains(checksum));
    for checksum in common.iter().copied().chain(others) {
        if Some(checksum) == appended {
            chosen = choices.len();
        }
        commands.push(ComposeCommand::Append(Some(checksum)));
        choices.push((checksum.name().into(), checksum.name().into()));
    }
    Offer { choices, chosen, on_choose: on.reform(move |at: usize| commands[at].clone()) }
}
