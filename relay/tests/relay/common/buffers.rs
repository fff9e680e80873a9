//! A connection whose buffers are full, and a close that waits for them.

use lab_shared::call::{MsgFlags, Op, OptionValue, SocketId, Value};
use lab_shared::wire::MAX_PAYLOAD_BYTES;

use super::Page;
use super::page::{bytes, recv};

impl Page {
    /// `setsockopt(SOL_SOCKET, SO_LINGER, …)`: close(2) waits so long; 0 resets the connection.
    pub(crate) async fn linger(&mut self, socket: SocketId, seconds: i32) {
        let linger = [1_i32.to_ne_bytes(), seconds.to_ne_bytes()].concat();
        let op = Op::Setsockopt { level: 1, option: 13, value: OptionValue::Bytes(linger) };
        self.call(socket, op).await.unwrap();
    }

    /// Sends until both buffers are full, without waiting for room: how many bytes they took. A busy machine
    /// delivers late, so a send buffer is full only once all that left it has arrived.
    pub(crate) async fn fill(&mut self, socket: SocketId) -> usize {
        let lot = vec![1; MAX_PAYLOAD_BYTES];
        let op = Op::Send { flags: MsgFlags::DONTWAIT };
        let mut taken = 0;
        loop {
            let before = taken;
            while let Ok(Value::Sent(count)) = self.call_with(socket, op.clone(), &lot).await {
                taken += count as usize;
            }
            if taken == before {
                return taken;
            }
            while self.unacknowledged(socket).await > 0 {}
        }
    }

    /// `tcpi_unacked` of TCP_INFO: segments that were sent and not acknowledged.
    async fn unacknowledged(&mut self, socket: SocketId) -> u32 {
        let op = Op::Getsockopt { level: 6, option: 11, buflen: Some(28) };
        let info = self.call(socket, op).await.unwrap();
        let Value::OptionBytes(info) = info else { panic!("no bytes but {info:?}") };
        u32::from_ne_bytes(info[24..28].try_into().unwrap())
    }

    /// Receives that many bytes and no more.
    pub(crate) async fn drain(&mut self, socket: SocketId, count: usize) {
        let mut received = 0;
        while received < count {
            received += bytes(self.call(socket, recv(1 << 20)).await).unwrap().len();
        }
        assert_eq!(received, count);
    }
}
