//! Words of proxies: their form, faults, what is held, and replays.

use lab_shared::assistant::proxy::{Difference, Direction, Side};
use lab_shared::assistant::remote::{ReplayState, ReplayStatus};
use lab_shared::assistant::session::EndState;
use lab_shared::language::Language;
use lab_shared::text::to_hex;

use crate::assistant::state::proxies::faults::{FaultKind, FaultNumber, Preset, Unit};
use crate::assistant::state::proxies::form::ProxyField;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Proxies {
    /// The kind, beside those of ends.
    pub kind: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub field: fn(ProxyField) -> &'static str,
    pub wrong: fn(ProxyField) -> &'static str,
    pub protocol: &'static str,
    pub charset: &'static str,
    pub more: &'static str,
    pub start: &'static str,
    pub stop: &'static str,
    pub state: fn(EndState) -> &'static str,
    /// Where it runs.
    pub on_relay: &'static str,
    /// Starting it moves all ends there.
    pub moves: &'static str,
    pub loopback_only: &'static str,
    pub direction: fn(Direction) -> &'static str,
    /// From where to where a receive (true) or a send went.
    pub hop: fn(Direction, bool) -> &'static str,
    // Connections
    pub links: &'static str,
    pub no_links: &'static str,
    pub all_links: &'static str,
    pub waiting: fn(usize) -> String,
    pub inject_into: &'static str,
    pub only: &'static str,
    pub close: &'static str,
    pub reset: &'static str,
    // Injecting
    pub inject_as: &'static str,
    pub as_side: fn(Side) -> &'static str,
    pub into: fn(&str, Option<u32>) -> String,
    // Faults
    pub faults: &'static str,
    pub faults_hint: &'static str,
    pub presets: &'static str,
    /// A preset's name, and what it shows.
    pub preset: fn(Preset) -> (&'static str, &'static str),
    pub no_faults: &'static str,
    pub add_fault: &'static str,
    pub remove_fault: fn(&str) -> String,
    /// What a fault does.
    pub fault: fn(FaultKind) -> &'static str,
    pub number: fn(FaultNumber) -> &'static str,
    pub unit: fn(Unit) -> &'static str,
    pub wrong_number: &'static str,
    // Held
    pub held: &'static str,
    pub held_hint: &'static str,
    pub hold: &'static str,
    pub nothing_held: &'static str,
    pub message: &'static str,
    pub bytes: fn(usize) -> String,
    pub release: &'static str,
    pub drop: &'static str,
    // Replay
    pub replay: &'static str,
    pub recorded: &'static str,
    /// How many connections the log has.
    pub in_log: fn(usize) -> String,
    pub nothing_recorded: &'static str,
    pub gaps: &'static str,
    pub connection: &'static str,
    pub save_recording: &'static str,
    pub load: &'static str,
    pub from_file: fn(&str) -> String,
    pub use_log: &'static str,
    pub role: &'static str,
    pub role_name: fn(Side) -> &'static str,
    pub role_hint: fn(Side) -> &'static str,
    pub with_timing: &'static str,
    pub address: &'static str,
    pub patience: &'static str,
    pub start_replay: &'static str,
    pub stop_replay: &'static str,
    pub replay_state: fn(&ReplayStatus) -> String,
    pub difference: fn(&Difference) -> String,
}

impl Texts for Proxies {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Proxies = Proxies {
    kind: "Proxy",
    add: "Add a proxy",
    remove: "Remove this proxy",
    field: |field| match field {
        ProxyField::Name => "Name",
        ProxyField::Listen => "Clients connect to",
        ProxyField::Connect => "Server behind it",
        ProxyField::Clients => "Most clients",
        ProxyField::Idle => "Forget a silent client after (ms)",
        ProxyField::Fault(..) => "Fault",
    },
    wrong: |field| match field {
        ProxyField::Name => "Write a name that no other proxy has.",
        ProxyField::Listen | ProxyField::Connect => {
            "Write HOST:PORT; for TCP also a path, or @name."
        }
        ProxyField::Clients | ProxyField::Idle => "Write a whole number from 1.",
        ProxyField::Fault(..) => "Write a number.",
    },
    protocol: "Forwards",
    charset: "Encoding",
    more: "Name, clients, encoding",
    start: "Start",
    stop: "Stop",
    state: |state| match state {
        EndState::Closed => "stopped",
        EndState::Opening | EndState::Waiting => "starting",
        EndState::Open => "forwards at",
    },
    on_relay: "A proxy runs on the relay, and goes on without the page.",
    moves: "A proxy runs on the relay. Starting it moves the assistant there; ends that are open in this page close.",
    loopback_only: "only this machine reaches it",
    direction: |direction| match direction {
        Direction::ToServer => "client → server",
        Direction::ToClient => "server → client",
    },
    hop: |direction, received| match (direction, received) {
        (Direction::ToServer, true) => "client → proxy",
        (Direction::ToServer, false) => "proxy → server",
        (Direction::ToClient, true) => "server → proxy",
        (Direction::ToClient, false) => "proxy → client",
    },
    links: "Connections",
    no_links: "No client has connected yet.",
    all_links: "All connections",
    waiting: |bytes| format!("{bytes} bytes wait"),
    inject_into: "Inject only here",
    only: "Only this one in the log",
    close: "Close",
    reset: "Reset",
    inject_as: "Inject as",
    as_side: |side| match side {
        Side::Client => "client → server",
        Side::Server => "server → client",
    },
    into: |name, connection| match connection {
        Some(number) => format!("{name} · connection {number}"),
        None => format!("{name} · all connections"),
    },
    faults: "Faults",
    faults_hint: "By Toxiproxy's names. Changes take effect at once, also on open connections.",
    presets: "Quick choices",
    preset: |preset| match preset {
        Preset::Sticky => ("Sticky packets", "Several sends arrive in one recv."),
        Preset::Split => ("Split packets", "One send arrives in several recvs."),
        Preset::SlowLine => ("Slow line", "Far away and narrow."),
        Preset::LossyUdp => ("Lossy UDP", "Lost, doubled and late datagrams."),
        Preset::Clear => ("No faults", "Takes all faults away."),
    },
    no_faults: "No faults: bytes pass at once.",
    add_fault: "Add a fault",
    remove_fault: |fault| format!("Remove {fault}"),
    fault: |kind| match kind {
        FaultKind::Latency => "each receive arrives later",
        FaultKind::Bandwidth => "bytes arrive no faster",
        FaultKind::Slicer => "bytes are sent in small pieces",
        FaultKind::LimitData => "closes behind this many bytes",
        FaultKind::Timeout => "nothing arrives, then it closes; 0 never closes",
        FaultKind::SlowClose => "the end of the stream arrives later",
        FaultKind::ResetPeer => "both connections are reset",
        FaultKind::Loss => "datagrams are lost",
        FaultKind::Duplicate => "datagrams arrive twice",
        FaultKind::Reorder => "datagrams arrive behind the next one",
    },
    number: |number| match number {
        FaultNumber::Latency => "Delay",
        FaultNumber::Jitter => "Jitter ±",
        FaultNumber::Rate => "Rate",
        FaultNumber::AverageSize => "Piece",
        FaultNumber::SizeVariation => "Varies ±",
        FaultNumber::SliceDelay => "Pause",
        FaultNumber::Bytes => "Bytes",
        FaultNumber::Timeout | FaultNumber::ResetTimeout => "After",
        FaultNumber::CloseDelay => "Delay",
        FaultNumber::Percent => "Share",
        FaultNumber::Wait => "Waits",
    },
    unit: |unit| match unit {
        Unit::Milliseconds => "ms",
        Unit::Microseconds => "µs",
        Unit::KilobytesASecond => "kB/s",
        Unit::Bytes => "B",
        Unit::Percent => "%",
    },
    wrong_number: "Write a number that this fault can have.",
    held: "Held",
    held_hint: "What comes is held until you let it pass, as it is or edited, or drop it.",
    hold: "Hold",
    nothing_held: "Nothing is held.",
    message: "Passes as",
    bytes: |bytes| format!("{bytes} bytes"),
    release: "Release",
    drop: "Drop",
    replay: "Replay",
    recorded: "Recorded conversation",
    in_log: |connections| match connections {
        1 => "The log has one connection.".into(),
        _ => format!("The log has {connections} connections."),
    },
    nothing_recorded: "The log has no conversation of this proxy yet. Let a client and the server talk through it, or load a file.",
    gaps: "Some of it is missing in the log: it came too fast, or the log is full.",
    connection: "Connection",
    save_recording: "Save",
    load: "Load a file",
    from_file: |name| format!("From {name}"),
    use_log: "Use the log",
    role: "Play",
    role_name: |side| match side {
        Side::Client => "the client",
        Side::Server => "the server",
    },
    role_hint: |side| match side {
        Side::Client => {
            "Connects, says what the client said, and compares what the server answers."
        }
        Side::Server => "Waits for a client, answers as the server did, and compares what it says.",
    },
    with_timing: "With the recorded pauses",
    address: "Address",
    patience: "Patience (ms)",
    start_replay: "Replay",
    stop_replay: "Stop",
    replay_state: |replay| replay_state(replay, Language::En),
    difference: |difference| match difference {
        Difference::Changed { offset, recorded, received } => {
            let (recorded, received) = (to_hex(recorded), to_hex(received));
            format!("At byte {offset}: recorded {recorded}, received {received}")
        }
        Difference::Missing { offset, bytes } => {
            format!("From byte {offset}: {bytes} bytes did not come")
        }
        Difference::Extra { offset, received } => {
            format!("Behind byte {offset}: more came, {}", to_hex(received))
        }
        Difference::NotEnded => "The end of the stream did not come".into(),
        Difference::Failed(reason) => format!("The connection failed: {reason}"),
    },
};

static ZH: Proxies = Proxies {
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

fn replay_state(replay: &ReplayStatus, language: Language) -> String {
    let count = replay.count;
    let at = replay.local.as_ref().map(|address| address.to_string()).unwrap_or_default();
    match (language, &replay.state) {
        (Language::En, ReplayState::Opening) if at.is_empty() => "Connecting …".into(),
        (Language::En, ReplayState::Opening) => format!("Waiting for a client at {at}"),
        (Language::En, ReplayState::Playing) => format!("Playing; {count} differences so far"),
        (Language::En, ReplayState::Done) if count == 0 => {
            "Done: the other side was as recorded.".into()
        }
        (Language::En, ReplayState::Done) => format!("Done: {count} differences."),
        (Language::En, ReplayState::Stopped) => "Stopped.".into(),
        (Language::Zh, ReplayState::Opening) if at.is_empty() => "正在连接……".into(),
        (Language::Zh, ReplayState::Opening) => format!("在 {at} 等待客户端"),
        (Language::Zh, ReplayState::Playing) => format!("正在重放；目前 {count} 处不同"),
        (Language::Zh, ReplayState::Done) if count == 0 => "完成：对方与录下的一致。".into(),
        (Language::Zh, ReplayState::Done) => format!("完成：{count} 处不同。"),
        (Language::Zh, ReplayState::Stopped) => "已停止。".into(),
        (_, ReplayState::Failed(why)) => why.get(language).to_owned(),
    }
}
