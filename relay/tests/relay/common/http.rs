//! Plain HTTP requests, with any header a browser or a scraper could send.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::within;

/// The whole response to a GET.
pub(crate) async fn get(address: SocketAddr, path: &str, host: &str) -> String {
    get_with(address, path, &format!("Host: {host}\r\n")).await
}

/// The whole response to a GET with these header lines.
pub(crate) async fn get_with(address: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    within("an answer", stream.read_to_string(&mut answer)).await.unwrap();
    answer
}
