//! The buffers of both ends, by direction.

use lab_shared::kernel::{Buffer, EndFacts};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BufferView {
    /// Bytes of the programs' data in it.
    pub waiting: Option<u32>,
    /// Memory in use.
    pub memory: Option<u32>,
    /// Memory it may use.
    pub size: Option<u32>,
    /// How much of it is in use, in percent; a kernel may go a little beyond the limit. `None` where that is not known.
    pub percent: Option<u32>,
    /// Whether it is full.
    pub full: bool,
}

impl BufferView {
    fn of(buffer: Buffer, shut: bool) -> Self {
        let Buffer { waiting, memory, size } = buffer;
        // Without the memory in use, the bytes in it are the nearest to that.
        let used = memory.or(waiting).zip(size);
        let percent = |(used, size): (u32, u32)| {
            let percent = u64::from(used) * 100 / u64::from(size.max(1));
            u32::try_from(percent.min(100)).unwrap_or(100)
        };
        Self {
            waiting,
            memory,
            size,
            percent: used.map(percent),
            full: shut || used.is_some_and(|(used, size)| used >= size),
        }
    }
}

/// One direction: from a send buffer to the receive buffer at the other end. The buffer of an end
/// on another machine is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The send buffer.
    pub send: Option<BufferView>,
    /// The receive buffer.
    pub receive: Option<BufferView>,
    /// The window that the receiver advertises, in bytes.
    pub window: Option<u32>,
}

impl Flow {
    /// One direction; `None` where neither buffer is known.
    #[must_use]
    pub(crate) fn between(from: Option<&EndFacts>, to: Option<&EndFacts>) -> Option<Self> {
        let advertised = to.and_then(|end| end.path?.receive_window);
        let heard = from.and_then(|end| end.path?.send_window);
        let window = advertised.or(heard);
        let send = from.and_then(|end| end.send).map(|buffer| BufferView::of(buffer, false));
        let receive = to.and_then(|end| end.receive);
        let receive = receive.map(|buffer| BufferView::of(buffer, window == Some(0)));
        (send.is_some() || receive.is_some()).then_some(Self { send, receive, window })
    }

    /// The same while a send on it blocks. Linux wakes a blocked sender only once a third of its
    /// buffer is free, and may enlarge the buffer meanwhile. Until then the buffer takes nothing. Of a buffer whose memory
    /// is not told, nothing else is known.
    #[must_use]
    pub(crate) fn held_up(self) -> Self {
        let full = |buffer: BufferView| BufferView {
            full: buffer
                .memory
                .zip(buffer.size)
                .is_none_or(|(memory, size)| u64::from(memory) * 3 > u64::from(size) * 2),
            ..buffer
        };
        Self { send: self.send.map(full), ..self }
    }

    /// Whether the receiver's full buffer has filled the sender's: a further send blocks.
    #[must_use]
    pub(crate) fn presses_back(&self) -> bool {
        let full = |buffer: Option<BufferView>| buffer.is_some_and(|buffer| buffer.full);
        full(self.send) && (full(self.receive) || self.window == Some(0))
    }
}
