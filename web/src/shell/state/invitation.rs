//! What others open to come to the same relay, as links and as QR codes.

use qrcode::{Color, QrCode};
use std::fmt::Write as _;

/// Empty modules around a code, which its readers need.
const MARGIN: usize = 4;

/// The relay's addresses with the token that this page has.
pub(crate) fn links(addresses: &[String], token: Option<&str>) -> Vec<String> {
    let fragment = token.map_or_else(String::new, |token| format!("#token={token}"));
    addresses.iter().map(|address| format!("{address}{fragment}")).collect()
}

/// A QR code to draw: in SVG, a dark module is a unit square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QrDrawing {
    /// Its width and height with the margin, in modules.
    pub size: usize,
    /// The path of all dark modules.
    pub path: String,
}

impl QrDrawing {
    /// The code of a link; `None` where the link is longer than a code holds.
    pub(crate) fn of(link: &str) -> Option<Self> {
        let code = QrCode::new(link).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            for (column, _) in modules.iter().enumerate().filter(|(_, it)| **it == Color::Dark) {
                // Writing to a String never fails.
                let _ = write!(path, "M{} {}h1v1h-1z", column + MARGIN, row + MARGIN);
            }
        }
        Some(Self { size: width + 2 * MARGIN, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_carry_the_pages_token() {
        let addresses = ["http://10.0.0.5:7070/".to_owned()];
        assert_eq!(links(&addresses, Some("t")), ["http://10.0.0.5:7070/#token=t"]);
        assert_eq!(links(&addresses, None), addresses);
    }

    #[test]
    fn a_code_has_its_three_corners_and_a_margin() {
        let link = "http://10.0.0.5:7070/#token=829421e1f6dadb85ac7ed172caa226c3";
        let drawing = QrDrawing::of(link).expect("it fits");
        // Version 4 has 33 modules.
        assert_eq!(drawing.size, 33 + 8);
        let dark = |x: usize, y: usize| drawing.path.contains(&format!("M{x} {y}h1v1h-1z"));
        for (x, y) in [(4, 4), (4 + 26, 4), (4, 4 + 26)] {
            assert!(dark(x, y) && dark(x + 6, y + 6) && !dark(x + 1, y + 1) && dark(x + 3, y + 3));
        }
        assert!((0..41).all(|at| !dark(at, 3) && !dark(3, at)));
        assert_eq!(QrDrawing::of(&"a".repeat(5000)), None);
    }
}
