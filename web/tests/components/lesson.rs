//! A lesson's window: its control bars, consoles, threads, checks and experiments.

use lab_shared::call::{CallId, Micros, Op, Value, VariableName};
use lab_shared::language::Language;
use lab_shared::trace::{Origin, Role};
use lab_shared::wire::{Call, Return};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlFormElement, HtmlInputElement};
use yew::prelude::*;

use super::support::{ReadIn, Stage, frame};
use lab_shared::lesson::{Lesson, LessonId};
use lab_web::under_test::{
    Fault, FromWorker, Kept, Lab, LabEvent, LabStore, LessonProps, LessonWindow, Output,
    PauseReason, ProgramCommand, Programs, RunRequest, Stores, Stream, ThreadState, ThreadView,
    use_store,
};

const LESSON: &str = r##"{"row":"T1","encoding":"utf-8",
    "title":{"zh":"试","en":"Trial"},"summary":{"zh":"说","en":"Says `x`"},
    "watch":[],"steps":[{"zh":"步","en":"Step"}],"try":[],
    "program":[{"file":"server.py","side":"server","text":"# zh: 一\n# en: one\npass\n"},
               {"file":"client.py","side":"client","text":"pass\n"}],
    "check":[{"text":{"zh":"绑","en":"It closed"},"sequence":["server close ok"]}]"##;

const EXPERIMENT: &str = r#","question":{"zh":"问","en":"What happens?"},
    "choice":[{"text":{"zh":"甲","en":"It closes"},"sequence":["server close ok"]},
              {"text":{"zh":"乙","en":"It binds"},"sequence":["server bind ok"]}],
    "explanation":{"zh":"因","en":"Because."}"#;

/// What the window asked for, in words.
#[derive(Clone, Default)]
struct Asked(Rc<RefCell<Vec<String>>>);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Asked {
    fn last(&self) -> String {
        self.0.borrow().last().cloned().unwrap_or_default()
    }

    /// Waits until it was asked for last: a busy browser draws before it does the rest.
    async fn until(&self, words: &str) {
        while self.last() != words {
            frame().await;
        }
    }
}

fn in_words(command: ProgramCommand) -> String {
    match command {
        ProgramCommand::Prepare => "prepare".into(),
        ProgramCommand::Run(side, request) => {
            format!("{side:?} {:?} {} {:?}", request.begin, request.main, request.files[0].text)
        }
        ProgramCommand::Stop(side) => format!("stop {side:?}"),
        ProgramCommand::Tell(side, message) => format!("{side:?} {message:?}"),
        ProgramCommand::Input(side, line) => format!("{side:?} types {line}"),
        ProgramCommand::Interrupt(side, dropped) => format!("{side:?} drops {dropped}"),
        ProgramCommand::TerminalSize(side, size) => format!("{side:?} {size:?}"),
        ProgramCommand::Pace(side, pace) => format!("{side:?} pace {pace}"),
        ProgramCommand::Breakpoints(side, file, lines) => format!("{side:?} {file} {lines:?}"),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WindowProps {
    lesson: Rc<Lesson>,
    programs: Programs,
    asked: Asked,
}

#[component]
fn Window(props: &WindowProps) -> Html {
    let (lab, lab_store) = use_store(Lab::default);
    let initial = props.programs.clone();
    let (programs, program_store) = use_store(|| initial);
    let on = {
        let asked = props.asked.0.clone();
        Callback::from(move |command| asked.borrow_mut().push(in_words(command)))
    };
    let id = LessonId::new("t1").expect("it is a name");
    let stores = Stores { lab: lab_store.clone(), programs: program_store };
    let (on_lab, on_all) = (Callback::noop(), Callback::noop());
    let (on_assistant, kept) = (Callback::noop(), Kept::default());
    let place = LessonProps { id, lab, programs, stores, on, on_lab, on_all, on_assistant, kept };
    let close = Callback::from(move |_: MouseEvent| server_closes(&lab_store));
    html! {
        <ReadIn language={Language::En}>
            <button data-testid="event" onclick={close}></button>
            <LessonWindow lesson={props.lesson.clone()} {place} />
        </ReadIn>
    }
}

fn server_closes(lab: &LabStore) {
    let id = CallId(1);
    let call = Call { id, socket: None, host: None, op: Op::Close, bytes: bytes::Bytes::new() };
    let origin =
        Origin { side: Role::Server, thread: 1, thread_name: None, file: None, line: Some(2) };
    let origin = Some(Rc::new(origin));
    lab.tell(LabEvent::Driven { call, at: Micros(1), base: VariableName::constant("s"), origin });
    let at = Micros(2);
    let returned = Return { id, entered: at, at, outcome: Ok(Value::None) };
    lab.tell(LabEvent::Relay(Output::Returned(returned), at));
}

fn window(rest: &str, programs: Programs) -> (Stage<Window>, Asked) {
    let lesson = serde_json::from_str(&format!("{LESSON}{rest}}}")).expect("it is a lesson");
    let asked = Asked::default();
    let props = WindowProps { lesson: Rc::new(lesson), programs, asked: asked.clone() };
    (Stage::with(props), asked)
}

fn running(messages: Vec<FromWorker>) -> Programs {
    let mut programs = Programs::default();
    let server = &mut programs.server;
    server.begin(RunRequest::of_file("server.py"), Micros(0));
    server.started();
    messages.into_iter().for_each(|message| server.told(message, Micros(1), 0));
    programs
}

fn main_thread(state: ThreadState) -> FromWorker {
    let thread = ThreadView {
        id: 1,
        ident: 7,
        name: "MainThread".into(),
        daemon: false,
        state,
        file: Some("server.py".into()),
        line: Some(2),
        function: Some("serve".into()),
        frames: vec![],
    };
    FromWorker::Threads { threads: vec![thread] }
}

#[wasm_bindgen_test]
async fn a_program_is_run_from_its_bar_with_the_comments_of_the_language() {
    let (stage, asked) = window("", Programs::default());
    stage.find("[data-testid=run-server]:enabled").await;
    asked.until("prepare").await;
    stage.find("[data-testid=file-server]").await;
    stage.press("run-server").await;
    assert_eq!(asked.last(), r##"Server Run server.py "# one\npass\n""##);
    stage.press("step-client").await;
    assert_eq!(asked.last(), r#"Client Pause client.py "pass\n""#);
    stage.find("[data-testid=stop-server]:disabled").await;
}

#[wasm_bindgen_test]
async fn a_running_program_is_held_stepped_interrupted_and_stopped() {
    let blocked = ThreadState::Blocked { on: "accept".into(), since: 0.0, call: None };
    let (stage, asked) = window("", running(vec![main_thread(blocked)]));
    stage.find("[data-testid=standing-server][data-state=blocked]").await;
    stage.find("[data-testid=run-server]:disabled").await;
    for (key, said) in [
        ("pause-server", "Server Pause { thread: None }"),
        ("step-server", "Server Step { thread: None }"),
        ("interrupt-server", "Server Interrupt"),
        ("stop-server", "stop Server"),
        ("thread-pause-server-1", "Server Pause { thread: Some(1) }"),
    ] {
        stage.press(key).await;
        assert_eq!(asked.last(), said);
    }
    let thread = stage.get("thread-server").await;
    let words = thread.text_content().unwrap_or_default();
    assert!(words.contains("MainThread") && words.contains("blocked in accept"), "{words}");
}

#[wasm_bindgen_test]
async fn a_held_program_can_go_on() {
    let held = ThreadState::Paused { reason: PauseReason::Breakpoint };
    let (stage, asked) = window("", running(vec![main_thread(held)]));
    stage.press("resume-server").await;
    assert_eq!(asked.last(), "Server Resume { thread: None }");
    stage.says("thread-server", "paused at a breakpoint").await;
}

#[wasm_bindgen_test]
async fn a_console_shows_what_was_written_and_takes_lines() {
    let text = "name? ".into();
    let messages = vec![
        FromWorker::Output { stream: Stream::Stdout, text },
        FromWorker::WantsInput { thread: 1 },
        main_thread(ThreadState::Blocked { on: "input".into(), since: 0.0, call: None }),
    ];
    let (stage, asked) = window("", running(messages));
    stage.says("console-server", "name? ").await;
    stage.find("[data-testid=standing-server][data-state=wants-input]").await;
    let field: HtmlInputElement = stage.get("console-input-server").await.unchecked_into();
    field.set_value("你好");
    let form: HtmlFormElement = field.form().expect("it stands in a form");
    form.request_submit().expect("it can be sent");
    assert_eq!(asked.last(), "Server types 你好");
    stage.press("console-eof-server").await;
    assert_eq!(asked.last(), "Server Eof");
}

#[wasm_bindgen_test]
async fn an_error_is_told_with_its_line() {
    let text = "ValueError: no".into();
    let error = Some(Fault { file: Some("server.py".into()), line: Some(2), text });
    let (stage, _) = window("", running(vec![FromWorker::Finished { status: 1, error }]));
    stage.says("error-server", "ValueError: no · server.py, line 2").await;
    stage.find("[data-testid=standing-server][data-state=raised]").await;
}

#[wasm_bindgen_test]
async fn a_check_is_done_once_the_real_event_came() {
    let (stage, _) = window("", Programs::default());
    stage.find("[data-testid=check][data-done=false]").await;
    stage.press("event").await;
    stage.find("[data-testid=check][data-done=true]").await;
    stage.says("checks-count", "1 of 1").await;
    stage.says("origin", "server · thread 1").await;
}

#[wasm_bindgen_test]
async fn an_experiment_wants_a_prediction_before_it_is_run() {
    let (stage, _) = window(EXPERIMENT, Programs::default());
    stage.find("[data-testid=run-server]:disabled").await;
    stage.press("choice-1").await;
    stage.find("[data-testid=run-server]:enabled").await;
    stage.press("event").await;
    stage.find("[data-testid=choice-0][data-proved=true]").await;
    stage.says("outcome", "Not as you predicted.").await;
    stage.says("outcome", "Because.").await;
}

#[wasm_bindgen_test]
async fn a_prediction_can_be_left_out() {
    let (stage, _) = window(EXPERIMENT, Programs::default());
    stage.press("skip-prediction").await;
    stage.find("[data-testid=run-server]:enabled").await;
}
