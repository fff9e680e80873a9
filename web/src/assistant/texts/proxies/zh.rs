//! Chinese.

use lab_shared::assistant::proxy::{Difference, Direction, Side};
use lab_shared::assistant::session::EndState;
use lab_shared::language::Language;
use lab_shared::text::to_hex;

use super::{Proxies, replay_state};
use crate::assistant::state::proxies::faults::{FaultKind, FaultNumber, Preset, Unit};
use crate::assistant::state::proxies::form::ProxyField;

pub(super) static ZH: Proxies = Proxies {
    kind: "代理",
    add: "添加代理",
    remove: "移除此代理",
    field: |field| match field {
        ProxyField::Name => "名称",
        ProxyField::Listen => "客户端连接到",
        ProxyField::Connect => "后面的服务器",
        ProxyField::Clients => "客户端上限",
        ProxyField::Idle => "客户端静默多久后忘记（毫秒）",
        ProxyField::Fault(..) => "故障",
    },
    wrong: |field| match field {
        ProxyField::Name => "请写一个其他代理没有用过的名称。",
        ProxyField::Listen | ProxyField::Connect => "请写 主机:端口；TCP 也可写路径或 @名称。",
        ProxyField::Clients | ProxyField::Idle => "请写从 1 起的整数。",
        ProxyField::Fault(..) => "请写数字。",
    },
    protocol: "转发",
    charset: "编码",
    more: "名称、客户端上限、编码",
    start: "启动",
    stop: "停止",
    state: |state| match state {
        EndState::Closed => "已停止",
        EndState::Opening | EndState::Waiting => "正在启动",
        EndState::Open => "正在转发，地址",
    },
    on_relay: "代理在中继上运行，关闭页面后仍继续。",
    moves: "代理在中继上运行。启动它会把助手移到中继上；在本页面打开的端会关闭。",
    loopback_only: "只有本机可以访问",
    direction: |direction| match direction {
        Direction::ToServer => "客户端 → 服务器",
        Direction::ToClient => "服务器 → 客户端",
    },
    hop: |direction, received| match (direction, received) {
        (Direction::ToServer, true) => "客户端→代理",
        (Direction::ToServer, false) => "代理→服务器",
        (Direction::ToClient, true) => "服务器→代理",
        (Direction::ToClient, false) => "代理→客户端",
    },
    links: "连接",
    no_links: "还没有客户端连接。",
    all_links: "所有连接",
    waiting: |bytes| format!("{bytes} 字节等待中"),
    inject_into: "只注入到这里",
    only: "日志只看它",
    close: "关闭",
    reset: "重置",
    inject_as: "注入身份",
    as_side: |side| match side {
        Side::Client => "客户端 → 服务器",
        Side::Server => "服务器 → 客户端",
    },
    into: |name, connection| match connection {
        Some(number) => format!("{name} · 连接 {number}"),
        None => format!("{name} · 所有连接"),
    },
    faults: "故障",
    faults_hint: "名称与 Toxiproxy 相同。改动立即生效，已打开的连接也一样。",
    presets: "一键选择",
    preset: |preset| match preset {
        Preset::Sticky => ("粘包", "多次 send 变成一次 recv。"),
        Preset::Split => ("拆包", "一次 send 变成多次 recv。"),
        Preset::SlowLine => ("慢速线路", "又远又窄。"),
        Preset::LossyUdp => ("丢包的 UDP", "数据报丢失、重复、乱序。"),
        Preset::Clear => ("无故障", "去掉所有故障。"),
    },
    no_faults: "没有故障：字节立即通过。",
    add_fault: "添加故障",
    remove_fault: |fault| format!("移除 {fault}"),
    fault: |kind| match kind {
        FaultKind::Latency => "每次收到的内容晚些到达",
        FaultKind::Bandwidth => "字节不会到得更快",
        FaultKind::Slicer => "字节被切成小块发送",
        FaultKind::LimitData => "通过这么多字节后关闭",
        FaultKind::Timeout => "什么都不到达，之后关闭；0 为不关闭",
        FaultKind::SlowClose => "流结束晚些到达",
        FaultKind::ResetPeer => "两边的连接都被重置",
        FaultKind::Loss => "数据报丢失",
        FaultKind::Duplicate => "数据报到达两次",
        FaultKind::Reorder => "数据报落到下一个之后",
    },
    number: |number| match number {
        FaultNumber::Latency => "延迟",
        FaultNumber::Jitter => "抖动 ±",
        FaultNumber::Rate => "速率",
        FaultNumber::AverageSize => "每块",
        FaultNumber::SizeVariation => "变化 ±",
        FaultNumber::SliceDelay => "间隔",
        FaultNumber::Bytes => "字节",
        FaultNumber::Timeout | FaultNumber::ResetTimeout => "多久后",
        FaultNumber::CloseDelay => "延迟",
        FaultNumber::Percent => "比例",
        FaultNumber::Wait => "等待",
    },
    unit: |unit| match unit {
        Unit::Milliseconds => "毫秒",
        Unit::Microseconds => "微秒",
        Unit::KilobytesASecond => "kB/秒",
        Unit::Bytes => "字节",
        Unit::Percent => "%",
    },
    wrong_number: "请写此故障可用的数字。",
    held: "暂留",
    held_hint: "到来的内容先留住，由您放行（原样或改过）或丢弃。",
    hold: "暂留",
    nothing_held: "没有暂留的内容。",
    message: "放行为",
    bytes: |bytes| format!("{bytes} 字节"),
    release: "放行",
    drop: "丢弃",
    replay: "重放",
    recorded: "录下的会话",
    in_log: |connections| format!("日志中有 {connections} 个连接。"),
    nothing_recorded: "日志中还没有此代理的会话。请让客户端与服务器通过它交谈，或载入文件。",
    gaps: "日志缺少其中一部分：来得太快，或日志已满。",
    connection: "连接",
    save_recording: "保存",
    load: "载入文件",
    from_file: |name| format!("来自 {name}"),
    use_log: "改用日志",
    role: "扮演",
    role_name: |side| match side {
        Side::Client => "客户端",
        Side::Server => "服务器",
    },
    role_hint: |side| match side {
        Side::Client => "连接过去，说客户端说过的话，并比较服务器的回答。",
        Side::Server => "等待一个客户端，像服务器那样回答，并比较它说的话。",
    },
    with_timing: "保持录下的停顿",
    address: "地址",
    patience: "最多等待（毫秒）",
    start_replay: "开始重放",
    stop_replay: "停止",
    replay_state: |replay| replay_state(replay, Language::Zh),
    difference: |difference| match difference {
        Difference::Changed { offset, recorded, received } => {
            let (recorded, received) = (to_hex(recorded), to_hex(received));
            format!("第 {offset} 字节：录下 {recorded}，收到 {received}")
        }
        Difference::Missing { offset, bytes } => {
            format!("从第 {offset} 字节起：{bytes} 字节没有来")
        }
        Difference::Extra { offset, received } => {
            format!("第 {offset} 字节之后：多来了 {}", to_hex(received))
        }
        Difference::NotEnded => "流结束没有来".into(),
        Difference::Failed(reason) => format!("连接出错：{reason}"),
    },
};
