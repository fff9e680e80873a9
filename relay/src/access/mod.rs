//! Which connections may become sessions.
//!
//! | module | what it does |
//! |---|---|
//! | `origin` | checks the Host and Origin headers |
//! | `token` | the secret in the page's URL |
//! | `wrong_tokens` | wrong tokens by address, and how long their answers wait |
//! | `strangers` | connections that have not shown the token, and which one is closed when there are too many |
//! | `quota` | how many sessions one address may have |

pub(crate) mod origin;
pub(crate) mod quota;
pub(crate) mod strangers;
pub(crate) mod token;
pub(crate) mod wrong_tokens;
