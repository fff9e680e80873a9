//! Tests of the plans' model.

use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::plan::Otherwise;
use lab_shared::assistant::setup::Message;

use super::command::{PlanEdit, StepEdit, StepKind};
use super::form::PlanField;
use super::*;
use crate::assistant::state::condition::{ConditionEdit, ConditionKind};
use crate::assistant::state::reorder::Move;

fn message(name: &str) -> Message {
    Message { name: name.into(), key: None, group: None, end: None, draft: Draft::text(name) }
}

fn with_messages() -> (PlansModel, Setup) {
    let messages = vec![message("ping"), message("pong")];
    (PlansModel::default(), Setup { messages, ..Setup::default() })
}

fn change(model: &mut PlansModel, setup: &mut Setup, edit: PlanEdit) -> Vec<Command> {
    model.handle(PlansCommand::Change(edit), setup, None)
}

fn report(state: RunState, round: u32, step: usize, sent: u64) -> PlanReport {
    PlanReport { state, round, step, sent }
}

fn at(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn a_new_plan_repeats_the_first_message_until_stopped() {
    let (mut model, mut setup) = with_messages();
    model.handle(PlansCommand::Add(Preset::Repeat), &mut setup, None);
    let step = Step::Send { message: "ping".into(), times: 1, every: 0 };
    let plan = Plan { name: "plan 1".into(), times: 0, every: 1000, steps: vec![step] };
    assert_eq!(setup.plans, [plan]);
    let commands = model.handle(PlansCommand::Run, &mut setup, None);
    let start = Command::Start { plan: "plan 1".into(), end: None };
    assert_eq!(commands, [Command::SetPlans(setup.plans.clone()), start]);
}

#[test]
fn what_is_written_is_in_the_setup_as_soon_as_it_is_right() {
    let (mut model, mut setup) = with_messages();
    model.handle(PlansCommand::Add(Preset::Ask), &mut setup, None);
    for edit in [
        PlanEdit::Add(StepKind::Pause),
        PlanEdit::Step(2, StepEdit::Milliseconds("70".into())),
        PlanEdit::Step(0, StepEdit::Message("pong".into())),
        PlanEdit::Step(0, StepEdit::Times("3".into())),
        PlanEdit::Step(1, StepEdit::Otherwise(Otherwise::NextRound)),
        PlanEdit::Move(Move { from: 2, to: 0 }),
        PlanEdit::Times("5".into()),
    ] {
        assert_eq!(change(&mut model, &mut setup, edit).len(), 1);
    }
    let plan = &setup.plans[0];
    assert_eq!((plan.times, &plan.steps[0]), (5, &Step::Pause(70)));
    assert_eq!(plan.steps[1], Step::Send { message: "pong".into(), times: 3, every: 0 });
    assert_eq!(model.forms()[0].checked(0, &setup).as_ref(), Ok(plan));
}

#[test]
fn a_mistake_stands_at_its_field_and_the_plan_does_not_run() {
    let (mut model, mut setup) = with_messages();
    model.handle(PlansCommand::Add(Preset::Ask), &mut setup, None);
    model.handle(PlansCommand::Add(Preset::Repeat), &mut setup, None);
    model.handle(PlansCommand::Choose(0), &mut setup, None);
    let before = setup.plans.clone();
    let regex = ConditionEdit::Kind(ConditionKind::Regex);
    for edit in [
        PlanEdit::Name("plan 2".into()),
        PlanEdit::Times("x".into()),
        PlanEdit::Step(0, StepEdit::Message("gone".into())),
        PlanEdit::Step(1, StepEdit::When(regex)),
        PlanEdit::Step(1, StepEdit::Milliseconds("-1".into())),
    ] {
        assert_eq!(change(&mut model, &mut setup, edit), []);
    }
    let problems = model.forms()[0].checked(0, &setup).unwrap_err();
    let fields: Vec<PlanField> = problems.into_iter().map(|(field, _)| field).collect();
    use PlanField::{Message, Milliseconds, Name, Rounds, When};
    assert_eq!(fields, [Name, Message(0), When(1), Milliseconds(1), Rounds]);
    assert_eq!(model.handle(PlansCommand::Run, &mut setup, None), []);
    assert_eq!(setup.plans, before);
}

#[test]
fn a_plan_that_runs_is_known_by_the_name_it_was_begun_with() {
    let (mut model, mut setup) = with_messages();
    model.handle(PlansCommand::Add(Preset::Repeat), &mut setup, None);
    assert_eq!(model.handle(PlansCommand::Pause, &mut setup, None), []);
    model.handle(PlansCommand::Run, &mut setup, None);
    change(&mut model, &mut setup, PlanEdit::Name("renamed".into()));
    let name = || "plan 1".to_owned();
    assert_eq!(model.handle(PlansCommand::Pause, &mut setup, None), [Command::Pause(name())]);
    assert_eq!(model.handle(PlansCommand::Step, &mut setup, None), [Command::Step(name())]);
    assert_eq!(model.handle(PlansCommand::Remove, &mut setup, None), [], "it runs");
    assert_eq!(model.stop_all().collect::<Vec<_>>(), [Command::Stop(name())]);
    model.reported(0, report(RunState::Stopped, 1, 0, 0), at(0));
    assert_eq!(model.handle(PlansCommand::Stop, &mut setup, None), []);
    assert_eq!(model.handle(PlansCommand::Remove, &mut setup, None), [Command::SetPlans(vec![])]);
}

#[test]
fn the_pacing_of_rounds_and_of_repeated_sends_is_told() {
    let (mut model, mut setup) = with_messages();
    model.handle(PlansCommand::Add(Preset::Repeat), &mut setup, None);
    model.handle(PlansCommand::Run, &mut setup, None);
    let told = |model: &PlansModel| {
        let run = model.run(0).unwrap();
        (run.sends.interval(), run.rounds.interval())
    };
    // A pause of the plan lies between two sends.
    for round in 1..4_u32 {
        let begin = u64::from(round) * 1000;
        let sent = u64::from(round);
        model.reported(0, report(RunState::Running, round, 1, sent), at(begin));
        model.reported(0, report(RunState::Running, round, 0, sent), at(begin + 500));
    }
    assert_eq!(told(&model), (None, Some(at(1000))));
    for sent in 4..8 {
        model.reported(0, report(RunState::Running, 3, 0, sent), at(4000 + sent * 10));
    }
    assert_eq!(told(&model).0, Some(at(10)));
    model.reported(0, report(RunState::Paused, 3, 0, 7), at(5000));
    assert_eq!(told(&model), (None, None));
}
