//! Numbers as Python reads them from typed text, with Python's own errors.

use lab_shared::call::{Exception, Failure};
use lab_shared::text::python_str;

/// `int(text)`, as a C long.
///
/// # Errors `ValueError` for text that is no integer, `OverflowError` for one too large.
pub(crate) fn int(text: &str) -> Result<i64, Failure> {
    let digits = text.trim().replace('_', "");
    let looks_like_one = {
        let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(&digits);
        !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !looks_like_one {
        let message =
            format!("invalid literal for int() with base 10: {}", single_quoted(text.trim()));
        return Err(Failure::plain(Exception::ValueError, message));
    }
    digits.parse().map_err(|_| {
        Failure::plain(Exception::OverflowError, "Python int too large to convert to C long")
    })
}

/// `int(text)`, as a C int.
///
/// # Errors
/// As [`int`], with C int's own overflow.
pub(crate) fn c_int(text: &str) -> Result<i32, Failure> {
    let number = int(text)?;
    i32::try_from(number).map_err(|_| {
        let message = if number > 0 {
            "signed integer is greater than maximum"
        } else {
            "signed integer is less than minimum"
        };
        Failure::plain(Exception::OverflowError, message)
    })
}

/// Seconds of a timeout: `float(text)`, or `None` for an empty field or the word `None`.
///
/// # Errors `ValueError` for text that is no number, and for NaN; `OverflowError` for infinity.
pub(crate) fn seconds(text: &str) -> Result<Option<f64>, Failure> {
    let text = text.trim();
    if text.is_empty() || text == "None" {
        return Ok(None);
    }
    match float(text) {
        Some(number) if number.is_nan() => {
            Err(Failure::plain(Exception::ValueError, "Invalid value NaN (not a number)"))
        }
        Some(number) if number.is_infinite() => Err(Failure::plain(
            Exception::OverflowError,
            "timestamp too large to convert to C PyTime_t",
        )),
        Some(number) => Ok(Some(number)),
        None => {
            let message = format!("could not convert string to float: {}", single_quoted(text));
            Err(Failure::plain(Exception::ValueError, message))
        }
    }
}

/// `float(text)` (docs.python.org, "float"), rounded to the nearest. The page's JSON parser does
/// the arithmetic, because `str::parse` would add 10 kB of tables of its own.
fn float(text: &str) -> Option<f64> {
    let (negative, plain) = match text.strip_prefix('-') {
        Some(plain) => (true, plain),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let size = match plain.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        plain => {
            let (number, exponent) = plain.split_once('e').unwrap_or((plain, "0"));
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            let (less, exponent) = match exponent.strip_prefix('-') {
                Some(exponent) => ("-", exponent),
                None => ("", exponent.strip_prefix('+').unwrap_or(exponent)),
            };
            let are_digits_or_missing = |part: &str| part.is_empty() || are_digits(part);
            let is_number = are_digits_or_missing(whole)
                && are_digits_or_missing(fraction)
                && !(whole.is_empty() && fraction.is_empty())
                && are_digits(exponent);
            if !is_number {
                return None;
            }
            // JSON requires a digit on either side of the point, and no leading zeros.
            let whole = whole.trim_start_matches(['0', '_']);
            let whole = if whole.is_empty() { "0" } else { whole };
            let json = format!("{whole}.{fraction}0e{less}{exponent}").replace('_', "");
            // Well-formed text can only be too large.
            serde_json::from_str(&json).unwrap_or(f64::INFINITY)
        }
    };
    Some(if negative { -size } else { size })
}

/// Whether these are digits, with single underscores between them at most (PEP 515).
fn are_digits(text: &str) -> bool {
    text.split('_').all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
}

/// CPython quotes the text with `repr`, which prefers single quotes.
fn single_quoted(text: &str) -> String {
    let double = python_str(text);
    if text.contains('\'') || text.contains('"') {
        return double;
    }
    format!("'{}'", double.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_refused_in_pythons_words() {
        assert_eq!(int(" 1_024 "), Ok(1024));
        assert_eq!(int("-1"), Ok(-1));
        assert_eq!(
            int("99a").unwrap_err().to_string(),
            "ValueError: invalid literal for int() with base 10: '99a'"
        );
        assert_eq!(int("").unwrap_err().message, "invalid literal for int() with base 10: ''");
        assert_eq!(int("99999999999999999999").unwrap_err().exception, Exception::OverflowError);
        assert_eq!(
            c_int("2147483648").unwrap_err().message,
            "signed integer is greater than maximum"
        );
    }

    #[test]
    fn no_seconds_wait_for_ever_and_odd_ones_are_refused() {
        assert_eq!(seconds(""), Ok(None));
        assert_eq!(seconds("None"), Ok(None));
        assert_eq!(seconds("0.5"), Ok(Some(0.5)));
        for (text, number) in [
            ("5", 5.0),
            ("+.5", 0.5),
            ("5.", 5.0),
            ("-0007.250", -7.25),
            ("1_000.2_5e-0_2", 10.0025),
            ("1E3", 1000.0),
            ("0.30000000000000004", 0.1 + 0.2),
            ("4.9e-324", f64::from_bits(1)),
            ("1e-999", 0.0),
            ("0e999", 0.0),
        ] {
            assert_eq!(seconds(text), Ok(Some(number)), "{text}");
        }
        for text in [".", "e5", "1e", "1e5.0", "_1", "1_", "1__0", "1_.5", "0x10", "--1", "1 0"] {
            assert_eq!(seconds(text).unwrap_err().exception, Exception::ValueError, "{text}");
        }
        for text in ["1e999", "-Infinity", "2e308"] {
            assert_eq!(seconds(text).unwrap_err().exception, Exception::OverflowError, "{text}");
        }
        assert_eq!(seconds("nan").unwrap_err().exception, Exception::ValueError);
        assert_eq!(seconds("inf").unwrap_err().exception, Exception::OverflowError);
        assert_eq!(
            seconds("soon").unwrap_err().message,
            "could not convert string to float: 'soon'"
        );
    }
}
