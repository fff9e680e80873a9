//! The texts of the ways to end a connection, in both languages.

use crate::bench::state::close_method::CloseMethod;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct CloseMethods {
    /// The key's words.
    pub name: fn(CloseMethod) -> &'static str,
    /// What it does.
    pub text: fn(CloseMethod) -> &'static str,
}

impl Texts for CloseMethods {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: CloseMethods = CloseMethods {
    name: |method| match method {
        CloseMethod::Fin => "close",
        CloseMethod::Half => "half-close",
        CloseMethod::Reset => "reset",
    },
    text: |method| match method {
        CloseMethod::Fin => {
            "What is still in the send buffer goes out, then a FIN. Unread bytes in the receive buffer would turn it into an RST."
        }
        CloseMethod::Half => {
            "Nothing more will be sent; recv goes on until the peer has closed too. Its recv returns b''."
        }
        CloseMethod::Reset => {
            "Breaks off at once: unsent bytes are thrown away, there is no TIME-WAIT, and the peer's next call raises ConnectionResetError."
        }
    },
};

static ZH: CloseMethods = CloseMethods {
    name: |method| match method {
        CloseMethod::Fin => "close",
        CloseMethod::Half => "半关闭",
        CloseMethod::Reset => "重置",
    },
    text: |method| match method {
        CloseMethod::Fin => {
            "发送缓冲区里剩下的先发完，再发 FIN。如果接收缓冲区还有没读的字节，发的就是 RST。"
        }
        CloseMethod::Half => "不再发送，但可以一直 recv，直到对方也关闭。对方的 recv 返回 b''。",
        CloseMethod::Reset => {
            "立即断开：没发出的字节丢弃，没有 TIME-WAIT，对方的下一个调用抛出 ConnectionResetError。"
        }
    },
};
