//! The browser's WebSocket, reduced to frames in and frames out.

use bytes::Bytes;
use gloo::events::EventListener;
use js_sys::{ArrayBuffer, Uint8Array};
use std::rc::Weak;
use wasm_bindgen::JsCast;
use web_sys::{BinaryType, Event, MessageEvent, WebSocket};

use lab_shared::wire::{Frame, close_code};

use super::{Client, with};
use crate::state::link::Input;

/// One WebSocket; dropping it closes it, and nothing of it is heard any more.
pub(super) struct RelaySocket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl RelaySocket {
    /// Begins to open a WebSocket; `None` for a URL the browser refuses outright.
    pub(super) fn open(url: &str, client: &Weak<Client>) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on = |name: &'static str, input: fn(&Event) -> Option<Input>| {
            let client = client.clone();
            EventListener::new(&socket, name, move |event| {
                if let Some(input) = input(event) {
                    with(&client, |client| client.handle(input));
                }
            })
        };
        let listeners = [
            on("open", |_| Some(Input::Opened)),
            on("message", |event| frame(event).map(Input::Received)),
            on("close", |_| Some(Input::Closed)),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a frame. A WebSocket that is closing drops it, and its close event follows.
    pub(super) fn send(&self, frame: &Frame) {
        let _ = match frame {
            Frame::Text(text) => self.socket.send_with_str(text),
            Frame::Binary(bytes) => self.socket.send_with_u8_array(bytes),
        };
    }

    /// Closes it and says that another one will follow.
    pub(super) fn interrupt(self) {
        // Fails only for an invalid code or reason. Dropping it closes it again, to no effect.
        let _ = self.socket.close_with_code(close_code::INTERRUPTED);
    }
}

impl Drop for RelaySocket {
    fn drop(&mut self) {
        // Fails only for an invalid code or reason.
        let _ = self.socket.close();
    }
}

fn frame(event: &Event) -> Option<Frame> {
    let content = event.dyn_ref::<MessageEvent>()?.data();
    if let Some(text) = content.as_string() {
        return Some(Frame::Text(text));
    }
    let buffer = content.dyn_into::<ArrayBuffer>().ok()?;
    Some(Frame::Binary(Bytes::from(Uint8Array::new(&buffer).to_vec())))
}
