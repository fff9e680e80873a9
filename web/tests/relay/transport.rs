//! The transport's script, from its sources: what the tests are served has no other files.

use js_sys::Array;
use web_sys::{Blob, BlobPropertyBag, Url};

/// Each before those that import it.
const SOURCES: [&str; 6] = [
    include_str!("../../python/mailbox.js"),
    include_str!("../../transport/frames.js"),
    include_str!("../../transport/reports.js"),
    include_str!("../../transport/program.js"),
    include_str!("../../transport/relay.js"),
    include_str!("../../transport/worker.js"),
];

/// Where the script lies, with all that it imports.
pub(crate) fn script() -> String {
    let lines = SOURCES.iter().flat_map(|source| source.lines());
    let lines = lines.filter(|line| !line.starts_with("import "));
    let script: String =
        lines.flat_map(|line| [line.strip_prefix("export ").unwrap_or(line), "\n"]).collect();
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let parts = Array::of1(&script.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).expect("it is text");
    Url::create_object_url_with_blob(&blob).expect("a blob has an address")
}
