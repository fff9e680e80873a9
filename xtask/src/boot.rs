//! The page's first script, moved out of index.html: the relay's Content-Security-Policy allows no
//! script within a document.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::fingerprint;

const OPENING: &str = "<script type=\"module\">";
const CLOSING: &str = "</script>";

/// Moves the script that trunk writes into the document to a file of its own, named by its contents.
pub(crate) fn move_out(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let document =
        fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let (before, script, after) =
        cut(&document).with_context(|| format!("{} has another form", index.display()))?;
    let name = format!("boot-{}.js", fingerprint::of(dist, &[script], &[], &[])?);
    let document = format!("{before}<script type=\"module\" src=\"/{name}\">{CLOSING}{after}");
    fs::write(dist.join(&name), script)
        .and_then(|()| fs::write(&index, document))
        .with_context(|| format!("cannot write {name} and index.html into {}", dist.display()))
}

/// The text before the script, the script, and the text after it.
fn cut(document: &str) -> Result<(&str, &str, &str)> {
    let (before, rest) = document.split_once(OPENING).context("it has no script of trunk's")?;
    let (script, after) = rest.split_once(CLOSING).context("its script does not end")?;
    ensure!(!after.contains("<script"), "it has a second script");
    Ok((before, script, after))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn the_only_script_is_cut_out() {
        let document = "<head><script type=\"module\">init();</script><title>";
        assert_eq!(cut(document).expect("it has one"), ("<head>", "init();", "<title>"));
        assert!(cut("<head>").is_err());
        assert!(cut("<script type=\"module\">1</script><script>2</script>").is_err());
    }
}
