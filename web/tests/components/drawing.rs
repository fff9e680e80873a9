//! When changed state is drawn.

use futures_channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use lab_web::under_test::Store;

/// What was drawn, in order.
type Drawn = Rc<RefCell<Vec<String>>>;

fn store(name: &'static str, drawn: &Drawn) -> Store<u32> {
    let drawn = Rc::clone(drawn);
    Store::new(0, move |state| drawn.borrow_mut().push(format!("{name} {}", *state)))
}

#[wasm_bindgen_test]
async fn what_has_changed_is_drawn_once_and_all_of_it_in_the_same_frame() {
    let drawn = Drawn::default();
    let (first, second) = (store("first", &drawn), store("second", &drawn));
    let (tell, told) = oneshot::channel();
    let between = Rc::clone(&drawn);
    let tell = RefCell::new(Some(tell));
    let third = Store::new((), move |_| {
        let (between, tell) = (Rc::clone(&between), tell.take());
        // The browser runs it as soon as its own call into the page is over.
        spawn_local(async move {
            between.borrow_mut().push("over".into());
            let _ = tell.map(|tell| tell.send(()));
        });
    });
    third.update(|()| ());
    for _ in 0..3 {
        first.update(|number| *number += 1);
        second.update(|number| *number += 10);
    }
    assert!(drawn.borrow().is_empty(), "a change costs no drawing");
    told.await.expect("it is drawn");
    assert_eq!(*drawn.borrow(), ["first 3", "second 30", "over"]);
}

#[wasm_bindgen_test]
async fn what_is_drawn_at_once_is_not_drawn_again_with_the_rest() {
    let drawn = Drawn::default();
    let (pressed, other) = (store("pressed", &drawn), store("other", &drawn));
    let (tell, told) = oneshot::channel();
    let tell = RefCell::new(Some(tell));
    let last = Store::new((), move |_| {
        let _ = tell.take().map(|tell| tell.send(()));
    });
    pressed.update(|number| *number += 1);
    other.update(|number| *number += 1);
    pressed.update_at_once(|number| *number += 1);
    assert_eq!(*drawn.borrow(), ["pressed 2"]);
    last.update(|()| ());
    told.await.expect("the rest is drawn");
    assert_eq!(*drawn.borrow(), ["pressed 2", "other 1"]);
}
