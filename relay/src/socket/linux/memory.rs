//! Where memory comes from, and how what was freed goes back to the kernel.

/// In place of musl's, which gives each large buffer that is freed back to the kernel at once and has the next one
/// faulted in page by page: an echo through a page then costs twice the time.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

/// Has the C library return the pages of freed memory to the kernel. glibc returns only what lies at
/// the end of a heap by itself, so one small allocation there keeps all that was freed before it.
/// Takes a moment in which no other thread can allocate, so it is for quiet times.
pub(crate) fn return_freed_memory() {
    #[cfg(target_env = "gnu")]
    #[allow(unsafe_code)]
    {
        // SAFETY: malloc_trim(3) takes no pointers and may be called by any thread at any time.
        unsafe { libc::malloc_trim(0) };
    }
}
