//! A program in an address's fragment, which browsers do not send: `#py=NAME.TEXT`, both base64url
//! (RFC 4648, section 5) without padding.

use data_encoding::BASE64URL_NOPAD;

use super::library::Saved;
use crate::kit::state::file_name::FileName;

/// The path of the page where programs of one's own are.
pub(crate) const PATH: &str = "/program";

/// What the fragment begins with.
const MARK: &str = "#py=";

/// The longest fragment that is read: browsers and chat programs cut longer addresses.
const LONGEST: usize = 200_000;

/// The fragment for a program.
#[must_use]
pub(crate) fn to_fragment(program: &Saved) -> String {
    let packed = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    format!("{MARK}{}.{}", packed(&program.name), packed(&program.text))
}

/// The program in a fragment, if it holds one.
#[must_use]
pub(crate) fn from_fragment(fragment: &str) -> Option<Saved> {
    let packed = fragment.strip_prefix(MARK).filter(|packed| packed.len() <= LONGEST)?;
    let (name, text) = packed.split_once('.')?;
    let unpacked =
        |text: &str| String::from_utf8(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok();
    let name = FileName::new(&unpacked(name)?, ".py").to_string();
    Some(Saved { name, text: unpacked(text)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_survives_the_way_through_an_address() {
        for text in ["", "a", "ab", "abc", "print('你好')\n\t# ~?/+"] {
            let program = Saved { name: "回声.py".into(), text: text.into() };
            let fragment = to_fragment(&program);
            assert!(
                fragment.is_ascii() && !fragment.contains(['+', '/', '='])
                    || text.is_empty()
                    || fragment.matches('=').count() == 1
            );
            assert_eq!(from_fragment(&fragment), Some(program));
        }
    }

    #[test]
    fn a_link_names_a_plain_file_whatever_it_says() {
        for (name, file) in [("../../.bashrc", "_.._.._.bashrc.py"), ("a\u{202e}yp.", "a_yp..py")] {
            let program = Saved { name: name.into(), text: String::new() };
            let read = from_fragment(&to_fragment(&program)).expect("it holds a program");
            assert_eq!(read.name, file);
        }
    }

    #[test]
    fn the_digits_are_those_of_base64url() {
        let program = Saved { name: "fo.py".into(), text: "?>ÿ".into() };
        assert_eq!(to_fragment(&program), "#py=Zm8ucHk.Pz7Dvw");
        assert_eq!(
            from_fragment("#py=Zm8ucHk.Pz4_Pj8"),
            Some(Saved { text: "?>?>?".into(), ..program })
        );
    }

    #[test]
    fn what_is_no_program_is_not_read() {
        for fragment in ["", "#token=x", "#py=", "#py=abc", "#py=a.b", "#py=Zg.!!", "#py=_w._w"] {
            assert_eq!(from_fragment(fragment), None, "{fragment}");
        }
    }
}
