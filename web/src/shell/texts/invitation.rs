//! The texts of the invitation, in both languages.

use crate::kit::texts::Texts;

/// Of the invitation.
#[derive(Debug)]
pub(crate) struct InvitationTexts {
    /// Unfolds it.
    pub invite: &'static str,
    /// What to do with the addresses.
    pub lead: &'static str,
    /// What who comes may do.
    pub warning: &'static str,
    /// A code, for those who cannot see it.
    pub code: fn(&str) -> String,
}

impl Texts for InvitationTexts {
    const EN: &'static Self = &InvitationTexts {
        invite: "Invite",
        lead: "Others on the network open one of these addresses, or point a camera at its code.",
        warning: "Who has the address opens sockets on this machine as you do.",
        code: |link| format!("QR code of {link}"),
    };
    const ZH: &'static Self = &InvitationTexts {
        invite: "邀请",
        lead: "同一网络里的其他人打开下面任意一个地址，或用手机相机扫描它的二维码。",
        warning: "拿到地址的人和你一样，可以在这台机器上使用套接字。",
        code: |link| format!("{link} 的二维码"),
    };
}
