//! In which form a file travels: as it is, or compressed as the browser accepts it.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// A content coding, RFC 9110 §8.4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// Every one, the smallest result first.
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in headers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What the compressed file's name ends with.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// The codings a browser takes, the one it likes best first and of equals the smallest; none that it
/// likes less than the file as it is.
pub(super) fn accepted(headers: &HeaderMap) -> Vec<Coding> {
    let offers: Vec<(String, f32)> = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(offer)
        .collect();
    let quality = |name: &str| {
        let of = |wanted: &str| offers.iter().find(|(name, _)| name == wanted);
        of(name).or_else(|| of("*")).map(|(_, quality)| *quality)
    };
    let plain = offers.iter().find(|(name, _)| name == "identity").map_or(0.0, |(_, q)| *q);
    let mut codings: Vec<(Coding, f32)> = Coding::ALL
        .into_iter()
        .filter_map(|coding| Some((coding, quality(coding.name())?)))
        .filter(|(_, quality)| *quality > 0.0 && *quality >= plain)
        .collect();
    codings.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    codings.into_iter().map(|(coding, _)| coding).collect()
}

/// One member of the list: `gzip;q=0.5`. A member whose weight is none is ignored.
fn offer(member: &str) -> Option<(String, f32)> {
    let mut parts = member.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    let quality = weight.map_or(Some(1.0), quality_value)?;
    Some((if name == "x-gzip" { "gzip".to_owned() } else { name }, quality))
}

/// A quality value, RFC 9110 §12.4.2: from 0 to 1 with up to three decimals.
fn quality_value(text: &str) -> Option<f32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_value = match whole {
        "0" => decimals.bytes().all(|digit| digit.is_ascii_digit()),
        "1" => decimals.bytes().all(|digit| digit == b'0'),
        _ => false,
    };
    if is_value && decimals.len() <= 3 { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: &[&str]) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, header.parse().unwrap());
        let names: Vec<_> = accepted(&headers).into_iter().map(Coding::name).collect();
        assert_eq!(names, expected, "{header}");
    }

    #[test]
    fn the_browsers_qualities_decide_and_then_the_size() {
        check("gzip, deflate, br, zstd", &["br", "gzip"]);
        check("gzip, deflate", &["gzip"]);
        check("br;q=0.5, gzip;q=0.8", &["gzip", "br"]);
        check("GZIP;Q=1.0, Br", &["br", "gzip"]);
        check("x-gzip", &["gzip"]);
        check("*", &["br", "gzip"]);
        check("*;q=0.1, br;q=0", &["gzip"]);
        check("br ; q=0.001", &["br"]);
    }

    #[test]
    fn a_member_whose_weight_is_none_is_ignored() {
        for weight in ["0", "0.", "0.0", "0.000", "0.5", "0.123", "1", "1.", "1.0", "1.000"] {
            let value = weight.parse::<f32>().unwrap();
            assert_eq!(quality_value(weight), Some(value), "{weight}");
        }
        for weight in [
            "", "many", "NaN", "inf", "1e9", "1e0", "-1", "-0", "+1", "+0.5", "2", "1.1", "1.001",
            "01", "00.5", ".5", "0.1234", "0.12345", "1.0000", "0,5", "0.5.5", "0x1", "\"0.5\"",
            "0.5 0", "½",
        ] {
            assert_eq!(quality_value(weight), None, "{weight}");
        }
        check("br;q=NaN, gzip;q=0.5", &["gzip"]);
        check("br;q=1e9, gzip", &["gzip"]);
        check("br;q=-1, gzip;q=0.12345", &[]);
        check("br;q=NaN, *;q=0.5", &["br", "gzip"]);
        check("identity;q=NaN, br;q=0.5", &["br"]);
    }

    #[test]
    fn what_is_refused_or_liked_less_than_the_plain_file_is_not_sent() {
        check("", &[]);
        check("identity", &[]);
        check("br;q=0, gzip;q=0", &[]);
        check("identity, br;q=0.5", &[]);
        check("identity;q=0.5, br;q=0.9, gzip;q=0.2", &["br"]);
        assert!(accepted(&HeaderMap::new()).is_empty(), "who says nothing gets it plain");
    }
}
