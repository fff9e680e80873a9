//! The texts of the pane as a whole, and of a place without a network.

use lab_shared::network::NetworkDenial;

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Pane {
    /// Its name.
    pub title: &'static str,
    /// What a network is, before there is one.
    pub lead: &'static str,
    /// Makes the network of a tutorial.
    pub make: &'static str,
    /// Before the field for a code.
    pub join_lead: &'static str,
    /// The field for another page's code.
    pub code: &'static str,
    /// Joins it.
    pub join: &'static str,
    /// There is no relay.
    pub no_relay: &'static str,
    /// The relay knows of no networks.
    pub unknown: &'static str,
    /// Why a relay has no networks.
    pub denied: fn(NetworkDenial) -> &'static str,
    /// What can be done about it: a place, and what to type or change there.
    pub remedies: fn(NetworkDenial) -> &'static [(&'static str, &'static str)],
    /// Before the remedies.
    pub remedy: &'static str,
    /// The relay refused a request.
    pub refused: &'static str,
    /// The page shows an earlier moment.
    pub past: &'static str,
    /// There was no network at that moment.
    pub none: &'static str,
    /// Ends the network.
    pub end: &'static str,
    /// Leaves it, when others are in it.
    pub leave: &'static str,
}

impl Texts for Pane {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Pane = Pane {
    title: "Network",
    lead: "A network of your own: each host is a real Linux TCP/IP stack, and the cable between them does what you set. Make it slow, let it lose packets, cut it, and watch what TCP does about it.",
    make: "Make a network: server and client on a cable",
    join_lead: "Or join one that another page shares:",
    code: "Code",
    join: "Join",
    no_relay: "As soon as the relay is there, it can make a network of your own.",
    unknown: "This relay is of an earlier version and makes no networks. A newer one does.",
    denied: |why| match why {
        NetworkDenial::System => {
            "This relay cannot make networks: they need Linux, with its user and network namespaces and TUN devices, and its machine runs another system."
        }
        NetworkDenial::Container => {
            "This relay cannot make networks: its container's seccomp profile denies user namespaces."
        }
        NetworkDenial::AppArmor => {
            "This relay cannot make networks: AppArmor denies it user namespaces, as Ubuntu does since 24.04."
        }
        NetworkDenial::Sysctl => {
            "This relay cannot make networks: a setting of its kernel denies user namespaces."
        }
        NetworkDenial::Namespaces => {
            "This relay cannot make networks: its machine denies it namespaces."
        }
        NetworkDenial::Tun => "This relay cannot make networks: it may not open /dev/net/tun.",
        NetworkDenial::Owner => "The owner of this relay has turned networks off.",
    },
    remedies: |why| match why {
        NetworkDenial::System => &[
            ("In a Linux container or virtual machine", "docker compose up"),
            ("On Windows, Linux beside it", "wsl --install"),
        ],
        NetworkDenial::Container | NetworkDenial::Namespaces => {
            &[("In Docker", "docker run --security-opt seccomp=unconfined --device /dev/net/tun …")]
        }
        NetworkDenial::AppArmor => &[
            ("On Ubuntu", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
            ("In Docker", "docker run --security-opt apparmor=unconfined …"),
        ],
        NetworkDenial::Sysctl => &[
            ("On Debian", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
            ("On other systems", "sudo sysctl -w user.max_user_namespaces=10000"),
        ],
        NetworkDenial::Tun => &[
            ("In Docker", "docker run --device /dev/net/tun …"),
            ("On a machine of your own", "sudo modprobe tun"),
        ],
        NetworkDenial::Owner => &[],
    },
    remedy: "What helps, on the relay's machine:",
    refused: "The relay refused:",
    past: "An earlier moment: hosts, cables and packets as they were then. Nothing of it can be changed.",
    none: "At this moment there was no network.",
    end: "End the network",
    leave: "Leave the network",
};

static ZH: Pane = Pane {
    title: "网络",
    lead: "你自己的网络：每台主机都是真正的 Linux TCP/IP 协议栈，主机之间的网线听你的。让它变慢、丢包，或者剪断，看 TCP 怎么应对。",
    make: "建一个网络：一根网线连着服务器和客户端",
    join_lead: "或者加入别的页面共享的网络：",
    code: "共享码",
    join: "加入",
    no_relay: "连上中继之后，就可以建自己的网络。",
    unknown: "这个中继的版本较早，还不能建网络，换新版即可。",
    denied: |why| match why {
        NetworkDenial::System => {
            "这个中继建不了网络：网络要靠 Linux 的用户命名空间、网络命名空间和 TUN 设备，而它的机器是别的系统。"
        }
        NetworkDenial::Container => "这个中继建不了网络：容器的 seccomp 配置不许它用用户命名空间。",
        NetworkDenial::AppArmor => {
            "这个中继建不了网络：AppArmor 不许它用用户命名空间（Ubuntu 24.04 起如此）。"
        }
        NetworkDenial::Sysctl => "这个中继建不了网络：内核的设置不许它用用户命名空间。",
        NetworkDenial::Namespaces => "这个中继建不了网络：它的机器不许它用命名空间。",
        NetworkDenial::Tun => "这个中继建不了网络：它打不开 /dev/net/tun。",
        NetworkDenial::Owner => "这个中继的管理者关闭了网络功能。",
    },
    remedies: |why| match why {
        NetworkDenial::System => &[
            ("在 Linux 容器或虚拟机里运行", "docker compose up"),
            ("在 Windows 上，装一个 Linux", "wsl --install"),
        ],
        NetworkDenial::Container | NetworkDenial::Namespaces => &[(
            "在 Docker 里",
            "docker run --security-opt seccomp=unconfined --device /dev/net/tun …",
        )],
        NetworkDenial::AppArmor => &[
            ("在 Ubuntu 上", "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
            ("在 Docker 里", "docker run --security-opt apparmor=unconfined …"),
        ],
        NetworkDenial::Sysctl => &[
            ("在 Debian 上", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
            ("其他系统", "sudo sysctl -w user.max_user_namespaces=10000"),
        ],
        NetworkDenial::Tun => &[
            ("在 Docker 里", "docker run --device /dev/net/tun …"),
            ("在自己的机器上", "sudo modprobe tun"),
        ],
        NetworkDenial::Owner => &[],
    },
    remedy: "在中继所在的机器上这样解决：",
    refused: "中继拒绝了：",
    past: "这是之前的某一刻：主机、网线和数据包都是当时的样子，不能更改。",
    none: "那一刻还没有网络。",
    end: "拆除网络",
    leave: "离开网络",
};
