//! Style sheets that come with the code of a part.

use std::cell::RefCell;
use std::ptr;

use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

thread_local! {
    static ADOPTED: RefCell<Vec<&'static str>> = RefCell::default();
}

/// Adds a part's styles to the document, once, behind those of the document.
pub(crate) fn adopt_styles(styles: &'static str) {
    let is_new = ADOPTED.with_borrow_mut(|adopted| {
        let is_new = !adopted.iter().any(|one| ptr::eq(*one, styles));
        adopted.extend(is_new.then_some(styles));
        is_new
    });
    if is_new {
        adopt(styles).expect("every browser that runs the page makes style sheets");
    }
}

fn adopt(styles: &str) -> Result<(), JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(styles)?;
    let document = gloo_utils::document();
    let sheets = document.adopted_style_sheets();
    sheets.push(&sheet);
    document.set_adopted_style_sheets(&sheets);
    Ok(())
}
