//! Tests of files over the scripted kernel.

use bytes::Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::session::{Command, Target};
use lab_shared::call::CallName;

use super::super::{FileInput, Input, News};
use super::kernel::Kernel;
use super::{END, SERVER, open};
use crate::assistant::state::files::sending::{FileOrder, SendEnd};
use crate::assistant::state::files::{CaptureState, FileNews};

fn file(kernel: &mut Kernel, input: FileInput) {
    kernel.handle(Input::File(input));
    kernel.run();
}

fn order(size: u64, part: usize, pause: u64) -> FileOrder {
    let pause = Duration::from_millis(pause);
    FileOrder { end: END, target: Target::All, size, part, pause }
}

/// What the host has told of files since it was asked last.
fn told(kernel: &mut Kernel) -> Vec<FileNews> {
    let news = std::mem::take(&mut kernel.news);
    let of_files = news.into_iter().filter_map(|news| match news {
        News::File(news) => Some(news),
        _ => None,
    });
    of_files.collect()
}

fn ended(news: &[FileNews]) -> Option<(SendEnd, u64)> {
    news.iter().find_map(|news| match news {
        FileNews::Ended { end, bytes } => Some((*end, *bytes)),
        _ => None,
    })
}

#[test]
fn a_file_reaches_those_who_are_there_and_nobody_who_comes_later() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    kernel.connect('b');
    file(&mut kernel, FileInput::Send(order(5, 2, 100)));
    assert_eq!(told(&mut kernel), [FileNews::Read(0..5)]);
    file(&mut kernel, FileInput::Block(Some(Bytes::from_static(b"hello"))));
    assert_eq!((kernel.heard('a'), kernel.heard('b')), (b"he".to_vec(), b"he".to_vec()));
    kernel.connect('c');
    kernel.advance(Duration::from_millis(250));
    assert_eq!((kernel.heard('a'), kernel.heard('c')), (b"llo".to_vec(), vec![]));
    assert_eq!(ended(&told(&mut kernel)), Some((SendEnd::Done, 5)));
}

#[test]
fn a_file_ends_when_its_receiver_leaves_or_the_person_cancels() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    file(&mut kernel, FileInput::Send(order(5, 2, 100)));
    file(&mut kernel, FileInput::Block(Some(Bytes::from_static(b"hello"))));
    kernel.send('a', b"");
    assert_eq!(ended(&told(&mut kernel)), Some((SendEnd::Gone, 2)));

    kernel.connect('b');
    file(&mut kernel, FileInput::Send(order(5, 2, 100)));
    file(&mut kernel, FileInput::Block(Some(Bytes::from_static(b"hello"))));
    file(&mut kernel, FileInput::Cancel);
    assert_eq!(ended(&told(&mut kernel)), Some((SendEnd::Cancelled, 2)));
    kernel.advance(Duration::from_secs(1));
    assert_eq!(kernel.heard('b'), b"he");
}

#[test]
fn what_is_received_goes_into_the_file_and_not_into_the_log() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    file(&mut kernel, FileInput::Capture(END));
    kernel.now += Duration::from_secs(1);
    kernel.send('a', b"abc");
    let logged = |news: &News| matches!(news, News::Entry(entry) if matches!(entry.kind, EntryKind::Received { .. }));
    assert!(!kernel.news.iter().any(logged));
    let captured = FileNews::Captured(Bytes::from_static(b"abc"));
    let received = FileNews::Received { bytes: 3, at: kernel.now };
    let begun = FileNews::Capturing(CaptureState::Writing);
    assert_eq!(told(&mut kernel), [begun, captured, received]);
    file(&mut kernel, FileInput::EndCapture);
    kernel.send('a', b"d");
    assert!(kernel.news.iter().any(logged));
}

#[test]
fn nothing_is_received_while_the_disk_is_behind() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    file(&mut kernel, FileInput::Capture(END));
    let block = vec![7; 1 << 20];
    for _ in 0..8 {
        kernel.send('a', &block);
    }
    let captured = |kernel: &mut Kernel| {
        told(kernel).iter().filter(|news| matches!(news, FileNews::Captured(_))).count()
    };
    assert_eq!((captured(&mut kernel), kernel.pending(CallName::Recv)), (5, 0));
    file(&mut kernel, FileInput::Written(2 << 20));
    assert_eq!((captured(&mut kernel), kernel.pending(CallName::Recv)), (2, 0));
    // Without the file it is read on.
    file(&mut kernel, FileInput::EndCapture);
    assert_eq!(kernel.pending(CallName::Recv), 1);
}

#[test]
fn datagrams_wait_for_the_disk_too() {
    let mut kernel = open(
        r#"version = 1
[[end]]
name = "udp"
transport = { kind = "udp", bind = "127.0.0.1:5000" }
"#,
    );
    kernel.command(Command::LogReceived(END, true));
    file(&mut kernel, FileInput::Capture(END));
    kernel.connect('a');
    for _ in 0..100 {
        kernel.send('a', &[7; 50_000]);
    }
    assert_eq!(kernel.pending(CallName::Recvfrom), 0);
    file(&mut kernel, FileInput::Written(4 << 20));
    assert_eq!(kernel.pending(CallName::Recvfrom), 1);
}

/// Blocks of a file that count their bytes as long as somebody holds some of them.
#[derive(Default)]
struct Counted(Arc<AtomicUsize>);

struct Block(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.1.fetch_sub(self.0.len(), Ordering::Relaxed);
    }
}

impl Counted {
    fn block(&self, length: usize) -> Bytes {
        self.0.fetch_add(length, Ordering::Relaxed);
        Bytes::from_owner(Block(vec![7; length], Arc::clone(&self.0)))
    }

    fn held(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn of_a_large_file_one_block_is_held_and_once_for_all_peers() {
    let size = 64 << 20;
    let (mut kernel, blocks) = (open(SERVER), Counted::default());
    kernel.connect('a');
    kernel.connect('b');
    file(&mut kernel, FileInput::Send(order(size, 64 << 10, 0)));
    let (mut most, mut heard) = (0, [0, 0]);
    loop {
        let news = told(&mut kernel);
        if let Some(end) = ended(&news) {
            break assert_eq!(end, (SendEnd::Done, size));
        }
        for news in news {
            if let FileNews::Read(range) = news {
                let block = blocks.block((range.end - range.start) as usize);
                file(&mut kernel, FileInput::Block(Some(block)));
            }
        }
        most = most.max(blocks.held());
        for (peer, heard) in ['a', 'b'].into_iter().zip(&mut heard) {
            *heard += kernel.heard(peer).len() as u64;
        }
    }
    assert_eq!(heard, [size, size]);
    assert!(most <= 2 << 20, "{most} bytes were held");
    assert_eq!(blocks.held(), 0);
}

#[test]
fn the_last_bytes_received_are_told_once_they_are_on_the_disk() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    file(&mut kernel, FileInput::Capture(END));
    kernel.now += Duration::from_secs(1);
    kernel.send('a', b"abc");
    told(&mut kernel);
    kernel.send('a', b"de");
    assert_eq!(told(&mut kernel), [FileNews::Captured(Bytes::from_static(b"de"))]);
    file(&mut kernel, FileInput::Written(3));
    assert_eq!(told(&mut kernel), []);
    file(&mut kernel, FileInput::Written(2));
    assert_eq!(told(&mut kernel), [FileNews::Received { bytes: 5, at: kernel.now }]);
}
