//! The browser's interfaces: clock, frames, files, fetch, storage, the address's fragment, clipboard. Effects only, no
//! decisions.

mod fetch;
mod files;
mod fragment;
mod last_input;
mod render_scheduler;
pub(crate) mod storage;
pub(crate) mod store;
mod styles;

pub(crate) use fetch::fetch_json;
pub(crate) use files::{NewFile, read_file, read_part, save_blob, save_file};
pub(crate) use fragment::take_fragment;
use last_input::last_input;
pub(crate) use last_input::watch_input;
pub(crate) use store::{Store, use_store};
pub(crate) use styles::adopt_styles;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use std::time::Duration;

use lab_shared::call::Micros;
use lab_shared::chat::LocalTime;
use wasm_bindgen_futures::JsFuture;

/// The page's clock: monotonic since the page was opened.
#[must_use]
pub fn now() -> Duration {
    let milliseconds =
        web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now());
    Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0)
}

/// Yields to the browser, which draws and delivers pending input.
pub(crate) async fn turn() {
    let (done, waits) = oneshot::channel();
    let _timer = Timeout::new(0, move || {
        // The receiver may have been dropped.
        let _ = done.send(());
    });
    let _ = waits.await;
}

/// The page's clock at 0, in microseconds since 1970.
#[must_use]
pub(crate) fn epoch() -> u64 {
    let clock = web_sys::window().and_then(|window| window.performance());
    clock.map_or(0, |clock| (clock.time_origin() * 1000.0) as u64)
}

/// 128 random bits that nobody can guess; `None` where the browser has no source of them.
#[must_use]
pub(crate) fn random() -> Option<u128> {
    let mut bytes = [0; 16];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(u128::from_ne_bytes(bytes))
}

/// Whether the page may share memory with its workers. A browser may be isolated and have no shared memory
/// all the same, as WebKitGTK is.
#[must_use]
pub(crate) fn shares_memory() -> bool {
    let has =
        |name: &str| Reflect::get(&js_sys::global(), &name.into()).is_ok_and(|it| it.is_truthy());
    ["crossOriginIsolated", "SharedArrayBuffer", "Atomics"].into_iter().all(has)
}

/// A worker's moment, in milliseconds since 1970, on the page's clock.
#[must_use]
pub(crate) fn since_epoch(milliseconds: f64) -> Micros {
    let clock = web_sys::window().and_then(|window| window.performance());
    let origin = clock.map_or(0.0, |clock| clock.time_origin());
    // A moment before the page opened becomes 0. Whole microseconds are enough.
    Micros(((milliseconds - origin).max(0.0) * 1000.0) as u64)
}

/// The browser's time of day, in its time zone.
#[must_use]
pub(crate) fn local_time() -> LocalTime {
    let now = js_sys::Date::new_0();
    // Each is within its range in a `Date`, whose months begin at 0.
    LocalTime {
        year: now.get_full_year() as i16,
        month: now.get_month() as u8 + 1,
        day: now.get_date() as u8,
        hour: now.get_hours() as u8,
        minute: now.get_minutes() as u8,
        second: now.get_seconds() as u8,
    }
}

/// Puts `text` on the clipboard; whether the browser allowed it.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = gloo_utils::window().navigator();
    // Over plain HTTP from another machine a browser offers no clipboard.
    let offered = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    offered && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
