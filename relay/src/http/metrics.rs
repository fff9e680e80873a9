//! Serves the metrics: one page of numbers, for Prometheus and for no web site.
//!
//! It names no address, no session and no byte of anybody's. A site in a browser of this machine
//! must not read it all the same. The Host header is checked as at the relay's own address, against
//! DNS rebinding, and a request with an Origin comes from a page and is refused.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::{AppState, form, listener, own_host, secured};
use crate::access::origin::OriginPolicy;
use crate::resources::limits::MAX_SCRAPERS;

/// Where Prometheus looks by itself.
const PATH: &str = "/metrics";

/// OpenMetrics 1.0, which Prometheus reads as it reads its older text.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves the numbers of a app at `address` until the end is asked for.
pub(crate) async fn serve(listener: TcpListener, address: SocketAddr, app: AppState) {
    let context = Arc::clone(&app.state.context);
    let origins = Arc::new(OriginPolicy::new(address, app.origins.allowed().to_vec()));
    listener::serve(listener, router(AppState { origins, ..app }), MAX_SCRAPERS, context).await;
}

fn router(app: AppState) -> Router {
    Router::new()
        .route(PATH, get(numbers))
        .layer(from_fn_with_state(app.clone(), no_page))
        .layer(from_fn_with_state(app.clone(), own_host))
        .layer(from_fn(form::well_formed))
        .layer(map_response(secured))
        .with_state(app)
}

async fn numbers(State(app): State<AppState>) -> Response {
    let headers = [(CONTENT_TYPE, OPEN_METRICS), (CACHE_CONTROL, "no-store")];
    let context = &app.state.context;
    (headers, context.metrics.text(&context.memory, context.census.counts())).into_response()
}

async fn no_page(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if !request.headers().contains_key(ORIGIN) {
        return next.run(request).await;
    }
    let rule = "origin";
    app.state.context.metrics.refused(rule);
    tracing::info!(rule, "a page asked for the metrics and was turned away");
    (StatusCode::FORBIDDEN, "Refused by the rule `origin`: no page may read the metrics.\n")
        .into_response()
}
