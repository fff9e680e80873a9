//! The position of a replay, on the recording's own clock.

use std::time::Duration;

use lab_shared::call::Micros;

/// How fast a replay runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Speed {
    /// A tenth of the real speed.
    Tenth,
    /// As it happened.
    #[default]
    Real,
    /// Four times as fast.
    Four,
    /// Twenty times.
    Twenty,
}

impl Speed {
    /// Every choice.
    pub(crate) const ALL: [Self; 4] = [Self::Tenth, Self::Real, Self::Four, Self::Twenty];

    /// Its label.
    #[must_use]
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Tenth => "0.1×",
            Self::Real => "1×",
            Self::Four => "4×",
            Self::Twenty => "20×",
        }
    }

    fn of(self, elapsed: Duration) -> Duration {
        match self {
            Self::Tenth => elapsed / 10,
            Self::Real => elapsed,
            Self::Four => elapsed * 4,
            Self::Twenty => elapsed * 20,
        }
    }
}

/// A replay that is playing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Playhead {
    /// Its position.
    pub at: Micros,
    /// Its speed.
    pub speed: Speed,
}

impl Playhead {
    /// The playhead after `elapsed` real time. If nothing happens before `next`, it jumps there
    /// after a silence of [`LONGEST_SILENCE`].
    #[must_use]
    pub(crate) fn after(self, elapsed: Duration, next: Option<Micros>) -> Self {
        let on = u64::try_from(self.speed.of(elapsed).as_micros()).unwrap_or(u64::MAX);
        let at = Micros(self.at.0.saturating_add(on));
        let skipped = next.map_or(at, |next| Micros(next.0.saturating_sub(LONGEST_SILENCE)));
        Self { at: at.max(skipped), ..self }
    }
}

/// The longest silence that is played, in microseconds of the recording.
const LONGEST_SILENCE: u64 = 2_000_000;
