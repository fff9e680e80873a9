//! When the page draws what has changed.
//!
//! All pending changes are drawn in the same frame. A cool-down several times as long follows, because
//! drawing takes processor time from a program that makes calls. While the kernel's pane is open, the
//! program's calls also pass through this thread and wait for a drawing under way.

use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Weak;
use std::time::Duration;

use super::{last_input, now};

/// The cool-down after a drawing, as a multiple of the drawing's time.
const COOL_DOWN: u32 = 15;

/// The longest cool-down, so that the page never seems frozen.
const LONGEST_COOL_DOWN: Duration = Duration::from_millis(300);

/// For this time after an input, and for this number of drawings, there is no cool-down: the person
/// waits for the effect.
const AFTER_INPUT: (Duration, u32) = (Duration::from_secs(1), 12);

/// Something that is drawn.
pub(super) trait Drawn {
    /// Draws it, if it still waits for that.
    fn draw(&self);
}

/// What the next drawing waits for. Dropping it cancels the drawing.
#[derive(Default)]
enum Pending {
    /// Nothing: all that has changed is drawn.
    #[default]
    Nothing,
    /// The cool-down after the last drawing.
    CoolDown { _timer: Timeout },
    /// The next frame.
    Frame { _frame: AnimationFrame },
}

#[derive(Default)]
struct RenderScheduler {
    waiting: RefCell<Vec<Weak<dyn Drawn>>>,
    pending: RefCell<Pending>,
    /// Before this moment nothing is drawn again.
    cool_down_until: Cell<Duration>,
    /// Measures when the last drawing is done.
    done: RefCell<Option<Timeout>>,
    /// The last input, and the drawings since.
    since_input: Cell<(Option<Duration>, u32)>,
}

thread_local! {
    static SCHEDULER: RenderScheduler = RenderScheduler::default();
}

/// Queues a store for the next drawing. A store that waits already need not be queued again.
pub(super) fn enqueue(one: Weak<dyn Drawn>) {
    SCHEDULER.with(|scheduler| scheduler.waiting.borrow_mut().push(one));
}

/// Schedules the drawing of what is queued.
pub(super) fn request() {
    SCHEDULER.with(|scheduler| {
        let waits = match *scheduler.pending.borrow() {
            Pending::Nothing => false,
            Pending::CoolDown { .. } => !scheduler.follows_input(),
            Pending::Frame { .. } => true,
        };
        if !waits {
            scheduler.plan();
        }
    });
}

/// Draws it now.
pub(super) fn draw_at_once(one: &dyn Drawn) {
    SCHEDULER.with(|scheduler| scheduler.timed(|| one.draw()));
}

impl RenderScheduler {
    /// Whether the last input was recent and few drawings have followed it.
    fn follows_input(&self) -> bool {
        let input = last_input();
        let (seen, drawings) = self.since_input.get();
        let lately = input.is_some_and(|input| now().saturating_sub(input) < AFTER_INPUT.0);
        lately && (seen != input || drawings < AFTER_INPUT.1)
    }

    fn plan(&self) {
        let left = self.cool_down_until.get().saturating_sub(now()).as_millis();
        let pending = if left == 0 || self.follows_input() {
            let show = |_| SCHEDULER.with(Self::show);
            Pending::Frame { _frame: request_animation_frame(show) }
        } else {
            let plan = || SCHEDULER.with(Self::plan);
            Pending::CoolDown { _timer: Timeout::new(left as u32, plan) }
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
        let (seen, drawings) = self.since_input.get();
        let input = last_input();
        self.since_input.set((input, if seen == input { drawings.saturating_add(1) } else { 1 }));
        draw();
        // The components are drawn right after this and put on the screen. A timer fires after that.
        let done = Timeout::new(0, move || {
            SCHEDULER.with(|scheduler| {
                let now = now();
                let cool_down = (now.saturating_sub(began) * COOL_DOWN).min(LONGEST_COOL_DOWN);
                scheduler.cool_down_until.set(now + cool_down);
            });
        });
        // Kept, not forgotten: a forgotten timer's closure stays in memory, one for each drawing.
        *self.done.borrow_mut() = Some(done);
    }
}
