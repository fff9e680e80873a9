//! What plots share: axes, and points thinned to what a width can show.

/// From values to their places on an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Axis {
    /// An axis that holds all these values; `None` where there is none. One value alone has some room.
    #[must_use]
    pub(crate) fn linear(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = span(values)?;
        let high = if low < high { high } else { low + 1.0 };
        Some(Self { low, high, logarithmic: false })
    }

    /// A logarithmic axis of whole decades that holds all these values, which are above 0.
    #[must_use]
    pub(crate) fn decades(values: impl Iterator<Item = f64>) -> Option<Self> {
        let (low, high) = span(values.map(f64::log10))?;
        let (low, high) = (low.floor(), high.ceil());
        let high = if low < high { high } else { low + 1.0 };
        Some(Self { low: 10_f64.powf(low), high: 10_f64.powf(high), logarithmic: true })
    }

    /// The lowest value on it.
    #[must_use]
    pub(crate) fn low(self) -> f64 {
        self.low
    }

    /// The highest.
    #[must_use]
    pub(crate) fn high(self) -> f64 {
        self.high
    }

    /// The place of a value: 0 is the axis' begin, and 1 its end.
    #[must_use]
    pub(crate) fn place(self, value: f64) -> f64 {
        let scaled = |value: f64| if self.logarithmic { value.log10() } else { value };
        let (low, high) = (scaled(self.low), scaled(self.high));
        (scaled(value) - low) / (high - low)
    }

    /// Round values on it, about as many as asked for: decades, or multiples of 1, 2 or 5.
    #[must_use]
    pub(crate) fn ticks(self, about: usize) -> Vec<f64> {
        let about = about.max(1) as f64;
        if self.logarithmic {
            let (low, high) = (self.low.log10(), self.high.log10());
            let step = ((high - low) / about).ceil().max(1.0);
            return multiples(low, high, step).map(|power| 10_f64.powf(power)).collect();
        }
        let least = (self.high - self.low) / about;
        let decade = 10_f64.powf(least.log10().floor());
        let step = [1.0, 2.0, 5.0].into_iter().find(|step| step * decade >= least);
        multiples(self.low, self.high, step.unwrap_or(10.0) * decade).collect()
    }
}

fn multiples(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (low / step).ceil();
    // A value that is on the axis' end is not lost to rounding.
    let count = ((high / step - first) + 1e-9).floor();
    (0..).take_while(move |&number| f64::from(number) <= count).map(move |number: u32| {
        let value = (first + f64::from(number)) * step;
        // Not -0.
        value + 0.0
    })
}

fn span(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |span, value| match span {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// Of points in the order of their first number, those that so many columns of pixels can show: of each column
/// the first, the lowest, the highest and the last.
#[must_use]
pub(crate) fn thinned(points: &[(f64, f64)], columns: u16) -> Vec<(f64, f64)> {
    let (Some(&(begin, _)), Some(&(end, _))) = (points.first(), points.last()) else {
        return vec![];
    };
    if points.len() <= 4 * usize::from(columns) || begin >= end {
        return points.to_vec();
    }
    let column = |x: f64| ((x - begin) / (end - begin) * f64::from(columns)).floor();
    let mut shown = Vec::new();
    for of_column in points.chunk_by(|one, next| column(one.0) == column(next.0)) {
        let place = |better: fn(f64, f64) -> bool| {
            (0..of_column.len()).fold(0, |best, at| {
                if better(of_column[at].1, of_column[best].1) { at } else { best }
            })
        };
        let mut places = [
            0,
            place(|one, other| one < other),
            place(|one, other| one > other),
            of_column.len() - 1,
        ];
        places.sort_unstable();
        let mut last = None;
        for at in places.into_iter().filter(|at| last.replace(*at) != Some(*at)) {
            shown.push(of_column[at]);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_room_for_one_value_and_is_not_there_without_one() {
        assert_eq!(Axis::linear([].into_iter()), None);
        let one = Axis::linear([5.0].into_iter()).unwrap();
        assert_eq!((one.low(), one.high()), (5.0, 6.0));
        let axis = Axis::linear([4.0, 0.0, 2.0].into_iter()).unwrap();
        assert_eq!([0.0, 1.0, 4.0].map(|value| axis.place(value)), [0.0, 0.25, 1.0]);
    }

    #[test]
    fn decades_hold_all_values_and_have_equal_room() {
        let axis = Axis::decades([250.0, 9_000.0].into_iter()).unwrap();
        assert_eq!((axis.low(), axis.high()), (100.0, 10_000.0));
        assert!((axis.place(1000.0) - 0.5).abs() < 1e-9);
        assert_eq!(axis.ticks(3), [100.0, 1000.0, 10_000.0]);
        assert_eq!(Axis::decades([1.0, 1e8].into_iter()).unwrap().ticks(3), [1.0, 1000.0, 1e6]);
        let one = Axis::decades([1000.0].into_iter()).unwrap();
        assert_eq!((one.low(), one.high()), (1000.0, 10_000.0));
    }

    #[test]
    fn ticks_are_round() {
        let ticks = |low, high| Axis::linear([low, high].into_iter()).unwrap().ticks(4);
        assert_eq!(ticks(0.0, 10.0), [0.0, 5.0, 10.0]);
        assert_eq!(ticks(0.0, 37.0), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(ticks(3.5, 4.1), [3.6, 3.8000000000000003, 4.0]);
        assert_eq!(ticks(0.0, 1_000_000.0), [0.0, 500_000.0, 1_000_000.0]);
    }

    #[test]
    fn points_that_are_few_stay_and_of_many_no_peak_is_lost() {
        let few = [(0.0, 1.0), (1.0, 2.0)];
        assert_eq!(thinned(&few, 10), few);
        assert!(thinned(&[], 10).is_empty());
        let many: Vec<(f64, f64)> = (0..10_000)
            .map(|at| (f64::from(at), if at == 4321 { 99.0 } else { f64::from(at % 3) }))
            .collect();
        let shown = thinned(&many, 100);
        assert!(shown.len() <= 404, "{}", shown.len());
        assert!(shown.contains(&(4321.0, 99.0)));
        assert!(shown.is_sorted_by(|one, next| one.0 < next.0));
        assert_eq!((shown.first(), shown.last()), (many.first(), many.last()));
    }
}
