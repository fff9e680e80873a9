//! The relay's own rules, each with what it protects and how the relay's owner lifts it.

use serde::{Deserialize, Serialize};

use crate::language::Bilingual;

/// Why the relay itself, not the kernel, refused a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The local address is outside `--allow-bind`.
    AllowBind,
    /// The destination is outside `--allow-connect`.
    AllowConnect,
    /// The address is where the relay itself listens.
    OwnPort,
    /// An option or an address names another interface than loopback.
    Interface,
    /// A Unix path outside the lab's folder, a symbolic link, a foreign abstract name, or the removal of
    /// another's file.
    UnixDirectory,
    /// Raw sockets could forge or read other programs' packets.
    RawSocket,
    /// A socket option that is not in the table of known ones.
    KnownOption,
    /// The page has the most sockets it may have.
    MaxSockets,
    /// The page has the most pending calls it may have.
    MaxPending,
    /// The page's pending polls name the most sockets they may.
    MaxPollEntries,
    /// The page has the most name lookups and lingering closes pending that it may have.
    MaxLookups,
    /// The relay holds the most bytes it may for the page, or for all pages.
    MaxMemory,
    /// The page has the most chat rooms on the relay it may have.
    MaxRooms,
    /// A socket, a room or an assistant on the network of the relay's machine, which the relay does not offer.
    MachineNetwork,
    /// A network of one's own on a relay that has none to offer.
    OwnNetwork,
    /// A host that the page's network does not have, or that has ended.
    Host,
    /// A code under which no network is shared.
    NetworkCode,
    /// The network has the most hosts it may have, or all networks have.
    MaxHosts,
    /// The machine's port to be published is outside `--allow-publish`.
    AllowPublish,
    /// The network publishes the most ports it may.
    MaxPublished,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 20] = [
        Self::AllowBind,
        Self::AllowConnect,
        Self::OwnPort,
        Self::Interface,
        Self::UnixDirectory,
        Self::RawSocket,
        Self::KnownOption,
        Self::MaxSockets,
        Self::MaxPending,
        Self::MaxPollEntries,
        Self::MaxLookups,
        Self::MaxMemory,
        Self::MaxRooms,
        Self::MachineNetwork,
        Self::OwnNetwork,
        Self::Host,
        Self::NetworkCode,
        Self::MaxHosts,
        Self::AllowPublish,
        Self::MaxPublished,
    ];

    /// The rule's short name, as on the wire and in the relay's log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AllowBind => "allow-bind",
            Self::AllowConnect => "allow-connect",
            Self::OwnPort => "own-port",
            Self::Interface => "interface",
            Self::UnixDirectory => "unix-directory",
            Self::RawSocket => "raw-socket",
            Self::KnownOption => "known-option",
            Self::MaxSockets => "max-sockets",
            Self::MaxPending => "max-pending",
            Self::MaxPollEntries => "max-poll-entries",
            Self::MaxLookups => "max-lookups",
            Self::MaxMemory => "max-memory",
            Self::MaxRooms => "max-rooms",
            Self::MachineNetwork => "machine-network",
            Self::OwnNetwork => "own-network",
            Self::Host => "host",
            Self::NetworkCode => "network-code",
            Self::MaxHosts => "max-hosts",
            Self::AllowPublish => "allow-publish",
            Self::MaxPublished => "max-published",
        }
    }

    /// What the rule protects, and the remedy.
    #[must_use]
    pub fn explanation(self) -> Bilingual {
        match self {
            Self::AllowBind => Bilingual {
                zh: "中继只允许在获准的地址上 bind（默认仅本机回环）；没有 bind 就 listen 或发数据报，内核会绑定所有地址，限制在本机的套接字也不能去别处。先 bind 到 127.0.0.1，或请中继的主人用 --allow-bind 放行。",
                en: "The relay lets lab sockets bind only to allowed addresses (by default loopback). Without a bind, listen and datagrams take every address, and a socket that is kept to this machine goes nowhere else. Bind to 127.0.0.1 first, or ask the relay's owner to open it with --allow-bind.",
            },
            Self::AllowConnect => Bilingual {
                zh: "中继只允许连接获准的地址（默认仅本机回环）。改用 127.0.0.1，或请中继的主人用 --allow-connect 放行。",
                en: "The relay lets lab sockets connect only to allowed addresses (by default loopback). Use 127.0.0.1, or ask the relay's owner to open it with --allow-connect.",
            },
            Self::OwnPort => Bilingual {
                zh: "这是中继自己的端口，不能拿来做实验。换一个端口。",
                en: "This is the relay's own port and not for experiments. Choose another port.",
            },
            Self::Interface => Bilingual {
                zh: "除回环外，中继不让套接字用别的网络接口：加入其他接口上的组播组，会收到网络上的数据报。IPv4 请把接口写成 127.0.0.1，IPv6 写 socket.if_nametoindex(\"lo\")，SO_BINDTODEVICE 写 b\"lo\"。或请中继的主人放行这个组：接收用 --allow-bind，发送用 --allow-connect；限制在本机的套接字则需 --allow-bind any。",
                en: "The relay lets sockets use no interface but loopback: a group joined on another one brings in datagrams from the network. Name 127.0.0.1 as the interface, for IPv6 socket.if_nametoindex(\"lo\"), for SO_BINDTODEVICE b\"lo\". Or ask the relay's owner to open the group: --allow-bind to join it, --allow-connect to send to it, --allow-bind any for a socket that is kept to this machine.",
            },
            Self::UnixDirectory => Bilingual {
                zh: "AF_UNIX 的路径必须位于中继的实验目录内，且不能是符号链接。只写文件名，中继会把它放进该目录；或写该目录内的绝对路径。只能删除本页面自己 bind 出来的套接字文件。目录见“中继”面板，由中继的主人用 --unix-directory 指定。",
                en: "An AF_UNIX path must lie in the relay's own lab folder and be no symbolic link. Give a plain file name, which the relay puts into that folder, or an absolute path in it. Only socket files that this page bound can be removed. The relay's panel names the folder; its owner chooses it with --unix-directory.",
            },
            Self::RawSocket => Bilingual {
                zh: "原始套接字能读取或伪造其他程序的报文，中继不提供。",
                en: "A raw socket could read or forge other programs' packets; the relay offers none.",
            },
            Self::KnownOption => Bilingual {
                zh: "中继只接受已知的套接字选项。",
                en: "The relay accepts only socket options it knows.",
            },
            Self::MaxSockets => Bilingual {
                zh: "本页面的套接字数已到上限。先关闭不用的，或请中继的主人提高 --max-sockets。",
                en: "This page has as many sockets as it may. Close some, or ask the relay's owner to raise --max-sockets.",
            },
            Self::MaxPending => Bilingual {
                zh: "本页面等待中的调用数已到上限。先取消一些，或请中继的主人提高 --max-pending。",
                en: "This page has as many pending calls as it may. Cancel some, or ask the relay's owner to raise --max-pending.",
            },
            Self::MaxPollEntries => Bilingual {
                zh: "本页面所有等待中的 poll 合计列出的套接字数已到上限。先取消一些，或让每个 poll 少列一些套接字。",
                en: "The pending polls of this page name as many sockets as they may together. Cancel some, or name fewer sockets in each.",
            },
            Self::MaxLookups => Bilingual {
                zh: "本页面正在进行的域名查询已到上限（已取消但尚未结束的也算）。等其中一些结束，或直接写 IP 地址。",
                en: "This page has as many name lookups under way as it may; cancelled ones count until they have ended. Wait for some to end, or give an IP address.",
            },
            Self::MaxMemory => Bilingual {
                zh: "中继替本页面或所有页面保存的字节数已到上限。先让等待中的 send 与 recv 完成，或取消一些、每次少传一些；也可请中继的主人提高 --max-memory。",
                en: "The relay holds as many bytes for this page, or for all pages, as it may. Let sends and recvs that wait complete, cancel some, or pass less at a time; or ask the relay's owner to raise --max-memory.",
            },
            Self::MaxRooms => Bilingual {
                zh: "本页面在中继上开的聊天室已到上限。先停掉一个。",
                en: "This page has as many chat rooms on the relay as it may. Stop one first.",
            },
            Self::MachineNetwork => Bilingual {
                zh: "这台中继不提供所在机器的网络：套接字只能建在本页面自己网络的主机上，聊天室与助手也不能开在中继上。请在网络中选一台主机，或请中继的主人用 --page-network both 放行。",
                en: "This relay does not offer the network of its machine: sockets are made on the hosts of the page's own network, and the relay runs no rooms or assistants. Choose a host of your network, or ask the relay's owner to open the machine's with --page-network both.",
            },
            Self::OwnNetwork => Bilingual {
                zh: "这台中继没有可提供的专用网络。原因与办法见“中继”面板。",
                en: "This relay has no networks of one's own to offer. Its panel says why, and the remedy.",
            },
            Self::Host => Bilingual {
                zh: "本页面的网络里没有这台主机，或它已经终止。请在“网络”中重启这台主机，或选另一台；旧套接字只能关闭。",
                en: "The page's network has no such host, or the host has ended. Restart it under Network, or choose another; sockets of a host that has ended can only be closed.",
            },
            Self::NetworkCode => Bilingual {
                zh: "没有以此代码共享的网络：代码有误，或已停止共享。请向共享者核对。",
                en: "No network is shared under this code: it is mistyped, or the network is shared no longer. Ask who shared it.",
            },
            Self::MaxHosts => Bilingual {
                zh: "这个网络或所有网络的主机数已到上限。先移除一台，或请中继的主人提高 --max-hosts 或 --max-hosts-in-all。",
                en: "This network, or all networks together, have as many hosts as they may. Remove one, or ask the relay's owner to raise --max-hosts or --max-hosts-in-all.",
            },
            Self::AllowPublish => Bilingual {
                zh: "中继不允许把机器的这个地址与端口发布给主机。换一个端口，或请中继的主人用 --allow-publish 放行。",
                en: "The relay does not let this address and port of its machine be published. Choose another port, or ask the relay's owner to open it with --allow-publish.",
            },
            Self::MaxPublished => Bilingual {
                zh: "这个网络发布的端口数已到上限。先停止一个，或请中继的主人提高 --max-published。",
                en: "This network publishes as many ports as it may. Stop one, or ask the relay's owner to raise --max-published.",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rules_name_is_its_wire_form() {
        for rule in Rule::ALL {
            let json = serde_json::to_string(&rule).unwrap();
            assert_eq!(json, format!("\"{}\"", rule.name()));
        }
    }
}
