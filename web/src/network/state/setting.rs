//! What a cable does to packets as a person writes it: `20 ms`, `2.5 %`, `..x`, `1 Mbit/s`.

use lab_shared::call::Micros;
use lab_shared::network::{Impairment, Loss, LossPattern, Share};

/// One number of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    Delay,
    Jitter,
    Loss,
    Rate,
    Queue,
    Duplicate,
    Reorder,
}

impl Setting {
    /// Every number, in the order of the form.
    pub(crate) const ALL: [Self; 7] = [
        Self::Delay,
        Self::Jitter,
        Self::Loss,
        Self::Rate,
        Self::Queue,
        Self::Duplicate,
        Self::Reorder,
    ];

    /// Its name in the page's markup.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::Jitter => "jitter",
            Self::Loss => "loss",
            Self::Rate => "rate",
            Self::Queue => "queue",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
        }
    }

    /// How it is written; empty for a rate without a limit.
    pub(crate) fn written(self, impairment: &Impairment) -> String {
        match self {
            Self::Delay => milliseconds(impairment.delay),
            Self::Jitter => milliseconds(impairment.jitter),
            Self::Loss => match &impairment.loss {
                Loss::Never => "0 %".to_owned(),
                Loss::Random(share) => percent(*share),
                Loss::Pattern(pattern) => pattern.to_string(),
            },
            Self::Rate => impairment.rate.map(rate).unwrap_or_default(),
            Self::Queue => impairment.queue.to_string(),
            Self::Duplicate => percent(impairment.duplicate),
            Self::Reorder => percent(impairment.reorder),
        }
    }

    /// The impairment with this number as it was written; `None` if it cannot be read.
    pub(crate) fn set(self, impairment: &Impairment, written: &str) -> Option<Impairment> {
        let mut set = impairment.clone();
        let written = written.trim();
        match self {
            Self::Delay => set.delay = read_milliseconds(written)?,
            Self::Jitter => set.jitter = read_milliseconds(written)?,
            Self::Loss => set.loss = read_loss(written)?,
            Self::Rate => set.rate = read_rate(written)?,
            Self::Queue => set.queue = written.parse().ok()?,
            Self::Duplicate => set.duplicate = read_percent(written)?,
            Self::Reorder => set.reorder = read_percent(written)?,
        }
        Some(set.within_limits())
    }
}

/// What an impairment does, in few words for the picture: nothing, if it is perfect.
pub(crate) fn summary(impairment: &Impairment) -> Vec<String> {
    let perfect = Impairment::default();
    let mut words = vec![];
    if impairment.delay != perfect.delay {
        let mut delay = milliseconds(impairment.delay);
        if impairment.jitter != perfect.jitter {
            delay =
                format!("{} ± {}", delay.trim_end_matches(" ms"), milliseconds(impairment.jitter));
        }
        words.push(delay);
    }
    if impairment.loss != Loss::Never {
        words.push(format!("✕ {}", Setting::Loss.written(impairment)));
    }
    words.extend(impairment.rate.map(rate));
    if impairment.duplicate != Share::NONE {
        words.push(format!("×2 {}", percent(impairment.duplicate)));
    }
    if impairment.reorder != Share::NONE {
        words.push(format!("⇄ {}", percent(impairment.reorder)));
    }
    words
}

fn milliseconds(of: Micros) -> String {
    format!("{} ms", decimal(of.0, 1_000, 3))
}

fn percent(share: Share) -> String {
    format!("{} %", decimal(share.in_millionths().into(), 10_000, 4))
}

/// A rate in the largest unit in which it is a short number.
fn rate(bits: u64) -> String {
    match bits {
        0..1_000_000 => format!("{} kbit/s", decimal(bits, 1_000, 3)),
        1_000_000..1_000_000_000 => format!("{} Mbit/s", decimal(bits, 1_000_000, 6)),
        _ => format!("{} Gbit/s", decimal(bits, 1_000_000_000, 9)),
    }
}

/// `of / unit`, with at most this many digits after the point and no zeros at the end.
fn decimal(of: u64, unit: u64, digits: usize) -> String {
    let (whole, rest) = (of / unit, of % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let fraction = format!("{rest:0digits$}");
    format!("{whole}.{}", fraction.trim_end_matches('0'))
}

fn read_milliseconds(written: &str) -> Option<Micros> {
    let (number, factor) = match written.strip_suffix('s') {
        Some(rest) => match rest.strip_suffix('m') {
            Some(number) => (number, 1e3),
            None => match rest.strip_suffix(['µ', 'u', 'μ']) {
                Some(number) => (number, 1.0),
                None => (rest, 1e6),
            },
        },
        None => (written, 1e3),
    };
    let microseconds = (number_of(number)? * factor).round();
    // Finite, not negative, and brought within limits by the cable.
    (microseconds < 1e15).then_some(Micros(microseconds as u64))
}

fn read_percent(written: &str) -> Option<Share> {
    let number = number_of(written.trim_end_matches('%'))?;
    if number > 100.0 {
        return None;
    }
    // At most a million.
    Share::millionths((number * 10_000.0).round() as u32).ok()
}

fn read_loss(written: &str) -> Option<Loss> {
    if let Ok(pattern) = LossPattern::new(written) {
        return Some(Loss::Pattern(pattern));
    }
    let share = read_percent(written)?;
    Some(if share == Share::NONE { Loss::Never } else { Loss::Random(share) })
}

/// Nothing is no limit; a number without a unit is in kbit/s.
fn read_rate(written: &str) -> Option<Option<u64>> {
    if written.is_empty() {
        return Some(None);
    }
    let lower = written.to_lowercase();
    let units = lower.trim_end_matches("bit/s").trim_end_matches("bps").trim_end();
    let (number, factor) = match units.chars().last()? {
        'g' => (&units[..units.len() - 1], 1e9),
        'm' => (&units[..units.len() - 1], 1e6),
        'k' => (&units[..units.len() - 1], 1e3),
        _ => (units, 1e3),
    };
    let bits = (number_of(number)? * factor).round();
    // Finite and not negative.
    (bits < 1e15).then_some(Some(bits as u64))
}

fn number_of(written: &str) -> Option<f64> {
    let number: f64 = written.trim().replace(',', ".").parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(setting: Setting, written: &str) -> Option<String> {
        let set = setting.set(&Impairment::default(), written)?;
        Some(setting.written(&set))
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (setting, written, shown) in [
            (Setting::Delay, "20", "20 ms"),
            (Setting::Delay, "0.5 ms", "0.5 ms"),
            (Setting::Delay, "1,5s", "1500 ms"),
            (Setting::Delay, "250µs", "0.25 ms"),
            (Setting::Loss, "10", "10 %"),
            (Setting::Loss, "0.1 %", "0.1 %"),
            (Setting::Loss, "0", "0 %"),
            (Setting::Loss, "..x", "..x"),
            (Setting::Rate, "", ""),
            (Setting::Rate, "64", "64 kbit/s"),
            (Setting::Rate, "1.5 Mbit/s", "1.5 Mbit/s"),
            (Setting::Rate, "10m", "10 Mbit/s"),
            (Setting::Queue, "5", "5"),
            (Setting::Duplicate, "100%", "100 %"),
        ] {
            assert_eq!(set(setting, written).as_deref(), Some(shown), "{setting:?} {written}");
            let again = set(setting, shown);
            assert_eq!(again.as_deref(), Some(shown), "{setting:?} {shown}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for (setting, written) in [
            (Setting::Delay, ""),
            (Setting::Delay, "-1"),
            (Setting::Delay, "soon"),
            (Setting::Loss, "101"),
            (Setting::Loss, "x.y"),
            (Setting::Rate, "inf"),
            (Setting::Queue, "-3"),
        ] {
            assert_eq!(set(setting, written), None, "{setting:?} {written}");
        }
    }

    #[test]
    fn a_cable_says_what_it_does_and_a_perfect_one_nothing() {
        assert!(summary(&Impairment::default()).is_empty());
        let set = [(Setting::Delay, "20"), (Setting::Jitter, "5"), (Setting::Loss, "10")];
        let bad = set.into_iter().fold(Impairment::default(), |impairment, (setting, written)| {
            setting.set(&impairment, written).expect("it is a number")
        });
        assert_eq!(summary(&bad), ["20 ± 5 ms", "✕ 10 %"]);
    }
}
