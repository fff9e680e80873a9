//! The texts of the sequence diagram, in both languages.

mod said;

use lab_shared::call::Micros;
use lab_shared::errno::System;
use lab_shared::kernel::CaptureState;
use lab_shared::network::DropReason;

use crate::kernel::state::sequence::{IcmpError, Item, OtherPacket};
use crate::kit::state::format::{count, duration};
use crate::kit::texts::Texts;
use said::{Words, said};

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
    /// A retransmission so long after the first sending.
    pub again_after: fn(Micros) -> String,
    /// The copy that a cable made of a packet.
    pub copy: &'static str,
    /// Why a cable lost a packet.
    pub lost: fn(DropReason) -> &'static str,
    /// A packet that is no segment.
    pub other: fn(OtherPacket) -> String,
    /// Segments are those that the cables saw.
    pub on_cable: &'static str,
    /// The receive buffer is full.
    pub shut: &'static str,
    /// Segments are derived, and why: whether the relay can capture, and the system it runs on.
    pub derived: fn(CaptureState, System) -> &'static str,
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
    again_after: |waited| format!("again after {}", duration(waited.0)),
    copy: "copy",
    lost: |why| match why {
        DropReason::Loss => "lost",
        DropReason::Armed => "lost as asked",
        DropReason::QueueFull => "queue full",
        DropReason::Cut => "cable cut",
        DropReason::Limit => "over the limit",
        DropReason::NoHost => "no host",
    },
    other: |packet| match packet {
        OtherPacket::Datagram { length, fragmented } => {
            let parts = if fragmented { ", first fragment" } else { "" };
            format!("UDP {} B{parts}", count(length.into()))
        }
        OtherPacket::Fragment { offset, length } => {
            format!("fragment +{}, {} B", count(offset.into()), count(length.into()))
        }
        OtherPacket::Icmp(error) => match error {
            IcmpError::PortUnreachable => "ICMP port unreachable",
            IcmpError::Unreachable => "ICMP unreachable",
            IcmpError::TooBig => "ICMP packet too big",
            IcmpError::TimeExceeded => "ICMP time exceeded",
            IcmpError::Other => "ICMP error",
        }
        .to_owned(),
    },
    on_cable: "Seen on the cable: each packet begins where it was sent and ends where it arrived, or with a cross where it was lost.",
    shut: "window 0",
    derived: |capture, system| match capture {
        _ if !system.is_linux() => {
            "Dashed segments are not seen but derived from calls and TCP states. To capture the real ones, the relay needs Linux, as in a container or a virtual machine."
        }
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
            &EN,
            &Words {
                ends: ["this end", "other end"],
                does: ["calls", "sends", "bytes"],
                remarks: ["blocked", "derived"],
                arrives: |after| format!("arrives after {after}"),
            },
        )
    },
};

static ZH: Sequence = Sequence {
    title: "时序",
    empty: "有了套接字以后，它的调用和报文段按发生的先后排在这里。",
    lanes: ["程序", "内核", "内核", "程序"],
    again: "重传",
    again_after: |waited| format!("{} 后重传", duration(waited.0)),
    copy: "副本",
    lost: |why| match why {
        DropReason::Loss => "丢失",
        DropReason::Armed => "按要求丢失",
        DropReason::QueueFull => "队列已满",
        DropReason::Cut => "网线断了",
        DropReason::Limit => "超过限额",
        DropReason::NoHost => "没有主机",
    },
    other: |packet| match packet {
        OtherPacket::Datagram { length, fragmented } => {
            let parts = if fragmented { "，第一片" } else { "" };
            format!("UDP {} B{parts}", count(length.into()))
        }
        OtherPacket::Fragment { offset, length } => {
            format!("分片 +{}，{} B", count(offset.into()), count(length.into()))
        }
        OtherPacket::Icmp(error) => match error {
            IcmpError::PortUnreachable => "ICMP 端口不可达",
            IcmpError::Unreachable => "ICMP 不可达",
            IcmpError::TooBig => "ICMP 包太大",
            IcmpError::TimeExceeded => "ICMP 超时",
            IcmpError::Other => "ICMP 差错",
        }
        .to_owned(),
    },
    on_cable: "这些都在网线上看到：每个包从发出处开始，到到达处为止；丢失的止于丢失处的叉。",
    shut: "窗口 0",
    derived: |capture, system| match capture {
        _ if !system.is_linux() => {
            "虚线的报文段不是看到的，而是由调用和 TCP 状态推出来的。要抓到真实的，中继得在 Linux 上运行，比如在容器或虚拟机里。"
        }
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
        said(
            item,
            &ZH,
            &Words {
                ends: ["本端", "对端"],
                does: ["调用", "发送", "字节"],
                remarks: ["阻塞过", "推出来的"],
                arrives: |after| format!("{after} 后到达"),
            },
        )
    },
};
