//! The texts about the ways to end a connection, in both languages.

use crate::bench::state::ending::Ending;
use crate::kit::texts::Texts;

/// The texts.
#[derive(Debug)]
pub struct Endings {
    /// The key's words.
    pub name: fn(Ending) -> &'static str,
    /// What it does.
    pub text: fn(Ending) -> &'static str,
}

impl Texts for Endings {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Endings = Endings {
    name: |ending| match ending {
        Ending::Fin => "close",
        Ending::Half => "half-close",
        Ending::Reset => "reset",
    },
    text: |ending| match ending {
        Ending::Fin => {
            "What is still in the send buffer goes out, then a FIN. Unread bytes in the receive buffer would turn it into an RST."
        }
        Ending::Half => {
            "Nothing more will be sent; recv goes on until the peer has closed too. Its recv returns b''."
        }
        Ending::Reset => {
            "Breaks off at once: unsent bytes are thrown away, there is no TIME-WAIT, and the peer's next call raises ConnectionResetError."
        }
    },
};

static ZH: Endings = Endings {
    name: |ending| match ending {
        Ending::Fin => "close",
        Ending::Half => "半关闭",
        Ending::Reset => "重置",
    },
    text: |ending| match ending {
        Ending::Fin => {
            "发送缓冲区里剩下的先发完，再发 FIN。如果接收缓冲区还有没读的字节，发的就是 RST。"
        }
        Ending::Half => "不再发送，但可以一直 recv，直到对方也关闭。对方的 recv 返回 b''。",
        Ending::Reset => {
            "立即断开：没发出的字节丢弃，没有 TIME-WAIT，对方的下一个调用抛出 ConnectionResetError。"
        }
    },
};
