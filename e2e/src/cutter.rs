//! A network between browser and relay that a test cuts and restores.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Forwards TCP connections until it is cut.
pub struct Cutter {
    /// Where the browser goes.
    pub address: SocketAddr,
    whole: watch::Sender<bool>,
    passing: JoinHandle<()>,
}

impl Cutter {
    /// Listens on a free port and forwards to the address received from `to`.
    pub(crate) async fn bind(to: tokio::sync::oneshot::Receiver<SocketAddr>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (whole, is_whole) = watch::channel(true);
        let passing = tokio::spawn(async move {
            let Ok(to) = to.await else { return };
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, to, is_whole.clone()));
            }
        });
        Ok(Self { address, whole, passing })
    }

    /// Resets every connection, and each new one from now on.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

impl Drop for Cutter {
    fn drop(&mut self) {
        self.passing.abort();
    }
}

/// Forwards bytes in both directions until an end closes or the network is cut.
async fn pass(mut near: TcpStream, to: SocketAddr, mut whole: watch::Receiver<bool>) {
    let passed = async {
        let mut far = TcpStream::connect(to).await.context("the relay is there")?;
        let cut = tokio::select! {
            biased;
            cut = whole.wait_for(|whole| !whole) => cut.map(|_| ()),
            _ = copy_bidirectional(&mut near, &mut far) => return Ok(()),
        };
        cut.context("the test goes on")?;
        far.set_zero_linger()?;
        near.set_zero_linger()?;
        anyhow::Ok(())
    };
    // After any error, the browser's connection is closed.
    let _ = passed.await;
}
