//! Has the relay compiled again when the page that it carries was built again.

use std::fs;
use std::path::Path;

/// Where trunk puts the page.
const DIST: &str = "../web/dist";

fn main() {
    // cargo takes a watched path that is missing for one that changes all the time, and would
    // compile the relay anew on every call. An empty folder is as good as no page.
    if !Path::new(DIST).exists() {
        let _ = fs::create_dir_all(DIST);
    }
    println!("cargo::rerun-if-changed={DIST}");
}
