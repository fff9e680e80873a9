//! What may appear only in its own place: no I/O in `shared`, raw descriptors in one folder of the
//! relay, no browser in the page's state folders.

use super::code::{code_only, holds_word};

/// The one place for raw descriptors, and for the code that must be trusted for them.
const DESCRIPTOR_FOLDER: &str = "relay/src/socket/";

/// Words that mean raw descriptors or system calls.
const DESCRIPTOR_WORDS: &[&str] = &[
    "socket2",
    "libc",
    "nix",
    "rustix",
    "RawFd",
    "OwnedFd",
    "BorrowedFd",
    "AsRawFd",
    "AsFd",
    "FromRawFd",
    "IntoRawFd",
    "as_raw_fd",
    "from_raw_fd",
    "into_raw_fd",
    "AsyncFd",
    "windows_sys",
    "polling",
    "OwnedSocket",
    "BorrowedSocket",
    "AsRawSocket",
    "AsSocket",
];

/// What makes code depend on the system it is compiled for.
const SYSTEM_WORDS: &[&str] = &["target_os", "target_env", "cfg(unix", "cfg(windows"];

/// What would read a clock or wait in `shared`. Time is an argument there, in tests too.
const CLOCKS: &[&str] =
    &["Instant::now", "SystemTime", "std::thread", "thread::spawn", "thread::sleep"];

/// What would do I/O in `shared`. Its tests may read a file or print where they are.
const WORLD: &[&str] = &[
    "std::net::Tcp",
    "std::net::Udp",
    "std::fs",
    "std::process",
    "std::env",
    "stdin",
    "println!",
    "eprintln!",
];

/// The crates of drawing and of the browser. The page's state folders use neither, so that they are
/// tested natively.
const BROWSER: &[&str] = &[
    "yew",
    "web_sys",
    "gloo_events",
    "gloo_render",
    "gloo_timers",
    "gloo_utils",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
];

/// Crates that do I/O, read a clock, wait or draw randomness.
const IMPURE_CRATES: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "clap",
    "crossterm",
    "fastrand",
    "futures-timer",
    "getrandom",
    "gloo",
    "gloo-events",
    "gloo-net",
    "gloo-render",
    "gloo-timers",
    "gloo-utils",
    "hyper",
    "instant",
    "js-sys",
    "libc",
    "mio",
    "nix",
    "rand",
    "rand_core",
    "reqwest",
    "rustix",
    "smol",
    "socket2",
    "time",
    "tokio",
    "tokio-tungstenite",
    "tokio-util",
    "tungstenite",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "web-time",
    "winapi",
    "windows-sys",
    "yew",
];

/// What crosses a border in a file. `path` is relative to the project's folder.
pub(super) fn complaints(path: &str, text: &str) -> Vec<String> {
    let code = code_only(text);
    let mut complaints = Vec::new();
    if !path.starts_with(DESCRIPTOR_FOLDER) {
        find(&code, &["unsafe"], |line| {
            complaints.push(format!("{path}:{line}: unsafe code belongs in {DESCRIPTOR_FOLDER}"));
        });
    }
    // A test or a benchmark may be a peer of any kind, so only shipped code is checked.
    let ships = path.contains("/src/") && !["e2e/", "bench/"].iter().any(|it| path.starts_with(it));
    if ships && !path.starts_with(DESCRIPTOR_FOLDER) {
        find(&code, DESCRIPTOR_WORDS, |line| {
            complaints.push(format!("{path}:{line}: raw sockets belong in {DESCRIPTOR_FOLDER}"));
        });
    }
    if path.starts_with("relay/src/") && !path.starts_with(DESCRIPTOR_FOLDER) {
        find(&code, SYSTEM_WORDS, |line| {
            complaints.push(format!(
                "{path}:{line}: only {DESCRIPTOR_FOLDER} knows which system this is"
            ));
        });
    }
    if path.starts_with("shared/src/") {
        let tests = path.ends_with("/tests.rs") || path.contains("/tests/");
        let forbidden = if tests { CLOCKS.to_vec() } else { [CLOCKS, WORLD].concat() };
        find(&code, &forbidden, |line| {
            complaints.push(format!(
                "{path}:{line}: shared touches nothing outside itself; let its caller do this"
            ));
        });
    }
    if is_state_of_page(path) {
        find(&code, BROWSER, |line| {
            complaints.push(format!(
                "{path}:{line}: a state knows neither yew nor the browser; let its driver or view do this"
            ));
        });
    }
    complaints
}

/// Whether a file is in a folder `state` of the page, or is a single file `state.rs`.
fn is_state_of_page(path: &str) -> bool {
    let inside = path.strip_prefix("web/src/").unwrap_or_default();
    inside.split('/').any(|part| matches!(part, "state" | "state.rs"))
}

/// The impure crates below `lab-shared`, from the output of `cargo tree --prefix none`.
pub(super) fn impure_dependencies(tree: &str) -> Vec<String> {
    let mut names: Vec<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| IMPURE_CRATES.contains(name));
    let complain = |name| {
        format!(
            "shared/Cargo.toml: brings in {name}, which does I/O; `cargo tree -p lab-shared -i \
             {name}` shows how"
        )
    };
    names.into_iter().map(complain).collect()
}

fn find(code: &str, words: &[&str], mut found: impl FnMut(usize)) {
    for (index, line) in code.lines().enumerate() {
        if words.iter().any(|word| holds_word(line, word)) {
            found(index + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{complaints, impure_dependencies};

    fn check(path: &str, text: &str, expected: &[usize]) {
        let lines: Vec<usize> = complaints(path, text)
            .iter()
            .map(|complaint| {
                let mut parts = complaint.split(':').skip(1);
                parts.next().and_then(|line| line.parse().ok()).expect("a complaint names a line")
            })
            .collect();
        assert_eq!(lines, expected, "{path}: {text}");
    }

    #[test]
    fn raw_descriptors_stay_in_their_folder() {
        let text = "use socket2::Socket;\nfn f() { unsafe { g() } }\n";
        check("relay/src/socket/stream.rs", text, &[]);
        check("relay/src/session.rs", text, &[2, 1]);
        check("relay/src/socket_list.rs", text, &[2, 1]);
        check("relay/tests/peers.rs", text, &[2]);
        check("e2e/src/network.rs", "use nix::sched::unshare;\n", &[]);
    }

    #[test]
    fn only_the_sockets_folder_knows_the_system() {
        let text = "#[cfg(windows)]\n#[cfg(target_os = \"linux\")]\n#[cfg(unix)]\n#[cfg(test)]\n";
        check("relay/src/socket/mod.rs", text, &[]);
        check("relay/src/session.rs", text, &[1, 2, 3]);
        check("xtask/src/tools.rs", text, &[]);
    }

    #[test]
    fn shared_does_not_reach_outside() {
        check("shared/src/chat.rs", "let now = Instant::now();\n", &[1]);
        check("shared/src/chat.rs", "\nuse std::thread;\n", &[2]);
        check("shared/src/chat.rs", "use std::time::Duration;\n", &[]);
        check("relay/src/session.rs", "let now = Instant::now();\n", &[]);
        check("shared/src/chat.rs", "println!(\"a\");\n", &[1]);
        check("shared/src/chat/tests.rs", "println!(\"a\");\nInstant::now();\n", &[2]);
    }

    #[test]
    fn a_state_of_the_page_knows_no_browser() {
        let text = "use yew::prelude::*;\nuse gloo_timers::callback;\nuse wasm_bindgen_futures::spawn_local;\n";
        for path in
            ["web/src/lab/state.rs", "web/src/chat/state/mod.rs", "web/src/sockets/state.rs"]
        {
            check(path, text, &[1, 2, 3]);
        }
        for path in
            ["web/src/kernel/view/state_view.rs", "web/src/chat/view/form.rs", "relay/src/state.rs"]
        {
            check(path, text, &[]);
        }
        check("web/src/lab/state.rs", "use lab_shared::trace::Timeline; // unlike yew\n", &[]);
    }

    #[test]
    fn words_in_comments_and_texts_do_not_count() {
        check("shared/src/errno.rs", "/// Unlike libc, never calls Instant::now.\n", &[]);
        check("relay/src/http.rs", "const CSP: &str = \"'wasm-unsafe-eval' unsafe\";\n", &[]);
        check("web/src/lib.rs", "#![deny(unsafe_code)]\n", &[]);
    }

    #[test]
    fn a_crate_with_io_below_shared_is_named() {
        let tree = "lab-shared v0.1.0 (shared)\nserde v1.0.0\ntokio v1.54.1\ntokio v1.54.1 (*)\n";
        let found = impure_dependencies(tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("tokio"), "{found:?}");
        assert!(impure_dependencies("lab-shared v0.1.0\ntimeline v1.0.0\n").is_empty());
    }
}
