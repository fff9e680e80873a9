//! Parts of the page whose code is loaded when they are first shown.
//!
//! The page for release is cut into several WebAssembly files: the first holds what the Bench needs,
//! and each function that [`later!`] makes is a way into another. In the page's tests nothing is cut.

use std::future::Future;
use wasm_bindgen_futures::spawn_local;
pub use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use super::texts::use_texts_of;
use crate::kit::texts::Kit;

/// What a part gives once its code is there.
pub type Loaded<T> = Result<T, SplitLoaderError>;

/// Draws something of a part.
pub type Draw<P> = fn(P) -> Html;

/// How far a part is.
pub enum Coming<T> {
    /// Its code is on its way.
    Loading,
    /// It is there.
    Here(T),
    /// It did not come; the callback tries again.
    Missing(Callback<()>),
}

/// A part, which is loaded if it is not there yet.
#[hook]
pub fn use_part<T, F>(load: fn() -> F) -> Coming<T>
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
        Some(Ok(part)) => Coming::Here(part),
        Some(Err(_)) => Coming::Missing(Callback::from(move |()| tries.set(*tries + 1))),
        None => Coming::Loading,
    }
}

/// What is said in the place of a part that is not there.
pub fn words_meanwhile<T>(coming: &Coming<T>, texts: &Kit) -> Html {
    match coming {
        Coming::Loading => html! { <p class="empty" role="status">{ texts.part_coming }</p> },
        Coming::Here(_) => html! {},
        Coming::Missing(again) => html! {
            <p class="empty" role="alert" data-testid="part-missing">
                { texts.part_missing }
                <button type="button" class="plain" onclick={again.reform(|_: MouseEvent| ())}>
                    { texts.again }
                </button>
            </p>
        },
    }
}

/// What a part of the page is drawn from, if nothing else has to be there meanwhile.
pub trait Part: Properties + Clone + PartialEq + 'static {
    /// Loads what draws it; at once if it is there.
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> + 'static;

    /// What stands in its place as long as there are only words.
    fn meanwhile(&self, words: Html) -> Html;
}

/// A part, drawn as soon as its code is there.
#[component]
pub fn Later<P: Part>(props: &P) -> Html {
    let texts = use_texts_of::<Kit>();
    match use_part(P::load) {
        Coming::Here(draw) => draw(props.clone()),
        coming => props.meanwhile(words_meanwhile(&coming, texts)),
    }
}

/// A place whose part is not there yet.
pub fn empty_place(words: Html) -> Html {
    html! { <main id="place" class="lessons">{ words }</main> }
}

/// Makes a function whose code lies in the part of this name, and which therefore has to be awaited.
/// It returns a `Result` whose error a [`SplitLoaderError`] can become.
macro_rules! later {
    ($part:ident: $seen:vis fn $name:ident($($given:ident: $kind:ty),*) -> $out:ty $body:block) => {
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        $seen fn $name($($given: $kind),*) -> $out $body

        #[cfg(not(split))]
        $seen async fn $name($($given: $kind),*) -> $out $body
    };
}
pub(crate) use later;
