//! Rules, plans and files beside the assistant's log, drawn over models that the test holds.

use lab_shared::assistant::plan::RunState;
use lab_shared::assistant::session::{Command, EndId, Target};
use lab_shared::assistant::setup::Setup;
use lab_shared::language::Language;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;
use yew::scheduler;

use super::support::{ReadIn, Stage, all};
use lab_web::under_test::{
    ChosenFile, FileNews, Files, FilesCommand, FilesModel, PlanReport, Plans, PlansCommand,
    PlansModel, Rules, RulesCommand, RulesModel, SendEnd, Store, use_store,
};

const SETUP: &str = r#"version = 1
[[end]]
name = "shop"
transport = { kind = "tcp-server", listen = "127.0.0.1:1" }
[[message]]
name = "tick"
text = "tick"
[[rule]]
name = "sell"
when.regex = "(?-u)^buy (\\d+)"
then = [{ reply = { text = "sold ${match 1}", after = 50, to = "all" } }, "close"]
[[rule]]
name = "greet"
when.equals = { text = "hi" }
then = [{ reply = { text = "hello" } }]
[[plan]]
name = "poll"
times = 0
every = 1000
steps = [{ send = { message = "tick" } }, { pause = 100 }]
"#;

/// All that the three components are drawn from.
#[derive(Clone)]
struct Model {
    document: Rc<Setup>,
    rules: Rc<RulesModel>,
    plans: Rc<PlansModel>,
    files: Rc<FilesModel>,
    on_relay: bool,
}

type Told = Rc<RefCell<Vec<Command>>>;
type Shared = Rc<RefCell<Option<Store<Model>>>>;

#[derive(Clone, Properties)]
struct DeskProps {
    language: Language,
    told: Told,
    store: Shared,
}

impl PartialEq for DeskProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.told, &other.told)
    }
}

#[component]
fn Desk(props: &DeskProps) -> Html {
    let (model, store) = use_store(|| {
        let document = Setup::parse(SETUP).expect("the setup is right");
        let plans = Rc::new(PlansModel::of(&document.plans));
        let (rules, files) = (Rc::default(), Rc::default());
        Model { document: Rc::new(document), rules, plans, files, on_relay: false }
    });
    props.store.replace(Some(store.clone()));
    let (told, of_rules) = (props.told.clone(), store.clone());
    let on_rules = Callback::from(move |command: RulesCommand| {
        let commands = of_rules.update_at_once(|model| {
            let rules = &mut Rc::make_mut(&mut model.document).rules;
            Rc::make_mut(&mut model.rules).handle(command, rules)
        });
        told.borrow_mut().extend(commands);
    });
    let (told, of_plans) = (props.told.clone(), store.clone());
    let on_plans = Callback::from(move |command: PlansCommand| {
        let commands = of_plans.update_at_once(|model| {
            let document = Rc::make_mut(&mut model.document);
            Rc::make_mut(&mut model.plans).handle(command, document, Some(EndId(0)))
        });
        told.borrow_mut().extend(commands);
    });
    let on_files = Callback::from(move |command: FilesCommand| {
        store.update_at_once(|model| {
            Rc::make_mut(&mut model.files).handle(command, EndId(0), Target::All, false);
        });
    });
    let (document, ends) = (model.document.clone(), vec!["shop".to_owned()]);
    html! {
        <ReadIn language={props.language}>
            <Rules document={document.clone()} model={model.rules.clone()} ends={ends.clone()} on={on_rules} />
            <Plans {document} model={model.plans.clone()} {ends} on={on_plans} />
            <Files model={model.files.clone()} is_open=true on_relay={model.on_relay} is_datagram=false file={ChosenFile::default()} on={on_files} />
        </ReadIn>
    }
}

fn desk(language: Language) -> (Stage<Desk>, Told, Shared) {
    let (told, store) = (Told::default(), Shared::default());
    let props = DeskProps { language, told: told.clone(), store: store.clone() };
    (Stage::with(props), told, store)
}

async fn update(store: &Shared, change: impl FnOnce(&mut Model)) {
    // The component puts its store here again whenever it is drawn.
    let store = store.borrow().clone().expect("it is drawn");
    store.update_at_once(change);
    scheduler::flush().await;
}

fn texts(stage: &Stage<Desk>, testid: &str) -> Vec<String> {
    let found = all(&stage.root, &format!("[data-testid={testid}]"));
    found.iter().map(|one| one.text_content().unwrap_or_default()).collect()
}

#[wasm_bindgen_test]
async fn a_rule_reads_as_a_sentence_in_both_languages() {
    let (stage, ..) = desk(Language::En);
    let sentence = "When a message matches (?-u)^buy (\\d+) ";
    stage.says("rule-sentence", sentence).await;
    stage.says("rule-sentence", "then reply sold ${match 1} after 50 ms to all").await;
    let (stage, ..) = desk(Language::Zh);
    stage.says("rule-sentence", "当消息 匹配 (?-u)^buy (\\d+) 时").await;
}

#[wasm_bindgen_test]
async fn a_trial_says_what_would_fire_and_a_mistake_stands_at_its_field() {
    let (stage, told, _) = desk(Language::En);
    stage.type_into("try-text", "buy 12").await;
    stage.says("try-result", "sell fires").await;
    stage.says("try-result", "sold 12").await;
    stage.press("rule-edit").await;
    stage.type_into("condition-text", "(").await;
    stage.find("[data-testid=rule-form] [data-testid=complaint]").await;
    stage.find("[data-testid=rule-apply]:disabled").await;
    stage.type_into("condition-text", "^x").await;
    stage.says("try-result", "No rule fires").await;
    assert!(told.borrow().is_empty(), "nothing is in use yet");
    stage.press("rule-apply").await;
    assert!(matches!(&told.borrow()[..], [Command::SetRules(rules)] if rules.len() == 2));
}

#[wasm_bindgen_test]
async fn the_arrow_keys_change_the_order_and_the_focus_follows() {
    let (stage, ..) = desk(Language::En);
    let grip = stage.find("[data-testid=rule-list] [data-grip='0']").await;
    grip.focus().expect("it takes the focus");
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_key("ArrowDown");
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    grip.dispatch_event(&event.expect("it can be made")).expect("nobody throws");
    scheduler::flush().await;
    let first = stage.until(|root| {
        let sentence = all(root, "[data-testid=rule-sentence]").into_iter().next()?;
        sentence.text_content().filter(|text| text.contains("hi"))
    });
    first.await;
    let focused = gloo_utils::document().active_element().expect("something has the focus");
    assert_eq!(focused.get_attribute("data-grip").as_deref(), Some("1"));
}

#[wasm_bindgen_test]
async fn the_current_step_is_lit_and_the_pacing_is_told() {
    let (stage, told, store) = desk(Language::En);
    stage.press("plan-run").await;
    assert!(matches!(told.borrow().last(), Some(Command::Start { plan, .. }) if plan == "poll"));
    let report = |round, step, sent| PlanReport { state: RunState::Running, round, step, sent };
    for round in 1..4 {
        let at = Duration::from_millis(u64::from(round) * 1000);
        update(&store, |model| {
            let plans = Rc::make_mut(&mut model.plans);
            plans.reported(0, report(round, 1, round.into()), at);
        })
        .await;
    }
    stage.says("plan-state", "round 3, step 2").await;
    stage.says("plan-pacing", "a round every 1.0 s (1000 ms wanted)").await;
    let lit: Vec<HtmlElement> = all(&stage.root, "[aria-current=step]");
    assert_eq!(lit.len(), 1);
    stage.press("plan-pause").await;
    assert_eq!(told.borrow().last(), Some(&Command::Pause("poll".into())));
}

#[wasm_bindgen_test]
async fn a_mistake_in_a_plan_stands_at_its_field_and_it_cannot_run() {
    let (stage, ..) = desk(Language::En);
    stage.type_into("step-pause", "soon").await;
    stage.find("[data-testid=step] [data-testid=complaint]").await;
    stage.find("[data-testid=plan-run]:disabled").await;
    assert_eq!(texts(&stage, "plan-mistake").len(), 1);
}

#[wasm_bindgen_test]
async fn a_file_shows_how_far_it_is_and_how_it_ended() {
    let (stage, _, store) = desk(Language::En);
    stage.get("files").await;
    update(&store, |model| {
        let files = Rc::make_mut(&mut model.files);
        let choose = FilesCommand::Choose { name: "a.bin".into(), size: 4 << 20 };
        for command in [choose, FilesCommand::Send] {
            files.handle(command, EndId(0), Target::All, false);
        }
        for second in 1..3 {
            let at = Duration::from_secs(second);
            files.apply(FileNews::Sent { bytes: second << 20, at });
        }
    })
    .await;
    stage.says("file-figures", "2.0 MiB of 4.0 MiB").await;
    stage.says("file-figures", "1.0 MiB/s").await;
    stage.says("file-figures", "2.0 s left").await;
    update(&store, |model| {
        let news = FileNews::Ended { end: SendEnd::Gone, bytes: 3 << 20 };
        Rc::make_mut(&mut model.files).apply(news);
    })
    .await;
    stage.says("file-ended", "The connection is gone").await;
}

#[wasm_bindgen_test]
async fn files_wait_for_the_page_while_the_relay_runs_the_assistant() {
    for (language, remedy) in
        [(Language::En, "Press In this page"), (Language::Zh, "请先点“在本页面”")]
    {
        let (stage, _, store) = desk(language);
        stage.find("[data-testid=file-send]:disabled").await;
        update(&store, |model| {
            let command = FilesCommand::Choose { name: "a.bin".into(), size: 9 };
            Rc::make_mut(&mut model.files).handle(command, EndId(0), Target::All, false);
        })
        .await;
        stage.find("[data-testid=file-send]:enabled").await;
        assert_eq!(stage.count("files-on-relay"), 0);
        update(&store, |model| model.on_relay = true).await;
        stage.says("files-on-relay", remedy).await;
        stage.find("[data-testid=file-send]:disabled").await;
        stage.find("[data-testid=capture-begin]:disabled").await;
    }
}
