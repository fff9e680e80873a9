//! Upgrades a request to a WebSocket, if its Origin is allowed; limits the size of messages.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use hyper_util::rt::TokioIo;
use lab_shared::wire::MAX_FRAME_BYTES;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tracing::Instrument as _;

use super::{AppState, refuse};
use crate::access::strangers::Stranger;
use crate::resources::limits::{FRAGMENT_BYTES, READ_BUFFER_BYTES, WRITE_BUFFER_BYTES};
use crate::server;

/// How much of an oversized message is read: enough to answer a page that is a little over the
/// limit in good order, instead of cutting it off in the middle.
const MAX_READ_BYTES: usize = MAX_FRAME_BYTES + 64 * 1024;

/// Makes a session of a request, if its page may have one.
pub(super) async fn upgrade(
    State(app): State<AppState>,
    Extension(stranger): Extension<Arc<Stranger>>,
    mut request: Request,
) -> Response {
    if let Err(refusal) = app.origins.check_origin(request.headers()) {
        return refuse(&app, &refusal);
    }
    let response = match create_response_with_body(&request, Body::empty) {
        Ok(response) => response,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    };
    let state = Arc::clone(&app.state);
    let counted = state.context.shutdown.count();
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        // A connection that has ended meanwhile is no session.
        let Ok(upgraded) = upgraded.await else { return };
        let (stream, config) = (TokioIo::new(upgraded), Some(config()));
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, config).await;
        let number = state.number_session();
        let span = tracing::info_span!("session", number);
        server::serve_page(socket, state, &stranger, number).instrument(span).await;
        drop(counted);
    });
    response
}

/// Buffers stay small: a message to the page is written in fragments.
fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .max_message_size(Some(MAX_READ_BYTES))
        .max_frame_size(Some(MAX_READ_BYTES))
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(8 * FRAGMENT_BYTES)
}
