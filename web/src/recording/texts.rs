//! The texts about recordings, in both languages.

use lab_shared::text::python_str;

use super::state::{
    Crowd, ExportFormat, MAX_EVENTS, MAX_FILE_BYTES, MAX_OPEN, MAX_PENDING, Unreadable,
};
use crate::kit::texts::Texts;

const MIB: u64 = 1024 * 1024;

/// Most characters shown of an invalid name.
const SHOWN: usize = 40;

/// A name as it is in a file, shortened and with hidden characters visible.
fn quoted(name: &str) -> String {
    let shown: String = name.chars().take(SHOWN).collect();
    python_str(&shown)
}

#[derive(Debug)]
pub(crate) struct Recording {
    /// The bar's name.
    pub title: &'static str,
    /// The page shows the live lab.
    pub live: &'static str,
    /// It shows an earlier moment.
    pub past: &'static str,
    /// Returns to the live lab.
    pub to_live: &'static str,
    /// Closes the file that is shown.
    pub close: &'static str,
    /// The slider's name.
    pub moment: &'static str,
    /// The position and the number of events.
    pub events: fn(usize, usize) -> String,
    /// One event back.
    pub back: &'static str,
    /// One event on.
    pub on: &'static str,
    /// Plays.
    pub play: &'static str,
    pub hold: &'static str,
    /// The choice of the speed.
    pub speed: &'static str,
    /// The menu's name.
    pub menu: &'static str,
    /// A format's name and description.
    pub export: fn(ExportFormat) -> (&'static str, &'static str),
    /// Opens a recording.
    pub open: (&'static str, &'static str),
    /// A file is being opened: its name, and the percentage done.
    pub opening: fn(&str, usize) -> String,
    /// The name of the progress bar.
    pub progress: &'static str,
    /// Cancels opening the file.
    pub cancel: &'static str,
    /// Why the file cannot be shown.
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
    export: |what| match what {
        ExportFormat::Json => {
            ("Recording", "JSON: every call, byte, state and packet, and the network")
        }
        ExportFormat::Python => ("Python program", "the same calls for CPython"),
        ExportFormat::Capture => ("Packets", "pcap for Wireshark: of a network, or with --capture"),
        ExportFormat::Svg => ("Diagram as SVG", "the sequence diagram"),
        ExportFormat::Png => ("Diagram as PNG", "the sequence diagram"),
    },
    open: ("Open a recording …", "a JSON file; no relay is needed"),
    opening: |file, percent| format!("Opening {file}: {percent} %"),
    progress: "Opening the recording",
    cancel: "Cancel",
    unreadable: |why| match why {
        Unreadable::NoReader => {
            "The part of the page that deals with recordings did not load. Try again.".into()
        }
        Unreadable::NoFile => {
            "The browser could not read the file: it may have been changed or moved. Open it again."
                .into()
        }
        Unreadable::Foreign => "This file is no recording of Socket Lab.".into(),
        Unreadable::Version(version) => {
            format!(
                "This recording is of version {version} of the format; this page reads version 1."
            )
        }
        Unreadable::TooLong => {
            format!(
                "This recording has more than {MAX_EVENTS} events, the most that this page shows."
            )
        }
        Unreadable::TooLarge => {
            let most = MAX_FILE_BYTES / MIB;
            format!("This recording is larger than {most} MiB, the most that this page reads.")
        }
        Unreadable::Cut => {
            "This recording is not complete: the file ends early. Save or copy it again.".into()
        }
        Unreadable::Variable { event, name } => format!(
            "Event {event}: the field variable is {}, which is no name of a Python variable. It would \
             become code in a program kept from this recording. Write a name there (letters, digits \
             and _), or ask whoever made the file for another.",
            quoted(name)
        ),
        Unreadable::TooMany { event, of } => {
            let (most, what) = match of {
                Crowd::Pending => (MAX_PENDING, "calls are pending"),
                Crowd::Open => (MAX_OPEN, "sockets are open"),
            };
            format!(
                "Event {event}: more than {most} {what} at once, the most that this page shows."
            )
        }
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
    export: |what| match what {
        ExportFormat::Json => ("录制文件", "JSON：全部调用、字节、状态、数据包和网络"),
        ExportFormat::Python => ("Python 程序", "同样的调用，可在 CPython 里运行"),
        ExportFormat::Capture => {
            ("抓包文件", "pcap，可用 Wireshark 打开：网络里的数据包；别处要用 --capture 启动中继")
        }
        ExportFormat::Svg => ("时序图 SVG", "矢量图"),
        ExportFormat::Png => ("时序图 PNG", "图片"),
    },
    open: ("打开录制…", "JSON 文件，不需要中继"),
    opening: |file, percent| format!("正在打开 {file}：{percent}%"),
    progress: "打开录制的进度",
    cancel: "取消",
    unreadable: |why| match why {
        Unreadable::NoReader => "页面中处理录制的部分没有加载成功，请再试一次。".into(),
        Unreadable::NoFile => "浏览器读不了这个文件：它可能被修改或移动了。请重新打开。".into(),
        Unreadable::Foreign => "这个文件不是套接字实验室的录制。".into(),
        Unreadable::Version(version) => {
            format!("这个录制的格式版本是 {version}，本页只读版本 1。")
        }
        Unreadable::TooLong => format!("这个录制超过 {MAX_EVENTS} 个事件，本页最多显示这么多。"),
        Unreadable::TooLarge => {
            format!("这个录制大于 {} MiB，本页最多读这么大。", MAX_FILE_BYTES / MIB)
        }
        Unreadable::Cut => "这个录制不完整：文件提前结束。请重新保存或复制一份。".into(),
        Unreadable::Variable { event, name } => format!(
            "第 {event} 个事件：字段 variable 是 {}，不是 Python 变量名。由这个录制保存的程序会把它\
             当作代码。请在文件里改成变量名（字母、数字和 _），或向制作者要一份正确的。",
            quoted(name)
        ),
        Unreadable::TooMany { event, of } => match of {
            Crowd::Pending => {
                format!(
                    "第 {event} 个事件：同时未返回的调用超过 {MAX_PENDING} 个，本页最多显示这么多。"
                )
            }
            Crowd::Open => {
                format!(
                    "第 {event} 个事件：同时打开的套接字超过 {MAX_OPEN} 个，本页最多显示这么多。"
                )
            }
        },
        Unreadable::Broken(at) => format!("这个录制已损坏：{at}"),
    },
};
