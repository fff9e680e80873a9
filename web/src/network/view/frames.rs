//! Draws again in the browser's frames as long as packets move, and rests then.

use gloo_render::{AnimationFrame, request_animation_frame};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use yew::prelude::*;

use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::network::state::motion::Motion;

/// Least time between two drawings: what moves is small, and programs need the processor too.
const BETWEEN: Duration = Duration::from_millis(30);

/// Asks for frames while something moves. Dropping it ends that.
pub(super) struct Frames {
    motion: Rc<RefCell<Motion>>,
    drawn: Cell<Duration>,
    draw: Callback<Duration>,
    pending: RefCell<Option<AnimationFrame>>,
}

impl Frames {
    /// Frames that emit the page's clock to `draw`.
    pub(super) fn new(motion: Rc<RefCell<Motion>>, draw: Callback<Duration>) -> Rc<Self> {
        let (drawn, pending) = (Cell::default(), RefCell::default());
        Rc::new(Self { motion, drawn, draw, pending })
    }

    /// Begins to draw, unless it does already or nothing moves.
    pub(super) fn begin(self: &Rc<Self>) {
        if self.pending.borrow().is_none() && self.motion.borrow().is_moving(micros(browser::now()))
        {
            self.plan();
        }
    }

    fn plan(self: &Rc<Self>) {
        let this = Rc::downgrade(self);
        let frame = request_animation_frame(move |_| {
            if let Some(this) = Weak::upgrade(&this) {
                this.frame();
            }
        });
        self.pending.replace(Some(frame));
    }

    fn frame(self: &Rc<Self>) {
        let now = browser::now();
        let moving = {
            let mut motion = self.motion.borrow_mut();
            motion.forget(micros(now));
            motion.is_moving(micros(now))
        };
        if !moving || now.saturating_sub(self.drawn.get()) >= BETWEEN {
            self.drawn.set(now);
            self.draw.emit(now);
        }
        if moving {
            self.plan();
        } else {
            self.pending.replace(None);
        }
    }
}

/// Whether the person asks for reduced motion.
pub(super) fn motion_is_reduced() -> bool {
    let query = gloo_utils::window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
