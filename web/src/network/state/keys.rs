//! The keys of the network: Alt with a letter, so that they act while a person types a program too.

use lab_shared::network::PacketKind;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NetworkKey {
    /// Loses the next packet of a kind.
    Drop(PacketKind),
    /// Cuts the cable, or mends it.
    Cut,
}

/// The kinds that are lost by a button, in their order.
pub(crate) const DROPPED: [PacketKind; 7] = [
    PacketKind::Syn,
    PacketKind::SynAck,
    PacketKind::Data,
    PacketKind::Ack,
    PacketKind::Fin,
    PacketKind::Udp,
    PacketKind::Any,
];

/// Letters that neither the editor nor a browser needs with Alt, or that a page may take.
const KEYS: [(char, NetworkKey); 8] = [
    ('S', NetworkKey::Drop(PacketKind::Syn)),
    ('A', NetworkKey::Drop(PacketKind::SynAck)),
    ('P', NetworkKey::Drop(PacketKind::Data)),
    ('K', NetworkKey::Drop(PacketKind::Ack)),
    ('N', NetworkKey::Drop(PacketKind::Fin)),
    ('U', NetworkKey::Drop(PacketKind::Udp)),
    ('Y', NetworkKey::Drop(PacketKind::Any)),
    ('X', NetworkKey::Cut),
];

impl NetworkKey {
    /// The letter that is pressed with Alt.
    pub(crate) fn letter(self) -> Option<char> {
        KEYS.iter().find(|(_, key)| *key == self).map(|(letter, _)| *letter)
    }

    /// The name as on the button: `Alt+S`.
    pub(crate) fn name(self) -> Option<String> {
        self.letter().map(|letter| format!("Alt+{letter}"))
    }

    /// The key with this letter.
    fn of(letter: char) -> Option<Self> {
        KEYS.iter().find(|(of, _)| *of == letter).map(|(_, key)| *key)
    }

    /// The key that was pressed with Alt and nothing else: by its letter, or, where Alt makes a sign of the
    /// letter as on a Mac, by its place on the keyboard (`KeyS`).
    pub(crate) fn pressed(key: &str, code: &str) -> Option<Self> {
        let mut letters = key.chars();
        let letter = match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_ascii_alphabetic() => letter,
            _ => code.strip_prefix("Key")?.chars().next()?,
        };
        Self::of(letter.to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_letter_and_on_a_mac_by_its_place() {
        let syn = Some(NetworkKey::Drop(PacketKind::Syn));
        assert_eq!(NetworkKey::pressed("s", "KeyS"), syn);
        assert_eq!(NetworkKey::pressed("ß", "KeyS"), syn);
        assert_eq!(NetworkKey::pressed("x", "KeyX"), Some(NetworkKey::Cut));
        assert_eq!(NetworkKey::pressed("Tab", "Tab"), None);
        assert_eq!(NetworkKey::pressed("q", "KeyS"), None, "the letter decides");
    }

    #[test]
    fn each_button_has_a_key_of_its_own() {
        let mut letters: Vec<char> = DROPPED
            .into_iter()
            .map(NetworkKey::Drop)
            .chain([NetworkKey::Cut])
            .map(|key| key.letter().expect("it has a key"))
            .collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), KEYS.len());
    }
}
