//! Commands of narrow callbacks: a view that emits one value need not know the command it is part of.

use yew::prelude::*;

/// A callback that emits `command` of its argument. It stays the same as long as `on` does, so that
/// components with it are not drawn again.
#[hook]
pub fn use_command<T: 'static, C: 'static>(on: &Callback<C>, command: fn(T) -> C) -> Callback<T> {
    use_callback(on.clone(), move |given: T, on| on.emit(command(given)))
}
