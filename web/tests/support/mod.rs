//! A place on the page for what is tested, and ways to look at it, press it, and wait for it.

#![allow(dead_code, reason = "each test program uses its own part")]

use futures_util::future::poll_fn;
use lab_shared::language::Language;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, MutationObserver, MutationObserverInit,
};
use yew::prelude::*;
use yew::scheduler;

/// Something drawn on the page; it leaves the page when the test ends.
pub(crate) struct Stage<C: BaseComponent> {
    pub(crate) root: Element,
    app: Option<yew::AppHandle<C>>,
    changes: Changes,
}

impl<C: BaseComponent> Stage<C>
where
    C::Properties: Default,
{
    /// Draws a component that takes nothing.
    pub(crate) fn of() -> Self {
        Self::with(C::Properties::default())
    }
}

impl<C: BaseComponent> Stage<C> {
    /// Draws a component.
    pub(crate) fn with(props: C::Properties) -> Self {
        let document = gloo_utils::document();
        let root = document.create_element("div").expect("a div can be made");
        gloo_utils::body().append_child(&root).expect("the body takes it");
        let changes = Changes::of(&root);
        let app = yew::Renderer::<C>::with_root_and_props(root.clone(), props).render();
        Self { root, app: Some(app), changes }
    }

    /// Waits until something matches the CSS selector.
    pub(crate) async fn find(&self, css: &str) -> HtmlElement {
        self.until(|root| root.query_selector(css).ok().flatten()).await.unchecked_into()
    }

    /// Waits until something has this `data-testid`.
    pub(crate) async fn get(&self, testid: &str) -> HtmlElement {
        self.find(&format!("[data-testid={testid}]")).await
    }

    /// Waits until something of this `data-testid` has text that contains `words`.
    pub(crate) async fn says(&self, testid: &str, words: &str) -> HtmlElement {
        self.until(|root| {
            all(root, &format!("[data-testid={testid}]"))
                .into_iter()
                .find(|element| element.text_content().unwrap_or_default().contains(words))
        })
        .await
    }

    /// Waits until `look` finds what it looks for. It looks once the page is drawn and its effects
    /// have run: Yew lets the browser go on between the two where the first took long.
    pub(crate) async fn until<T>(&self, look: impl Fn(&Element) -> Option<T>) -> T {
        loop {
            scheduler::flush().await;
            let next = self.changes.next();
            if let Some(found) = look(&self.root) {
                return found;
            }
            next.await;
        }
    }

    /// Presses what has this `data-testid`.
    pub(crate) async fn press(&self, testid: &str) {
        self.get(testid).await.click();
        scheduler::flush().await;
    }

    /// Types into the field of that control.
    pub(crate) async fn fill(&self, control: &str, field: &str, text: &str) {
        let css = format!("[data-testid=control-{control}] [data-testid={field}]");
        let input: HtmlInputElement = self.find(&css).await.unchecked_into();
        input.set_value(text);
        fire(&input, "input");
        scheduler::flush().await;
    }

    /// Chooses in the list of that control.
    pub(crate) async fn choose(&self, control: &str, field: &str, value: &str) {
        let css = format!("[data-testid=control-{control}] [data-testid={field}]");
        let select: HtmlSelectElement = self.find(&css).await.unchecked_into();
        select.set_value(value);
        fire(&select, "change");
        scheduler::flush().await;
    }

    /// Types into the field of this `data-testid`.
    pub(crate) async fn type_into(&self, testid: &str, text: &str) {
        let field = self.get(testid).await;
        match field.dyn_ref::<HtmlTextAreaElement>() {
            Some(lines) => lines.set_value(text),
            None => field.unchecked_ref::<HtmlInputElement>().set_value(text),
        }
        fire(&field, "input");
        scheduler::flush().await;
    }

    /// Chooses in the list of this `data-testid`.
    pub(crate) async fn choose_at(&self, testid: &str, value: &str) {
        let select: HtmlSelectElement = self.get(testid).await.unchecked_into();
        select.set_value(value);
        fire(&select, "change");
        scheduler::flush().await;
    }

    /// What Enter in a field of that control does.
    pub(crate) async fn enter(&self, control: &str) {
        let css = format!("[data-testid=control-{control}]");
        let form: HtmlFormElement = self.find(&css).await.unchecked_into();
        form.request_submit().expect("the form can be submitted");
        scheduler::flush().await;
    }

    /// How many have this `data-testid` now.
    pub(crate) fn count(&self, testid: &str) -> usize {
        all(&self.root, &format!("[data-testid={testid}]")).len()
    }
}

impl<C: BaseComponent> Drop for Stage<C> {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

/// Everything that matches the CSS selector.
pub(crate) fn all(root: &Element, css: &str) -> Vec<HtmlElement> {
    let list = root.query_selector_all(css).expect("the selector is valid");
    (0..list.length()).filter_map(|at| list.get(at)).map(JsCast::unchecked_into).collect()
}

/// Waits for the browser's next frame.
pub(crate) async fn frame() {
    let (tell, begun) = futures_channel::oneshot::channel();
    let _frame = gloo_render::request_animation_frame(move |_| {
        // Whoever waited may have gone.
        let _ = tell.send(());
    });
    let _ = begun.await;
}

fn fire(element: &HtmlElement, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict(name, &init).expect("an event can be made");
    element.dispatch_event(&event).expect("nobody throws");
}

/// Tells each change below an element: what a test waits for, instead of for time.
struct Changes {
    seen: Rc<RefCell<Seen>>,
    observer: MutationObserver,
    _told: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Seen {
    changes: u64,
    waker: Option<Waker>,
}

impl Changes {
    fn of(root: &Element) -> Self {
        let seen = Rc::new(RefCell::new(Seen::default()));
        let told = {
            let seen = Rc::clone(&seen);
            Closure::<dyn FnMut()>::new(move || {
                let mut seen = seen.borrow_mut();
                seen.changes += 1;
                if let Some(waker) = seen.waker.take() {
                    waker.wake();
                }
            })
        };
        let observer = MutationObserver::new(told.as_ref().unchecked_ref()).expect("it can watch");
        let init = MutationObserverInit::new();
        init.set_subtree(true);
        init.set_child_list(true);
        init.set_attributes(true);
        init.set_character_data(true);
        observer.observe_with_options(root, &init).expect("it watches");
        Self { seen, observer, _told: told }
    }

    /// The next change after this call.
    fn next(&self) -> impl Future<Output = ()> + use<> {
        let seen = Rc::clone(&self.seen);
        let before = seen.borrow().changes;
        poll_fn(move |context| {
            let mut seen = seen.borrow_mut();
            if seen.changes > before {
                return Poll::Ready(());
            }
            seen.waker = Some(context.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// What a test draws, read in a language.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ReadInProps {
    pub(crate) language: Language,
    pub(crate) children: Children,
}

#[component]
pub(crate) fn ReadIn(props: &ReadInProps) -> Html {
    html! {
        <ContextProvider<Language> context={props.language}>
            { props.children.clone() }
        </ContextProvider<Language>>
    }
}
