//! The words of the differences, in English.

use lab_shared::errno::{Difference, Errno};

use super::Systems;

pub(super) static EN: Systems = Systems {
    title: |system| format!("How {} differs from Linux", system.name()),
    difference,
    raises: |errno: Errno| {
        let (number, name, text) = (errno.linux(), errno.name(), errno.text());
        format!("Linux would have raised [Errno {number}] {name}: {text}.")
    },
    succeeds: "Linux would not have failed.",
};

fn difference(difference: Difference) -> [&'static str; 2] {
    match difference {
        Difference::OtherNumbers => [
            "The same errors have other numbers here, and on Windows other words: a refused connect is 10061 there and 61 on macOS.",
            "Linux says 111. The exception's class is the same everywhere, so catch that.",
        ],
        Difference::NoUnix => [
            "Python for Windows has no AF_UNIX (10047), and a pair is a TCP connection on loopback.",
            "Linux has AF_UNIX, and socketpair uses it.",
        ],
        Difference::ReuseStealsPorts => [
            "SO_REUSEADDR on Windows takes a port that another socket listens on; who then gets a connection is open. A server there needs no SO_REUSEADDR to start again.",
            "On Linux it only allows a port that nobody listens on any more.",
        ],
        Difference::ExclusiveAddress => [
            "SO_EXCLUSIVEADDRUSE, set before bind, keeps others from taking the port by SO_REUSEADDR: their bind fails with 10013.",
            "Linux has no such option: there a listener's port cannot be taken.",
        ],
        Difference::SelectSocketsOnly => [
            "select on Windows takes sockets only, so no stdin, pipe or file, and Python has no poll there.",
            "Linux takes every descriptor, and has poll and epoll.",
        ],
        Difference::RefusedConnectTries => [
            "Windows asks again when it is refused: connect tries for 2 s before it raises 10061.",
            "On Linux the first RST ends it at once.",
        ],
        Difference::UnreachableResets => [
            "If a datagram that a UDP socket sent found nobody, the next receive on it fails with 10054. The socket can be used on. On TCP it is a reset, as everywhere.",
            "Linux tells only a connected UDP socket of it, as 111; a reset of TCP is 104.",
        ],
        Difference::AcceptedInherit => [
            "A socket that is accepted from a non-blocking listener does not block either, although gettimeout() says None. Call setblocking(True) on it.",
            "On Linux it blocks, whatever the listener does.",
        ],
        Difference::BacklogRefuses => [
            "When the backlog is full, Windows refuses further connections (10061).",
            "Linux leaves their SYN unanswered, so they wait and try again; and one more fits than the backlog says.",
        ],
        Difference::ListenerShutdown => [
            "shutdown needs a connection here: a listener raises ENOTCONN, and close is how to end it.",
            "On Linux shutdown ends a listener, and a waiting accept; it raises ENOTCONN only on other sockets without a connection.",
        ],
        Difference::AfterOwnShutdown => [
            "Each call in a direction that you have shut down yourself raises 10058, receiving too.",
            "On Linux send raises BrokenPipeError with EPIPE, and recv gives what is there, then b''.",
        ],
        Difference::NoNameBeforeBind => [
            "getsockname before bind raises 10022: the socket has no name yet.",
            "Linux gives ('0.0.0.0', 0).",
        ],
        Difference::LongDatagramFails => [
            "A datagram that is longer than bufsize raises 10040; what did not fit is lost.",
            "Linux gives the beginning without a word, and loses the rest as well.",
        ],
        Difference::ConnectUnderWay => [
            "A non-blocking connect begins with 10035, as any call that would block.",
            "Linux has a number of its own for it, EINPROGRESS.",
        ],
        Difference::ClosedIsNoSocket => [
            "A call on a closed socket raises 10038: what it names is no socket any more.",
            "Linux says EBADF: the descriptor is closed.",
        ],
        Difference::FewerOptions => [
            "This system has fewer options and flags than Linux: there is no SO_REUSEPORT on Windows, and no TCP_CORK and MSG_MORE on either.",
            "Linux has all that the lists offer, but SO_EXCLUSIVEADDRUSE.",
        ],
    }
}
