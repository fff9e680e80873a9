//! The texts of the packets: those that fly, the list, and one packet's details.

use lab_shared::network::DropReason;

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Packets {
    /// The list's title.
    pub title: &'static str,
    /// There is none yet.
    pub empty: &'static str,
    /// How fast packets fly in the picture.
    pub slowness: &'static str,
    /// How many fly that are not drawn.
    pub more: fn(usize) -> String,
    /// A segment that was sent before.
    pub again: &'static str,
    /// The second copy of a packet that the cable doubled.
    pub twice: &'static str,
    /// It arrived, after so long.
    pub arrived: fn(&str) -> String,
    /// It was lost.
    pub lost: fn(DropReason) -> &'static str,
    /// Packets that were not reported, because they were too many.
    pub missed: fn(u64) -> String,
    /// Saves them.
    pub save: &'static str,
    /// Where they are saved.
    pub save_help: &'static str,
    /// One packet's details.
    pub details: &'static str,
    /// Closes them.
    pub close: &'static str,
    pub source: &'static str,
    pub destination: &'static str,
    pub hops: &'static str,
    pub length: &'static str,
    pub flags: &'static str,
    pub sequence: &'static str,
    pub acknowledgment: &'static str,
    pub window: &'static str,
    pub options: &'static str,
    pub sent: &'static str,
    pub fate: &'static str,
    /// A number on the wire, and the same from the connection's begin on.
    pub relative: fn(u32, u32) -> String,
    /// Its first bytes, of so many.
    pub bytes: fn(usize, u32) -> String,
}

impl Texts for Packets {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Packets = Packets {
    title: "Packets",
    empty: "No packet yet. Connect a socket on one host to the other.",
    slowness: "Slow motion",
    more: |count| format!("+ {count} more"),
    again: "again",
    twice: "copy",
    arrived: |after| format!("arrived after {after}"),
    lost: |why| match why {
        DropReason::Loss => "lost on the cable",
        DropReason::Armed => "lost, as you asked",
        DropReason::QueueFull => "lost: the queue was full",
        DropReason::Cut => "lost: the cable is cut",
        DropReason::Limit => "lost: over the network's limit",
        DropReason::NoHost => "lost: no host takes it",
    },
    missed: |count| format!("{count} more packets were too many to report."),
    save: "Save as pcap",
    save_help: "Opens in Wireshark and tcpdump",
    details: "Packet",
    close: "Close",
    source: "From",
    destination: "To",
    hops: "Hops left (TTL)",
    length: "Length",
    flags: "Flags",
    sequence: "Sequence number",
    acknowledgment: "Acknowledgment number",
    window: "Window",
    options: "Options",
    sent: "Sent",
    fate: "What became of it",
    relative: |wire, relative| format!("{relative} ({wire} on the wire)"),
    bytes: |shown, length| match usize::try_from(length) {
        Ok(length) if length > shown => format!("The first {shown} of {length} bytes"),
        _ => format!("All {shown} bytes"),
    },
};

static ZH: Packets = Packets {
    title: "数据包",
    empty: "还没有数据包。让一台主机上的套接字连接另一台。",
    slowness: "慢动作",
    more: |count| format!("还有 {count} 个"),
    again: "重传",
    twice: "副本",
    arrived: |after| format!("{after} 后到达"),
    lost: |why| match why {
        DropReason::Loss => "在网线上丢了",
        DropReason::Armed => "按你的要求丢了",
        DropReason::QueueFull => "丢了：队列已满",
        DropReason::Cut => "丢了：网线断了",
        DropReason::Limit => "丢了：超过网络的限额",
        DropReason::NoHost => "丢了：没有主机接收",
    },
    missed: |count| format!("另有 {count} 个包太多，没有上报。"),
    save: "存为 pcap",
    save_help: "可用 Wireshark、tcpdump 打开",
    details: "数据包",
    close: "关闭",
    source: "从",
    destination: "到",
    hops: "剩余跳数（TTL）",
    length: "长度",
    flags: "标志",
    sequence: "序号",
    acknowledgment: "确认号",
    window: "窗口",
    options: "选项",
    sent: "发出",
    fate: "结果",
    relative: |wire, relative| format!("{relative}（线上是 {wire}）"),
    bytes: |shown, length| match usize::try_from(length) {
        Ok(length) if length > shown => format!("{length} 字节中的前 {shown} 字节"),
        _ => format!("全部 {shown} 字节"),
    },
};
