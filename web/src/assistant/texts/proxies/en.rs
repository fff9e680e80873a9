//! English.

use lab_shared::assistant::proxy::{Difference, Direction, Side};
use lab_shared::assistant::session::EndState;
use lab_shared::language::Language;
use lab_shared::text::to_hex;

use super::{Proxies, replay_state};
use crate::assistant::state::proxies::faults::{FaultKind, FaultNumber, Preset, Unit};
use crate::assistant::state::proxies::form::ProxyField;

pub(super) static EN: Proxies = Proxies {
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
