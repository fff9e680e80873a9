//! Words of proxies: their form, faults, what is held, and replays.

mod en;
mod zh;

use lab_shared::assistant::proxy::{Difference, Direction, Side};
use lab_shared::assistant::remote::{ReplayState, ReplayStatus};
use lab_shared::assistant::session::EndState;
use lab_shared::language::Language;

use crate::assistant::state::proxies::faults::{FaultKind, FaultNumber, Preset, Unit};
use crate::assistant::state::proxies::form::ProxyField;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Proxies {
    /// The kind, beside those of ends.
    pub kind: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub field: fn(ProxyField) -> &'static str,
    pub wrong: fn(ProxyField) -> &'static str,
    pub protocol: &'static str,
    pub charset: &'static str,
    pub more: &'static str,
    pub start: &'static str,
    pub stop: &'static str,
    pub state: fn(EndState) -> &'static str,
    /// Where it runs.
    pub on_relay: &'static str,
    /// Starting it moves all ends there.
    pub moves: &'static str,
    pub loopback_only: &'static str,
    pub direction: fn(Direction) -> &'static str,
    /// From where to where a receive (true) or a send went.
    pub hop: fn(Direction, bool) -> &'static str,
    // Connections
    pub links: &'static str,
    pub no_links: &'static str,
    pub all_links: &'static str,
    pub waiting: fn(usize) -> String,
    pub inject_into: &'static str,
    pub only: &'static str,
    pub close: &'static str,
    pub reset: &'static str,
    // Injecting
    pub inject_as: &'static str,
    pub as_side: fn(Side) -> &'static str,
    pub into: fn(&str, Option<u32>) -> String,
    // Faults
    pub faults: &'static str,
    pub faults_hint: &'static str,
    pub presets: &'static str,
    /// A preset's name, and what it shows.
    pub preset: fn(Preset) -> (&'static str, &'static str),
    pub no_faults: &'static str,
    pub add_fault: &'static str,
    pub remove_fault: fn(&str) -> String,
    /// What a fault does.
    pub fault: fn(FaultKind) -> &'static str,
    pub number: fn(FaultNumber) -> &'static str,
    pub unit: fn(Unit) -> &'static str,
    pub wrong_number: &'static str,
    // Held
    pub held: &'static str,
    pub held_hint: &'static str,
    pub hold: &'static str,
    pub nothing_held: &'static str,
    pub message: &'static str,
    pub bytes: fn(usize) -> String,
    pub release: &'static str,
    pub drop: &'static str,
    // Replay
    pub replay: &'static str,
    pub recorded: &'static str,
    /// How many connections the log has.
    pub in_log: fn(usize) -> String,
    pub nothing_recorded: &'static str,
    pub gaps: &'static str,
    pub connection: &'static str,
    pub save_recording: &'static str,
    pub load: &'static str,
    pub from_file: fn(&str) -> String,
    pub use_log: &'static str,
    pub role: &'static str,
    pub role_name: fn(Side) -> &'static str,
    pub role_hint: fn(Side) -> &'static str,
    pub with_timing: &'static str,
    pub address: &'static str,
    pub patience: &'static str,
    pub start_replay: &'static str,
    pub stop_replay: &'static str,
    pub replay_state: fn(&ReplayStatus) -> String,
    pub difference: fn(&Difference) -> String,
}

impl Texts for Proxies {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

fn replay_state(replay: &ReplayStatus, language: Language) -> String {
    let count = replay.count;
    let at = replay.local.as_ref().map(|address| address.to_string()).unwrap_or_default();
    match (language, &replay.state) {
        (Language::En, ReplayState::Opening) if at.is_empty() => "Connecting …".into(),
        (Language::En, ReplayState::Opening) => format!("Waiting for a client at {at}"),
        (Language::En, ReplayState::Playing) => format!("Playing; {count} differences so far"),
        (Language::En, ReplayState::Done) if count == 0 => {
            "Done: the other side was as recorded.".into()
        }
        (Language::En, ReplayState::Done) => format!("Done: {count} differences."),
        (Language::En, ReplayState::Stopped) => "Stopped.".into(),
        (Language::Zh, ReplayState::Opening) if at.is_empty() => "正在连接……".into(),
        (Language::Zh, ReplayState::Opening) => format!("在 {at} 等待客户端"),
        (Language::Zh, ReplayState::Playing) => format!("正在重放；目前 {count} 处不同"),
        (Language::Zh, ReplayState::Done) if count == 0 => "完成：对方与录下的一致。".into(),
        (Language::Zh, ReplayState::Done) => format!("完成：{count} 处不同。"),
        (Language::Zh, ReplayState::Stopped) => "已停止。".into(),
        (_, ReplayState::Failed(why)) => why.get(language).to_owned(),
    }
}
