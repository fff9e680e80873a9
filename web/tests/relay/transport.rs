//! The transport's script, from its sources: what the tests are served has no other files.

use std::collections::HashMap;

use js_sys::Array;
use web_sys::{Blob, BlobPropertyBag, Url};

/// Each before those that import it; the last is the worker's.
const SOURCES: [(&str, &str); 8] = [
    ("mailbox.js", include_str!("../../python/mailbox.js")),
    ("frames.js", include_str!("../../transport/frames.js")),
    ("calls.js", include_str!("../../transport/calls.js")),
    ("statements.js", include_str!("../../transport/statements.js")),
    ("reports.js", include_str!("../../transport/reports.js")),
    ("program.js", include_str!("../../transport/program.js")),
    ("relay.js", include_str!("../../transport/relay.js")),
    ("worker.js", include_str!("../../transport/worker.js")),
];

/// Where the script lies.
pub(crate) fn script() -> String {
    let mut places = HashMap::new();
    for (name, source) in SOURCES {
        let lines = source.lines().map(|line| with_places(line, &places) + "\n");
        let place = place_of(&lines.collect::<String>());
        places.insert(name, place);
    }
    places.remove("worker.js").expect("it is among them")
}

/// A line; where it imports a file, from the place where that lies.
fn with_places(line: &str, places: &HashMap<&str, String>) -> String {
    let Some((what, path)) = line.split_once(" from \"").filter(|_| line.starts_with("import "))
    else {
        return line.to_owned();
    };
    let name = path.trim_end_matches("\";").rsplit('/').next().expect("a path has a last part");
    format!("{what} from \"{}\";", places[name])
}

fn place_of(script: &str) -> String {
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let parts = Array::of1(&script.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).expect("it is text");
    Url::create_object_url_with_blob(&blob).expect("a blob has an address")
}
