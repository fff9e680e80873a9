//! What is inside, for who looks for a component: CycloneDX, as written by npm for the page's
//! JavaScript. maturin writes the one of the Rust crates into the wheel.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::release::Release;
use crate::command;

/// The file's name.
pub(super) const OF_PAGE: &str = "page.cyclonedx.json";

/// Writes the list of the page's JavaScript packages.
pub(super) fn write_for_page(release: &Release<'_>) -> Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["sbom", "--omit", "dev", "--package-lock-only", "--sbom-format", "cyclonedx"]);
    let told = command::output(npm.current_dir(release.project.root.join("web")))?;
    let file = release.parts().join(OF_PAGE);
    fs::write(&file, same_each_time(&told)?)
        .with_context(|| format!("cannot write {}", file.display()))
}

/// The list without its random number and the time of day, both of which may be left out.
fn same_each_time(told: &str) -> Result<String> {
    let mut list: Value = serde_json::from_str(told).context("npm sbom wrote no JSON")?;
    let top = list.as_object_mut().context("npm sbom wrote no object")?;
    top.remove("serialNumber");
    if let Some(metadata) = top.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("timestamp");
    }
    let text = serde_json::to_string_pretty(&json!(list))?;
    Ok(text + "\n")
}

#[cfg(test)]
mod tests {
    use super::same_each_time;

    #[test]
    fn what_differs_each_time_is_left_out() {
        let list = |number: u8| {
            let told = format!(
                r#"{{"serialNumber":"{number}","metadata":{{"timestamp":"{number}","a":1}},"b":2}}"#
            );
            same_each_time(&told).unwrap()
        };
        assert_eq!(list(1), list(2));
        assert!(list(1).contains("\"a\": 1") && list(1).contains("\"b\": 2"));
        assert!(same_each_time("[]").is_err());
    }
}
