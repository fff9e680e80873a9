//! getaddrinfo: hosts, services, families, flags. Nothing here asks a name server.

use super::List;
use super::steps::*;

/// AF_INET, AF_INET6, AF_UNIX.
const V4: i32 = 2;
const V6: i32 = 10;
const UNIX: i32 = 1;

/// SOCK_STREAM, SOCK_DGRAM.
const STREAM: i32 = 1;
const DGRAM: i32 = 2;

const PASSIVE: i32 = LookupFlags::PASSIVE.0;
const CANONNAME: i32 = LookupFlags::CANONNAME.0;
const NUMERICHOST: i32 = LookupFlags::NUMERICHOST.0;
const V4MAPPED: i32 = 0x8;
const NUMERICSERV: i32 = 0x400;

pub(super) fn lookups() -> List {
    vec![
        (
            "an address and a port in digits",
            vec![
                look_up(Some("127.0.0.1"), Some("80"), [0; 4]),
                look_up(Some("127.0.0.1"), Some("80"), [0, STREAM, 0, 0]),
                look_up(Some("::1"), Some("80"), [0, DGRAM, 0, 0]),
                look_up(Some("127.1"), None, [V4, STREAM, 0, 0]),
                look_up(Some("fe80::1%1"), Some("0"), [V6, STREAM, 0, 0]),
                look_up(Some("::ffff:127.0.0.1"), Some("1"), [0, STREAM, 0, 0]),
            ],
        ),
        (
            "localhost",
            vec![
                look_up(Some("localhost"), Some("9999"), [0, STREAM, 0, 0]),
                look_up(Some("localhost"), None, [V4, 0, 0, 0]),
                look_up(Some("localhost"), Some("1"), [V4, STREAM, 6, CANONNAME]),
            ],
        ),
        (
            "no host",
            vec![
                look_up(None, Some("80"), [0, STREAM, 0, 0]),
                look_up(None, Some("80"), [0, STREAM, 0, PASSIVE]),
                look_up(None, Some("0"), [V4, DGRAM, 0, PASSIVE]),
                look_up(None, None, [0; 4]),
                look_up(Some(""), Some("80"), [V4, STREAM, 0, 0]),
            ],
        ),
        (
            "services by name",
            vec![
                look_up(Some("127.0.0.1"), Some("http"), [0, STREAM, 0, 0]),
                look_up(Some("127.0.0.1"), Some("domain"), [0; 4]),
                look_up(Some("127.0.0.1"), Some("no such service"), [0; 4]),
                look_up(Some("127.0.0.1"), Some("http"), [0, STREAM, 0, NUMERICSERV]),
                look_up(Some("127.0.0.1"), Some("70000"), [0, STREAM, 0, 0]),
                look_up(Some("127.0.0.1"), Some("-1"), [0, STREAM, 0, 0]),
                look_up(Some("127.0.0.1"), Some(""), [0, STREAM, 0, 0]),
            ],
        ),
        (
            "hosts that must be digits",
            vec![
                look_up(Some("localhost"), Some("80"), [0, STREAM, 0, NUMERICHOST]),
                look_up(Some("127.0.0.1"), Some("80"), [V6, STREAM, 0, NUMERICHOST]),
                look_up(Some("127.0.0.1"), Some("80"), [V6, STREAM, 0, V4MAPPED]),
                look_up(Some("::1"), Some("80"), [V4, STREAM, 0, NUMERICHOST]),
                look_up(Some("1.2.3.4.5"), Some("80"), [0, STREAM, 0, NUMERICHOST]),
            ],
        ),
        ("a name that is none", vec![look_up(Some("no such host"), Some("80"), [0; 4])]),
        (
            "families, types and flags that are none",
            vec![
                look_up(Some("127.0.0.1"), Some("80"), [UNIX, 0, 0, 0]),
                look_up(Some("127.0.0.1"), Some("80"), [77, 0, 0, 0]),
                look_up(Some("127.0.0.1"), Some("80"), [0, 77, 0, 0]),
                look_up(Some("127.0.0.1"), Some("80"), [0, STREAM, 17, 0]),
                look_up(Some("127.0.0.1"), Some("80"), [0, 3, 0, 0]),
                look_up(Some("127.0.0.1"), Some("80"), [0, 0, 0, 1 << 30]),
                look_up(None, Some("80"), [0, STREAM, 0, CANONNAME]),
            ],
        ),
    ]
}
