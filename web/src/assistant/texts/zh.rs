//! Simplified Chinese.

use lab_shared::assistant::session::EndState;

use super::{Assistant, Ends, Log, Peers};
use crate::assistant::state::choices::{GroupingKind, TransportKind};
use crate::assistant::state::end_form::EndField;

pub(super) static ZH: Assistant = Assistant {
    title: "调试助手",
    ends: Ends {
        title: "端",
        add: "添加一个端",
        remove: "移除这个端",
        kind: "协议类型",
        kind_name: |kind| match kind {
            TransportKind::TcpClient => "TCP 客户端",
            TransportKind::TcpServer => "TCP 服务器",
            TransportKind::Udp => "UDP",
            TransportKind::UnixClient => "Unix 客户端",
            TransportKind::UnixServer => "Unix 服务器",
            TransportKind::UnixDatagram => "Unix 数据报",
        },
        field: |field, kind| match field {
            EndField::Name => "名称",
            EndField::Host if kind.is_server() => "本地主机",
            EndField::Host => "远程主机",
            EndField::Port if kind.is_server() => "本地端口",
            EndField::Port => "远程端口",
            EndField::Path if kind == TransportKind::UnixDatagram => "发往路径",
            EndField::Path => "路径",
            EndField::BindHost => "本地主机",
            EndField::BindPort => "本地端口",
            EndField::BindPath => "自己的路径",
            EndField::FirstPause => "首次间隔（毫秒）",
            EndField::LongestPause => "最长间隔（毫秒）",
            EndField::Peers => "最多连接数",
            EndField::Group => "组播组",
            EndField::Interface => "所用接口",
            EndField::MulticastTtl => "组播 TTL",
            EndField::Gap => "间隔（毫秒）",
            EndField::Delimiter => "结束字节（十六进制）",
            EndField::Length => "字节数",
            EndField::CheckSkip => "前面不计的字节",
            EndField::CheckBehind => "后面还有的字节",
        },
        wrong: |field| match field {
            EndField::Name => "每个端都要有自己的名称",
            EndField::Host | EndField::BindHost => "地址或名称，如 127.0.0.1",
            EndField::Port | EndField::BindPort => "0 到 65535 的数",
            EndField::Path | EndField::BindPath => "路径，或 @ 后的名称",
            EndField::Group => "如 239.1.2.3 的地址",
            EndField::Interface => "如 127.0.0.1 的地址",
            EndField::MulticastTtl => "0 到 255 的数",
            EndField::Delimiter => "十六进制字节，如 0d 0a",
            EndField::Length => "1 到 1048576 的数",
            EndField::FirstPause
            | EndField::LongestPause
            | EndField::Peers
            | EndField::Gap
            | EndField::CheckSkip
            | EndField::CheckBehind => "整数",
        },
        charset: "编码",
        grouping: "一条消息是",
        grouping_name: |grouping| match grouping {
            GroupingKind::Received => "一次接收的内容",
            GroupingKind::Gap => "停顿之前的内容",
            GroupingKind::Line => "一行",
            GroupingKind::CrLf => "到 CR LF 为止",
            GroupingKind::Delimiter => "到指定字节为止",
            GroupingKind::LengthPrefix => "由开头的长度决定",
            GroupingKind::Fixed => "固定长度",
        },
        open: |kind| match kind {
            TransportKind::TcpClient | TransportKind::UnixClient => "连接",
            TransportKind::TcpServer | TransportKind::UnixServer => "开始监听",
            TransportKind::Udp | TransportKind::UnixDatagram => "打开",
        },
        close: "关闭",
        state: |state, kind| match state {
            EndState::Closed => "已关闭",
            EndState::Opening if kind.is_client() => "正在连接…",
            EndState::Opening => "正在打开…",
            EndState::Open if kind.is_client() => "已连接",
            EndState::Open if kind.is_server() => "正在监听",
            EndState::Open => "已打开",
            EndState::Waiting => "稍后重连",
        },
    },
    peers: Peers {
        title: "对端",
        empty: "没有人连接。",
        send_to: "发给",
        all: "所有人",
        close: "关闭",
        reset: "重置",
        sent: "已发送",
        received: "已接收",
    },
    log: Log {
        title: "日志",
        empty: "还没有收发任何内容。先打开一个端。",
        clear: "清空",
        send: "发送",
        say: "消息",
    },
    dismiss: "知道了",
};
