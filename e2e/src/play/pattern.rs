//! Expected lines, in which `*` matches what differs from run to run.

/// Whether the pattern is the whole line; `*` is any run of characters.
pub(super) fn is_line(pattern: &str, line: &str) -> bool {
    let Some((fixed, rest)) = pattern.split_once('*') else {
        return pattern == line;
    };
    let Some(after) = line.strip_prefix(fixed) else { return false };
    let mut ends = after.char_indices().map(|(at, _)| at).chain([after.len()]);
    ends.any(|end| is_line(rest, &after[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_whatever_stands_there() {
        assert!(is_line("joined ('127.0.0.1', *)", "joined ('127.0.0.1', 40000)"));
        assert!(is_line("* at *", "12 at 30"));
        assert!(is_line("*", ""));
        assert!(!is_line("joined *", "left x"));
        assert!(!is_line("joined", "joined!"));
    }
}
