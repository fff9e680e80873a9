//! Reads the file that is sent, block by block, and writes what is received into a file.

use bytes::Bytes;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::{Rc, Weak};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::hosted::Hosted;
use crate::assistant::browser::{ChosenFile, ReceivedFile, SentFile};
use crate::assistant::state::AssistantModel;
use crate::assistant::state::files::{CaptureState, FileEffect, FileNews};
use crate::assistant::state::host::{FileInput, Input, News};
use crate::kit::browser::{Store, save_blob};
use crate::kit::state::file_name::FileName;
use crate::lab::driver::runner::Runner;

/// The files of one session.
pub(super) struct Files {
    model: Store<AssistantModel>,
    /// The machine that these files are of; it owns what tells it news, and so these files.
    runner: OnceCell<Weak<Runner<Hosted>>>,
    pub(super) chosen: ChosenFile,
    /// The file that is being sent; the person may have chosen another one meanwhile.
    sent: RefCell<Option<SentFile>>,
    writing: RefCell<Option<ReceivedFile>>,
    complete: RefCell<Option<File>>,
}

impl Files {
    pub(super) fn new(model: Store<AssistantModel>) -> Rc<Self> {
        Rc::new(Self {
            model,
            runner: OnceCell::new(),
            chosen: ChosenFile::default(),
            sent: RefCell::default(),
            writing: RefCell::default(),
            complete: RefCell::default(),
        })
    }

    /// Files of this machine, which is begun once.
    pub(super) fn serve(&self, runner: &Rc<Runner<Hosted>>) {
        self.runner.get_or_init(|| Rc::downgrade(runner));
    }

    /// Takes in what the machine tells.
    pub(super) fn told(self: &Rc<Self>, news: FileNews) {
        match news {
            FileNews::Read(range) => self.read(range),
            FileNews::Captured(bytes) => self.write(&bytes),
            news => self.model.update(|model| model.apply(News::File(news))),
        }
    }

    /// Carries out what the person wants.
    pub(super) fn handle(self: &Rc<Self>, effect: FileEffect) {
        match effect {
            FileEffect::Send(order) => {
                *self.sent.borrow_mut() = self.chosen.get().as_ref().map(SentFile::begin);
                self.hand_in(FileInput::Send(order));
            }
            FileEffect::Cancel => self.hand_in(FileInput::Cancel),
            FileEffect::Capture(end) => {
                self.complete.take();
                if !ReceivedFile::is_supported() {
                    return self.enter(CaptureState::Unsupported);
                }
                let files = Rc::clone(self);
                spawn_local(async move {
                    match ReceivedFile::open().await {
                        Ok(file) => {
                            *files.writing.borrow_mut() = Some(file);
                            files.hand_in(FileInput::Capture(end));
                        }
                        Err(_) => files.enter(CaptureState::Failed),
                    }
                });
            }
            FileEffect::EndCapture => self.end_capture(),
            FileEffect::Save(name) => {
                if let Some(file) = &*self.complete.borrow() {
                    save_blob(&FileName::new(&name, ".bin"), file);
                }
            }
        }
    }

    fn read(self: &Rc<Self>, range: Range<u64>) {
        let (files, file) = (Rc::clone(self), self.sent.borrow().clone());
        spawn_local(async move {
            let block = match &file {
                Some(file) => file.read(range).await.map(Bytes::from),
                None => None,
            };
            files.hand_in(FileInput::Block(block));
        });
    }

    fn write(self: &Rc<Self>, bytes: &Bytes) {
        let Some(written) = self.writing.borrow().as_ref().map(|file| file.write(bytes)) else {
            return;
        };
        let (files, count) = (Rc::clone(self), bytes.len());
        spawn_local(async move {
            match written.await {
                Ok(()) => files.hand_in(FileInput::Written(count)),
                Err(_) => {
                    if files.writing.take().is_some() {
                        files.hand_in(FileInput::EndCapture);
                        files.enter(CaptureState::Failed);
                    }
                }
            }
        });
    }

    /// Ends the file once all that was received before is in it.
    fn end_capture(self: &Rc<Self>) {
        let Some(file) = self.writing.take() else { return };
        self.hand_in(FileInput::EndCapture);
        let files = Rc::clone(self);
        spawn_local(async move {
            match file.close().await {
                Ok(file) => {
                    *files.complete.borrow_mut() = Some(file);
                    files.enter(CaptureState::Complete);
                }
                Err(_) => files.enter(CaptureState::Failed),
            }
        });
    }

    fn enter(&self, state: CaptureState) {
        self.model.update(|model| model.apply(News::File(FileNews::Capturing(state))));
    }

    fn hand_in(&self, input: FileInput) {
        if let Some(runner) = self.runner.get().and_then(Weak::upgrade) {
            runner.hand_in(Input::File(input));
        }
    }
}
