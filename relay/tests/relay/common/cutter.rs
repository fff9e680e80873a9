//! A network that fails: it forwards TCP, and resets each connection after a number of bytes.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Chance;

/// The address for a page that will be cut off from its relay.
pub(crate) struct Cutter {
    pub(crate) address: SocketAddr,
    listener: TcpListener,
}

/// Forwards connections until it is dropped.
pub(crate) struct Cutting(JoinHandle<()>);

impl Cutter {
    /// On a free port.
    pub(crate) async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { address: listener.local_addr().unwrap(), listener }
    }

    /// Forwards connections to `to`. The first is reset after `most` bytes of both directions, and
    /// then `cuts` of them after fewer, at any point.
    pub(crate) fn pass_to(self, to: SocketAddr, cuts: usize, most: u64) -> Cutting {
        Cutting(tokio::spawn(async move {
            let mut chance = Chance(7);
            let early = (0..cuts).map(|_| chance.below(most));
            let budgets = std::iter::once(most).chain(early).chain(std::iter::repeat(u64::MAX));
            for budget in budgets {
                let (near, _) = self.listener.accept().await.unwrap();
                let far = TcpStream::connect(to).await.unwrap();
                tokio::spawn(pass(near, far, budget));
            }
        }))
    }
}

impl Drop for Cutting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Forwards bytes in both directions until either end closes or the budget is spent, and then resets both.
async fn pass(mut near: TcpStream, mut far: TcpStream, mut budget: u64) {
    let (mut up, mut down) = (vec![0; 16384], vec![0; 16384]);
    while budget > 0 {
        let (read, from, to) = tokio::select! {
            read = near.read(&mut up) => (read, &up, &mut far),
            read = far.read(&mut down) => (read, &down, &mut near),
        };
        let Ok(count @ 1..) = read else { break };
        let passed = u64::try_from(count).unwrap().min(budget);
        budget -= passed;
        if to.write_all(&from[..usize::try_from(passed).unwrap()]).await.is_err() {
            break;
        }
    }
    // Either may be gone already.
    let _ = (near.set_zero_linger(), far.set_zero_linger());
}
