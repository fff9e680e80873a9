//! The manifest of Scoop, for Windows.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::super::archive;
use super::super::release::{SUMMARY, VERSION};
use super::{Download, HOME};

/// The manifest; none where nothing is built for Windows.
pub(super) fn manifest(downloads: &[Download<'_>]) -> Result<Option<String>> {
    let mut processors = Map::new();
    let mut newer = Map::new();
    for download in downloads {
        let Some((processor, _)) = download.target.windows else { continue };
        let top = archive::top(download.target);
        let of_any = |text: &str| text.replace(VERSION, "$version");
        newer.insert(
            processor.into(),
            json!({"url": of_any(&download.url), "extract_dir": of_any(&top)}),
        );
        let place = json!({"url": download.url, "hash": download.sum, "extract_dir": top});
        processors.insert(processor.into(), place);
    }
    if processors.is_empty() {
        return Ok(None);
    }
    let manifest: Value = json!({
        "version": VERSION,
        "description": SUMMARY,
        "homepage": HOME,
        // Either of them.
        "license": "MIT|Apache-2.0",
        "architecture": processors,
        "bin": "bin\\socket-lab.exe",
        "checkver": {"github": HOME},
        "autoupdate": {
            "architecture": newer,
            "hash": {"url": "$baseurl/SHA256SUMS"},
        },
    });
    Ok(Some(serde_json::to_string_pretty(&manifest)? + "\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::tests::all;
    use super::manifest;

    #[test]
    fn what_scoop_requires_is_there() {
        let text = manifest(&all()).unwrap().unwrap();
        let told: Value = serde_json::from_str(&text).unwrap();
        for name in ["version", "description", "homepage", "license", "bin"] {
            assert!(told[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {text}");
        }
        let place = &told["architecture"]["64bit"];
        let url = place["url"].as_str().unwrap();
        assert!(url.ends_with("-x86_64-pc-windows-gnu.zip"), "{url}");
        assert_eq!(place["hash"], "abc123");
        let folder = place["extract_dir"].as_str().unwrap();
        assert!(url.contains(folder), "{text}");
        let newer = told["autoupdate"]["architecture"]["64bit"]["url"].as_str().unwrap();
        assert!(newer.contains("socket-lab-$version-x86_64"), "{newer}");
    }

    #[test]
    fn there_is_none_without_windows() {
        let mut others = all();
        others.retain(|download| !download.target.is_windows());
        assert_eq!(manifest(&others).unwrap(), None);
    }
}
