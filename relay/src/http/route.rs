//! Which file answers a path, in which form, and how long a browser may keep it.

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::borrow::Cow;

use super::coding::{Coding, accepted};
use super::page::{File, Files};

/// The page itself, which answers for every place within it.
const INDEX: &str = "index.html";

/// A name that changes with the content may be kept for ever.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What lies in these has its version in its path, so it may be kept for ever too.
const VERSIONED: [&str; 2] = ["pyodide/", "tls/"];

/// Ask each time whether there is a newer one.
const ASK: &str = "no-cache";

/// Fewest hexadecimal digits that are held for a hash of the content; trunk writes sixteen.
const HASH_DIGITS: usize = 12;

/// What a person reads where the relay was compiled without a page.
const NO_PAGE: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Socket Lab</title></head>
<body style="font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>Socket Lab</h1>
<p lang="zh-CN">中继已在运行，但这份程序里没有页面。请在项目目录运行 <code>cargo xtask run</code>，它会构建页面并重新启动中继。</p>
<p>The relay is running, but this binary has no page in it. Run <code>cargo xtask run</code> in the project's folder: it builds the page and starts the relay with it.</p>
</body></html>
"#;

/// The answer to a request for `path`.
pub(crate) fn answer(files: &impl Files, path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let (name, file) = match files.file(path).filter(|_| !is_compressed(path)) {
        Some(file) => (path, file),
        // A name with an ending is an asset; the page's own places have none.
        None if path.rsplit('/').next().is_some_and(|last| last.contains('.')) && path != INDEX => {
            return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
        }
        None => match files.file(INDEX) {
            Some(file) => (INDEX, file),
            None => return no_page(),
        },
    };
    let compressed = accepted(headers)
        .into_iter()
        .find_map(|coding| Some((coding, files.file(&format!("{name}{}", coding.ending()))?)));
    match compressed {
        Some((coding, compressed)) => {
            let mut response = serve(name, compressed, headers);
            if response.status() == StatusCode::OK {
                let coding = HeaderValue::from_static(coding.name());
                response.headers_mut().insert(CONTENT_ENCODING, coding);
            }
            response
        }
        None => serve(name, file, headers),
    }
}

/// Whether it is a file that only stands in for another.
fn is_compressed(path: &str) -> bool {
    Coding::ALL.iter().any(|coding| path.ends_with(coding.ending()))
}

fn no_page() -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, NO_PAGE).into_response()
}

fn serve(name: &str, file: File, headers: &HeaderMap) -> Response {
    let tag = etag(&file.hash);
    let immutable = is_hashed(name) || VERSIONED.iter().any(|folder| name.starts_with(folder));
    let lifetime = if immutable { IMMUTABLE } else { ASK };
    // Each form has its own bytes and with them its own tag.
    let common: [(HeaderName, &str); 3] =
        [(ETAG, &tag), (CACHE_CONTROL, lifetime), (VARY, "accept-encoding")];
    if is_known(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    let body = match file.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    (common, [(CONTENT_TYPE, content_type(name))], Body::from(body)).into_response()
}

fn etag(hash: &[u8]) -> String {
    let digits: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// Whether the browser has this version already, RFC 9110 §13.1.2. Several lines are one list.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let offered: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    offered == ["*"] || offered.iter().any(|one| one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the file's name holds a hash of its content.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.split(['-', '_', '.'])
        .any(|part| part.len() >= HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        // Only under this name does a browser compile it while it arrives.
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "zip" => "application/zip",
        "txt" | "py" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT_ENCODING;

    use super::*;

    struct Built;

    impl Files for Built {
        fn file(&self, path: &str) -> Option<File> {
            let bytes: &'static [u8] = match path {
                "index.html" => b"<!doctype html>",
                "web-0123456789abcdef_bg.wasm" => b"\0asm",
                "favicon.svg" => b"<svg/>",
                "pyodide/1.2.3/python.zip" | "tls/0123/code.zip" => b"PK",
                "web-0123456789abcdef_bg.wasm.br" => b"br",
                "web-0123456789abcdef_bg.wasm.gz" => b"gz",
                "favicon.svg.gz" => b"gz svg",
                _ => return None,
            };
            let mut hash = [0; 32];
            hash[..bytes.len().min(16)].copy_from_slice(&bytes[..bytes.len().min(16)]);
            Some(File { bytes: bytes.into(), hash })
        }
    }

    struct Unbuilt;

    impl Files for Unbuilt {
        fn file(&self, _: &str) -> Option<File> {
            None
        }
    }

    fn get(path: &str) -> (u16, String, String) {
        read(&answer(&Built, path, &HeaderMap::new()))
    }

    fn read(response: &Response) -> (u16, String, String) {
        let header = |name| match response.headers().get(name) {
            Some(value) => value.to_str().unwrap().to_owned(),
            None => String::new(),
        };
        (response.status().as_u16(), header(CONTENT_TYPE), header(CACHE_CONTROL))
    }

    #[test]
    fn the_page_answers_for_its_own_places_and_is_asked_for_each_time() {
        for path in ["/", "/index.html", "/bench", "/lessons/twelve-steps"] {
            let expected = (200, "text/html; charset=utf-8".into(), "no-cache".into());
            assert_eq!(get(path), expected, "{path}");
        }
    }

    #[test]
    fn an_asset_with_a_hash_in_its_name_is_kept_for_ever() {
        let expected = (200, "application/wasm".into(), IMMUTABLE.into());
        assert_eq!(get("/web-0123456789abcdef_bg.wasm"), expected);
        assert_eq!(get("/favicon.svg"), (200, "image/svg+xml".into(), "no-cache".into()));
    }

    #[test]
    fn what_has_a_version_in_its_path_is_kept_for_ever() {
        let expected = (200, "application/zip".into(), IMMUTABLE.into());
        assert_eq!(get("/pyodide/1.2.3/python.zip"), expected);
        assert_eq!(get("/tls/0123/code.zip"), expected);
    }

    #[tokio::test]
    async fn a_browser_gets_the_form_it_likes_best_of_those_there_are() {
        let (wasm, svg) = ("/web-0123456789abcdef_bg.wasm", "/favicon.svg");
        let mut tags = Vec::new();
        for (path, accept, coding, body) in [
            (wasm, "gzip, br", Some("br"), "br"),
            (wasm, "gzip", Some("gzip"), "gz"),
            (wasm, "deflate", None, "\0asm"),
            (svg, "br", None, "<svg/>"),
            (svg, "br, gzip;q=0.1", Some("gzip"), "gz svg"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, accept.parse().unwrap());
            let response = answer(&Built, path, &headers);
            let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!(header(CONTENT_ENCODING), coding, "{path} {accept}");
            assert_eq!(header(VARY), Some("accept-encoding"));
            let kind = if path == wasm { "application/wasm" } else { "image/svg+xml" };
            assert_eq!(header(CONTENT_TYPE), Some(kind), "of the file within");
            tags.push(header(ETAG).unwrap().to_owned());
            headers.insert(IF_NONE_MATCH, tags.last().unwrap().parse().unwrap());
            let again = answer(&Built, path, &headers);
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            assert!(again.headers().contains_key(VARY));
            assert!(!again.headers().contains_key(CONTENT_ENCODING));
            let bytes = axum::body::to_bytes(response.into_body(), 99).await.unwrap();
            assert_eq!(bytes, body.as_bytes(), "{path} {accept}");
        }
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), 5, "each form has its own");
    }

    #[test]
    fn an_asset_that_is_not_there_is_not_found() {
        for path in ["/web-old.js", "/a/b.css", "/../Cargo.toml", "/favicon.svg.gz"] {
            assert_eq!(get(path).0, 404, "{path}");
        }
    }

    #[test]
    fn a_browser_that_has_this_version_is_sent_nothing() {
        let mut headers = HeaderMap::new();
        let first = answer(&Built, "/", &headers);
        headers.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
        assert_eq!(answer(&Built, "/", &headers).status(), StatusCode::NOT_MODIFIED);
        headers.insert(IF_NONE_MATCH, "\"other\"".parse().unwrap());
        assert_eq!(answer(&Built, "/", &headers).status(), StatusCode::OK);
    }

    #[test]
    fn tags_in_several_lines_are_one_list() {
        let tag =
            answer(&Built, "/", &HeaderMap::new()).headers()[ETAG].to_str().unwrap().to_owned();
        for (lines, known) in [
            (vec!["\"a\"", &tag], true),
            (vec!["\"a\", \"b\"", "\"c\"", &format!("W/{tag}, \"d\"")], true),
            (vec!["*"], true),
            (vec!["\"a\"", "*"], false),
            (vec!["\"a\"", "\"b\""], false),
            (vec![], false),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                headers.append(IF_NONE_MATCH, line.parse().unwrap());
            }
            let expected = if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
            assert_eq!(answer(&Built, "/", &headers).status(), expected, "{lines:?}");
        }
    }

    #[test]
    fn without_a_page_the_relay_says_how_to_get_one() {
        let response = answer(&Unbuilt, "/", &HeaderMap::new());
        assert_eq!(read(&response).0, 503);
        assert!(NO_PAGE.contains("cargo xtask run") && NO_PAGE.contains("中继"));
        assert_eq!(read(&answer(&Unbuilt, "/app.js", &HeaderMap::new())).0, 404);
    }
}
