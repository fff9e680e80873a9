//! The Chat place in Chinese.

use lab_shared::chat::{Leave, SlowPeer};
use lab_shared::framing::{ByteOrder, Framing, LengthWidth};

use super::{Chat, Client, ModeText, Modes, Room};
use crate::chat::state::room_settings::RoomField;

pub(super) static ZH: Chat = Chat {
    title: "聊天室",
    views: "在聊天室里做什么",
    host: "开聊天室",
    join: "加入聊天室",
    stream: "粘包与字节流",
    room: Room {
        settings: "聊天室",
        transcript: "记录",
        clients: "客户端",
        runs: "运行在",
        in_page: "这个页面里",
        in_page_text: "服务器的每次 accept、recv、send 都由这个页面发出，并显示在实验台的时间线上。",
        in_page_only: "服务器在这个页面里运行，位于网络的主机上。这个中继自己不开房间：那样的房间在它的机器上，而它不向页面开放这台机器。",
        on_relay: "中继上",
        on_relay_text: "服务器由中继自己运行，这里只看到结果；它的调用不出现在时间线上。",
        mode: "服务器",
        modes: Modes {
            group: ModeText {
                name: "群聊", text: "一个人说的话发给所有人，包括自己。quit 离开。"
            },
            acknowledge: ModeText {
                name: "确认收到",
                text: "回答“服务端接收到了信息”，并重复原文。",
            },
            echo: ModeText {
                name: "回声", text: "收到什么字节，就原样发回什么字节。"
            },
            upper_case: ModeText {
                name: "转成大写", text: "把文本转成大写发回去。"
            },
            fixed_replies: ModeText {
                name: "固定回复",
                text: "第一个客户端得到第一条回复，第二个得到第二条。",
            },
            line_answer: ModeText { name: "逐行回答", text: "逐行回答，直到 quit。" },
            keyword_over: ModeText {
                name: "说“拜拜”为止",
                text: "确认每条消息；听到“拜拜”就说 over 并断开。",
            },
            shop: ModeText {
                name: "零食店", text: "用 GBK 报出存货，卖店里有的东西。"
            },
            operator: ModeText {
                name: "人工回答",
                text: "由你输入回答；任何一方说 byebye 就结束。",
            },
        },
        more: "更多设置",
        framing: "消息的边界",
        framing_name,
        delimiter: "分隔符",
        concurrency: "同时服务",
        one: "一次一个客户端",
        all: "所有客户端",
        slow: "遇到不读数据的客户端",
        slow_name,
        queue_bytes: "每个客户端的队列（字节）",
        max_message: "最长消息（字节）",
        form: "消息写成",
        stamped: "带时间和地址",
        compact: "一行",
        echo: "发言者自己也收到",
        replies: "回复，每行一条",
        one_exchange: "回复一次后就断开",
        goods: "商品，每行一种：名称 价格",
        json: "设置（JSON）",
        json_text: "复制出来可以交给别人，也可以把别人给的粘贴进来。",
        json_apply: "使用这份 JSON",
        wrong,
        open: "打开聊天室",
        opening: "正在打开…",
        stop: "关闭聊天室",
        stopping: "正在关闭：排队的数据还会发完…",
        is_open: "正在监听",
        no_transcript: "打开聊天室，再用 nc 连上来：里面说的每句话都会出现在这里。",
        no_clients: "还没有人。把 nc 那一行粘贴到终端里，开三个终端也行。",
        dropped: |count| format!("更早的 {count} 行已不再保留"),
        missed: |count| format!("略去了 {count} 行：页面比聊天室慢"),
        opened: "聊天室开始监听",
        loopback_only: "；中继只让本机（127.0.0.1、::1）连接，要对外开放请中继的主人加上 --allow-bind any。",
        joined: "进来了",
        left,
        reframed: |name| format!("从这里起，消息的边界：{name}"),
        lagged: |count| format!("读得太慢，已错过 {count} 条消息"),
        elsewhere: "另一台机器",
        server: "服务器",
        stopped: "聊天室已关闭",
        relay_lost: "中继断开，聊天室的套接字也随之消失",
        queued: "待发字节",
        missed_by: "错过",
        remove: |client| format!("移出 {client}"),
        remove_short: "移出",
        leaving: "正在离开",
        answer_to: "发给",
        answer: "你的回答",
        answer_keys: "回车发送，Shift+回车换行。",
        send: "发送",
    },
    client: Client {
        settings: "客户端",
        text: "一边输入一边接收的客户端：始终有一个 recv 在等待。",
        connect: "连接",
        connecting: "正在连接…",
        connected: "已连接到",
        leave: "离开",
        empty: "连接一个聊天室，或者一个正在监听的 nc；双方说的话都会出现在这里。",
        nc: "可以连接的对象",
        say: "说点什么",
        say_keys: "回车发送，每行一次 send；Shift+回车换行；quit 离开。",
        says_ready: "连上后先说 I'm ready.",
        you: "你",
        they: "对方",
        one_recv: |bytes| format!("一次 recv，{bytes} 字节"),
        ended: "对方已关闭：recv 返回了空字节",
        closed: "你已离开",
        facts: "连接",
        recvs: "recv 次数",
        wrong_port: "端口是 0 到 65535 之间的整数。",
    },
};

fn framing_name(framing: &Framing) -> &'static str {
    match framing {
        Framing::Raw => "不划分：一次 recv 算一条",
        Framing::Lines => "按行：以换行结束",
        Framing::CrLfLines => "按行：以 CR LF 结束",
        Framing::Delimiter(_) => "按分隔符",
        Framing::LengthPrefix { width, order } => match (width, order) {
            (LengthWidth::U16, ByteOrder::Big) => "长度前缀：2 字节 >H",
            (LengthWidth::U16, ByteOrder::Little) => "长度前缀：2 字节 <H",
            (LengthWidth::U32, ByteOrder::Big) => "长度前缀：4 字节 >I",
            (LengthWidth::U32, ByteOrder::Little) => "长度前缀：4 字节 <I",
        },
    }
}

fn slow_name(policy: SlowPeer) -> &'static str {
    match policy {
        SlowPeer::Block => "所有人都等它",
        SlowPeer::DropOldest => "它错过最旧的消息",
        SlowPeer::Disconnect => "断开它",
    }
}

fn wrong(field: RoomField) -> &'static str {
    match field {
        RoomField::Host => "这不是主机名。",
        RoomField::Port => "端口是 0 到 65535 之间的整数；0 由内核选一个。",
        RoomField::Delimiter => "分隔符为 1 到 256 个字节；可以写 \\n、\\r、\\x00。",
        RoomField::QueueBytes | RoomField::MaxMessage => "必须是大于零的整数。",
        RoomField::Replies => "每行一条回复，每条最多 4096 字节（UTF-8）。",
        RoomField::Goods => "每行是名称、空格、价格；含全部商品的欢迎语最多 4096 字节（UTF-8）。",
        RoomField::Json => "这不是有效的设置。",
    }
}

fn left(reason: &Leave) -> String {
    match reason {
        Leave::Goodbye => "道别离开".into(),
        Leave::Closed => "关闭了连接".into(),
        Leave::Failed { failure } => format!("断线了：{failure}"),
        Leave::Slow => "读得太慢，被断开".into(),
        Leave::Removed => "被移出".into(),
        Leave::Stopped => "因聊天室关闭而离开".into(),
    }
}
