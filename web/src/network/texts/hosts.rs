//! The texts of the hosts: their list, the ports of the machine that lead to them, and sharing.

use lab_shared::network::HostEnd;

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Hosts {
    /// The picture's name.
    pub picture: &'static str,
    /// The list's title.
    pub title: &'static str,
    /// A host with its addresses, for the picture's description.
    pub described: fn(&str, &str, &str) -> String,
    /// Why a host is gone.
    pub ended: fn(HostEnd) -> &'static str,
    /// Further sockets of a host.
    pub more: fn(usize) -> String,
    /// What the line does that is copied.
    pub enter: &'static str,
    /// Ends it and starts it anew.
    pub restart: &'static str,
    pub restart_help: &'static str,
    /// Ends it.
    pub remove: &'static str,
    /// The field for a new host's name.
    pub name: &'static str,
    /// Adds it.
    pub add: &'static str,
    /// A name that no host can have.
    pub wrong_name: &'static str,
    /// A name that a host has.
    pub taken: &'static str,
    /// The largest packet.
    pub mtu: &'static str,
    pub wrong_mtu: &'static str,
    /// The ports' title.
    pub doors: &'static str,
    pub doors_lead: &'static str,
    pub doors_denied: &'static str,
    pub host: &'static str,
    pub protocol: &'static str,
    /// The host's port.
    pub port: &'static str,
    pub wrong_port: &'static str,
    /// The machine's address.
    pub address: &'static str,
    pub wrong_address: &'static str,
    pub publish: &'static str,
    pub unpublish: &'static str,
    /// Sharing.
    pub share_title: &'static str,
    pub share_lead: &'static str,
    pub share: &'static str,
    /// Before the field for a code, in a network of one's own.
    pub join_lead: &'static str,
    pub unshare: &'static str,
    pub pages: fn(u32) -> String,
    /// A host's name and its state in a button's label.
    pub of: fn(&str, &str) -> String,
}

impl Texts for Hosts {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Hosts = Hosts {
    picture: "The network's hosts and cables",
    title: "Hosts",
    described: |name, v4, v6| format!("Host {name}, addresses {v4} and {v6}."),
    ended: |why| match why {
        HostEnd::Removed => "removed",
        HostEnd::Died => "its process has died",
    },
    more: |count| format!("+ {count} more"),
    enter: "A terminal inside:",
    restart: "Power off and on",
    restart_help: "What it knew of its connections is gone, as after a power failure",
    remove: "Remove",
    name: "New host",
    add: "Add",
    wrong_name: "1 to 15 of a–z, 0–9 and -, beginning with a letter",
    taken: "There is a host of this name",
    mtu: "MTU (largest packet, bytes)",
    wrong_mtu: "1280 to 9000",
    doors: "Ports of the machine",
    doors_lead: "A published port of the relay's machine leads to a host, so that nc on another machine reaches a program there.",
    doors_denied: "This relay publishes no ports.",
    host: "Host",
    protocol: "Protocol",
    port: "Its port",
    wrong_port: "1 to 65535",
    address: "The machine's address and port",
    wrong_address: "Such as 127.0.0.1:9999; port 0 picks a free one",
    publish: "Publish",
    unpublish: "Close",
    share_title: "Together",
    share_lead: "Another page of this relay joins with a code, and uses the same hosts and cables.",
    share: "Share with a code",
    join_lead: "Or join another page's network with its code; this one ends then:",
    unshare: "Share no longer",
    pages: |count| match count {
        1 => "1 page is in it.".to_owned(),
        _ => format!("{count} pages are in it."),
    },
    of: |what, name| format!("{what}: {name}"),
};

static ZH: Hosts = Hosts {
    picture: "网络里的主机和网线",
    title: "主机",
    described: |name, v4, v6| format!("主机 {name}，地址 {v4} 和 {v6}。"),
    ended: |why| match why {
        HostEnd::Removed => "已移除",
        HostEnd::Died => "进程已死",
    },
    more: |count| format!("还有 {count} 个"),
    enter: "进入主机的终端：",
    restart: "断电重启",
    restart_help: "它对连接的记忆全没了，就像断过电",
    remove: "移除",
    name: "新主机",
    add: "添加",
    wrong_name: "1 到 15 个字符：小写字母开头，只含 a–z、0–9 和 -",
    taken: "已有同名主机",
    mtu: "MTU（最大包长，字节）",
    wrong_mtu: "1280 到 9000",
    doors: "机器的端口",
    doors_lead: "把中继所在机器的一个端口通到某台主机，别的机器上的 nc 就能连到那里的程序。",
    doors_denied: "这个中继不开放端口。",
    host: "主机",
    protocol: "协议",
    port: "它的端口",
    wrong_port: "1 到 65535",
    address: "机器的地址和端口",
    wrong_address: "如 127.0.0.1:9999；端口 0 表示任选一个",
    publish: "开放",
    unpublish: "关闭",
    share_title: "一起用",
    share_lead: "同一中继的其他页面凭共享码加入，用同样的主机和网线。",
    share: "生成共享码",
    join_lead: "或者凭共享码加入别的页面的网络（这里的网络随即拆除）：",
    unshare: "停止共享",
    pages: |count| format!("有 {count} 个页面在里面。"),
    of: |what, name| format!("{what}：{name}"),
};
