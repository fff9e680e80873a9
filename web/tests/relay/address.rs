//! Where the relay is: said when the tests are compiled, because a browser has no environment.

use super::transport;
use lab_web::under_test::{RelayAddress, Tokens};

const ADVICE: &str = "these tests need a relay: run them with `cargo xtask test`, or compile them \
                      with SOCKET_LAB_TEST_RELAY=ws://…/ws and SOCKET_LAB_TEST_TOKEN=…";

/// The relay's WebSocket.
pub(crate) fn url() -> &'static str {
    said(option_env!("SOCKET_LAB_TEST_RELAY"))
}

/// Its token.
pub(crate) fn token() -> &'static str {
    said(option_env!("SOCKET_LAB_TEST_TOKEN"))
}

/// Where it is, and what leads there.
pub(crate) fn relay() -> RelayAddress {
    RelayAddress {
        transport: transport::script(),
        url: url().to_owned(),
        tokens: Tokens::new(Some(token().to_owned()), None),
    }
}

fn said(value: Option<&'static str>) -> &'static str {
    value.expect(ADVICE)
}
