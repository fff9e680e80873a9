//! The sequence diagram as a file: the drawing on the screen, with its colours written into it.

use js_sys::encode_uri_component;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, CssStyleDeclaration, Document, Element, HtmlAnchorElement,
    HtmlCanvasElement, HtmlImageElement, XmlSerializer,
};

use crate::kit::state::file_name::FileName;
use crate::kit::state::printable::printable;

const SVG: &str = "http://www.w3.org/2000/svg";

/// The style properties that the drawing uses.
const DRAWN: [&str; 12] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "paint-order",
    "text-anchor",
    "opacity",
    "display",
];

/// Room for the lanes' names, in pixels.
const HEAD: f64 = 28.0;

/// Room at the sides and below.
const MARGIN: f64 = 10.0;

/// How many pixels of the picture one pixel of the page becomes.
const SHARPNESS: f64 = 2.0;

/// Offers the sequence diagram in view as a file to save: as SVG, or as PNG.
pub(crate) async fn save_drawing(name: FileName, pixels: bool) {
    // Each step fails only where there is no diagram, or the browser cannot draw.
    let _ = offer(&name, pixels).await;
}

async fn offer(name: &FileName, pixels: bool) -> Result<(), JsValue> {
    let document = gloo_utils::document();
    let original = document.query_selector("[data-testid=sequence]")?.ok_or(JsValue::NULL)?;
    let width = f64::from(original.client_width()) + 2.0 * MARGIN;
    let height = f64::from(original.client_height()) + HEAD + MARGIN;
    let drawing = standalone(&document, &original, width, height)?;
    let text = XmlSerializer::new()?.serialize_to_string(&drawing)?;
    let text = printable(&text);
    let address = format!("data:image/svg+xml;charset=utf-8,{}", encode_uri_component(&text));
    let address = match pixels {
        true => painted(&document, &address, width, height).await?,
        false => address,
    };
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name.as_str());
    link.click();
    Ok(())
}

/// A copy that needs no stylesheet.
fn standalone(
    document: &Document,
    original: &Element,
    width: f64,
    height: f64,
) -> Result<Element, JsValue> {
    // An inner drawing keeps its width, to which the lanes' percentages refer.
    let inner: Element = original.clone_node_with_deep(true)?.unchecked_into();
    let (from, to) = (original.query_selector_all("*")?, inner.query_selector_all("*")?);
    for at in 0..from.length() {
        if let (Some(from), Some(to)) = (from.get(at), to.get(at)) {
            dress(from.unchecked_ref(), to.unchecked_ref())?;
        }
    }
    let size = [("width", width), ("height", height)];
    inner.set_attribute("x", &MARGIN.to_string())?;
    inner.set_attribute("y", &HEAD.to_string())?;
    inner.set_attribute("width", &(width - 2.0 * MARGIN).to_string())?;
    let drawing = document.create_element_ns(Some(SVG), "svg")?;
    let ground = document.create_element_ns(Some(SVG), "rect")?;
    for (name, value) in size {
        drawing.set_attribute(name, &value.to_string())?;
        ground.set_attribute(name, &value.to_string())?;
    }
    let pane = original.closest(".pane")?.unwrap_or_else(|| original.clone());
    ground.set_attribute("fill", &style(&pane)?.get_property_value("background-color")?)?;
    drawing.append_child(&ground)?;
    let names = document.query_selector_all(".sequence-lanes span")?;
    for name in (0..names.length()).filter_map(|at| names.get(at)) {
        let name = lane_name(document, name.unchecked_ref())?;
        inner.append_child(&name)?;
    }
    inner.set_attribute("overflow", "visible")?;
    drawing.append_child(&inner)?;
    Ok(drawing)
}

/// Copies an element's computed style onto its copy.
fn dress(from: &Element, to: &Element) -> Result<(), JsValue> {
    let style = style(from)?;
    let mut own = String::new();
    for name in DRAWN {
        own.push_str(&format!("{name}:{};", style.get_property_value(name)?));
    }
    to.set_attribute("style", &own)
}

fn lane_name(document: &Document, name: &Element) -> Result<Element, JsValue> {
    let style = style(name)?;
    let text = document.create_element_ns(Some(SVG), "text")?;
    text.set_text_content(name.text_content().as_deref());
    text.set_attribute("x", style.get_property_value("--at")?.trim())?;
    text.set_attribute("y", "-10")?;
    let mut own = format!("fill:{};text-anchor:middle;", style.get_property_value("color")?);
    for name in ["font-family", "font-size", "font-weight"] {
        own.push_str(&format!("{name}:{};", style.get_property_value(name)?));
    }
    text.set_attribute("style", &own)?;
    Ok(text)
}

fn style(of: &Element) -> Result<CssStyleDeclaration, JsValue> {
    gloo_utils::window().get_computed_style(of)?.ok_or(JsValue::NULL)
}

/// The drawing in pixels, as a data URL.
async fn painted(
    document: &Document,
    address: &str,
    width: f64,
    height: f64,
) -> Result<String, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    // Sizes on the screen are far from the limits of these numbers.
    canvas.set_width((width * SHARPNESS) as u32);
    canvas.set_height((height * SHARPNESS) as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (wide, high) = (width * SHARPNESS, height * SHARPNESS);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, wide, high)?;
    canvas.to_data_url()
}
