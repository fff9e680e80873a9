//! The relay's HTTP server: the page, its assets, its health, and the upgrade to a WebSocket.

mod coding;
mod form;
mod listener;
mod metrics;
mod page;
mod route;
mod upgrade;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CONNECTION, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use lab_shared::wire::WEBSOCKET_PATH;
use tokio::net::TcpListener;

use crate::access::origin::{OriginPolicy, Refusal};
use crate::resources::limits::{CONNECTIONS_PER_PAGE, MAX_STRANGERS};
use crate::server::ServerState;
pub(crate) use metrics::serve as serve_metrics;

/// The health check, for a supervisor of the relay.
pub(crate) const HEALTH_PATH: &str = "/healthz";

/// Headers every answer carries.
const SECURITY_HEADERS: [(HeaderName, &str); 7] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // The token is in the URL's fragment, which no browser sends; this keeps the rest at home too.
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, POLICY),
    // The workers of a page that shares no process with foreign ones may share memory: then a Python
    // program waits for a call in place, which takes half the time. Browsers heed it over https and on
    // loopback only.
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    // No other site may load a file of the relay, be it as an image, a script or a style.
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // Should foreign markup get into the page all the same, it asks the person for no device.
    (HeaderName::from_static("permissions-policy"), NO_DEVICES),
];

/// What the page never needs. Of the other usual headers, Strict-Transport-Security is left to the
/// proxy that adds TLS, and `frame-ancestors` below replaces X-Frame-Options.
const NO_DEVICES: &str = "camera=(), microphone=(), display-capture=(), geolocation=(), midi=(), \
    payment=(), serial=(), usb=()";

/// What the page and its workers may load and run: files of this relay, and its WebSocket. No script
/// stands in a document, `eval` is off but for WebAssembly, and in a foreign page's frame, where a
/// click could be led onto a button of the lab, nothing is shown. The page sets `style` attributes,
/// and the editor makes a `<style>` of its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// The state of the routes.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    pub(crate) state: Arc<ServerState>,
    pub(crate) origins: Arc<OriginPolicy>,
}

/// Serves until the end is asked for.
pub(crate) async fn serve(listener: TcpListener, app: AppState) {
    let context = Arc::clone(&app.state.context);
    let places = context.limits.sessions.saturating_add(1).saturating_mul(CONNECTIONS_PER_PAGE);
    listener::serve(listener, router(app), places.min(MAX_STRANGERS), context).await;
}

fn router(app: AppState) -> Router {
    Router::new()
        .route(WEBSOCKET_PATH, any(upgrade::upgrade))
        .fallback(page)
        .layer(from_fn_with_state(app.clone(), own_host))
        // Above the check of the Host header: a watcher may use any name.
        .route(HEALTH_PATH, get(health))
        .layer(from_fn(form::well_formed))
        .layer(map_response(secured))
        .with_state(app)
}

/// The connection ends with the response, so that a supervisor holds none open.
async fn health() -> Response {
    ([(CONNECTION, "close")], "ok\n").into_response()
}

async fn page(request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    route::answer(&page::Embedded, request.uri().path(), request.headers())
}

/// Lets through what was asked of this relay by a name of its own.
async fn own_host(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match app.origins.check_host(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(&app, &refusal),
    }
}

/// 403, with the rule and what to do about it.
fn refuse(app: &AppState, refusal: &Refusal) -> Response {
    app.state.context.metrics.refused(refusal.rule());
    tracing::info!(rule = refusal.rule(), ?refusal, "turned away");
    (StatusCode::FORBIDDEN, format!("{refusal}\n")).into_response()
}

async fn secured(mut response: Response) -> Response {
    for (name, value) in SECURITY_HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
