//! The texts of the sequence diagram, in both languages.

use lab_shared::kernel::CaptureState;

use crate::kernel::state::sequence::{Item, Side};
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Sequence {
    /// The pane's name.
    pub title: &'static str,
    /// There is no socket yet.
    pub empty: &'static str,
    /// The lanes: our program and kernel, the peer's kernel and program.
    pub lanes: [&'static str; 4],
    /// A retransmission.
    pub again: &'static str,
    /// The receive buffer is full.
    pub shut: &'static str,
    /// Segments are derived, and why.
    pub derived: fn(CaptureState) -> &'static str,
    /// Segments that were lost on the way to the page.
    pub missed: fn(u64) -> String,
    /// Rows that are no longer drawn.
    pub earlier: fn(usize) -> String,
    /// An item of the diagram in words.
    pub said: fn(&Item) -> String,
}

impl Texts for Sequence {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Sequence = Sequence {
    title: "Sequence",
    empty: "As soon as there is a socket, its calls and segments stand here in the order they happened.",
    lanes: ["program", "kernel", "kernel", "program"],
    again: "again",
    shut: "window 0",
    derived: |capture| match capture {
        CaptureState::Denied => {
            "Dashed segments are not seen but derived from calls and TCP states: the kernel lets this relay capture nothing (CAP_NET_RAW is missing)."
        }
        _ => {
            "Dashed segments are not seen but derived from calls and TCP states. A relay started with --capture shows the real ones."
        }
    },
    missed: |count| {
        format!("{count} segments came faster than they could be told, and are missing.")
    },
    earlier: |count| format!("{count} earlier rows are no longer drawn."),
    said: |item| {
        said(
            item,
            ["this end", "other end"],
            ["calls", "sends", "bytes"],
            ["blocked", "again", "derived"],
        )
    },
};

static ZH: Sequence = Sequence {
    title: "时序",
    empty: "有了套接字以后，它的调用和报文段按发生的先后排在这里。",
    lanes: ["程序", "内核", "内核", "程序"],
    again: "重传",
    shut: "窗口 0",
    derived: |capture| match capture {
        CaptureState::Denied => {
            "虚线的报文段不是看到的，而是由调用和 TCP 状态推出来的：内核不让这个中继抓包（缺 CAP_NET_RAW）。"
        }
        _ => {
            "虚线的报文段不是看到的，而是由调用和 TCP 状态推出来的。用 --capture 启动中继，就能看到真实的。"
        }
    },
    missed: |count| format!("有 {count} 个报文段来得太快，没能送到这里。"),
    earlier: |count| format!("更早的 {count} 行不再画出。"),
    said: |item| {
        said(item, ["本端", "对端"], ["调用", "发送", "字节"], ["阻塞过", "重传", "推出来的"])
    },
};

/// An item of the diagram in words, composed the same way in both languages.
fn said(item: &Item, ends: [&str; 2], does: [&str; 3], remarks: [&str; 3]) -> String {
    let [calls, sends, bytes] = does;
    let end = |side: Side| ends[usize::from(side == Side::Peer)];
    let mut words = match item {
        Item::Bar(bar) => format!("{} {calls} {}", end(bar.side), bar.words),
        Item::Arrow(arrow) => format!("{} {sends} {}", end(arrow.from), arrow.flags),
    };
    let (blocked, again, derived) = match item {
        Item::Bar(bar) => (bar.blocked, false, false),
        Item::Arrow(arrow) => (false, arrow.again, !arrow.seen),
    };
    if let Item::Arrow(arrow) = item
        && let Some((first, last)) = arrow.bytes
    {
        words.push_str(&format!(", {bytes} {first}–{last}"));
    }
    for (holds, remark) in [blocked, again, derived].into_iter().zip(remarks) {
        if holds {
            words.push_str(&format!(", {remark}"));
        }
    }
    words
}
