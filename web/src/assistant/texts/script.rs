//! Words of the script.

use crate::assistant::state::script::examples::Example;
use crate::assistant::state::script::{ScriptEnd, ScriptPhase};
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct ScriptTexts {
    pub title: &'static str,
    /// What scripts are for, where there is none.
    pub none: &'static str,
    /// How their order with the rules is.
    pub order: &'static str,
    /// An example's name, and what it shows.
    pub example: fn(Example) -> (&'static str, &'static str),
    pub start: &'static str,
    /// Starts what is written in place of what runs.
    pub restart: &'static str,
    pub stop: &'static str,
    pub remove: &'static str,
    pub state: fn(&ScriptPhase) -> &'static str,
    /// What a state means for the person.
    pub hint: fn(&ScriptPhase) -> &'static str,
    pub handled: fn(u64) -> String,
    pub waiting: fn(usize) -> String,
    /// The script runs as it was before it was edited.
    pub older: &'static str,
    /// The script is behind.
    pub left_out: fn(u64) -> String,
    /// In front of the last exception of a function.
    pub failed: fn(u64) -> String,
    /// The script itself has failed.
    pub ended: &'static str,
    /// Where it failed; follows those words.
    pub line: fn(u32) -> String,
    pub on_relay: &'static str,
    pub output: &'static str,
    pub no_output: &'static str,
    pub dropped: fn(u64) -> String,
    pub clear: &'static str,
    /// The list of what a script can use, each with what it does.
    pub help: &'static str,
    pub names: &'static [(&'static str, &'static str)],
}

impl Texts for ScriptTexts {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: ScriptTexts = ScriptTexts {
    title: "Script",
    none: "A script answers in Python what rules cannot: with state, timers and the standard library. It runs in this page, beside reading: however slow it is, nothing that arrives is held up.",
    order: "Rules come first. A message that a rule answers does not reach the script, unless the rule also tries the next ones.",
    example: |example| match example {
        Example::Counter => ("Counter", "state and a timer"),
        Example::Shop => ("Snack shop", "GBK, a tab for each customer"),
    },
    start: "Start",
    restart: "Start anew",
    stop: "Stop",
    remove: "Delete the script",
    state: |phase| match phase {
        ScriptPhase::Off => "Not started",
        ScriptPhase::Loading(..) => "Loading Python",
        ScriptPhase::Starting => "Starting",
        ScriptPhase::Serving => "Running",
        ScriptPhase::Over(ScriptEnd::Stopped) => "Stopped",
        ScriptPhase::Over(ScriptEnd::Finished(None)) => "Ended by itself",
        ScriptPhase::Over(ScriptEnd::Finished(Some(_))) => "Ended with an error",
        ScriptPhase::Over(ScriptEnd::Crashed(_)) => "Python crashed",
        ScriptPhase::Over(ScriptEnd::Failed(_)) => "Python did not load",
        ScriptPhase::Over(ScriptEnd::Unsupported) => "Not in this browser",
    },
    hint: |phase| match phase {
        ScriptPhase::Off => "Messages are not given to it until you start it.",
        ScriptPhase::Over(ScriptEnd::Failed(_)) => {
            "Check the connection to the relay, then start it again."
        }
        ScriptPhase::Over(ScriptEnd::Unsupported) => {
            "It needs JavaScript Promise Integration: Chrome and Edge from 137, Firefox from 153, Safari from 27."
        }
        ScriptPhase::Over(_) => {
            "Its variables and timers are gone. It begins anew when you start it."
        }
        _ => "",
    },
    handled: |handled| match handled {
        1 => "1 message handled".into(),
        _ => format!("{handled} messages handled"),
    },
    waiting: |waiting| format!("{waiting} waiting"),
    older: "What runs is what was started; what you have changed since is not in use yet.",
    left_out: |count| match count {
        1 => "The script is behind: 1 message was not given to it. Reading goes on.".into(),
        _ => {
            format!("The script is behind: {count} messages were not given to it. Reading goes on.")
        }
    },
    failed: |faults| match faults {
        1 => "A call failed; the script goes on.".into(),
        _ => format!("{faults} calls failed; the script goes on. The last one"),
    },
    ended: "The script has ended with an error.",
    line: |line| format!(" (line {line})"),
    on_relay: "Scripts run in the page only, and the assistant is on the relay. Choose “In this page” above the ends to start it. It stays in the setup either way.",
    output: "Output",
    no_output: "What the script prints stands here.",
    dropped: |count| format!("{count} earlier lines are kept no longer"),
    clear: "Clear",
    help: "What a script can use",
    names: &[
        ("def received(data, peer)", "is called with each whole message, as bytes, and its sender"),
        ("def connected(peer)", "if you write it: a peer has come"),
        ("def closed(peer)", "if you write it: it has gone"),
        (
            "send(data, to=None)",
            "sends bytes to who is being answered, to a peer, an address, or “all”",
        ),
        ("close(peer=None)", "closes the connection once all is written"),
        ("after(seconds, f, *args)", "calls f later; .cancel() on the result forgets it"),
        ("str(peer), peer.end", "its address; the name of the end it is at"),
    ],
};

static ZH: ScriptTexts = ScriptTexts {
    title: "脚本",
    none: "规则做不到的应答，用 Python 脚本来写：有状态、有定时器，还有标准库。它在本页面里运行，不占用读取：再慢也不会耽误接收。",
    order: "规则在先。已被规则应答的消息不再交给脚本，除非该规则勾选了继续尝试后面的规则。",
    example: |example| match example {
        Example::Counter => ("计数器", "状态和定时器"),
        Example::Shop => ("零食店", "GBK，给每位顾客记账"),
    },
    start: "启动",
    restart: "重新启动",
    stop: "停止",
    remove: "删除脚本",
    state: |phase| match phase {
        ScriptPhase::Off => "未启动",
        ScriptPhase::Loading(..) => "正在加载 Python",
        ScriptPhase::Starting => "正在启动",
        ScriptPhase::Serving => "运行中",
        ScriptPhase::Over(ScriptEnd::Stopped) => "已停止",
        ScriptPhase::Over(ScriptEnd::Finished(None)) => "已自行结束",
        ScriptPhase::Over(ScriptEnd::Finished(Some(_))) => "因错误结束",
        ScriptPhase::Over(ScriptEnd::Crashed(_)) => "Python 崩溃了",
        ScriptPhase::Over(ScriptEnd::Failed(_)) => "Python 没有加载成功",
        ScriptPhase::Over(ScriptEnd::Unsupported) => "此浏览器不支持",
    },
    hint: |phase| match phase {
        ScriptPhase::Off => "启动之前，消息不会交给它。",
        ScriptPhase::Over(ScriptEnd::Failed(_)) => "请检查与中继的连接，然后再次启动。",
        ScriptPhase::Over(ScriptEnd::Unsupported) => {
            "它需要 JavaScript Promise Integration：Chrome 和 Edge 137、Firefox 153、Safari 27 起支持。"
        }
        ScriptPhase::Over(_) => "它的变量和定时器都已丢失，再次启动时从头开始。",
        _ => "",
    },
    handled: |handled| format!("已处理 {handled} 条消息"),
    waiting: |waiting| format!("{waiting} 条等待中"),
    older: "正在运行的是启动时的内容；之后的修改尚未生效。",
    left_out: |count| format!("脚本跟不上：有 {count} 条消息没有交给它。接收照常进行。"),
    failed: |faults| match faults {
        1 => "有一次调用出错，脚本继续运行。".into(),
        _ => format!("有 {faults} 次调用出错，脚本继续运行。最后一次"),
    },
    ended: "脚本因错误结束。",
    line: |line| format!("（第 {line} 行）"),
    on_relay: "脚本只能在页面里运行，而助手现在在中继上。要启动它，请在端列表上方选择“在本页面”。无论在哪里运行，脚本都保留在设置里。",
    output: "输出",
    no_output: "脚本打印的内容显示在这里。",
    dropped: |count| format!("更早的 {count} 行已不再保留"),
    clear: "清空",
    help: "脚本可以用什么",
    names: &[
        ("def received(data, peer)", "每条完整的消息（bytes）和它的发送者"),
        ("def connected(peer)", "可选：有对端连接"),
        ("def closed(peer)", "可选：对端离开"),
        ("send(data, to=None)", "发送 bytes：给正在应答的对端，或指定的对端、地址，或 \"all\""),
        ("close(peer=None)", "写完之后关闭连接"),
        ("after(seconds, f, *args)", "稍后调用 f；对返回值调用 .cancel() 可取消"),
        ("str(peer), peer.end", "对端的地址；它所在的端的名称"),
    ],
};
