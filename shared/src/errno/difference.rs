//! How systems differ from Linux where a learner meets it: which calls, which options, which failures.
//!
//! The page has the words (`web/src/systems`), `docs/systems.md` the table for readers.

use super::{Errno, System};
use crate::call::{CallName, Failure};

/// One way in which a system differs from Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Difference {
    /// Python has no AF_UNIX.
    NoUnix,
    /// SO_REUSEADDR takes a port that another socket listens on.
    ReuseStealsPorts,
    /// SO_EXCLUSIVEADDRUSE keeps a port from being taken.
    ExclusiveAddress,
    /// select takes nothing but sockets, and there is no poll.
    SelectSocketsOnly,
    /// A refused connect is tried again for 2 s.
    RefusedConnectTries,
    /// A datagram that nobody took makes the next receive fail.
    UnreachableResets,
    /// A socket that is accepted from a non-blocking listener does not block.
    AcceptedInherit,
    /// Connections beyond the backlog are refused, not kept waiting.
    BacklogRefuses,
    /// A listener cannot be shut down.
    ListenerShutdown,
    /// A call after the own shutdown has a number of its own.
    AfterOwnShutdown,
    /// A socket without a name says so.
    NoNameBeforeBind,
    /// A datagram that is longer than the buffer is an error.
    LongDatagramFails,
    /// A non-blocking connect begins with the number of a call that would block.
    ConnectUnderWay,
    /// A closed socket is no socket.
    ClosedIsNoSocket,
    /// There are fewer options and flags.
    FewerOptions,
    /// The same errors have other numbers.
    OtherNumbers,
}

/// What Linux does where another system raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLinux {
    /// It raises as well, with this errno.
    Raises(Errno),
    /// The call succeeds.
    Succeeds,
    /// Either, as the words of the difference tell.
    Depends,
}

/// Where a difference matters, and what proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownDifference {
    /// Which one.
    pub difference: Difference,
    /// The systems that have it.
    pub systems: &'static [System],
    /// The calls beside which it is told.
    pub calls: &'static [CallName],
    /// The options beside which it is told.
    pub options: &'static [&'static str],
    /// The failure of these calls in which it shows, and what Linux does.
    pub failure: Option<(Errno, OnLinux)>,
    /// The test that proves it: of `relay/tests/relay/windows.rs`, or of this file.
    pub test: &'static str,
}

impl KnownDifference {
    const fn new(difference: Difference, systems: &'static [System], test: &'static str) -> Self {
        Self { difference, systems, calls: &[], options: &[], failure: None, test }
    }

    const fn calls(self, calls: &'static [CallName]) -> Self {
        Self { calls, ..self }
    }

    const fn options(self, options: &'static [&'static str]) -> Self {
        Self { options, ..self }
    }

    const fn failure(self, errno: Errno, linux: OnLinux) -> Self {
        Self { failure: Some((errno, linux)), ..self }
    }

    fn is_of(&self, system: System) -> bool {
        self.systems.contains(&system)
    }
}

const WINDOWS: &[System] = &[System::Windows];
const BOTH: &[System] = &[System::MacOs, System::Windows];
const RECEIVE: &[CallName] = &[CallName::Recv, CallName::Recvfrom];
const CONNECT: &[CallName] = &[CallName::Connect];

/// Every known difference, in the order in which people read them.
pub const KNOWN_DIFFERENCES: &[KnownDifference] = {
    use CallName as C;
    use Difference as D;
    use KnownDifference as K;
    &[
        K::new(D::OtherNumbers, BOTH, "a_refused_connect_has_the_number_of_windows"),
        K::new(D::NoUnix, WINDOWS, "there_is_no_af_unix")
            .calls(&[C::Socket, C::Socketpair])
            .failure(Errno::Eafnosupport, OnLinux::Depends),
        K::new(D::ReuseStealsPorts, WINDOWS, "reuseaddr_takes_a_port_from_a_listener")
            .calls(&[C::Bind])
            .options(&["SO_REUSEADDR"]),
        K::new(D::ExclusiveAddress, WINDOWS, "an_address_can_be_had_exclusively")
            .calls(&[C::Bind])
            .options(&["SO_EXCLUSIVEADDRUSE"])
            .failure(Errno::Eacces, OnLinux::Depends),
        K::new(D::SelectSocketsOnly, WINDOWS, "select_is_told_of_beside_poll").calls(&[C::Poll]),
        K::new(D::RefusedConnectTries, WINDOWS, "a_refused_connect_is_tried_for_two_seconds")
            .calls(CONNECT)
            .failure(Errno::Econnrefused, OnLinux::Raises(Errno::Econnrefused)),
        K::new(D::UnreachableResets, WINDOWS, "a_datagram_that_nobody_took_resets_the_receiver")
            .calls(RECEIVE)
            .failure(Errno::Econnreset, OnLinux::Depends),
        K::new(D::AcceptedInherit, BOTH, "a_non_blocking_listener_hands_that_on")
            .calls(&[C::Accept]),
        K::new(D::BacklogRefuses, WINDOWS, "a_connection_beyond_the_backlog_is_refused")
            .calls(&[C::Listen]),
        K::new(D::ListenerShutdown, BOTH, "a_listener_cannot_be_shut_down")
            .calls(&[C::Shutdown])
            .failure(Errno::Enotconn, OnLinux::Depends),
        K::new(D::AfterOwnShutdown, WINDOWS, SENDS_AFTER_SHUTDOWN)
            .calls(&[C::Send, C::Sendall])
            .failure(Errno::Eshutdown, OnLinux::Raises(Errno::Epipe)),
        K::new(D::AfterOwnShutdown, WINDOWS, "a_recv_after_the_own_shutdown_fails")
            .calls(RECEIVE)
            .failure(Errno::Eshutdown, OnLinux::Succeeds),
        K::new(D::NoNameBeforeBind, WINDOWS, "a_socket_without_a_name_says_so")
            .calls(&[C::Getsockname])
            .failure(Errno::Einval, OnLinux::Succeeds),
        K::new(D::LongDatagramFails, WINDOWS, "a_datagram_that_is_too_long_for_recv_fails")
            .calls(RECEIVE)
            .failure(Errno::Emsgsize, OnLinux::Succeeds),
        K::new(D::ConnectUnderWay, WINDOWS, "what_is_under_way_or_not_there_yet_is_10035")
            .calls(CONNECT)
            .failure(Errno::Eagain, OnLinux::Raises(Errno::Einprogress)),
        K::new(D::ClosedIsNoSocket, WINDOWS, "a_call_on_a_closed_socket_is_10038")
            .calls(CallName::ALL)
            .failure(Errno::Enotsock, OnLinux::Raises(Errno::Ebadf)),
        K::new(D::FewerOptions, BOTH, "options_and_flags_that_windows_has_not_are_refused")
            .calls(&[C::Setsockopt, C::Getsockopt])
            .failure(Errno::Enoprotoopt, OnLinux::Depends),
        K::new(D::FewerOptions, WINDOWS, "options_and_flags_that_windows_has_not_are_refused")
            .calls(&[C::Recv, C::Recvfrom, C::Send, C::Sendall, C::Sendto])
            .failure(Errno::Eopnotsupp, OnLinux::Depends),
    ]
};

const SENDS_AFTER_SHUTDOWN: &str =
    "a_send_after_the_own_shutdown_is_a_broken_pipe_by_another_number";

impl Difference {
    /// Those of a system, each once.
    #[must_use]
    pub fn all_of(system: System) -> Vec<Self> {
        once(KNOWN_DIFFERENCES.iter().filter(|known| known.is_of(system)))
    }

    /// What is worth knowing before a call is made. What only shows in a failure is told with it.
    #[must_use]
    pub fn before(system: System, call: CallName, option: &str) -> Vec<Self> {
        let of_options = [CallName::Setsockopt, CallName::Getsockopt].contains(&call);
        let matters = |known: &&KnownDifference| {
            let quiet = matches!(
                known.difference,
                Self::ClosedIsNoSocket
                    | Self::FewerOptions
                    | Self::OtherNumbers
                    | Self::AfterOwnShutdown
                    | Self::NoNameBeforeBind
                    | Self::ConnectUnderWay
            );
            let by_option = of_options && known.options.contains(&option);
            known.is_of(system) && (by_option || known.calls.contains(&call) && !quiet)
        };
        once(KNOWN_DIFFERENCES.iter().filter(matters))
    }

    /// The one that shows in a failure, and what Linux does. Without one of its own, Linux raises the same errno by
    /// another number. `None` on Linux, for what has no number, and for a refusal of the relay's own.
    #[must_use]
    pub fn in_failure(
        call: Option<CallName>,
        failure: &Failure,
    ) -> Option<(Option<Self>, OnLinux)> {
        let code = failure.code.filter(|_| failure.rule.is_none())?;
        let errno = Errno::from_number(code)?;
        let system = Self::system_of(errno, code)?;
        let known =
            KNOWN_DIFFERENCES.iter().filter(|known| known.is_of(system)).find_map(|known| {
                let (raised, linux) = known.failure?;
                let matters = raised == errno && known.calls.contains(&call?);
                matters.then_some((Some(known.difference), linux))
            });
        Some(known.unwrap_or((None, OnLinux::Raises(errno))))
    }

    /// The system whose number it is, where that is not Linux's.
    fn system_of(errno: Errno, code: i32) -> Option<System> {
        let whose = |system: &System| errno.number(*system) == Some(code);
        System::ALL.into_iter().find(whose).filter(|system| !system.is_linux())
    }
}

fn once<'a>(known: impl Iterator<Item = &'a KnownDifference>) -> Vec<Difference> {
    let mut found = Vec::new();
    for KnownDifference { difference, .. } in known {
        if !found.contains(difference) {
            found.push(*difference);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::SocketOption;

    fn shown(call: CallName, number: i32) -> Option<(Option<Difference>, OnLinux)> {
        Difference::in_failure(Some(call), &Failure::on(System::Windows, number, "words"))
    }

    #[test]
    fn a_failure_tells_what_linux_would_have_done() {
        let refused = Some(Difference::RefusedConnectTries);
        let same = OnLinux::Raises(Errno::Econnrefused);
        assert_eq!(shown(CallName::Connect, 10061), Some((refused, same)));
        let pipe = OnLinux::Raises(Errno::Epipe);
        assert_eq!(shown(CallName::Send, 10058), Some((Some(Difference::AfterOwnShutdown), pipe)));
        let (_, cut) = shown(CallName::Recv, 10040).unwrap();
        assert_eq!(cut, OnLinux::Succeeds);
        // Nothing is known of it but its number.
        let taken = OnLinux::Raises(Errno::Eaddrinuse);
        assert_eq!(shown(CallName::Bind, 10048), Some((None, taken)));
        let mac = Failure::on(System::MacOs, 61, "Connection refused");
        assert_eq!(Difference::in_failure(Some(CallName::Connect), &mac), Some((None, same)));
    }

    #[test]
    fn on_linux_there_is_nothing_to_tell() {
        assert_eq!(Difference::all_of(System::Linux), []);
        for errno in Errno::ALL {
            let failure = Failure::os(*errno);
            assert_eq!(Difference::in_failure(Some(CallName::Send), &failure), None, "{failure}");
        }
    }

    #[test]
    fn select_is_told_of_beside_poll() {
        let before = |system| Difference::before(system, CallName::Poll, "");
        assert_eq!(before(System::Windows), [Difference::SelectSocketsOnly]);
        assert_eq!(before(System::MacOs), []);
    }

    #[test]
    fn an_option_that_differs_is_told_of_only_beside_itself() {
        let beside = |option| Difference::before(System::Windows, CallName::Setsockopt, option);
        assert_eq!(beside("SO_REUSEADDR"), [Difference::ReuseStealsPorts]);
        assert_eq!(beside("TCP_NODELAY"), []);
        for name in KNOWN_DIFFERENCES.iter().flat_map(|known| known.options) {
            assert!(SocketOption::by_name(name).is_some(), "{name}");
        }
    }
}
