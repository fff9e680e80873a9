//! The words of the differences, in Chinese.

use lab_shared::errno::{Difference, Errno};

use super::Systems;

pub(super) static ZH: Systems = Systems {
    title: |system| format!("{} 与 Linux 有何不同", system.name()),
    difference,
    raises: |errno: Errno| {
        let (number, name, text) = (errno.linux(), errno.name(), errno.text());
        format!("在 Linux 上会抛出 [Errno {number}] {name}：{text}。")
    },
    succeeds: "在 Linux 上不会失败。",
};

fn difference(difference: Difference) -> [&'static str; 2] {
    match difference {
        Difference::OtherNumbers => [
            "同样的错误在这里编号不同，Windows 上的文字也不同：连接被拒绝在 Windows 上是 10061，在 macOS 上是 61。",
            "Linux 上是 111。异常的类处处相同，所以请按类捕获。",
        ],
        Difference::NoUnix => [
            "Windows 上的 Python 没有 AF_UNIX（10047），socketpair 得到的是回环上的一条 TCP 连接。",
            "Linux 有 AF_UNIX，socketpair 用的就是它。",
        ],
        Difference::ReuseStealsPorts => [
            "在 Windows 上，SO_REUSEADDR 会抢走别的套接字正在监听的端口，之后连接归谁并不确定。那里的服务器重启不需要它。",
            "在 Linux 上，它只允许使用已经无人监听的端口。",
        ],
        Difference::ExclusiveAddress => [
            "bind 之前设置 SO_EXCLUSIVEADDRUSE，别人就不能用 SO_REUSEADDR 抢走端口：对方的 bind 以 10013 失败。",
            "Linux 没有这个选项：监听中的端口本来就抢不走。",
        ],
        Difference::SelectSocketsOnly => [
            "Windows 的 select 只接受套接字，不接受标准输入、管道和文件；那里的 Python 也没有 poll。",
            "Linux 接受任何描述符，还有 poll 和 epoll。",
        ],
        Difference::RefusedConnectTries => [
            "Windows 被拒绝后会再试：connect 试满 2 秒才抛出 10061。",
            "在 Linux 上，第一个 RST 就立即结束 connect。",
        ],
        Difference::UnreachableResets => [
            "UDP 套接字发出的数据报没有人接收时，它的下一次接收以 10054 失败，之后套接字仍可使用。对 TCP 来说，这和别处一样是连接被重置。",
            "Linux 只告诉已 connect 的 UDP 套接字，编号 111；TCP 的重置是 104。",
        ],
        Difference::AcceptedInherit => [
            "从非阻塞的监听套接字 accept 得到的套接字也不阻塞，尽管 gettimeout() 返回 None。请对它调用 setblocking(True)。",
            "在 Linux 上，无论监听套接字怎样，它都是阻塞的。",
        ],
        Difference::BacklogRefuses => [
            "backlog 满了以后，Windows 拒绝新的连接（10061）。",
            "Linux 不回应它们的 SYN，于是它们等待并重试；而且能容纳的比 backlog 多一个。",
        ],
        Difference::ListenerShutdown => [
            "shutdown 在这里需要连接：对监听套接字会抛出 ENOTCONN，要结束它请用 close。",
            "在 Linux 上，shutdown 能结束监听和等待中的 accept，只对其他没有连接的套接字抛出 ENOTCONN。",
        ],
        Difference::AfterOwnShutdown => [
            "自己关闭了某个方向之后，该方向上的每个调用都抛出 10058，接收也一样。",
            "在 Linux 上，send 抛出 BrokenPipeError（EPIPE），recv 先给出已有的数据，然后是 b''。",
        ],
        Difference::NoNameBeforeBind => [
            "bind 之前 getsockname 会抛出 10022：套接字还没有地址。",
            "Linux 返回 ('0.0.0.0', 0)。",
        ],
        Difference::LongDatagramFails => [
            "数据报比 bufsize 长时抛出 10040，放不下的部分丢失。",
            "Linux 不声不响地给出开头，其余同样丢失。",
        ],
        Difference::ConnectUnderWay => [
            "非阻塞的 connect 以 10035 开始，和任何会阻塞的调用一样。",
            "Linux 为它另有一个编号：EINPROGRESS。",
        ],
        Difference::ClosedIsNoSocket => [
            "对已关闭的套接字的调用抛出 10038：它指的已经不是套接字。",
            "Linux 说 EBADF：描述符已关闭。",
        ],
        Difference::FewerOptions => [
            "这个系统的选项和标志比 Linux 少：Windows 没有 SO_REUSEPORT，两者都没有 TCP_CORK 和 MSG_MORE。",
            "列表里的选项 Linux 都有，只缺 SO_EXCLUSIVEADDRUSE。",
        ],
    }
}
