//! Words of the plans.

use lab_shared::assistant::plan::{Otherwise, RunState};

use crate::assistant::state::plans::command::StepKind;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Plans {
    pub title: &'static str,
    /// What plans are for, where there is none.
    pub none: &'static str,
    /// The choice of a plan.
    pub plan: &'static str,
    /// Adds one that repeats a message.
    pub add_repeat: &'static str,
    /// Adds one that asks and waits.
    pub add_ask: &'static str,
    pub remove: &'static str,
    /// Why it cannot be removed now.
    pub remove_later: &'static str,
    pub name: &'static str,
    pub rounds: &'static str,
    pub endless: &'static str,
    pub interval: &'static str,
    /// No interval.
    pub at_once: &'static str,
    pub steps: &'static str,
    pub no_steps: &'static str,
    pub add_step: &'static str,
    pub kind_name: fn(StepKind) -> &'static str,
    pub remove_step: fn(usize) -> String,
    pub message: &'static str,
    pub no_message: &'static str,
    pub times: &'static str,
    pub every: &'static str,
    pub pause: &'static str,
    pub within: &'static str,
    pub otherwise: &'static str,
    pub otherwise_name: fn(Otherwise) -> &'static str,
    pub run: &'static str,
    pub again: &'static str,
    pub hold: &'static str,
    pub go_on: &'static str,
    pub step: &'static str,
    pub stop: &'static str,
    /// Why it cannot run.
    pub mistake: &'static str,
    pub state: fn(RunState) -> &'static str,
    /// Round and step, both from 1.
    pub place: fn(u32, usize) -> String,
    pub sent: fn(u64) -> String,
    /// The step that is being made.
    pub current: &'static str,
    /// The time from one round to the next: reached, and what was wanted.
    pub round_each: fn(&str, u32) -> String,
    /// The time from one message to the next, and messages a second.
    pub send_each: fn(&str, &str) -> String,
}

impl Texts for Plans {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Plans = Plans {
    title: "Plans",
    none: "A plan sends by itself: a message again and again, or a sequence that pauses and waits for answers.",
    plan: "Plan",
    add_repeat: "Repeat a message",
    add_ask: "Ask and wait",
    remove: "Delete this plan",
    remove_later: "It can be deleted when no plan runs.",
    name: "Name",
    rounds: "Rounds",
    endless: "until stopped",
    interval: "A round every (ms)",
    at_once: "at once",
    steps: "Steps",
    no_steps: "It has no steps yet.",
    add_step: "Add",
    kind_name: |kind| match kind {
        StepKind::Send => "Send",
        StepKind::Pause => "Pause",
        StepKind::WaitFor => "Wait for",
    },
    remove_step: |number| format!("Remove step {number}"),
    message: "Message",
    no_message: "no message yet",
    times: "Times",
    every: "Every (ms)",
    pause: "For (ms)",
    within: "At most (ms)",
    otherwise: "Otherwise",
    otherwise_name: |otherwise| match otherwise {
        Otherwise::Fail => "the plan fails",
        Otherwise::GoOn => "go on",
        Otherwise::NextRound => "next round",
    },
    run: "Run",
    again: "Run again",
    hold: "Pause",
    go_on: "Go on",
    step: "Step",
    stop: "Stop",
    mistake: "Correct the marked fields; then it can run.",
    state: |state| match state {
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Done => "done",
        RunState::Failed => "failed",
        RunState::Stopped => "stopped",
    },
    place: |round, step| format!("round {round}, step {step}"),
    sent: |sent| match sent {
        1 => "1 message sent".into(),
        _ => format!("{sent} messages sent"),
    },
    current: "current step",
    round_each: |reached, wanted| match wanted {
        0 => format!("a round every {reached}"),
        _ => format!("a round every {reached} ({wanted} ms wanted)"),
    },
    send_each: |reached, rate| format!("a message every {reached}, {rate}/s"),
};

static ZH: Plans = Plans {
    title: "计划",
    none: "计划会自动发送：反复发送一条消息，或按顺序发送、暂停并等待应答。",
    plan: "计划",
    add_repeat: "重复一条消息",
    add_ask: "发送并等待",
    remove: "删除这个计划",
    remove_later: "没有计划在运行时才能删除。",
    name: "名称",
    rounds: "轮数",
    endless: "直到停止",
    interval: "每轮间隔（毫秒）",
    at_once: "立即",
    steps: "步骤",
    no_steps: "还没有步骤。",
    add_step: "添加",
    kind_name: |kind| match kind {
        StepKind::Send => "发送",
        StepKind::Pause => "暂停",
        StepKind::WaitFor => "等待",
    },
    remove_step: |number| format!("移除第 {number} 步"),
    message: "消息",
    no_message: "还没有消息",
    times: "次数",
    every: "间隔（毫秒）",
    pause: "时长（毫秒）",
    within: "最多（毫秒）",
    otherwise: "否则",
    otherwise_name: |otherwise| match otherwise {
        Otherwise::Fail => "计划失败",
        Otherwise::GoOn => "继续",
        Otherwise::NextRound => "进入下一轮",
    },
    run: "运行",
    again: "再次运行",
    hold: "暂停",
    go_on: "继续",
    step: "单步",
    stop: "停止",
    mistake: "请改正标出的字段，然后才能运行。",
    state: |state| match state {
        RunState::Running => "运行中",
        RunState::Paused => "已暂停",
        RunState::Done => "已完成",
        RunState::Failed => "失败",
        RunState::Stopped => "已停止",
    },
    place: |round, step| format!("第 {round} 轮，第 {step} 步"),
    sent: |sent| format!("已发送 {sent} 条消息"),
    current: "当前步骤",
    round_each: |reached, wanted| match wanted {
        0 => format!("每轮 {reached}"),
        _ => format!("每轮 {reached}（设定 {wanted} 毫秒）"),
    },
    send_each: |reached, rate| format!("每条 {reached}，每秒 {rate} 条"),
};
