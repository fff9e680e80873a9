//! Why a session ends, and the WebSocket close code for it (RFC 6455 §7.4).

use serde::{Deserialize, Serialize};

use crate::language::Bilingual;

/// Close codes. 4000–4999 are free for applications.
pub mod close_code {
    /// RFC 6455: the relay is stopping.
    pub const GOING_AWAY: u16 = 1001;
    /// RFC 6455: a message is too large.
    pub const TOO_LARGE: u16 = 1009;
    /// Page and relay have different versions of the protocol.
    pub const VERSION: u16 = 4000;
    /// The token is missing or wrong.
    pub const TOKEN: u16 = 4001;
    /// The first message was not a hello, or none came in time.
    pub const HELLO: u16 = 4002;
    /// A message could not be decoded.
    pub const MALFORMED: u16 = 4003;
    /// Nothing was received for too long.
    pub const SILENCE: u16 = 4004;
    /// The relay has the most pages it may have.
    pub const SESSIONS: u16 = 4005;
    /// The relay has the most pages it may have of this address.
    pub const ADDRESS: u16 = 4007;
    /// From the page: it abandons this WebSocket, and will resume the session over another one.
    pub const INTERRUPTED: u16 = 4006;
}

/// The relay's last message: why the session ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Goodbye {
    /// Page and relay have different versions of the protocol.
    Version {
        /// The relay's version.
        relay: u16,
    },
    /// The token is missing or wrong.
    Token,
    /// The first message was not a hello, or none came in time.
    Hello,
    /// A message could not be decoded.
    Malformed {
        /// What was wrong with it.
        detail: String,
    },
    /// A message was larger than [`super::MAX_FRAME_BYTES`].
    TooLarge,
    /// Nothing was received for [`super::HEARTBEAT_TIMEOUT`].
    Silence,
    /// The relay has the most pages it may have.
    Sessions {
        /// The limit.
        limit: u32,
    },
    /// The relay has the most pages it may have of this address.
    Address {
        /// The limit.
        limit: u32,
    },
    /// The relay is stopping.
    Shutdown,
}

impl Goodbye {
    /// One word for it, as a close frame's reason and in metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Version { .. } => "version",
            Self::Token => "token",
            Self::Hello => "hello",
            Self::Malformed { .. } => "malformed",
            Self::TooLarge => "too-large",
            Self::Silence => "silence",
            Self::Sessions { .. } => "sessions",
            Self::Address { .. } => "address",
            Self::Shutdown => "shutdown",
        }
    }

    /// The close code for the reason.
    #[must_use]
    pub fn close_code(&self) -> u16 {
        match self {
            Self::Version { .. } => close_code::VERSION,
            Self::Token => close_code::TOKEN,
            Self::Hello => close_code::HELLO,
            Self::Malformed { .. } => close_code::MALFORMED,
            Self::TooLarge => close_code::TOO_LARGE,
            Self::Silence => close_code::SILENCE,
            Self::Sessions { .. } => close_code::SESSIONS,
            Self::Address { .. } => close_code::ADDRESS,
            Self::Shutdown => close_code::GOING_AWAY,
        }
    }

    /// Whether a retry can succeed without a person's action.
    #[must_use]
    pub fn worth_retrying(&self) -> bool {
        matches!(
            self,
            Self::Silence
                | Self::Sessions { .. }
                | Self::Address { .. }
                | Self::Shutdown
                | Self::Hello
        )
    }

    /// Cause and remedy for the person at the page.
    #[must_use]
    pub fn explanation(&self) -> Bilingual {
        match self {
            Self::Version { .. } => Bilingual {
                zh: "页面与中继的版本不同。请刷新页面；若仍如此，请重新构建中继。",
                en: "The page and the relay are of different versions. Reload the page; if that does not help, build the relay again.",
            },
            Self::Token => Bilingual {
                zh: "令牌缺失或不对。请打开中继在终端里打印的完整网址（带 #token=…）。",
                en: "The token is missing or wrong. Open the whole address the relay printed in its terminal, with #token=….",
            },
            Self::Hello => Bilingual {
                zh: "中继没有及时收到页面的问候。",
                en: "The relay did not hear the page's greeting in time.",
            },
            Self::Malformed { .. } => Bilingual {
                zh: "中继读不懂页面发来的消息。请刷新页面；若重现，请报告这个缺陷。",
                en: "The relay could not read a message of the page. Reload the page; if it happens again, please report it.",
            },
            Self::TooLarge => Bilingual {
                zh: "消息超过了大小上限。请分成几次发送。",
                en: "A message was over the size limit. Send it in parts.",
            },
            Self::Silence => Bilingual {
                zh: "中继太久没有收到页面的消息，已关闭本页面的套接字。",
                en: "The relay heard nothing from the page for too long and closed its sockets.",
            },
            Self::Sessions { .. } => Bilingual {
                zh: "中继的页面数已到上限。关闭别的页面，或请主人提高 --max-sessions。",
                en: "The relay has as many pages as it may. Close another one, or ask its owner to raise --max-sessions.",
            },
            Self::Address { .. } => Bilingual {
                zh: "来自同一地址的页面数已到上限。关闭别的页面，或请主人提高 --max-sessions-per-address。",
                en: "The relay has as many pages of your address as it may. Close another one, or ask its owner to raise --max-sessions-per-address.",
            },
            Self::Shutdown => Bilingual {
                zh: "中继正在退出，套接字都已关闭。",
                en: "The relay is stopping; its sockets are closed.",
            },
        }
    }
}
