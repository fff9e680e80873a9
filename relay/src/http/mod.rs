//! What the relay answers over HTTP: the page, its assets, its health, and the WebSocket's door.

mod coding;
mod door;
mod metrics;
mod page;
mod route;
mod upgrade;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use lab_shared::wire::WEBSOCKET_PATH;
use tokio::net::TcpListener;

use crate::ground::Ground;
use crate::handshake::{Doors, Refusal};
use door::{Caller, Door};
pub(crate) use metrics::serve as serve_metrics;

/// Where the relay says that it lives, for whoever watches over it.
pub(crate) const HEALTH_PATH: &str = "/healthz";

/// Headers every answer carries.
const SECURITY_HEADERS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // The token is in the URL's fragment, which no browser sends; this keeps the rest at home too.
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, POLICY),
    // The workers of a page that shares no process with foreign ones may share memory: then a Python
    // program waits for a call in place, which takes half the time. Browsers heed it over https and on
    // loopback only.
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
];

/// What the page and its workers may load and run: files of this relay, and its WebSocket. No script
/// stands in a document, `eval` is off but for WebAssembly, and in a foreign page's frame, where a
/// click could be led onto a button of the lab, nothing is shown. The page sets `style` attributes,
/// and the editor makes a `<style>` of its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
    connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// What the routes know.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) ground: Arc<Ground>,
    pub(crate) doors: Arc<Doors>,
}

/// Serves until the end is asked for.
pub(crate) async fn serve(listener: TcpListener, house: House) -> std::io::Result<()> {
    let asked = house.ground.shutdown.asked();
    let door = Door::new(listener, house.ground.limits, house.ground.times);
    let service = router(house).into_make_service_with_connect_info::<Caller>();
    axum::serve(door, service).with_graceful_shutdown(asked).await
}

fn router(house: House) -> Router {
    Router::new()
        .route(WEBSOCKET_PATH, any(upgrade::upgrade))
        .fallback(page)
        .layer(from_fn_with_state(house.clone(), own_host))
        // Above the check of the Host header: a watcher may use any name.
        .route(HEALTH_PATH, get(async || "ok\n"))
        .layer(map_response(secured))
        .with_state(house)
}

async fn page(request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    route::answer(&page::Embedded, request.uri().path(), request.headers())
}

/// Lets through what was asked of this relay by a name of its own.
async fn own_host(State(house): State<House>, request: Request, next: Next) -> Response {
    match house.doors.check_host(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refuse(&house, &refusal),
    }
}

/// 403, with the rule and what to do in words.
fn refuse(house: &House, refusal: &Refusal) -> Response {
    house.ground.metrics.refused(refusal.rule());
    tracing::info!(rule = refusal.rule(), ?refusal, "turned away");
    (StatusCode::FORBIDDEN, format!("{refusal}\n")).into_response()
}

async fn secured(mut response: Response) -> Response {
    for (name, value) in SECURITY_HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
