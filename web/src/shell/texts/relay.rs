//! The texts of the relay's state and policy, in both languages.

use lab_shared::language::Language;

use crate::kit::texts::Texts;
use crate::link::state::Loss;

/// About the relay.
#[derive(Debug)]
pub(crate) struct Relay {
    /// No call can be made yet.
    pub connecting: &'static str,
    /// Calls can be made.
    pub ready: &'static str,
    /// The connection broke and is being mended.
    pub interrupted: &'static str,
    /// It was lost.
    pub lost: &'static str,
    /// It refuses this page.
    pub refused: &'static str,
    /// The title of the notice when it was never reached.
    pub unreachable_title: &'static str,
    /// The title of the notice while the connection is being mended.
    pub interrupted_title: &'static str,
    /// What becomes of the sockets meanwhile.
    pub sockets_kept: &'static str,
    /// Counts down how long the relay keeps them.
    pub kept_for: fn(u64) -> String,
    /// The title of the notice when it is lost.
    pub lost_title: &'static str,
    /// The title of the notice when it refused.
    pub refused_title: &'static str,
    /// Why it was lost, where the relay itself sent no reason.
    pub loss: fn(&Loss) -> String,
    /// What became of the sockets.
    pub sockets_gone: &'static str,
    /// Counts the seconds down.
    pub again_in: fn(u64) -> String,
    /// An attempt is being made.
    pub trying: &'static str,
    /// The button to retry now.
    pub try_now: &'static str,
    /// The relay's version.
    pub version: &'static str,
    /// Where bind may go.
    pub may_bind: &'static str,
    /// Where connect may go.
    pub may_connect: &'static str,
    /// Where Unix paths lie.
    pub unix_directory: &'static str,
    /// How many sockets a page may have.
    pub max_sockets: &'static str,
}

impl Texts for Relay {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Relay = Relay {
    connecting: "Connecting",
    ready: "Relay ready",
    interrupted: "Interrupted",
    lost: "Relay lost",
    refused: "Relay refused",
    unreachable_title: "No relay answers",
    interrupted_title: "The connection to the relay is interrupted",
    sockets_kept: "The relay keeps your sockets and goes on where it was as soon as it is reached again; calls made now wait for that.",
    kept_for: |seconds| format!("Kept for {seconds} s"),
    lost_title: "The relay is lost",
    refused_title: "The relay refused this page",
    loss: loss_in_english,
    sockets_gone: "Its sockets are gone: the kernel closed every one of them. Their cards and calls stay here to read.",
    again_in: |seconds| format!("Trying again in {seconds} s"),
    trying: "Trying again…",
    try_now: "Try now",
    version: "Version",
    may_bind: "bind may use",
    may_connect: "connect may reach",
    unix_directory: "AF_UNIX paths lie in",
    max_sockets: "Sockets per page",
};

static ZH: Relay = Relay {
    connecting: "正在连接",
    ready: "中继就绪",
    interrupted: "连接中断",
    lost: "中继断开",
    refused: "中继拒绝",
    unreachable_title: "没有中继应答",
    interrupted_title: "与中继的连接暂时中断",
    sockets_kept: "中继会保留你的套接字，一旦重新连上就从断开处继续；此时发起的调用会等到那时再执行。",
    kept_for: |seconds| format!("还会保留 {seconds} 秒"),
    lost_title: "与中继的连接断了",
    refused_title: "中继拒绝了这个页面",
    loss: loss_in_chinese,
    sockets_gone: "它的套接字都没有了：内核已把它们全部关闭。卡片和调用记录仍留在这里供查看。",
    again_in: |seconds| format!("{seconds} 秒后重试"),
    trying: "正在重试…",
    try_now: "立即重试",
    version: "版本",
    may_bind: "bind 可用地址",
    may_connect: "connect 可达地址",
    unix_directory: "AF_UNIX 路径所在目录",
    max_sockets: "每页套接字上限",
};

fn loss_in_english(loss: &Loss) -> String {
    match loss {
        Loss::Left => "The page was left, and the relay closed its sockets.".into(),
        Loss::Unreachable => {
            "Nothing answers where this page came from. Is the relay still running in its terminal?"
                .into()
        }
        Loss::Broken => "The connection broke without a word. Was the relay stopped?".into(),
        Loss::Silence(silence) => {
            format!("Nothing was heard from it for {} seconds.", silence.as_secs())
        }
        Loss::TooLong(patience) => format!(
            "The connection was interrupted for longer than the {} seconds the relay waits.",
            patience.as_secs()
        ),
        Loss::Worker(why) => format!(
            "The page's own worker, which connects to the relay, failed: {why}. Load the page again; if that does not help, use a current Chromium, Firefox or Safari."
        ),
        Loss::Unreadable(detail) => format!("It sent something this page cannot read: {detail}"),
        Loss::Goodbye(goodbye) => goodbye.explanation().get(Language::En).into(),
    }
}

fn loss_in_chinese(loss: &Loss) -> String {
    match loss {
        Loss::Left => "曾离开这个页面，中继已关闭它的套接字。".into(),
        Loss::Unreachable => "页面来源的地址上没有应答。中继还在终端里运行吗？".into(),
        Loss::Broken => "连接突然断开，没有任何说明。中继是不是被停掉了？".into(),
        Loss::Silence(silence) => format!("已经 {} 秒没有收到它的任何消息。", silence.as_secs()),
        Loss::TooLong(patience) => {
            format!("连接中断的时间超过了中继愿意等待的 {} 秒。", patience.as_secs())
        }
        Loss::Worker(why) => format!(
            "页面里负责连接中继的 worker 出错了：{why}。请重新加载页面；如果仍然不行，请换用新版的 Chromium、Firefox 或 Safari。"
        ),
        Loss::Unreadable(detail) => format!("它发来了页面读不懂的消息：{detail}"),
        Loss::Goodbye(goodbye) => goodbye.explanation().get(Language::Zh).into(),
    }
}
