//! Writes a test for every folder of `web/lessons`, which the tests of lessons include.

use std::path::Path;
use std::{env, fs};

const LESSONS: &str = "../web/lessons";

fn main() {
    println!("cargo::rerun-if-changed={LESSONS}");
    let entries = fs::read_dir(LESSONS).expect("the lessons' folder can be read");
    let paths = entries.map(|entry| entry.expect("the lessons' folder can be read").path());
    let folders = paths.filter(|path| path.is_dir());
    let mut lessons: Vec<String> = folders
        .map(|path| path.file_name().expect("it is a folder").to_str().expect("ASCII").to_owned())
        .filter(|name| !name.starts_with(['.', '_']))
        .collect();
    lessons.sort_unstable();
    let tests = lessons.iter().map(|lesson| {
        let name = lesson.replace('-', "_");
        format!("#[test]\nfn {name}() {{\n    every_play({lesson:?});\n}}\n\n")
    });
    let out = env::var_os("OUT_DIR").expect("Cargo sets it");
    fs::write(Path::new(&out).join("lessons.rs"), tests.collect::<String>())
        .expect("the build's own folder is writable");
}
