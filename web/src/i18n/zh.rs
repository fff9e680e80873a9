//! The page's texts in Chinese, for students: plain, and with the field's own terms.

use lab_shared::language::Language;
use lab_shared::trace::{Role, SocketState};

use super::{Controls, Relay, Shell, Sockets, Start, Steps, Texts, Timeline, said_origin};
use crate::state::filter::Whose;
use crate::state::guide::Advice;
use crate::state::link::Loss;
use crate::state::outcome::Meaning;

pub(super) static TEXTS: Texts = Texts {
    shell: Shell {
        name: "套接字实验室",
        skip: "跳到调用区",
        places: "场所",
        bench: "实验台",
        language: "语言",
        theme: "主题",
        theme_auto: "跟随系统",
        theme_light: "浅色",
        theme_dark: "深色",
        panes: "这里的各部分",
        lessons: "课程",
        chat: "聊天室",
        part_coming: "正在加载…",
        part_missing: "页面的这一部分没有加载成功。",
        part_again: "再试一次",
    },
    relay: Relay {
        connecting: "正在连接",
        ready: "中继就绪",
        interrupted: "连接中断",
        lost: "中继断开",
        refused: "中继拒绝",
        unreachable_title: "没有中继应答",
        interrupted_title: "与中继的连接暂时中断",
        sockets_kept: "中继会保留你的套接字，一旦重新连上就从断开处继续；此时发起的调用会等到那时再执行。",
        kept_for: |seconds| format!("还会保留 {seconds} 秒"),
        lost_title: "与中继的连接断了",
        refused_title: "中继拒绝了这个页面",
        loss,
        sockets_gone: "它的套接字都没有了：内核已把它们全部关闭。卡片和调用记录仍留在这里供查看。",
        again_in: |seconds| format!("{seconds} 秒后重试"),
        trying: "正在重试…",
        try_now: "立即重试",
        version: "版本",
        may_bind: "bind 可用地址",
        may_connect: "connect 可达地址",
        unix_directory: "AF_UNIX 路径所在目录",
        max_sockets: "每页套接字上限",
    },
    start: Start {
        title: "每按一次，就是一次真实的系统调用",
        lead: "中继在真实的内核套接字上执行这一次调用，不多做任何事：你不按 recv，字节就留在接收缓冲区；你不按 accept，连接就在队列里等。对方是你终端里的真实程序：nc。",
        server: "扮演服务器",
        server_text: "socket、bind、listen、accept，然后让 nc 来连你。",
        client: "扮演客户端",
        client_text: "让 nc 监听；你用 socket、connect、send、recv 去连它。",
        free: "自由创建套接字",
        free_text: "任意地址族、任意类型、任意调用、任意顺序。",
        role: "你扮演",
        server_short: "服务器",
        client_short: "客户端",
        free_short: "自由",
    },
    steps: Steps {
        title: "十二个步骤",
        server: "服务器",
        client: "客户端",
        you: "你",
        done: "已完成",
        seen: "对方已完成，由这里的结果得知",
        open: "未完成",
        blocked: "阻塞中：调用在等待",
        next: "下一步",
        advice,
        nc: "在终端里输入",
        nc_later: "等它开始监听",
        nc_variant: "另一种 netcat：",
        copy: "复制",
        copied: "已复制",
        copy_failed: "请选中后手动复制",
    },
    controls: Controls {
        title: "调用",
        target: "作用于",
        no_target: "还没有套接字：先按 socket",
        more: "更多调用",
        make_fields: "变量名、地址族、类型",
        about: "这个调用的作用",
        variable: "变量名",
        family: "地址族",
        kind: "类型",
        proto: "协议号",
        host: "主机",
        port: "端口",
        path: "路径",
        backlog: "backlog",
        bufsize: "bufsize",
        content: "要发送的文本",
        content_hex: "要发送的字节（十六进制）",
        encoding: "编码",
        ending: "结尾",
        ending_none: "无",
        flags: "标志",
        how: "方向",
        option: "选项",
        value: "值",
        buflen: "buflen",
        seconds: "秒数",
        blocking: "阻塞",
        poll_sockets: "等到",
        poll_none: "还没有可等待的套接字。",
        readable: "可读",
        writable: "可写",
        no_variable: "不是变量名：用字母、数字和 _，不以数字开头，不是关键字。",
        variable_taken: "这个变量名已被另一个套接字使用。",
        too_long: "超过 1 MiB：请分几次发送。",
    },
    timeline: Timeline {
        title: "时间线",
        aspects: "看什么",
        sequence: "时序",
        kernel: "内核",
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
        meaning,
        cause: "原因",
        remedy: "试试",
        rule: "中继的规则",
        returned: "返回",
        raised: "抛出",
    },
    sockets: Sockets {
        title: "套接字",
        empty: "内核一创建套接字，它的卡片就会出现在这里。",
        older: |count| format!("另有 {count} 个更早的套接字未显示"),
        more_pending: |count| format!("还有 {count} 个未返回"),
        state,
        is_target: "调用作用于此",
        make_target: "让调用作用于这个套接字",
        descriptor: "描述符",
        local: "本地",
        peer: "对方",
        no_address: "尚无",
        received: "收到",
        sent: "发出",
        accepted_from: "accept 自",
        backlog: "backlog",
        timeout: "超时",
        shut: "已半关闭",
    },
    endings: &super::endings::ZH,
};

fn loss(loss: &Loss) -> String {
    match loss {
        Loss::Left => "曾离开这个页面，中继已关闭它的套接字。".into(),
        Loss::Unreachable => "页面来源的地址上没有应答。中继还在终端里运行吗？".into(),
        Loss::Broken => "连接突然断开，没有任何说明。中继是不是被停掉了？".into(),
        Loss::Silence(silence) => format!("已经 {} 秒没有收到它的任何消息。", silence.as_secs()),
        Loss::TooLong(patience) => {
            format!("连接中断的时间超过了中继愿意等待的 {} 秒。", patience.as_secs())
        }
        Loss::Unreadable(detail) => format!("它发来了页面读不懂的消息：{detail}"),
        Loss::Goodbye(goodbye) => goodbye.explanation().get(Language::Zh).into(),
    }
}

fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::MakeServer => "按 socket：服务器先要有一个自己的套接字。",
        Advice::Bind => "按 bind：给它一个地址，客户端才找得到。",
        Advice::Listen => "按 listen：此后内核会替它给客户端排队。",
        Advice::Accept => "按 accept：它会阻塞，直到有客户端连上来。",
        Advice::StartClient => "accept 正在阻塞。在终端里输入下面这一行：nc 就是你的客户端。",
        Advice::ServerRecv => "在 nc 里输入一行并按回车，再在这里按 recv。",
        Advice::TypeInClient => "recv 正在阻塞。在 nc 里输入一行并按回车。",
        Advice::Reply => "写一句回复，按 send：nc 会把它打印出来。",
        Advice::SeeClientClose => "在 nc 里按 Ctrl+C，再按 recv：会返回空字节 b''。",
        Advice::ServerClose => "按 close：结束与这个客户端的对话。",
        Advice::MakeClient => "先用下面这一行启动 nc，再按 socket。",
        Advice::Connect => "按 connect：nc 必须已在监听，否则内核会拒绝。",
        Advice::ClientSend => "写点什么，按 send：nc 会把它打印出来。",
        Advice::ClientRecv => "在 nc 里输入一句回复并按回车，再在这里按 recv。",
        Advice::TypeInServer => "recv 正在阻塞。在 nc 里输入一句回复并按回车。",
        Advice::ClientClose => "按 close：nc 会读到流的结尾并退出。",
        Advice::Done => "一次完整的对话结束了。现在来弄坏它：试试打乱调用的顺序。",
    }
}

fn meaning(meaning: Meaning) -> String {
    match meaning {
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
        Meaning::ErrnoOf(errno) => {
            let explained = errno.explanation();
            format!("{}：{}{}", errno.name(), explained.cause.zh, explained.remedy.zh)
        }
    }
}

fn state(state: SocketState) -> &'static str {
    match state {
        SocketState::Created => "刚创建",
        SocketState::Bound => "已绑定",
        SocketState::Listening => "监听中",
        SocketState::Connecting => "连接中",
        SocketState::Connected => "已连接",
        SocketState::PeerClosed => "对方已关闭",
        SocketState::Reset => "连接已断",
        SocketState::Closed => "已关闭",
        SocketState::Gone => "随中继消失",
    }
}
