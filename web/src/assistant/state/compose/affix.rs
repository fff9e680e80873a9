//! A checksum behind the text, which is the most frequent suffix.

use lab_shared::assistant::compose::Checksum;

/// The suffix that is this checksum.
pub(super) fn appended(checksum: Option<Checksum>) -> String {
    checksum.map(|checksum| format!("${{check {}}}", checksum.name())).unwrap_or_default()
}

/// The checksum that a suffix is, if it is one and nothing else.
pub(super) fn appended_checksum(suffix: &str) -> Option<Checksum> {
    let name = suffix.trim().strip_prefix("${check ")?.strip_suffix('}')?;
    (!name.contains([' ', '}'])).then(|| Checksum::named(name)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appended_checksum_is_recognised_and_other_suffixes_are_not() {
        let modbus = Checksum::named("modbus");
        assert_eq!(appended(modbus), "${check CRC-16/MODBUS}");
        assert_eq!(appended_checksum(" ${check modbus} "), modbus);
        for other in ["", "${check modbus order=big}", "${check xor} 55", "${length}"] {
            assert_eq!(appended_checksum(other), None, "{other}");
        }
    }
}
