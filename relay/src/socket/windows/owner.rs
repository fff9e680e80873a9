//! The process that has a connection.

use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};

use lab_shared::kernel::Owner;
use windows_sys::Win32::System::Threading::{
    OpenProcess, PROCESS_NAME_WIN32, PROCESS_QUERY_LIMITED_INFORMATION, QueryFullProcessImageNameW,
};

/// Most characters of a program's path that are read.
const PATH_UNITS: usize = 1024;

/// A process by its number; `None` for 0, which has the connections whose program is gone.
pub(super) fn owner(process: u32) -> Option<Owner> {
    (process != 0).then(|| Owner { process, program: program(process) })
}

/// The file name of a process's program. The system keeps it of processes of other users.
#[allow(unsafe_code)]
fn program(process: u32) -> Option<String> {
    // SAFETY: no memory is passed.
    let handle = unsafe { OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, process) };
    if handle.is_null() {
        return None;
    }
    // SAFETY: the handle is open, and nobody else has it.
    let handle = unsafe { OwnedHandle::from_raw_handle(handle) };
    let mut path = [0_u16; PATH_UNITS];
    let mut length = PATH_UNITS as u32;
    // SAFETY: the handle is open, and at most `length` units are written, which the array has.
    let named = unsafe {
        QueryFullProcessImageNameW(
            handle.as_raw_handle(),
            PROCESS_NAME_WIN32,
            path.as_mut_ptr(),
            &mut length,
        )
    };
    if named == 0 {
        return None;
    }
    let path = String::from_utf16_lossy(path.get(..length as usize)?);
    path.rsplit('\\').next().map(str::to_owned)
}
