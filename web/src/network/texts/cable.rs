//! The texts of a cable's controls.

use lab_shared::network::PacketKind;

use crate::kit::texts::Texts;
use crate::network::state::preset::Preset;
use crate::network::state::setting::Setting;

#[derive(Debug)]
pub(crate) struct Cable {
    /// The controls' title: the cable between these.
    pub title: fn(&str, &str) -> String,
    /// The network's switch.
    pub switch: &'static str,
    /// The choice of a cable.
    pub choose: &'static str,
    /// The choice of the ways that are set.
    pub ways: &'static str,
    /// Both of them.
    pub both: &'static str,
    /// The choice of a known cable.
    pub presets: &'static str,
    pub preset: fn(Preset) -> (&'static str, &'static str),
    /// The numbers' label.
    pub settings: &'static str,
    /// A number's name, and how it is written.
    pub setting: fn(Setting) -> (&'static str, &'static str),
    /// It cannot be read.
    pub wrong: fn(Setting) -> &'static str,
    /// A rate without a limit.
    pub no_limit: &'static str,
    /// Cuts it.
    pub cut: &'static str,
    /// Mends it.
    pub mend: &'static str,
    /// It is cut, as on the picture.
    pub is_cut: &'static str,
    /// The label of the buttons that lose the next packet.
    pub lose: &'static str,
    /// A kind of packets.
    pub kind: fn(PacketKind) -> &'static str,
    /// How many are lost.
    pub count: &'static str,
    /// How the buttons work, with their keys.
    pub lose_help: &'static str,
    /// What is armed, for the picture's description.
    pub armed: fn(&str, u32) -> String,
    /// A perfect cable, for the picture's description.
    pub perfect: &'static str,
}

impl Texts for Cable {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Cable = Cable {
    title: |a, b| format!("Cable {a} – {b}"),
    switch: "switch",
    choose: "Cable",
    ways: "Which way",
    both: "both ways",
    presets: "Set it to",
    preset: |preset| match preset {
        Preset::Perfect => ("Perfect", "no delay, no loss"),
        Preset::City => ("A city away", "20\u{a0}ms"),
        Preset::Wifi => ("Wi-Fi", "4 ± 3\u{a0}ms, 2\u{a0}% lost"),
        Preset::Mobile => ("Mobile", "60 ± 25\u{a0}ms, 1\u{a0}% lost, 4\u{a0}Mbit/s"),
        Preset::Satellite => ("Satellite", "300\u{a0}ms, 20\u{a0}Mbit/s"),
    },
    settings: "What it does to packets",
    setting: |setting| match setting {
        Setting::Delay => ("Delay", "how long each packet travels"),
        Setting::Jitter => ("Jitter", "most that it differs, to either side"),
        Setting::Loss => ("Loss", "a share such as 10\u{a0}%, or a pattern: ..x loses every third"),
        Setting::Rate => ("Rate", "kbit/s or Mbit/s; empty is no limit"),
        Setting::Queue => ("Queue", "packets that wait for their turn at that rate"),
        Setting::Duplicate => ("Twice", "the share that arrives twice"),
        Setting::Reorder => ("Overtakes", "the share that skips the delay"),
    },
    wrong: |setting| match setting {
        Setting::Delay | Setting::Jitter => "Milliseconds, such as 20",
        Setting::Loss => "A share such as 10 %, or a pattern of . and x",
        Setting::Duplicate | Setting::Reorder => "A share from 0 to 100 %",
        Setting::Rate => "Such as 64 kbit/s or 1 Mbit/s, or empty",
        Setting::Queue => "A number of packets, at most 1000",
    },
    no_limit: "no limit",
    cut: "Cut",
    mend: "Mend",
    is_cut: "cut",
    lose: "Lose the next",
    kind: |kind| match kind {
        PacketKind::Any => "any packet",
        PacketKind::Syn => "SYN",
        PacketKind::SynAck => "SYN·ACK",
        PacketKind::Fin => "FIN",
        PacketKind::Rst => "RST",
        PacketKind::Data => "data",
        PacketKind::Ack => "ACK",
        PacketKind::Udp => "UDP",
        PacketKind::Icmp => "ICMP",
    },
    count: "How many",
    lose_help: "The keys work anywhere in this place, also while you type. Press again to take it back.",
    armed: |kind, count| match count {
        1 => format!("the next {kind} will be lost"),
        _ => format!("the next {count} × {kind} will be lost"),
    },
    perfect: "perfect",
};

static ZH: Cable = Cable {
    title: |a, b| format!("网线 {a} – {b}"),
    switch: "交换机",
    choose: "网线",
    ways: "方向",
    both: "双向",
    presets: "设成",
    preset: |preset| match preset {
        Preset::Perfect => ("理想", "无延迟，不丢包"),
        Preset::City => ("跨城市", "20\u{a0}ms"),
        Preset::Wifi => ("Wi-Fi", "4 ± 3\u{a0}ms，丢 2\u{a0}%"),
        Preset::Mobile => ("移动网络", "60 ± 25\u{a0}ms，丢 1\u{a0}%，4\u{a0}Mbit/s"),
        Preset::Satellite => ("卫星", "300\u{a0}ms，20\u{a0}Mbit/s"),
    },
    settings: "它对数据包做什么",
    setting: |setting| match setting {
        Setting::Delay => ("延迟", "每个包在路上的时间"),
        Setting::Jitter => ("抖动", "延迟上下浮动的最大值"),
        Setting::Loss => ("丢包", "比例，如 10 %；或者模式：..x 表示每三个丢一个"),
        Setting::Rate => ("速率", "kbit/s 或 Mbit/s；留空表示不限"),
        Setting::Queue => ("队列", "排队等待发出的包数"),
        Setting::Duplicate => ("重复", "到达两次的比例"),
        Setting::Reorder => ("乱序", "跳过延迟、抢先到达的比例"),
    },
    wrong: |setting| match setting {
        Setting::Delay | Setting::Jitter => "毫秒数，如 20",
        Setting::Loss => "比例，如 10 %，或由 . 和 x 组成的模式",
        Setting::Duplicate | Setting::Reorder => "0 到 100 % 的比例",
        Setting::Rate => "如 64 kbit/s、1 Mbit/s，或留空",
        Setting::Queue => "包数，最多 1000",
    },
    no_limit: "不限",
    cut: "剪断",
    mend: "接好",
    is_cut: "已剪断",
    lose: "丢掉下一个",
    kind: |kind| match kind {
        PacketKind::Any => "任意包",
        PacketKind::Syn => "SYN",
        PacketKind::SynAck => "SYN·ACK",
        PacketKind::Fin => "FIN",
        PacketKind::Rst => "RST",
        PacketKind::Data => "数据",
        PacketKind::Ack => "ACK",
        PacketKind::Udp => "UDP",
        PacketKind::Icmp => "ICMP",
    },
    count: "个数",
    lose_help: "快捷键在这里随处可用，打字时也行；再按一次取消。",
    armed: |kind, count| match count {
        1 => format!("下一个{kind}会丢"),
        _ => format!("接下来 {count} 个{kind}会丢"),
    },
    perfect: "理想",
};
