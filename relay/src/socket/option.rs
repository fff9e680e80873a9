//! getsockopt(2) and setsockopt(2) by number, as Python's `socket` module offers them.

use std::ffi::c_int;
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::Ordering;

use lab_shared::call::OptionValue;

use super::{Socket, number, system};
use system::{read_option, write_option};

impl Socket {
    /// setsockopt(2). Which options are allowed is for the caller to decide.
    pub(crate) fn set_option(
        &self,
        level: i32,
        option: i32,
        value: &OptionValue,
    ) -> io::Result<()> {
        let place = system::option(level, option)?;
        match value {
            OptionValue::Int(_) | OptionValue::Bytes(_) => {
                let bytes = value.bytes();
                let bytes = system::to_kernel(level, option, &bytes);
                write_option(&self.inner, place.0, place.1, &bytes)
            }
            OptionValue::Null(length) => system::write_null(&self.inner, place.0, place.1, *length),
        }
    }

    /// getsockopt(2) of an `int`.
    pub(crate) fn int_option(&self, level: i32, option: i32) -> io::Result<i32> {
        let (level, option) = system::option(level, option)?;
        let mut value = [0; size_of::<c_int>()];
        read_option(&self.inner, level, option, &mut value)?;
        Ok(c_int::from_ne_bytes(value))
    }

    /// getsockopt(2) of at most `length` bytes; the kernel may give fewer.
    pub(crate) fn bytes_option(
        &self,
        level: i32,
        option: i32,
        length: usize,
    ) -> io::Result<Vec<u8>> {
        let place = system::option(level, option)?;
        let mut value = vec![0; length];
        let written = read_option(&self.inner, place.0, place.1, &mut value)?;
        value.truncate(written);
        Ok(system::from_kernel(level, option, value, length))
    }

    /// From now on the socket takes packets from loopback alone, and what it sends leaves by loopback, whatever address it
    /// is bound to. getsockname(2) does not show it.
    ///
    /// # Errors
    /// The system has no such thing.
    pub(crate) fn keep_to_loopback(&self) -> io::Result<()> {
        system::keep_to_loopback(self)?;
        self.kept.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// IP_MULTICAST_IF with 127.0.0.1, unless it has an address of loopback's already: the sender of
    /// datagrams to IPv4 groups. A socket bound to `lo` would else send from an address of another
    /// interface, because the kernel finds none of a wider scope than the machine there.
    pub(crate) fn send_to_groups_from_loopback(&self) -> io::Result<()> {
        let (level, option) = (number::IPPROTO_IP, number::IP_MULTICAST_IF);
        let sender = self.bytes_option(level, option, size_of::<Ipv4Addr>())?;
        let sender: [u8; 4] = sender.try_into().unwrap_or_default();
        if Ipv4Addr::from(sender).is_loopback() {
            return Ok(());
        }
        self.set_option(level, option, &OptionValue::Bytes(Ipv4Addr::LOCALHOST.octets().into()))
    }

    /// SO_LINGER's seconds, where close(2) would wait for them.
    pub(crate) fn linger(&self) -> Option<i32> {
        let value = self
            .bytes_option(number::SOL_SOCKET, number::SO_LINGER, 2 * size_of::<c_int>())
            .unwrap_or_default();
        let (on, seconds) = value.split_at_checked(size_of::<c_int>())?;
        let on = c_int::from_ne_bytes(on.try_into().ok()?);
        let seconds = c_int::from_ne_bytes(seconds.try_into().ok()?);
        (on != 0 && seconds > 0).then_some(seconds)
    }

    /// Sets SO_LINGER so that close(2) waits at most so long; `None` turns it off.
    pub(crate) fn set_linger(&self, seconds: Option<i32>) -> io::Result<()> {
        let on = c_int::from(seconds.is_some());
        let seconds: c_int = seconds.unwrap_or(0);
        let value = [on.to_ne_bytes(), seconds.to_ne_bytes()].concat();
        self.set_option(number::SOL_SOCKET, number::SO_LINGER, &OptionValue::Bytes(value))
    }

    /// SO_RCVLOWAT: how many bytes a blocking recv waits for.
    pub(crate) fn receive_low_water(&self) -> usize {
        let value = self.int_option(number::SOL_SOCKET, number::SO_RCVLOWAT).unwrap_or(1);
        usize::try_from(value).unwrap_or(1).max(1)
    }

    /// IPV6_V6ONLY: whether an IPv6 wildcard leaves IPv4 alone.
    pub(crate) fn is_v6_only(&self) -> bool {
        self.int_option(number::IPPROTO_IPV6, number::IPV6_V6ONLY).is_ok_and(|value| value != 0)
    }
}
