//! The WebSocket's door: who may enter, and how large a message may be.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use lab_shared::wire::MAX_FRAME_BYTES;
use tracing::Instrument as _;

use super::door::Caller;
use super::{House, refuse};
use crate::limits::READ_BUFFER_BYTES;
use crate::session;

/// How much of an oversized message is read: enough to answer a page that is a little over the
/// limit in good order, instead of cutting it off in the middle.
const MAX_READ_BYTES: usize = 2 * MAX_FRAME_BYTES;

/// Bytes written before they are sent without being asked to.
const WRITE_BUFFER_BYTES: usize = 64 * 1024;

/// Makes a session of a request, if its page may have one.
pub(super) async fn upgrade(
    State(house): State<House>,
    ConnectInfo(Caller(from)): ConnectInfo<Caller>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if let Err(refusal) = house.doors.check_origin(&headers) {
        return refuse(&house, &refusal);
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let ground = Arc::clone(&house.ground);
    let Ok(doorstep) = Arc::clone(&ground.doorstep).try_acquire_owned() else {
        tracing::warn!("too many pages are at the door without a hello");
        return (StatusCode::SERVICE_UNAVAILABLE, "Too many pages are at the door.\n")
            .into_response();
    };
    let counted = ground.shutdown.count();
    upgrade
        .max_message_size(MAX_READ_BYTES)
        .max_frame_size(MAX_READ_BYTES)
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_BYTES + 2 * MAX_FRAME_BYTES)
        .on_upgrade(async move |socket| {
            let number = ground.number_session();
            let span = tracing::info_span!("session", number);
            session::serve(socket, ground, doorstep, from.ip(), number).instrument(span).await;
            drop(counted);
        })
}
