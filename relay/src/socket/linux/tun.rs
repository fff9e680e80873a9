//! A TUN device: an interface of this process's network whose packets another program reads and writes.

use std::ffi::CStr;
use std::fs::OpenOptions;
use std::io;
use std::os::fd::OwnedFd;

use rustix::ioctl::{Opcode, Setter, ioctl};

use super::Descriptor;

/// The request of linux/if_tun.h that gives the device its name and kind.
const TUNSETIFF: Opcode = libc::TUNSETIFF as Opcode;

/// Makes a TUN device of this name, whose packets come without further information: one packet a read(2), from the
/// IP header on, and one a write(2). It ends when its descriptor and all copies are closed.
#[allow(unsafe_code)]
pub(crate) fn open_tun(name: &CStr) -> io::Result<Descriptor> {
    let device = OpenOptions::new().read(true).write(true).open("/dev/net/tun")?;
    let mut request = libc::ifreq {
        ifr_name: [0; libc::IFNAMSIZ],
        ifr_ifru: libc::__c_anonymous_ifr_ifru {
            ifru_flags: (libc::IFF_TUN | libc::IFF_NO_PI) as libc::c_short,
        },
    };
    // The last byte stays the NUL that ends the name.
    for (place, byte) in request.ifr_name[..libc::IFNAMSIZ - 1].iter_mut().zip(name.to_bytes()) {
        *place = *byte as libc::c_char;
    }
    // SAFETY: TUNSETIFF reads and writes a `struct ifreq` in place.
    unsafe { ioctl(&device, Setter::<TUNSETIFF, _>::new(request))? };
    Ok(OwnedFd::from(device).into())
}
