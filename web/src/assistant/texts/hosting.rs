//! The texts about where the assistant runs.

use std::time::Duration;

use lab_shared::assistant::remote::{Ending, Pacing};

use crate::kit::texts::Texts;

/// About where it runs.
#[derive(Debug)]
pub(crate) struct HostingTexts {
    pub title: &'static str,
    pub in_page: &'static str,
    pub in_page_words: &'static str,
    /// Why there is no choice where the relay does not offer its machine.
    pub in_page_only: &'static str,
    pub on_relay: &'static str,
    pub on_relay_words: &'static str,
    pub end: &'static str,
    pub list: &'static str,
    pub list_words: &'static str,
    pub watch: &'static str,
    pub running: fn(&str, Duration) -> String,
    pub pacing: fn(Pacing) -> String,
    pub missed: fn(u64) -> String,
    pub ended: fn(Ending) -> &'static str,
}

impl Texts for HostingTexts {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

const EN: HostingTexts = HostingTexts {
    title: "Where it runs",
    in_page: "In this page",
    in_page_words: "Each call is on the timeline.",
    in_page_only: "It runs in this page, on hosts of its network. This relay runs no assistants and no proxies itself: they would be on its machine, of which it offers pages nothing.",
    on_relay: "On the relay",
    on_relay_words: "It goes on without the page, and sends at exact times. Its calls are not on the timeline.",
    end: "End it",
    list: "Find",
    list_words: "Find those that already run on the relay",
    watch: "Watch",
    running: |name, age| format!("“{name}” has run on the relay for {} min.", age.as_secs() / 60),
    pacing: |Pacing { p50, p99, .. }| {
        format!("Timed messages left {p50} µs late in the median, 99 of 100 at most {p99} µs.")
    },
    missed: |missed| {
        format!("{missed} lines of the log are missing: the relay keeps its end only.")
    },
    ended: |ending| match ending {
        Ending::Asked => "It has ended.",
        Ending::Unwatched => {
            "It has ended, because no page had watched it for as long as the relay keeps one."
        }
        Ending::Failed => "It could not go on. Start it again.",
    },
};

const ZH: HostingTexts = HostingTexts {
    title: "在哪里运行",
    in_page: "在本页面",
    in_page_words: "每个调用都在时间线上。",
    in_page_only: "调试助手在这个页面里运行，位于网络的主机上。这个中继自己不运行助手和代理：它们会在它的机器上，而它不向页面开放这台机器。",
    on_relay: "在中继上",
    on_relay_words: "关闭页面后仍继续运行，并按精确的时间发送。它的调用不在时间线上。",
    end: "结束它",
    list: "查找",
    list_words: "查找已在中继上运行的助手",
    watch: "查看",
    running: |name, age| format!("“{name}” 已在中继上运行 {} 分钟。", age.as_secs() / 60),
    pacing: |Pacing { p50, p99, .. }| {
        format!("定时消息发出的延迟：中位数 {p50} 微秒，百分之九十九不超过 {p99} 微秒。")
    },
    missed: |missed| format!("日志缺少 {missed} 行：中继只保留最后的部分。"),
    ended: |ending| match ending {
        Ending::Asked => "它已结束。",
        Ending::Unwatched => "它已结束：没有页面查看它的时间超过了中继的保留期限。",
        Ending::Failed => "它无法继续运行。请重新启动。",
    },
};
