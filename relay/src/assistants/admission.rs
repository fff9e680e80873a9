//! Which setups may run on the relay: their size is bounded.

use lab_shared::assistant::proxy::{Direction, ProxySetup};
use lab_shared::assistant::remote::{
    MAX_ENDS, MAX_ENDS_EVER, MAX_FAULTS, MAX_PROXIES, MAX_RECORDING_BYTES, MAX_RULES,
    MAX_SETUP_BYTES, ProxyRequest,
};
use lab_shared::assistant::rules::Rule;
use lab_shared::assistant::session::{Command, Session};
use lab_shared::assistant::setup::{Setup, SetupProblem};
use lab_shared::assistant::{Problem, Wording};
use lab_shared::language::Language;

/// Most bytes of a name.
const MAX_NAME_BYTES: usize = 200;

/// The setup of a document that may run here.
///
/// # Errors
/// Every mistake in it, or which bound it passes.
pub(super) fn admit(name: &str, text: &str) -> Result<Setup, Vec<Wording>> {
    let one = |found: Result<(), Wording>| found.map_err(|reason| vec![reason]);
    one(at_most("bytes of a name", "名称字节", name.len(), MAX_NAME_BYTES))?;
    one(at_most("bytes of a setup", "配置字节", text.len(), MAX_SETUP_BYTES))?;
    let setup = Setup::parse(text).map_err(|problems| {
        let words = problems.iter().map(|problem| {
            let (Wording { en, zh }, line) = (words(problem), problem.line);
            Wording::new(format!("line {line}, {en}"), format!("第 {line} 行，{zh}"))
        });
        words.collect::<Vec<_>>()
    })?;
    one(at_most("ends", "个端", setup.ends.len(), MAX_ENDS))?;
    one(few_enough(&setup.rules))?;
    one(few_proxies(&setup.proxies))?;
    Ok(setup)
}

/// Whether a command leaves the setup as small as it has to be.
///
/// # Errors
/// Which bound it passes.
pub(super) fn admit_command(command: &Command, session: &Session) -> Result<(), Wording> {
    let length = |list: serde_json::Result<Vec<u8>>| list.map_or(usize::MAX, |json| json.len());
    let small = |list| at_most("bytes of a setup", "配置字节", length(list), MAX_SETUP_BYTES);
    match command {
        Command::SetRules(rules) => {
            few_enough(rules)?;
            small(serde_json::to_vec(rules))
        }
        Command::SetProxies(proxies) => {
            few_proxies(proxies)?;
            small(serde_json::to_vec(proxies))?;
            let setup = Setup { proxies: proxies.clone(), ..Setup::default() };
            setup.check().map_err(|problems| words(&problems[0]))
        }
        Command::SetMessages(messages) => small(serde_json::to_vec(messages)),
        Command::SetPlans(plans) => small(serde_json::to_vec(plans)),
        Command::AddEnd(end) => {
            let ever = session.next_end().0.saturating_add(1);
            at_most("ends", "个端", session.ends().count() + 1, MAX_ENDS)?;
            at_most(
                "ends in its life",
                "个端（含已移除的）",
                ever as usize,
                MAX_ENDS_EVER as usize,
            )?;
            small(serde_json::to_vec(end))
        }
        Command::SetEnd(_, end) => small(serde_json::to_vec(end)),
        _ => Ok(()),
    }
}

/// Whether what a page wants of proxies is small enough.
///
/// # Errors
/// Which bound it passes.
pub(super) fn admit_proxy_request(request: &ProxyRequest) -> Result<(), Wording> {
    match request {
        ProxyRequest::Replay(replay) => {
            let bytes = replay.recording.len();
            at_most("bytes of a recording", "字节的录制内容", bytes, MAX_RECORDING_BYTES)
        }
        _ => Ok(()),
    }
}

/// A mistake with its place, without its line.
fn words(mistake: &SetupProblem) -> Wording {
    let (path, problem) = (&mistake.path, &mistake.problem);
    Wording::new(
        format!("{path}: {}", problem.in_words(Language::En)),
        format!("{path}：{}", problem.in_words(Language::Zh)),
    )
}

fn few_proxies(proxies: &[ProxySetup]) -> Result<(), Wording> {
    at_most("proxies", "个代理", proxies.len(), MAX_PROXIES)?;
    let faults =
        |proxy: &ProxySetup| Direction::BOTH.map(|direction| proxy.faults(direction).len());
    let most = proxies.iter().flat_map(faults).max().unwrap_or(0);
    at_most("faults in one direction", "个故障（每个方向）", most, MAX_FAULTS)
}

fn few_enough(rules: &[Rule]) -> Result<(), Wording> {
    at_most("rules", "条规则", rules.len(), MAX_RULES)
}

fn at_most(en: &str, zh: &str, count: usize, most: usize) -> Result<(), Wording> {
    if count <= most {
        return Ok(());
    }
    Err(Wording::new(
        format!(
            "an assistant on the relay has at most {most} {en}, not {count}; run it in the page"
        ),
        format!("中继上的助手最多 {most} {zh}，而这里有 {count}；请改在页面中运行"),
    ))
}

/// A reason as a report of the session has it.
pub(super) fn problem(reason: Wording) -> Problem {
    Problem::new(0..0, reason, Wording::new("take some away", "请减少一些"))
}
