//! JavaScript's buffers whose bytes the page takes over.

use js_sys::{ArrayBuffer, Uint8Array};

/// The bytes of a buffer that nobody else reads. The buffer is freed at once: the garbage collector would leave
/// some hundred MiB of them while a file goes through the page.
#[must_use]
pub(crate) fn take_bytes(buffer: &ArrayBuffer) -> Vec<u8> {
    let bytes = Uint8Array::new(buffer).to_vec();
    // An older browser cannot, and collects it later.
    let _ = buffer.transfer_with_length(0);
    bytes
}
