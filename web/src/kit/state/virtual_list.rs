//! Which rows of a long list are in view, so that only those are drawn. Rows differ in height: a row
//! drawn once is measured, the others are estimated.

use std::collections::HashMap;
use std::ops::Range;

/// Lists of up to this many rows are drawn whole.
pub(crate) const WHOLE: usize = 120;

/// How far beyond the view rows are drawn, in pixels, so that scrolling shows no gap.
const MARGIN: f64 = 300.0;

/// Measured heights are dropped once there are this many.
const MOST_MEASURED: usize = 30_000;

/// The heights of a list's rows, in pixels.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heights {
    measured: HashMap<u32, f64>,
    sum: f64,
}

/// The part of a list that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VisibleRows {
    /// Which rows.
    pub rows: Range<usize>,
    /// The height of the rows before them.
    pub above: f64,
    /// The height of the rows behind them.
    pub below: f64,
}

/// The part of the list in view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Viewport {
    /// At the list's end, `height` pixels of it.
    End {
        /// In pixels.
        height: f64,
    },
    /// From `top` pixels of the list on.
    From {
        /// In pixels.
        top: f64,
        /// In pixels.
        height: f64,
    },
}

impl Heights {
    /// A row was drawn with this height.
    pub(crate) fn measure(&mut self, key: u32, height: f64) {
        if self.measured.len() >= MOST_MEASURED {
            *self = Self::default();
        }
        self.sum += height - self.measured.insert(key, height).unwrap_or_default();
    }

    /// Whether a row was measured.
    #[must_use]
    pub(crate) fn knows(&self, key: u32) -> bool {
        self.measured.contains_key(&key)
    }

    /// The height of a row; for one never drawn, the average of the others.
    fn of(&self, key: u32, estimate: f64) -> f64 {
        self.measured.get(&key).copied().unwrap_or(estimate)
    }

    fn estimate(&self) -> f64 {
        const AT_FIRST: f64 = 56.0;
        if self.measured.is_empty() { AT_FIRST } else { self.sum / self.measured.len() as f64 }
    }

    /// The part of a list to draw; `keys` name its rows in order.
    pub(crate) fn visible(
        &self,
        keys: impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone,
        viewport: Viewport,
    ) -> VisibleRows {
        let len = keys.len();
        if len <= WHOLE {
            return VisibleRows { rows: 0..len, above: 0.0, below: 0.0 };
        }
        let estimate = self.estimate();
        match viewport {
            Viewport::End { height } => {
                let mut drawn = 0.0;
                let rows = keys.clone().rev().take_while(|key| {
                    let wanted = drawn < height + MARGIN;
                    drawn += self.of(*key, estimate);
                    wanted
                });
                let first = len - rows.count();
                let above = keys.take(first).map(|key| self.of(key, estimate)).sum();
                VisibleRows { rows: first..len, above, below: 0.0 }
            }
            Viewport::From { top, height } => {
                let (mut from, mut upto) = (None, len);
                let (mut above, mut below, mut at) = (0.0, 0.0, 0.0);
                for (row, key) in keys.enumerate() {
                    let end = at + self.of(key, estimate);
                    if at > top + height + MARGIN && from.is_some() {
                        upto = upto.min(row);
                        below += end - at;
                    } else if end >= top - MARGIN && from.is_none() {
                        (from, above) = (Some(row), at);
                    }
                    at = end;
                }
                // The list has become shorter than its scroll position: show its end.
                let Some(from) = from else { return self.last(len, at) };
                VisibleRows { rows: from..upto, above, below }
            }
        }
    }

    fn last(&self, len: usize, all: f64) -> VisibleRows {
        let first = len.saturating_sub(WHOLE);
        let above = all - self.estimate() * (len - first) as f64;
        VisibleRows { rows: first..len, above: above.max(0.0), below: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(height: f64, rows: u32) -> Heights {
        let mut heights = Heights::default();
        (0..rows).for_each(|row| heights.measure(row, height));
        heights
    }

    #[test]
    fn a_short_list_is_drawn_whole() {
        let viewport = Viewport::From { top: 0.0, height: 10.0 };
        let visible = Heights::default().visible(0..WHOLE as u32, viewport);
        assert_eq!(visible, VisibleRows { rows: 0..WHOLE, above: 0.0, below: 0.0 });
    }

    #[test]
    fn at_the_end_the_last_rows_are_drawn() {
        let visible = even(50.0, 10_000).visible(0..10_000, Viewport::End { height: 400.0 });
        assert_eq!(visible, VisibleRows { rows: 9_986..10_000, above: 499_300.0, below: 0.0 });
    }

    #[test]
    fn in_the_middle_the_rows_around_the_view_are_drawn_and_the_heights_add_up() {
        let viewport = Viewport::From { top: 250_000.0, height: 400.0 };
        let visible = even(50.0, 10_000).visible(0..10_000, viewport);
        assert!(visible.rows.contains(&5_000) && visible.rows.contains(&5_008));
        assert!(visible.rows.len() < 40);
        let drawn = visible.rows.len() as f64 * 50.0;
        assert_eq!(visible.above + drawn + visible.below, 500_000.0);
    }

    #[test]
    fn rows_never_drawn_count_as_high_as_the_average() {
        let mut heights = Heights::default();
        heights.measure(999, 30.0);
        heights.measure(998, 50.0);
        heights.measure(998, 90.0);
        let visible = heights.visible(0..1_000, Viewport::End { height: 0.0 });
        assert_eq!(visible.above, visible.rows.start as f64 * 60.0);
    }

    #[test]
    fn a_view_beyond_the_end_shows_the_end() {
        let viewport = Viewport::From { top: 9e9, height: 400.0 };
        assert_eq!(even(50.0, 1_000).visible(0..1_000, viewport).rows.end, 1_000);
    }
}
