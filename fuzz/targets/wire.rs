//! No bytes make a decoder panic, and what it reads it writes the same way again.
#![no_main]

use bytes::Bytes;
use lab_shared::wire::{Frame, ToPage, ToRelay};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = str::from_utf8(data).ok().map(|text| Frame::Text(text.to_owned()));
    for frame in [Some(Frame::Binary(Bytes::copy_from_slice(data))), text].into_iter().flatten() {
        if let Ok(message) = ToRelay::decode(frame.clone()) {
            assert_eq!(ToRelay::decode(message.encode()).expect("it was a message"), message);
        }
        if let Ok(message) = ToPage::decode(frame) {
            assert_eq!(ToPage::decode(message.encode()).expect("it was a message"), message);
        }
    }
});
