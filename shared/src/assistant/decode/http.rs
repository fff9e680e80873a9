//! Requests and responses of HTTP/1.1, RFC 9112. httparse decides what is well-formed.

use httparse::{EMPTY_HEADER, Request, Response, Status};

use super::tree::{Read, Tree, fault, shown};

/// Most header fields.
const MAX_HEADERS: usize = 128;

/// Reads one message with its body.
pub(super) fn decode(tree: &mut Tree<'_>) -> Read<()> {
    let is_response = tree.rest().starts_with(b"HTTP/");
    let mut body = Body { length: None, chunked: false };
    let mut first = true;
    loop {
        let start = tree.at;
        let Some(length) = memchr::memchr(b'\n', tree.rest()) else {
            tree.bytes("line", tree.left())?;
            return Err(fault(tree.end, "the header section has no end", "头部没有结束"));
        };
        let raw = tree.take(length + 1, "line")?;
        let line = raw.trim_ascii_end();
        if let Err(cause) = well_formed(&tree.message[..tree.at], is_response) {
            tree.push("line", shown(line), start..tree.at)?;
            return Err(fault(
                start,
                format!("this line is malformed: {cause}"),
                format!("这一行格式不对：{cause}"),
            ));
        }
        if first {
            start_line(tree, line, start, is_response)?;
        } else if line.is_empty() {
            tree.push("end of header section", "", start..tree.at)?;
            break;
        } else {
            header(tree, line, start, &mut body)?;
        }
        first = false;
    }
    body.read(tree)
}

/// Whether httparse accepts the lines so far.
fn well_formed(lines: &[u8], is_response: bool) -> Result<(), httparse::Error> {
    let mut headers = [EMPTY_HEADER; MAX_HEADERS];
    let status: Status<usize> = if is_response {
        Response::new(&mut headers).parse(lines)?
    } else {
        Request::new(&mut headers).parse(lines)?
    };
    let _ = status;
    Ok(())
}

fn start_line(tree: &mut Tree<'_>, line: &[u8], start: usize, is_response: bool) -> Read<()> {
    let names =
        if is_response { ["version", "status", "reason"] } else { ["method", "target", "version"] };
    let mut at = start;
    for (name, part) in names.into_iter().zip(line.splitn(3, |byte| *byte == b' ')) {
        tree.push(name, shown(part), at..at + part.len())?;
        at += part.len() + 1;
    }
    Ok(())
}

fn header(tree: &mut Tree<'_>, line: &[u8], start: usize, body: &mut Body) -> Read<()> {
    let colon = memchr::memchr(b':', line).unwrap_or(line.len());
    let (name, value) = (&line[..colon], line[colon..].get(1..).unwrap_or_default().trim_ascii());
    let name = String::from_utf8_lossy(name);
    tree.push(&name, shown(value), start..tree.at)?;
    let text = std::str::from_utf8(value).unwrap_or_default();
    if name.eq_ignore_ascii_case("content-length") {
        let length = text.parse().map_err(|_| {
            fault(start, format!("{text:?} is no length"), format!("{text:?} 不是长度"))
        })?;
        body.length = Some(length);
    }
    if name.eq_ignore_ascii_case("transfer-encoding") {
        body.chunked = text.to_ascii_lowercase().ends_with("chunked");
    }
    Ok(())
}

/// How the body's end is found.
struct Body {
    length: Option<usize>,
    chunked: bool,
}

impl Body {
    fn read(&self, tree: &mut Tree<'_>) -> Read<()> {
        if self.chunked {
            while tree.group("chunk", chunk)? > 0 {}
            if tree.left() > 0 {
                tree.bytes("trailer", tree.left())?;
            }
            return Ok(());
        }
        match self.length {
            Some(length) => {
                tree.within("body", length, |tree| {
                    let left = tree.left();
                    if left > 0 { tree.bytes("body", left).map(drop) } else { Ok(()) }
                })?;
                if tree.left() > 0 {
                    tree.bytes("after the message", tree.left())?;
                }
                Ok(())
            }
            None if tree.left() > 0 => tree.bytes("body", tree.left()).map(drop),
            None => Ok(()),
        }
    }
}

/// One chunk; returns its size.
fn chunk(tree: &mut Tree<'_>) -> Read<usize> {
    let start = tree.at;
    let size = match httparse::parse_chunk_size(tree.rest()) {
        Ok(Status::Complete((length, size))) => {
            tree.take(length, "chunk size")?;
            tree.push("size", size.to_string(), start..tree.at)?;
            usize::try_from(size).unwrap_or(usize::MAX)
        }
        Ok(Status::Partial) => {
            return Err(fault(tree.end, "the next chunk is missing", "缺少下一个分块"));
        }
        Err(_) => return Err(fault(start, "this is no chunk size", "这不是分块大小")),
    };
    if size > 0 {
        tree.bytes("data", size)?;
        let at = tree.at;
        if tree.take(2, "chunk")? != b"\r\n" {
            return Err(fault(at, "a chunk ends in CR LF", "分块应以 CR LF 结束"));
        }
    }
    Ok(size)
}
