//! Numbers as they are typed.

use lab_shared::assistant::{Problem, Wording};

/// A number of milliseconds; nothing typed is none.
pub(crate) fn milliseconds(typed: &str) -> Result<u32, Problem> {
    whole(typed, 0)
}

/// How often something is done; nothing typed is once. `least` is 0 where that means until stopped.
pub(crate) fn times(typed: &str, least: u32) -> Result<u32, Problem> {
    let times = whole(typed, 1)?;
    if times < least { Err(too_small(typed.len(), least)) } else { Ok(times) }
}

/// A number within these bounds.
pub(crate) fn between(typed: &str, least: u32, most: u32) -> Result<u32, Problem> {
    let number = typed.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        Problem::new(
            0..typed.len(),
            Wording::new("this number cannot be used", "这个数字不可用"),
            Wording::new(
                format!("write a whole number from {least} to {most}"),
                format!("请写 {least} 到 {most} 之间的整数"),
            ),
        )
    })
}

/// A whole number, or `empty` where nothing is typed.
fn whole(typed: &str, empty: u32) -> Result<u32, Problem> {
    if typed.trim().is_empty() {
        return Ok(empty);
    }
    typed.trim().parse().map_err(|_| {
        Problem::new(
            0..typed.len(),
            Wording::new("this is no whole number", "这不是整数"),
            Wording::new("write digits, at most 4294967295", "请写数字，最大 4294967295"),
        )
    })
}

fn too_small(length: usize, least: u32) -> Problem {
    Problem::new(
        0..length,
        Wording::new("the number is too small", "数字太小"),
        Wording::new(format!("write at least {least}"), format!("至少写 {least}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_has_a_meaning_and_words_have_none() {
        assert_eq!((milliseconds(" ").unwrap(), milliseconds("50").unwrap()), (0, 50));
        assert_eq!((times("", 1).unwrap(), times("0", 0).unwrap()), (1, 0));
        for wrong in ["x", "-1", "1.5", "4294967296"] {
            assert!(milliseconds(wrong).is_err(), "{wrong}");
        }
        assert!(times("0", 1).is_err());
    }
}
