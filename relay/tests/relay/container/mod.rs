//! The relay in its container, from outside.

mod as_compose_says;
mod with_networks;

use std::env;

use crate::common::Page;

fn told(variable: &str) -> String {
    env::var(variable)
        .unwrap_or_else(|_| panic!("`cargo xtask test --only container` sets {variable}"))
}

/// A page that the container's relay has welcomed.
async fn page() -> Page {
    let relay = told("SOCKET_LAB_TEST_CONTAINER").parse().unwrap();
    let mut page = Page::knock_at(relay, &[]).await.unwrap();
    page.hello(1).await;
    page
}
