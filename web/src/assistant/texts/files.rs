//! Words of files that are sent and received.

use crate::assistant::state::files::CaptureState;
use crate::assistant::state::files::sending::SendEnd;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Files {
    pub title: &'static str,
    pub send_title: &'static str,
    /// Chooses a file; it can be dropped here too.
    pub choose: &'static str,
    pub drop: &'static str,
    pub part: &'static str,
    pub pause: &'static str,
    pub send: &'static str,
    pub cancel: &'static str,
    /// What to do while the relay runs the assistant.
    pub on_relay: &'static str,
    /// The end is not open.
    pub not_open: &'static str,
    /// Written, of how much.
    pub of: fn(&str, &str) -> String,
    pub rate: fn(&str) -> String,
    pub remaining: fn(&str) -> String,
    pub ended: fn(SendEnd) -> &'static str,
    pub progress: &'static str,
    pub receive_title: &'static str,
    pub receive_hint: &'static str,
    pub capture: &'static str,
    pub end_capture: &'static str,
    pub save: &'static str,
    pub received: fn(&str) -> String,
    pub capture_state: fn(CaptureState) -> &'static str,
}

impl Texts for Files {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Files = Files {
    title: "Files",
    send_title: "Send a file",
    choose: "Choose a file",
    drop: "or drop one here",
    part: "Bytes a part",
    pause: "Pause (ms)",
    send: "Send the file",
    cancel: "Cancel",
    on_relay: "A file goes through an end of this page, and the assistant runs on the relay. Press In this page, open the end again, and send or receive the file then.",
    not_open: "Open the end first.",
    of: |sent, size| format!("{sent} of {size}"),
    rate: |rate| format!("{rate}/s"),
    remaining: |time| format!("{time} left"),
    ended: |end| match end {
        SendEnd::Done => "All of it is sent.",
        SendEnd::Cancelled => "Cancelled.",
        SendEnd::Gone => {
            "The connection is gone before all was sent. Open it again and send the file anew."
        }
        SendEnd::Unreadable => "The file cannot be read, or has changed. Choose it again.",
    },
    progress: "Sent",
    receive_title: "Receive into a file",
    receive_hint: "What the chosen end receives is written to the disk, and not logged meanwhile. Rules still answer.",
    capture: "Receive into a file",
    end_capture: "End the file",
    save: "Save it",
    received: |bytes| format!("{bytes} received"),
    capture_state: |state| match state {
        CaptureState::None => "",
        CaptureState::Opening => "The browser makes the file.",
        CaptureState::Writing => "Received bytes go into the file.",
        CaptureState::Complete => "The file is complete.",
        CaptureState::Unsupported => {
            "This browser keeps no large files for a page. Use a newer browser, and the page over https or on localhost."
        }
        CaptureState::Failed => {
            "The browser could not write the file: its storage may be full. Free some and begin again."
        }
    },
};

static ZH: Files = Files {
    title: "文件",
    send_title: "发送文件",
    choose: "选择文件",
    drop: "或拖放到这里",
    part: "每段字节数",
    pause: "间隔（毫秒）",
    send: "发送文件",
    cancel: "取消",
    on_relay: "文件只能经由本页面的端收发，而助手正在中继上运行。请先点“在本页面”，重新打开端，再收发文件。",
    not_open: "请先打开这个端。",
    of: |sent, size| format!("{sent} / {size}"),
    rate: |rate| format!("每秒 {rate}"),
    remaining: |time| format!("还需 {time}"),
    ended: |end| match end {
        SendEnd::Done => "已全部发送。",
        SendEnd::Cancelled => "已取消。",
        SendEnd::Gone => "连接在发送完之前断开了。请重新打开后再发送。",
        SendEnd::Unreadable => "文件无法读取或已改变，请重新选择。",
    },
    progress: "已发送",
    receive_title: "接收到文件",
    receive_hint: "所选端收到的内容直接写入磁盘，期间不记入日志；规则仍会应答。",
    capture: "接收到文件",
    end_capture: "结束文件",
    save: "保存",
    received: |bytes| format!("已接收 {bytes}"),
    capture_state: |state| match state {
        CaptureState::None => "",
        CaptureState::Opening => "浏览器正在创建文件。",
        CaptureState::Writing => "收到的内容正写入文件。",
        CaptureState::Complete => "文件已完成。",
        CaptureState::Unsupported => {
            "这个浏览器不能为页面保存大文件。请换用较新的浏览器，并通过 https 或 localhost 打开页面。"
        }
        CaptureState::Failed => "浏览器无法写入文件，存储空间可能已满。请释放一些空间后重试。",
    },
};
