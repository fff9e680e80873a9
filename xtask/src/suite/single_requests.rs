//! Passes a browser's connections on to the server of the tests' runner, with one request on each.
//!
//! That server (tiny_http 0.12) has four threads and adds one when none is idle. A thread that was just woken still
//! counts as idle, so of more than four connections at once, one may be left to wait for a thread. Its
//! turn comes when another connection ends, but a browser keeps its connections open, and then the page never loads.
//! Here each connection ends after its response (RFC 9112 §9.6), and every one has its turn.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

use anyhow::{Context as _, Result};

/// Longest head of a request that is read.
const MAX_HEAD: usize = 64 * 1024;

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// Listens on a free port of 127.0.0.1 until this process ends, and passes what comes on to `server`. Returns
/// where it listens.
pub(super) fn pass_to(server: SocketAddr) -> Result<SocketAddr> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port on 127.0.0.1")?;
    let address = listener.local_addr().context("a bound socket has no address")?;
    thread::spawn(move || {
        for browser in listener.incoming().map_while(Result::ok) {
            // What one connection fails with, the browser sees for itself.
            thread::spawn(move || pass(browser, server));
        }
    });
    Ok(address)
}

fn pass(mut browser: TcpStream, server: SocketAddr) -> io::Result<()> {
    let Some(request) = read_head(&mut browser)? else { return Ok(()) };
    let mut server = TcpStream::connect(server)?;
    server.write_all(&closing(&request))?;
    let (mut body, mut upward) = (browser.try_clone()?, server.try_clone()?);
    // Ends with the browser's own end of the connection, which follows that of the server.
    thread::spawn(move || io::copy(&mut body, &mut upward));
    io::copy(&mut server, &mut browser)?;
    browser.shutdown(Shutdown::Both)
}

/// The bytes up to the end of a request's head, and what came with them; `None` where none came.
fn read_head(browser: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while end_of_head(&request).is_none() && request.len() < MAX_HEAD {
        match browser.read(&mut buffer)? {
            0 => return Ok(None),
            count => request.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(Some(request))
}

fn end_of_head(request: &[u8]) -> Option<usize> {
    request.windows(END_OF_HEAD.len()).position(|bytes| bytes == END_OF_HEAD)
}

/// The request with the wish that the connection ends after its response.
fn closing(request: &[u8]) -> Vec<u8> {
    let head = end_of_head(request).unwrap_or(request.len());
    let (head, rest) = request.split_at(head);
    let mut lines: Vec<&[u8]> = head.split(|byte| *byte == b'\n').collect();
    lines.retain(|line| !line.to_ascii_lowercase().starts_with(b"connection:"));
    let mut closing = lines.join(&b'\n');
    if closing.last() == Some(&b'\r') {
        closing.pop();
    }
    closing.extend_from_slice(b"\r\nConnection: close");
    closing.extend_from_slice(rest);
    closing
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader};

    #[test]
    fn a_request_asks_to_close_whatever_it_asked_before() {
        for (request, passed) in [
            (
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            ),
            (
                "POST /x HTTP/1.1\r\nConnection: keep-alive\r\nHost: a\r\n\r\nbody",
                "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nbody",
            ),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nconnection: keep-alive\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            ),
        ] {
            assert_eq!(String::from_utf8(closing(request.as_bytes())).unwrap(), passed);
        }
    }

    #[test]
    fn request_and_response_pass_whole_and_the_connection_ends() {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = pass_to(server.local_addr().unwrap()).unwrap();
        let serving = thread::spawn(move || {
            let (connection, _) = server.accept().unwrap();
            let mut lines = BufReader::new(&connection).lines().map(Result::unwrap);
            let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
            let body = lines.next().unwrap();
            (&connection).write_all(b"HTTP/1.1 200 OK\r\n\r\nhello").unwrap();
            (head, body)
        });
        let mut browser = TcpStream::connect(address).unwrap();
        browser.write_all(b"POST / HTTP/1.1\r\nHost: a\r\n").unwrap();
        browser.write_all(b"\r\nquestion\n").unwrap();
        let mut answer = String::new();
        browser.read_to_string(&mut answer).unwrap();
        assert_eq!(answer, "HTTP/1.1 200 OK\r\n\r\nhello");
        let (head, body) = serving.join().unwrap();
        assert_eq!(head, ["POST / HTTP/1.1", "Host: a", "Connection: close"]);
        assert_eq!(body, "question");
    }
}
