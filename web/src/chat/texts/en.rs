//! The Chat place in English.

use lab_shared::chat::{Leave, SlowPeer};
use lab_shared::framing::{ByteOrder, Framing, LengthWidth};

use super::{Chat, Client, ModeText, Modes, Room};
use crate::chat::state::room_settings::RoomField;

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
        in_page_only: "The server runs in this page, on a host of its network. This relay hosts no rooms itself: they would be on its machine, of which it offers pages nothing.",
        on_relay: "on the relay",
        on_relay_text: "The relay runs the server itself and reports here; nothing goes on the Bench's timeline.",
        mode: "The server",
        modes: Modes {
            group: ModeText {
                name: "Group chat",
                text: "What one says goes to all, the sender too. quit leaves.",
            },
            acknowledge: ModeText {
                name: "Acknowledge",
                text: "Answers that the text has arrived, and repeats it.",
            },
            echo: ModeText { name: "Echo", text: "Sends every byte back as it came." },
            upper_case: ModeText { name: "Upper case", text: "Sends the text back in upper case." },
            fixed_replies: ModeText {
                name: "Fixed replies",
                text: "The first client gets the first reply, the second the second.",
            },
            line_answer: ModeText {
                name: "Answer each line",
                text: "Answers each line until quit.",
            },
            keyword_over: ModeText {
                name: "Until 拜拜",
                text: "Confirms each message; at 拜拜 it says over and lets the client go.",
            },
            shop: ModeText {
                name: "Snack shop",
                text: "Greets with its stock in GBK and sells what it has.",
            },
            operator: ModeText {
                name: "Operator",
                text: "You type the answers; byebye from either side ends it.",
            },
        },
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
        loopback_only: ", where the relay lets only this machine reach it (127.0.0.1, ::1). The relay's owner opens it with --allow-bind any.",
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

fn framing_name(framing: &Framing) -> &'static str {
    match framing {
        Framing::Raw => "nowhere: each recv counts",
        Framing::Lines => "at a line end",
        Framing::CrLfLines => "at CR LF",
        Framing::Delimiter(_) => "at a delimiter",
        Framing::LengthPrefix { width, order } => match (width, order) {
            (LengthWidth::U16, ByteOrder::Big) => "by its length: 2 bytes, >H",
            (LengthWidth::U16, ByteOrder::Little) => "by its length: 2 bytes, <H",
            (LengthWidth::U32, ByteOrder::Big) => "by its length: 4 bytes, >I",
            (LengthWidth::U32, ByteOrder::Little) => "by its length: 4 bytes, <I",
        },
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
