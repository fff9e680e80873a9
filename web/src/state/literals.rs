//! Numbers as Python reads them from what a person typed, with Python's own complaints.

use lab_shared::call::{Exception, Failure};
use lab_shared::text::python_str;

/// `int(text)`, as a C long.
///
/// # Errors
/// `ValueError` for what is no integer, `OverflowError` for one too large.
pub fn int(text: &str) -> Result<i64, Failure> {
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
pub fn c_int(text: &str) -> Result<i32, Failure> {
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

/// Seconds of a timeout: `float(text)`, or `None` for nothing or `None` itself.
///
/// # Errors
/// `ValueError` for what is no number or not one, `OverflowError` for infinity.
pub fn seconds(text: &str) -> Result<Option<f64>, Failure> {
    let text = text.trim();
    if text.is_empty() || text == "None" {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_nan() => {
            Err(Failure::plain(Exception::ValueError, "Invalid value NaN (not a number)"))
        }
        Ok(number) if number.is_infinite() => Err(Failure::plain(
            Exception::OverflowError,
            "timestamp too large to convert to C PyTime_t",
        )),
        Ok(number) => Ok(Some(number)),
        Err(_) => {
            let message = format!("could not convert string to float: {}", single_quoted(text));
            Err(Failure::plain(Exception::ValueError, message))
        }
    }
}

/// CPython quotes the culprit with `repr`, which prefers single quotes.
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
        assert_eq!(seconds("nan").unwrap_err().exception, Exception::ValueError);
        assert_eq!(seconds("inf").unwrap_err().exception, Exception::OverflowError);
        assert_eq!(
            seconds("soon").unwrap_err().message,
            "could not convert string to float: 'soon'"
        );
    }
}
