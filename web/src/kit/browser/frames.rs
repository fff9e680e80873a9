//! When the page draws what has changed.
//!
//! All that waits is drawn in the same frame, and a rest several times as long follows: drawing takes a
//! processor from a program that makes calls, and while somebody looks at the kernel its calls pass
//! this thread, where each waits for a drawing under way.

use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Weak;
use std::time::Duration;

use super::{last_press, now};

/// How many times as long as a drawing the rest after it is.
const REST: u32 = 15;

/// The longest rest, so that the page never seems to stand still.
const LONGEST_REST: Duration = Duration::from_millis(300);

/// For so long after a press, and for so many drawings, there are no rests: a person waits for what
/// it does.
const ATTENTIVE: (Duration, u32) = (Duration::from_secs(1), 12);

/// Something that is drawn.
pub(super) trait Drawn {
    /// Draws it, if it still waits for that.
    fn draw(&self);
}

/// What the next drawing waits for; dropping one calls it off.
#[derive(Default)]
enum Pending {
    /// Nothing: all that has changed is drawn.
    #[default]
    Nothing,
    /// The rest after the last drawing.
    Rest { _timer: Timeout },
    /// The next frame.
    Frame { _frame: AnimationFrame },
}

#[derive(Default)]
struct Frames {
    waiting: RefCell<Vec<Weak<dyn Drawn>>>,
    pending: RefCell<Pending>,
    /// Before this moment nothing is drawn again.
    rest_until: Cell<Duration>,
    /// Tells when the last drawing is done.
    done: RefCell<Option<Timeout>>,
    /// The last press, and the drawings since.
    heeded: Cell<(Option<Duration>, u32)>,
}

thread_local! {
    static FRAMES: Frames = Frames::default();
}

/// Has it drawn together with whatever else waits. Who waits already need not ask again.
pub(super) fn enlist(one: Weak<dyn Drawn>) {
    FRAMES.with(|frames| frames.waiting.borrow_mut().push(one));
}

/// Has what is enlisted drawn as soon as may be.
pub(super) fn hurry() {
    FRAMES.with(|frames| {
        let waits = match *frames.pending.borrow() {
            Pending::Nothing => false,
            Pending::Rest { .. } => !frames.is_attentive(),
            Pending::Frame { .. } => true,
        };
        if !waits {
            frames.plan();
        }
    });
}

/// Draws it now.
pub(super) fn draw_at_once(one: &dyn Drawn) {
    FRAMES.with(|frames| frames.timed(|| one.draw()));
}

impl Frames {
    /// Whether a press was made lately that not many drawings have followed.
    fn is_attentive(&self) -> bool {
        let pressed = last_press();
        let (seen, drawings) = self.heeded.get();
        let lately = pressed.is_some_and(|pressed| now().saturating_sub(pressed) < ATTENTIVE.0);
        lately && (seen != pressed || drawings < ATTENTIVE.1)
    }

    fn plan(&self) {
        let left = self.rest_until.get().saturating_sub(now()).as_millis();
        let pending = if left == 0 || self.is_attentive() {
            let show = |_| FRAMES.with(Self::show);
            Pending::Frame { _frame: request_animation_frame(show) }
        } else {
            let plan = || FRAMES.with(Self::plan);
            Pending::Rest { _timer: Timeout::new(left as u32, plan) }
        };
        *self.pending.borrow_mut() = pending;
    }

    fn show(&self) {
        *self.pending.borrow_mut() = Pending::Nothing;
        let waiting = self.waiting.take();
        self.timed(|| waiting.iter().filter_map(Weak::upgrade).for_each(|one| one.draw()));
    }

    fn timed(&self, draw: impl FnOnce()) {
        let began = now();
        let (seen, drawings) = self.heeded.get();
        let pressed = last_press();
        self.heeded.set((pressed, if seen == pressed { drawings.saturating_add(1) } else { 1 }));
        draw();
        // The components are drawn right after this, and put on the screen; a timer comes once they are.
        let done = Timeout::new(0, move || {
            FRAMES.with(|frames| {
                let now = now();
                let rest = (now.saturating_sub(began) * REST).min(LONGEST_REST);
                frames.rest_until.set(now + rest);
            });
        });
        // Kept, not forgotten: a forgotten timer's closure stays in memory, one for each drawing.
        *self.done.borrow_mut() = Some(done);
    }
}
