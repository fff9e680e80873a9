//! The form of a request's head, before anybody looks at what it asks for.
//!
//! A head with the same field twice is read in two ways by two programs. A proxy in front and the
//! relay behind it must not see two hosts or two origins in one request.

use axum::extract::Request;
use axum::http::header::{
    HOST, HeaderName, ORIGIN, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Header fields that a request has once: RFC 9112 §3.2, RFC 6454 §7.3, RFC 6455 §11.3. Upgrade may
/// be a list, but no browser sends one in several lines, and of several the first would count.
const ONCE: [HeaderName; 5] = [HOST, ORIGIN, UPGRADE, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION];

/// Why a head has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Malformed {
    #[error("The header field {0} may stand in a request once, and is there more often.")]
    Twice(HeaderName),
    #[error("A request of HTTP/1.1 has a Host header field.")]
    NoHost,
    #[error("The Host header field is no host with a port or without.")]
    Host,
    #[error("The request is for another host than its Host header field names.")]
    Target,
}

/// Passes well-formed requests on, and answers 400 with the reason to all others.
pub(super) async fn well_formed(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match check(&parts) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(malformed) => (StatusCode::BAD_REQUEST, format!("{malformed}\n")).into_response(),
    }
}

fn check(head: &Parts) -> Result<(), Malformed> {
    let headers = &head.headers;
    if let Some(name) = ONCE.iter().find(|name| headers.get_all(*name).iter().nth(1).is_some()) {
        return Err(Malformed::Twice(name.clone()));
    }
    let Some(host) = headers.get(HOST) else {
        // HTTP/1.0 has none; the relay's names are checked later.
        return if head.version < Version::HTTP_11 { Ok(()) } else { Err(Malformed::NoHost) };
    };
    let host = host.to_str().map_err(|_| Malformed::Host)?;
    let is_host = |host: &str| !host.contains('@') && host.parse::<Authority>().is_ok();
    if !host.is_empty() && !is_host(host) {
        return Err(Malformed::Host);
    }
    // The absolute form, as for a proxy: the target is what counts, RFC 9112 §3.2.2.
    match head.uri.authority() {
        Some(target) if !target.as_str().eq_ignore_ascii_case(host) => Err(Malformed::Target),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn checked(version: Version, target: &str, headers: &[(&str, &str)]) -> Result<(), Malformed> {
        let mut request = axum::http::Request::builder().version(version).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        check(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn what_stands_once_stands_once() {
        for name in ["host", "origin", "upgrade", "sec-websocket-key", "sec-websocket-version"] {
            let mut headers = vec![(name, "a"), (name, "a")];
            if name != "host" {
                headers.push(("host", "a"));
            }
            let twice = Err(Malformed::Twice(name.parse().unwrap()));
            assert_eq!(checked(Version::HTTP_11, "/", &headers), twice);
            assert_eq!(checked(Version::HTTP_11, "/", &headers[1..]), Ok(()));
        }
    }

    #[test]
    fn a_request_is_for_the_one_host_that_it_names() {
        use Malformed::{Host, NoHost, Target};
        for (version, target, host, expected) in [
            (Version::HTTP_11, "/", Some("a:1"), Ok(())),
            (Version::HTTP_11, "/", Some(""), Ok(())),
            (Version::HTTP_11, "/", None, Err(NoHost)),
            (Version::HTTP_10, "/", None, Ok(())),
            (Version::HTTP_11, "/", Some("a, b"), Err(Host)),
            (Version::HTTP_11, "/", Some("user@a"), Err(Host)),
            (Version::HTTP_11, "/", Some("a/b"), Err(Host)),
            (Version::HTTP_11, "/", Some("[::1]:7070"), Ok(())),
            (Version::HTTP_11, "http://A:1/x", Some("a:1"), Ok(())),
            (Version::HTTP_11, "http://b:1/x", Some("a:1"), Err(Target)),
            (Version::HTTP_11, "http://user@a:1/x", Some("a:1"), Err(Target)),
            (Version::HTTP_11, "b:1", Some("a:1"), Err(Target)),
        ] {
            let headers: Vec<_> = host.map(|host| ("host", host)).into_iter().collect();
            assert_eq!(checked(version, target, &headers), expected, "{target} {host:?}");
        }
    }
}
