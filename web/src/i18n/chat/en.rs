//! The Chat place in English.

use lab_shared::chat::{Leave, Mode, SlowPeer};

use super::{Chat, Client, Room};
use crate::state::room_settings::RoomField;

pub(super) static EN: Chat = Chat {
    title: "Chat",
    views: "What to do in Chat",
    host: "Host a room",
    join: "Join a room",
    stream: "Byte stream",
    room: Room {
        settings: "Room",
        transcript: "Transcript",
        clients: "Clients",
        runs: "Runs",
        in_page: "in this page",
        in_page_text: "Every accept, recv and send of the server is made from this page and shown on the Bench's timeline.",
        on_relay: "on the relay",
        on_relay_text: "The relay runs the server itself and reports here; nothing goes on the Bench's timeline.",
        mode: "The server",
        mode_name,
        mode_text,
        more: "More settings",
        framing: "A message ends",
        framing_name,
        delimiter: "Delimiter",
        concurrency: "Serves",
        one: "one client at a time",
        all: "all clients at once",
        slow: "A client that does not read",
        slow_name,
        queue_bytes: "Queue for each client, bytes",
        max_message: "Longest message, bytes",
        form: "Written",
        stamped: "with time and address",
        compact: "on one line",
        echo: "The sender gets its own message too",
        replies: "Replies, one a line",
        one_exchange: "Let the client go after its reply",
        goods: "Goods, one a line: name and price",
        json: "Settings as JSON",
        json_text: "Copy them to hand a room on, or paste a room that you were handed.",
        json_apply: "Use this JSON",
        wrong,
        open: "Open the room",
        opening: "Opening…",
        stop: "Stop the room",
        stopping: "Stopping: what is queued is still sent…",
        is_open: "Open on",
        no_transcript: "Open a room, then connect with nc: everything that is said in it appears here.",
        no_clients: "Nobody is here. Paste the nc line into a terminal, or into three.",
        dropped: |count| format!("{count} earlier lines are no longer kept"),
        missed: |count| format!("{count} lines were left out: the page was slower than the room"),
        opened: "The room listens on",
        joined: "came in",
        left,
        reframed: |name| format!("From here on a message ends {name}"),
        lagged: |count| format!("reads too slowly and has missed {count} messages"),
        elsewhere: "another machine",
        server: "server",
        stopped: "The room has stopped",
        relay_lost: "The relay was lost, and the room's sockets with it",
        queued: "waiting, bytes",
        missed_by: "missed",
        remove: |client| format!("Remove {client}"),
        remove_short: "Remove",
        leaving: "leaving",
        answer_to: "To",
        answer: "Your answer",
        answer_keys: "Enter sends it, Shift+Enter begins a line.",
        send: "Send",
    },
    client: Client {
        settings: "Client",
        text: "A client that types and receives at once: one recv is always pending.",
        connect: "Connect",
        connecting: "Connecting…",
        connected: "Connected to",
        leave: "Leave",
        empty: "Connect to a room, or to a listening nc; what is said on either side appears here.",
        nc: "Something to connect to",
        say: "Say something",
        say_keys: "Enter sends: each line is one send. Shift+Enter begins a line. quit leaves.",
        says_ready: "Say “I'm ready.” once connected",
        you: "you",
        they: "they",
        one_recv: |bytes| {
            if bytes == 1 { "one recv, 1 byte".into() } else { format!("one recv, {bytes} bytes") }
        },
        ended: "The other side has closed: recv returned empty bytes",
        closed: "You have left",
        facts: "Connection",
        recvs: "recv calls",
        wrong_port: "A port is a number from 0 to 65535.",
    },
};

fn mode_name(mode: &Mode) -> &'static str {
    match mode {
        Mode::Group => "Group chat",
        Mode::Acknowledge => "Acknowledge",
        Mode::Echo => "Echo",
        Mode::UpperCase => "Upper case",
        Mode::FixedReplies { .. } => "Fixed replies",
        Mode::LineAnswer => "Answer each line",
        Mode::KeywordOver => "Until 拜拜",
        Mode::Shop { .. } => "Snack shop",
        Mode::Operator => "Operator",
    }
}

fn mode_text(mode: &Mode) -> &'static str {
    match mode {
        Mode::Group => "What one says goes to all, the sender too. quit leaves.",
        Mode::Acknowledge => "Answers that the text has arrived, and repeats it.",
        Mode::Echo => "Sends every byte back as it came.",
        Mode::UpperCase => "Sends the text back in upper case.",
        Mode::FixedReplies { .. } => {
            "The first client gets the first reply, the second the second."
        }
        Mode::LineAnswer => "Answers each line until quit.",
        Mode::KeywordOver => "Confirms each message; at 拜拜 it says over and lets the client go.",
        Mode::Shop { .. } => "Greets with its stock in GBK and sells what it has.",
        Mode::Operator => "You type the answers; byebye from either side ends it.",
    }
}

fn framing_name(name: &str) -> &'static str {
    match name {
        "raw" => "nowhere: each recv counts",
        "lines" => "at a line end",
        "crlf_lines" => "at CR LF",
        "delimiter" => "at a delimiter",
        "u16_big" => "by its length: 2 bytes, >H",
        "u16_little" => "by its length: 2 bytes, <H",
        "u32_big" => "by its length: 4 bytes, >I",
        _ => "by its length: 4 bytes, <I",
    }
}

fn slow_name(policy: SlowPeer) -> &'static str {
    match policy {
        SlowPeer::Block => "stalls everybody",
        SlowPeer::DropOldest => "misses the oldest messages",
        SlowPeer::Disconnect => "is let go",
    }
}

fn wrong(field: RoomField) -> &'static str {
    match field {
        RoomField::Host => "This is no host.",
        RoomField::Port => "A port is a number from 0 to 65535; 0 lets the kernel choose.",
        RoomField::Delimiter => {
            "A delimiter has from 1 to 256 bytes; \\n, \\r and \\x00 may be written so."
        }
        RoomField::QueueBytes | RoomField::MaxMessage => "A whole number above zero.",
        RoomField::Replies => "One reply a line, of at most 4096 bytes of UTF-8.",
        RoomField::Goods => {
            "Each line is a name, a space and a price; the greeting with all goods has at most 4096 \
             bytes of UTF-8."
        }
        RoomField::Json => "These are no settings.",
    }
}

fn left(reason: &Leave) -> String {
    match reason {
        Leave::Goodbye => "said goodbye and was let go".into(),
        Leave::Closed => "closed the connection".into(),
        Leave::Failed { failure } => format!("is gone: {failure}"),
        Leave::Slow => "read too slowly and was let go".into(),
        Leave::Removed => "was removed".into(),
        Leave::Stopped => "was let go because the room stops".into(),
    }
}
