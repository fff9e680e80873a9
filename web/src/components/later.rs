//! Parts of the page whose code is loaded when they are first shown.
//!
//! The page for release is cut into several WebAssembly files: the first holds what the Bench needs,
//! and each function that [`later!`] makes is a way into another. In the page's tests nothing is cut.

use std::future::Future;
use wasm_bindgen_futures::spawn_local;
pub use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use super::use_texts;

/// What draws a part, once its code is there.
pub type Draw<P> = fn(P) -> Html;

/// The code of a part, or why it did not come.
pub type Loaded<P> = Result<Draw<P>, SplitLoaderError>;

/// What a part of the page is drawn from.
pub trait Part: Properties + Clone + PartialEq + 'static {
    /// Loads its code; at once if it is there.
    fn load() -> impl Future<Output = Loaded<Self>> + 'static;

    /// What is shown in the part's place as long as its code is not there.
    fn meanwhile(&self, words: Html) -> Html;
}

/// A part, drawn as soon as its code is there.
#[component]
pub fn Later<P: Part>(props: &P) -> Html {
    let texts = &use_texts().shell;
    let loaded = use_state(|| None::<Loaded<P>>);
    let tries = use_state_eq(|| 0);
    {
        let set = loaded.setter();
        use_effect_with(*tries, move |_| {
            spawn_local(async move { set.set(Some(P::load().await)) });
        });
    }
    match &*loaded {
        Some(Ok(draw)) => draw(props.clone()),
        Some(Err(_)) => {
            let onclick = Callback::from(move |_: MouseEvent| tries.set(*tries + 1));
            props.meanwhile(html! {
                <p class="empty" role="alert" data-testid="part-missing">
                    { texts.part_missing }
                    <button type="button" class="plain" {onclick}>{ texts.part_again }</button>
                </p>
            })
        }
        None => props.meanwhile(html! { <p class="empty" role="status">{ texts.part_coming }</p> }),
    }
}

/// Makes a function whose code lies in the part of this name, and which therefore has to be awaited.
/// It returns a `Result` whose error a [`SplitLoaderError`] can become.
macro_rules! later {
    ($part:ident: $(#[$note:meta])* fn $name:ident($($given:ident: $kind:ty),*) -> $out:ty $body:block) => {
        $(#[$note])*
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        fn $name($($given: $kind),*) -> $out $body

        $(#[$note])*
        #[cfg(not(split))]
        async fn $name($($given: $kind),*) -> $out $body
    };
}
pub(crate) use later;
