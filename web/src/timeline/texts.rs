//! The timeline's texts, in both languages.

use lab_shared::trace::{Origin, Role};

use super::state::filter::Whose;
use super::state::outcome::Meaning;
use super::state::waits::{LostPacket, Wait};
use crate::kit::state::format::duration;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Timeline {
    /// The pane's name.
    pub title: &'static str,
    /// Nothing happened yet.
    pub empty: &'static str,
    /// How many earlier calls are no longer kept.
    pub earlier: fn(u64) -> String,
    /// Whose calls are shown.
    pub whose: &'static str,
    /// One choice of that.
    pub whose_name: fn(Whose) -> &'static str,
    /// The socket whose calls are shown.
    pub socket: &'static str,
    /// Every socket's.
    pub any_socket: &'static str,
    /// The label of the search.
    pub search: &'static str,
    /// What can be typed there.
    pub search_hint: &'static str,
    /// How many of how many calls are shown.
    pub found: fn(usize, usize) -> String,
    /// No call matches the filter.
    pub nothing_found: &'static str,
    /// The line of a program that a call came from, with its side and thread.
    pub origin: fn(&Origin) -> String,
    /// The encoding bytes are read in.
    pub read_as: &'static str,
    /// The call waits in the kernel.
    pub blocked: &'static str,
    /// The call waits in the kernel, and its descriptor is closed.
    pub waits_on_closed: &'static str,
    /// Why it does not end.
    pub waits_on_closed_why: &'static str,
    /// The call waits, or has waited, because a packet was lost, at this moment.
    pub packet_lost: fn(&Wait, &str) -> String,
    /// How long the call blocked.
    pub was_blocked: &'static str,
    /// The call is issued.
    pub issued: &'static str,
    /// How long the system call took.
    pub took: &'static str,
    /// Ends a blocked call.
    pub cancel: &'static str,
    /// It is being cancelled.
    pub cancelling: &'static str,
    /// The relay was lost before the call returned.
    pub lost: &'static str,
    /// The row for a lost relay.
    pub relay_lost: &'static str,
    /// Bytes received.
    pub bytes_in: &'static str,
    /// Bytes sent.
    pub bytes_out: &'static str,
    /// A number of bytes.
    pub bytes: fn(u64) -> String,
    /// Shows all of a long run of bytes.
    pub all_bytes: &'static str,
    /// A character's first bytes, without the rest.
    pub cut: &'static str,
    /// A character whose first bytes came earlier.
    pub joined: &'static str,
    /// Bytes that are no character.
    pub invalid: &'static str,
    /// What a result means.
    pub meaning: fn(Meaning) -> String,
    /// Which file an AF_UNIX name is.
    pub unix_file: fn(&str) -> String,
    /// Before a failure's cause.
    pub cause: &'static str,
    /// Before its remedy.
    pub remedy: &'static str,
    /// Before the relay's own rule.
    pub rule: &'static str,
    /// Read out when a call has returned.
    pub returned: &'static str,
    /// Read out when a call has raised.
    pub raised: &'static str,
}

impl Texts for Timeline {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Timeline = Timeline {
    title: "Timeline",
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
    waits_on_closed: "waits on a closed descriptor",
    waits_on_closed_why: "close took the descriptor away, and this call in progress keeps the socket open: no FIN leaves before it returns. Only the peer ends it; shutdown before close would have.",
    packet_lost: packet_lost_in_english,
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
    meaning: meaning_in_english,
    unix_file: |file| {
        format!(
            "The file is {file}: a name without a folder lies in the relay's. Programs in a terminal use this path."
        )
    },
    cause: "Why",
    remedy: "Try",
    rule: "The relay's rule",
    returned: "returned",
    raised: "raised",
};

static ZH: Timeline = Timeline {
    title: "时间线",
    empty: "每个调用都会出现在这里：对应的 Python 语句、阻塞了多久、返回了什么。",
    earlier: |count| format!("更早的 {count} 次调用已不再保留"),
    whose: "谁的调用",
    socket: "套接字",
    any_socket: "全部套接字",
    search: "查找调用",
    search_hint: "recv、EPIPE、文本、0x0a",
    found: |found, all| format!("{found} / {all}"),
    nothing_found: "没有调用符合。",
    whose_name: |whose| match whose {
        Whose::All => "全部",
        Whose::Of(Role::Server) => "服务器的",
        Whose::Of(Role::Client) => "客户端的",
    },
    origin: |origin| {
        let side = if origin.side == Role::Server { "服务器" } else { "客户端" };
        said_origin(side, "线程", origin)
    },
    read_as: "字节按此解码",
    blocked: "阻塞中",
    waits_on_closed: "在已关闭的描述符上等待",
    waits_on_closed_why: "close 拿走了描述符，而这个进行中的调用让套接字继续开着：它返回之前不会发出 FIN。只有对方能结束它；先 shutdown 再 close 就能叫醒它。",
    packet_lost: packet_lost_in_chinese,
    was_blocked: "阻塞了",
    issued: "排队中",
    took: "系统调用耗时",
    cancel: "取消",
    cancelling: "正在取消…",
    lost: "调用返回之前，中继就断开了。",
    relay_lost: "中继在此断开，它的套接字全部消失",
    bytes_in: "收到",
    bytes_out: "发出",
    bytes: |count| format!("{count} 字节"),
    all_bytes: "全部字节",
    cut: "字符在这里被切断：其余字节还没有收到",
    joined: "这个字符的前半在更早的 recv 里",
    invalid: "按此编码不是字符",
    meaning: meaning_in_chinese,
    unix_file: |file| {
        format!("文件是 {file}：只有名字的路径位于中继的目录里。终端里的程序用这个路径。")
    },
    cause: "原因",
    remedy: "试试",
    rule: "中继的规则",
    returned: "返回",
    raised: "抛出",
};

fn meaning_in_english(meaning: Meaning) -> String {
    match meaning {
        Meaning::LoopbackOnly => "The address is the wildcard, but the relay keeps the socket to this machine: 127.0.0.1 and \
             ::1 reach it, the machine's other addresses and other machines do not. The relay's owner \
             opens it with --allow-bind any."
            .into(),
        Meaning::GroupOnLoopback => "The relay keeps the socket to this machine: datagrams to a group go by loopback, to programs \
             that have joined it on 127.0.0.1. The relay's owner opens a group with --allow-bind and --allow-connect."
            .into(),
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
        Meaning::SentOnListener => {
            "A listening socket is connected to nobody. Send on the sockets that accept returned.".into()
        }
        Meaning::ErrnoOf(errno) => {
            let explained = errno.explanation();
            format!("{}: {} {}", errno.name(), explained.cause.en, explained.remedy.en)
        }
    }
}

fn meaning_in_chinese(meaning: Meaning) -> String {
    match meaning {
        Meaning::LoopbackOnly => "绑定的是通配地址，但中继只让本机访问这个套接字：127.0.0.1 与 ::1 连得上，本机的其他地址和别的机器\
             连不上。要对外开放，请中继的主人加上 --allow-bind any。"
            .into(),
        Meaning::GroupOnLoopback => "中继把这个套接字限制在本机：发往组播组的数据报只走回环，送达在 127.0.0.1 上加入该组的程序。\
             要对外开放这个组，请中继的主人加上 --allow-bind 与 --allow-connect。"
            .into(),
        Meaning::EndOfStream => "空字节：对方已关闭它那一侧，不会再有数据。".into(),
        Meaning::AskedForNothing => "要的就是 0 字节：这不说明对方的状态。".into(),
        Meaning::TookSome { taken, offered } => {
            format!("发送缓冲区只收下了 {offered} 字节中的 {taken} 字节，其余要你自己再发。")
        }
        Meaning::SentNothing => "什么也没有发出：空字节不会到达对方。".into(),
        Meaning::SentAfterReset => {
            "对方的 RST 已经由前面的调用报告过（ConnectionResetError）。内核只报告一次；此后这个套接字不能再发，每次 send 都抛出 BrokenPipeError。"
                .into()
        }
        Meaning::SentAfterPeerClosed => {
            "对方早已关闭。前一次 send 内核收下了，对方的内核却回了 RST：那边没有人再读。所以到这一次 send 才失败。"
                .into()
        }
        Meaning::SentAfterShutdown => {
            "你自己用 shutdown(SHUT_WR) 关了发送方向：FIN 之后不能再发。".into()
        }
        Meaning::SentOnListener => {
            "监听套接字没有连着任何人。请在 accept 返回的套接字上发送。".into()
        }
        Meaning::ErrnoOf(errno) => {
            let explained = errno.explanation();
            format!("{}：{}{}", errno.name(), explained.cause.zh, explained.remedy.zh)
        }
    }
}

/// Side, thread and line of a program, composed the same way in both languages.
fn said_origin(side: &str, thread: &str, origin: &Origin) -> String {
    let name = origin.thread_name.as_deref();
    let thread = name.map_or_else(|| format!("{thread} {}", origin.thread), str::to_owned);
    match (&origin.file, origin.line) {
        (Some(file), Some(line)) => format!("{side} · {thread} · {file}:{line}"),
        _ => format!("{side} · {thread}"),
    }
}

fn packet_lost_in_english(wait: &Wait, at: &str) -> String {
    let whose = if wait.own { "The" } else { "The peer's" };
    let what = match wait.lost {
        LostPacket::Syn => "SYN",
        LostPacket::SynAck => "SYN ACK",
        LostPacket::Data => "segment with data",
        LostPacket::Fin => "FIN",
        LostPacket::Datagram => "datagram",
    };
    let lost = format!("{whose} {what} was lost on the cable at {at}");
    let kernel = if wait.own { "the kernel" } else { "its kernel" };
    match (wait.again_after, wait.timer) {
        _ if wait.lost == LostPacket::Datagram => format!("{lost}. UDP does not send it again."),
        (Some(after), _) => {
            format!("{lost}; {kernel} sent it again after {}.", duration(after.0))
        }
        (None, Some(timer)) => {
            format!(
                "{lost}; {kernel} sends it again when its timer of {} ends.",
                duration(timer.into())
            )
        }
        (None, None) => format!("{lost}; {kernel} sends it again by itself."),
    }
}

fn packet_lost_in_chinese(wait: &Wait, at: &str) -> String {
    let whose = if wait.own { "" } else { "对方的" };
    let what = match wait.lost {
        LostPacket::Syn => " SYN ",
        LostPacket::SynAck => " SYN ACK ",
        LostPacket::Data => "数据报文段",
        LostPacket::Fin => " FIN ",
        LostPacket::Datagram => "数据报",
    };
    let lost = format!("{whose}{what}在 {at} 丢在网线上").trim_start().to_owned();
    let kernel = if wait.own { "内核" } else { "对方内核" };
    match (wait.again_after, wait.timer) {
        _ if wait.lost == LostPacket::Datagram => format!("{lost}，UDP 不会重发。"),
        (Some(after), _) => format!("{lost}，{kernel}过 {} 重发了它。", duration(after.0)),
        (None, Some(timer)) => {
            format!("{lost}，{kernel}的 {} 定时器到时就重发。", duration(timer.into()))
        }
        (None, None) => format!("{lost}，{kernel}会自己重发。"),
    }
}
