//! Times and sizes in few characters.

use lab_shared::call::Micros;

/// A moment since the timeline began: `1:02.345`.
#[must_use]
pub(crate) fn moment(at: Micros, start: Micros) -> String {
    let milliseconds = at.since(start) / 1000;
    let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000);
    format!("{minutes}:{:02}.{:03}", rest / 1000, rest % 1000)
}

/// How long something took: `84 µs`, `1.2 ms`, `3.4 s`, `2 min 05 s`.
#[must_use]
pub(crate) fn duration(microseconds: u64) -> String {
    match microseconds {
        0..1_000 => format!("{microseconds} µs"),
        1_000..1_000_000 => format!("{}.{} ms", microseconds / 1000, microseconds % 1000 / 100),
        1_000_000..60_000_000 => {
            format!("{}.{} s", microseconds / 1_000_000, microseconds % 1_000_000 / 100_000)
        }
        _ => {
            let seconds = microseconds / 1_000_000;
            format!("{} min {:02} s", seconds / 60, seconds % 60)
        }
    }
}

/// A number of bytes with thousands separated: `12 345`.
#[must_use]
pub(crate) fn count(bytes: u64) -> String {
    let digits = bytes.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// A size of a file: `812 B`, `4.2 KiB`, `12.0 MiB`.
#[must_use]
pub(crate) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..0x10_0000 => format!("{} KiB", tenths(1 << 10)),
        _ => format!("{} MiB", tenths(1 << 20)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_the_largest_unit_that_fits() {
        for (bytes, shown) in
            [(0, "0 B"), (1023, "1023 B"), (4300, "4.1 KiB"), (64 << 20, "64.0 MiB")]
        {
            assert_eq!(size(bytes), shown);
        }
    }

    #[test]
    fn a_length_of_time_keeps_two_or_three_digits() {
        for (length, shown) in
            [(84, "84 µs"), (1_250, "1.2 ms"), (3_449_999, "3.4 s"), (125_000_000, "2 min 05 s")]
        {
            assert_eq!(duration(length), shown);
        }
    }

    #[test]
    fn moments_count_from_the_timelines_begin() {
        assert_eq!(moment(Micros(62_345_678), Micros(0)), "1:02.345");
        assert_eq!(moment(Micros(5), Micros(10)), "0:00.000");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(count(999), "999");
        assert_eq!(count(1_048_576), "1\u{202f}048\u{202f}576");
    }
}
