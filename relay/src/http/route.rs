//! Which file answers a path, in which form, and how long a browser may keep it.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use std::iter;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse as _, Response};
use flate2::read::GzDecoder;
use futures_util::stream;

use super::coding::{Coding, accepted};
use super::page::Files;

/// The page itself, which answers for every place within it.
const INDEX: &str = "index.html";

/// A name that changes with the content may be kept for ever.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What lies in these has its version in its path, so it may be kept for ever too.
const VERSIONED: [&str; 2] = ["pyodide/", "tls/"];

/// Most bytes inflated at once.
const PIECE: usize = 64 * 1024;

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
    if let Some(response) = form(files, path, headers) {
        return response;
    }
    // A name with an ending is an asset; the page's own places have none.
    if path.rsplit('/').next().is_some_and(|last| last.contains('.')) && path != INDEX {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    form(files, INDEX, headers).unwrap_or_else(no_page)
}

/// A file in the form that the browser likes best; `None` where there is no such file.
fn form(files: &impl Files, name: &str, headers: &HeaderMap) -> Option<Response> {
    if is_compressed(name) {
        return None;
    }
    let compressed = |coding: Coding| files.file(&format!("{name}{}", coding.ending()));
    for coding in accepted(headers) {
        if let Some(file) = compressed(coding) {
            let mut response = serve(name, &etag("", &file.hash), headers, || stored(file.bytes));
            if response.status() == StatusCode::OK {
                let coding = HeaderValue::from_static(coding.name());
                response.headers_mut().insert(CONTENT_ENCODING, coding);
            }
            return Some(response);
        }
    }
    if let Some(file) = files.file(name) {
        return Some(serve(name, &etag("", &file.hash), headers, || stored(file.bytes)));
    }
    let zipped = compressed(Coding::Gzip)?;
    // Other bytes than the compressed file's, so another tag.
    Some(serve(name, &etag("plain-", &zipped.hash), headers, || inflated(zipped.bytes)))
}

/// Whether it is a file that only stands in for another.
fn is_compressed(path: &str) -> bool {
    Coding::ALL.iter().any(|coding| path.ends_with(coding.ending()))
}

fn no_page() -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, NO_PAGE).into_response()
}

fn serve(name: &str, tag: &str, headers: &HeaderMap, body: impl FnOnce() -> Body) -> Response {
    let immutable = is_hashed(name) || VERSIONED.iter().any(|folder| name.starts_with(folder));
    let lifetime = if immutable { IMMUTABLE } else { ASK };
    // Each form has its own bytes and with them its own tag.
    let common: [(HeaderName, &str); 3] =
        [(ETAG, tag), (CACHE_CONTROL, lifetime), (VARY, "accept-encoding")];
    if is_known(headers, tag) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, content_type(name))], body()).into_response()
}

fn stored(bytes: Cow<'static, [u8]>) -> Body {
    Body::from(match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    })
}

/// The file within `zipped`, piece by piece as the client takes it, so that nobody fills the memory.
fn inflated(zipped: Cow<'static, [u8]>) -> Body {
    let mut inflating = GzDecoder::new(Cursor::new(zipped));
    let pieces = iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match inflating.by_ref().take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece)),
            Err(error) => Some(Err(error)),
        }
    });
    Body::from_stream(stream::iter(pieces))
}

fn etag(form: &str, hash: &[u8]) -> String {
    let digits: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{form}{digits}\"")
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
    use std::io::Write as _;

    use axum::http::header::ACCEPT_ENCODING;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::http::page::File;

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

    /// A page of which one file is carried, and only compressed.
    struct Zipped(Vec<u8>);

    impl Files for Zipped {
        fn file(&self, path: &str) -> Option<File> {
            (path == "code.wasm.gz").then(|| File { bytes: self.0.clone().into(), hash: [7; 32] })
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

    #[tokio::test]
    async fn what_lies_here_only_compressed_is_inflated_for_who_takes_it_no_other_way() {
        // Several pieces, and a last one that is not whole.
        let plain = vec![b'x'; 3 * PIECE + 1];
        let mut zipped = GzEncoder::new(Vec::new(), Compression::fast());
        zipped.write_all(&plain).unwrap();
        let zipped = Zipped(zipped.finish().unwrap());

        let mut headers = HeaderMap::new();
        let response = answer(&zipped, "/code.wasm", &headers);
        assert_eq!(read(&response).1, "application/wasm");
        assert!(!response.headers().contains_key(CONTENT_ENCODING));
        let tag = response.headers()[ETAG].clone();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(bytes == plain, "{} bytes", bytes.len());

        headers.insert(IF_NONE_MATCH, tag.clone());
        let again = answer(&zipped, "/code.wasm", &headers);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        headers.insert(ACCEPT_ENCODING, "gzip".parse().unwrap());
        let compressed = answer(&zipped, "/code.wasm", &headers);
        assert_eq!(compressed.status(), StatusCode::OK, "other bytes, so another tag");
        assert_eq!(answer(&zipped, "/code.wasm.gz", &headers).status(), StatusCode::NOT_FOUND);
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
