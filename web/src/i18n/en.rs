//! The page's texts in English.

use lab_shared::language::Language;
use lab_shared::trace::{Role, SocketState};

use super::{Controls, Relay, Shell, Sockets, Start, Steps, Texts, Timeline, said_origin};
use crate::state::filter::Whose;
use crate::state::guide::Advice;
use crate::state::link::Loss;
use crate::state::outcome::Meaning;

pub(super) static TEXTS: Texts = Texts {
    shell: Shell {
        name: "Socket Lab",
        skip: "Skip to the calls",
        places: "Places",
        bench: "Bench",
        language: "Language",
        theme: "Theme",
        theme_auto: "As the system",
        theme_light: "Light",
        theme_dark: "Dark",
        panes: "Parts of this place",
        lessons: "Lessons",
        chat: "Chat",
        part_coming: "Loading…",
        part_missing: "This part of the page did not load.",
        part_again: "Try again",
    },
    relay: Relay {
        connecting: "Connecting",
        ready: "Relay ready",
        interrupted: "Interrupted",
        lost: "Relay lost",
        refused: "Relay refused",
        unreachable_title: "No relay answers",
        interrupted_title: "The connection to the relay is interrupted",
        sockets_kept: "The relay keeps your sockets and goes on where it was as soon as it is reached again; calls made now wait for that.",
        kept_for: |seconds| format!("Kept for {seconds} s"),
        lost_title: "The relay is lost",
        refused_title: "The relay refused this page",
        loss,
        sockets_gone: "Its sockets are gone: the kernel closed every one of them. Their cards and calls stay here to read.",
        again_in: |seconds| format!("Trying again in {seconds} s"),
        trying: "Trying again…",
        try_now: "Try now",
        version: "Version",
        may_bind: "bind may use",
        may_connect: "connect may reach",
        unix_directory: "AF_UNIX paths lie in",
        max_sockets: "Sockets per page",
    },
    start: Start {
        title: "Every press is one real system call",
        lead: "The relay makes it on a real kernel socket and nothing more: until you press recv, the bytes wait in the receive buffer; until you press accept, the connection waits in the queue. The other side is a real program in your terminal: nc.",
        server: "Act as a server",
        server_text: "socket, bind, listen, accept; then nc connects to you.",
        client: "Act as a client",
        client_text: "nc listens; socket, connect, send, recv: you go to it.",
        free: "Make sockets freely",
        free_text: "Any family, any type, any call, in any order.",
        role: "Your side",
        server_short: "Server",
        client_short: "Client",
        free_short: "Free",
    },
    steps: Steps {
        title: "The twelve steps",
        server: "Server",
        client: "Client",
        you: "you",
        done: "done",
        seen: "done by the other side; a result here proves it",
        open: "to come",
        blocked: "blocked: its call waits",
        next: "Next",
        advice,
        nc: "In a terminal",
        nc_later: "once it listens",
        nc_variant: "Another netcat:",
        copy: "Copy",
        copied: "Copied",
        copy_failed: "Select it and copy by hand",
    },
    controls: Controls {
        title: "Calls",
        target: "On socket",
        no_target: "none yet: press socket",
        more: "More calls",
        make_fields: "Variable, family, type",
        about: "About this call",
        variable: "Variable",
        family: "Family",
        kind: "Type",
        proto: "Proto",
        host: "Host",
        port: "Port",
        path: "Path",
        backlog: "Backlog",
        bufsize: "Bufsize",
        content: "Text to send",
        content_hex: "Bytes to send, in hex",
        encoding: "Encoding",
        ending: "Then",
        ending_none: "nothing",
        flags: "Flags",
        how: "Half",
        option: "Option",
        value: "Value",
        buflen: "Buflen",
        seconds: "Seconds",
        blocking: "Blocking",
        poll_sockets: "Wait until",
        poll_none: "There is no socket to wait for yet.",
        readable: "readable",
        writable: "writable",
        no_variable: "Not a variable's name: letters, digits and _, no digit first, no keyword.",
        variable_taken: "Another socket has this variable.",
        too_long: "More than 1 MiB: send it in parts.",
    },
    timeline: Timeline {
        title: "Timeline",
        aspects: "What to see",
        sequence: "Sequence",
        kernel: "Kernel",
        empty: "Each call appears here as it is made: its Python line, how long it blocked, what it returned.",
        earlier: |count| format!("{count} earlier calls are kept no longer"),
        whose: "Calls of",
        socket: "Socket",
        any_socket: "every socket",
        search: "Search calls",
        search_hint: "recv, EPIPE, text, 0x0a",
        found: |found, all| format!("{found} of {all}"),
        nothing_found: "No call has that in it.",
        whose_name: |whose| match whose {
            Whose::All => "everybody",
            Whose::Of(Role::Server) => "the server",
            Whose::Of(Role::Client) => "the client",
        },
        origin: |origin| {
            let side = if origin.side == Role::Server { "server" } else { "client" };
            said_origin(side, "thread", origin)
        },
        read_as: "Read bytes as",
        blocked: "blocked",
        was_blocked: "blocked",
        issued: "waiting its turn",
        took: "system call",
        cancel: "Cancel",
        cancelling: "Cancelling…",
        lost: "The relay was lost before this call returned.",
        relay_lost: "The relay was lost here; every socket of it is gone",
        bytes_in: "received",
        bytes_out: "sent",
        bytes: |count| if count == 1 { "1 byte".into() } else { format!("{count} bytes") },
        all_bytes: "All bytes",
        cut: "A character was cut here: its other bytes have not been received yet",
        joined: "This character began in an earlier recv",
        invalid: "No character in this encoding",
        meaning,
        cause: "Why",
        remedy: "Try",
        rule: "The relay's rule",
        returned: "returned",
        raised: "raised",
    },
    sockets: Sockets {
        title: "Sockets",
        empty: "A socket gets its card here as soon as the kernel has made it.",
        older: |count| format!("{count} older sockets are not shown"),
        more_pending: |count| format!("{count} more are pending"),
        state,
        is_target: "calls act here",
        make_target: "Make calls on this socket",
        descriptor: "descriptor",
        local: "local",
        peer: "peer",
        no_address: "none yet",
        received: "received",
        sent: "sent",
        accepted_from: "accepted from",
        backlog: "backlog",
        timeout: "timeout",
        shut: "shut down",
    },
    endings: &super::endings::EN,
};

fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Left => "The page was left, and the relay closed its sockets.".into(),
        Loss::Unreachable => {
            "Nothing answers where this page came from. Is the relay still running in its terminal?"
                .into()
        }
        Loss::Broken => "The connection broke without a word. Was the relay stopped?".into(),
        Loss::Silence(silence) => {
            format!("Nothing was heard from it for {} seconds.", silence.as_secs())
        }
        Loss::TooLong(patience) => format!(
            "The connection was interrupted for longer than the {} seconds the relay waits.",
            patience.as_secs()
        ),
        Loss::Unreadable(detail) => format!("It sent something this page cannot read: {detail}"),
        Loss::Goodbye(goodbye) => goodbye.explanation().get(Language::En).into(),
    }
}

fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::MakeServer => "Press socket: the server needs a socket of its own.",
        Advice::Bind => "Press bind: give it the address clients will look for.",
        Advice::Listen => "Press listen: from then on the kernel queues clients for it.",
        Advice::Accept => "Press accept: it blocks until a client has connected.",
        Advice::StartClient => {
            "accept is blocked. Type the line below in a terminal: nc is your client."
        }
        Advice::ServerRecv => "Type a line into nc and press Enter there; then press recv here.",
        Advice::TypeInClient => "recv is blocked. Type a line into nc and press Enter there.",
        Advice::Reply => "Write an answer and press send: nc prints it.",
        Advice::SeeClientClose => {
            "Press Ctrl+C in nc, then recv here: it returns empty bytes, b''."
        }
        Advice::ServerClose => "Press close: this ends the conversation with this client.",
        Advice::MakeClient => "Start nc with the line below, then press socket.",
        Advice::Connect => "Press connect: nc must be listening, or the kernel refuses.",
        Advice::ClientSend => "Write something and press send: nc prints it.",
        Advice::ClientRecv => "Type an answer into nc and press Enter there; then press recv here.",
        Advice::TypeInServer => "recv is blocked. Type an answer into nc and press Enter there.",
        Advice::ClientClose => "Press close: nc sees the end of the stream and stops.",
        Advice::Done => "That was a whole conversation. Now break it: try calls out of order.",
    }
}

fn meaning(meaning: Meaning) -> String {
    match meaning {
        Meaning::EndOfStream => {
            "Empty bytes: the peer has closed its side, and nothing more will come.".into()
        }
        Meaning::AskedForNothing => "Asked for 0 bytes: this says nothing about the peer.".into(),
        Meaning::TookSome { taken, offered } => {
            format!("The send buffer took {taken} of {offered} bytes; the rest is yours to send.")
        }
        Meaning::SentNothing => "Nothing went out: empty bytes never reach the peer.".into(),
        Meaning::SentAfterReset => {
            "An earlier call has told of the peer's RST already (ConnectionResetError). The kernel says that once; from then on the socket is closed for sending, and each send raises BrokenPipeError."
                .into()
        }
        Meaning::SentAfterPeerClosed => {
            "The peer had closed. The kernel took your earlier send and the peer's kernel answered it with an RST: nobody reads there any more. So only this later send fails."
                .into()
        }
        Meaning::SentAfterShutdown => {
            "You have shut your own half with shutdown(SHUT_WR): nothing can be sent after the FIN."
                .into()
        }
        Meaning::ErrnoOf(errno) => {
            let explained = errno.explanation();
            format!("{}: {} {}", errno.name(), explained.cause.en, explained.remedy.en)
        }
    }
}

fn state(state: SocketState) -> &'static str {
    match state {
        SocketState::Created => "created",
        SocketState::Bound => "bound",
        SocketState::Listening => "listening",
        SocketState::Connecting => "connecting",
        SocketState::Connected => "connected",
        SocketState::PeerClosed => "peer closed",
        SocketState::Reset => "broken",
        SocketState::Closed => "closed",
        SocketState::Gone => "gone with the relay",
    }
}
