//! The texts about recordings, in both languages.

use super::Texts;
use crate::state::recording::{Keep, Unreadable};

/// The texts.
#[derive(Debug)]
pub struct Recording {
    /// The bar's name.
    pub title: &'static str,
    /// The page shows what happens now.
    pub live: &'static str,
    /// It shows an earlier moment.
    pub past: &'static str,
    /// Back to what happens now.
    pub to_live: &'static str,
    /// A file is shown; closes it.
    pub close: &'static str,
    /// The slider's name.
    pub moment: &'static str,
    /// So many of so many events.
    pub events: fn(usize, usize) -> String,
    /// One event back.
    pub back: &'static str,
    /// One event on.
    pub on: &'static str,
    /// Runs.
    pub play: &'static str,
    /// Holds.
    pub hold: &'static str,
    /// The choice of the speed.
    pub speed: &'static str,
    /// The menu's name.
    pub menu: &'static str,
    /// A thing to keep, and what it is.
    pub keep: fn(Keep) -> (&'static str, &'static str),
    /// Opens a recording.
    pub open: (&'static str, &'static str),
    /// The file cannot be shown, and why.
    pub unreadable: fn(&Unreadable) -> String,
}

impl Texts for Recording {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Recording = Recording {
    title: "Recording",
    live: "Now",
    past: "Earlier",
    to_live: "Back to now",
    close: "Close the recording",
    moment: "Moment",
    events: |position, events| format!("{position} of {events} events"),
    back: "One event back",
    on: "One event on",
    play: "Play",
    hold: "Hold",
    speed: "Speed",
    menu: "Keep …",
    keep: |what| match what {
        Keep::Json => ("Recording", "JSON: every call, byte, state and segment"),
        Keep::Python => ("Python program", "the same calls for CPython"),
        Keep::Capture => ("Packets", "pcap for Wireshark; a relay with --capture sees them"),
        Keep::Svg => ("Diagram as SVG", "the sequence diagram"),
        Keep::Png => ("Diagram as PNG", "the sequence diagram"),
    },
    open: ("Open a recording …", "a JSON file; no relay is needed"),
    unreadable: |why| match why {
        Unreadable::NoReader => {
            "The part of the page that deals with recordings did not load. Try again.".into()
        }
        Unreadable::Foreign => "This file is no recording of Socket Lab.".into(),
        Unreadable::Version(version) => {
            format!(
                "This recording is of version {version} of the format; this page reads version 1."
            )
        }
        Unreadable::TooLong => "This recording is too long to be shown.".into(),
        Unreadable::Broken(at) => format!("This recording is broken: {at}"),
    },
};

static ZH: Recording = Recording {
    title: "录制",
    live: "现在",
    past: "过去",
    to_live: "回到现在",
    close: "关闭录制",
    moment: "时刻",
    events: |position, events| format!("第 {position} / {events} 个事件"),
    back: "后退一个事件",
    on: "前进一个事件",
    play: "播放",
    hold: "暂停",
    speed: "速度",
    menu: "保存…",
    keep: |what| match what {
        Keep::Json => ("录制文件", "JSON：全部调用、字节、状态和报文段"),
        Keep::Python => ("Python 程序", "同样的调用，可在 CPython 里运行"),
        Keep::Capture => ("抓包文件", "pcap，可用 Wireshark 打开；要用 --capture 启动中继"),
        Keep::Svg => ("时序图 SVG", "矢量图"),
        Keep::Png => ("时序图 PNG", "图片"),
    },
    open: ("打开录制…", "JSON 文件，不需要中继"),
    unreadable: |why| match why {
        Unreadable::NoReader => "页面中处理录制的部分没有加载成功，请再试一次。".into(),
        Unreadable::Foreign => "这个文件不是套接字实验室的录制。".into(),
        Unreadable::Version(version) => {
            format!("这个录制的格式版本是 {version}，本页只读版本 1。")
        }
        Unreadable::TooLong => "这个录制太长，无法显示。".into(),
        Unreadable::Broken(at) => format!("这个录制已损坏：{at}"),
    },
};
