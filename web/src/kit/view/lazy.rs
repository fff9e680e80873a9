//! Parts of the page whose code is loaded when they are first shown.
//!
//! The page for release is cut into several WebAssembly files: the first holds what the Bench needs,
//! and each function that [`lazy!`] makes is the entry into another. Builds for tests are not cut.

use std::future::Future;
use wasm_bindgen_futures::spawn_local;
pub(crate) use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use super::texts::use_texts_of;
use crate::kit::texts::Kit;

/// What a part returns once its code is loaded.
pub(crate) type Loaded<T> = Result<T, SplitLoaderError>;

/// Draws something of a part.
pub(crate) type Draw<P> = fn(P) -> Html;

/// The state of a part.
pub(crate) enum LoadState<T> {
    /// Its code is loading.
    Loading,
    /// It is loaded.
    Ready(T),
    /// It did not load; the callback tries again.
    Failed(Callback<()>),
}

/// A part, loaded on first use.
#[hook]
pub(crate) fn use_lazy<T, F>(load: fn() -> F) -> LoadState<T>
where
    T: Copy + 'static,
    F: Future<Output = Loaded<T>> + 'static,
{
    let loaded = use_state(|| None::<Loaded<T>>);
    let tries = use_state_eq(|| 0);
    {
        let set = loaded.setter();
        use_effect_with(*tries, move |_| {
            spawn_local(async move { set.set(Some(load().await)) });
        });
    }
    match *loaded {
        Some(Ok(part)) => LoadState::Ready(part),
        Some(Err(_)) => LoadState::Failed(Callback::from(move |()| tries.set(*tries + 1))),
        None => LoadState::Loading,
    }
}

/// The text in the place of a part that is not loaded.
pub(crate) fn fallback<T>(load_state: &LoadState<T>, texts: &Kit) -> Html {
    match load_state {
        LoadState::Loading => html! { <p class="empty" role="status">{ texts.part_coming }</p> },
        LoadState::Ready(_) => html! {},
        LoadState::Failed(again) => html! {
            <p class="empty" role="alert" data-testid="part-missing">
                { texts.part_missing }
                <button type="button" class="plain" onclick={again.reform(|_: MouseEvent| ())}>
                    { texts.again }
                </button>
            </p>
        },
    }
}

/// The props of a part that is drawn alone.
pub(crate) trait LazyPart: Properties + Clone + PartialEq + 'static {
    /// Loads its view; at once if it is loaded.
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> + 'static;

    /// What is drawn in its place until it is loaded.
    fn fallback(&self, words: Html) -> Html;
}

/// A part, drawn as soon as its code is loaded.
#[component]
pub(crate) fn Lazy<P: LazyPart>(props: &P) -> Html {
    let texts = use_texts_of::<Kit>();
    match use_lazy(P::load) {
        LoadState::Ready(draw) => draw(props.clone()),
        load_state => props.fallback(fallback(&load_state, texts)),
    }
}

/// A place whose part is not loaded yet.
pub(crate) fn empty_place(words: Html) -> Html {
    html! { <main id="place" class="lessons">{ words }</main> }
}

/// Makes a function whose code is in the part of this name, so that calling it is asynchronous. It
/// returns a `Result` whose error converts from [`SplitLoaderError`].
macro_rules! lazy {
    ($part:ident: $seen:vis fn $name:ident($($given:ident: $kind:ty),*) -> $out:ty $body:block) => {
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        $seen fn $name($($given: $kind),*) -> $out $body

        #[cfg(not(split))]
        $seen async fn $name($($given: $kind),*) -> $out $body
    };
}
pub(crate) use lazy;
