//! The order in which index.html names the scripts to load early: trunk's is another in each build, and a release has
//! the same bytes each time.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

const OPENING: &str = "<link rel=\"modulepreload\"";

/// Sorts them in the document of `dist`.
pub(crate) fn sort(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let document =
        fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    fs::write(&index, sorted(&document))
        .with_context(|| format!("cannot write {}", index.display()))
}

/// The document with these tags sorted among their places.
fn sorted(document: &str) -> String {
    let mut between = document.split(OPENING);
    let before = between.next().unwrap_or_default();
    let (mut tags, others): (Vec<_>, Vec<_>) =
        between.map(|rest| rest.split_at(rest.find('>').map_or(rest.len(), |at| at + 1))).unzip();
    tags.sort_unstable();
    let places = tags.into_iter().zip(others);
    places.fold(before.to_owned(), |text, (tag, other)| text + OPENING + tag + other)
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn what_is_named_in_any_order_is_named_in_one() {
        let tag = |name: &str| format!("<link rel=\"modulepreload\" href=\"/{name}.js\">");
        let [a, b, c] = ["a", "b", "c"].map(tag);
        let document = format!("<head>{a}{b}<link rel=\"preload\">{c}</head>");
        for (first, second, third) in [(&a, &b, &c), (&c, &a, &b), (&b, &c, &a)] {
            let shuffled = format!("<head>{first}{second}<link rel=\"preload\">{third}</head>");
            assert_eq!(sorted(&shuffled), document);
        }
        assert_eq!(sorted("<head></head>"), "<head></head>");
    }
}
