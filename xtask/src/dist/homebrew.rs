//! The Homebrew formula, from the same names and sums as the rest.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::Sums;

/// Where a release's files can be fetched. Nothing is published yet, so the owner is a placeholder.
const DOWNLOADS: &str = "https://github.com/OWNER/socket-lab/releases/download";

/// What Homebrew calls the systems of the archives.
const SYSTEMS: &[(&str, &str, &str)] = &[
    ("x86_64-unknown-linux-musl", "on_linux", "on_intel"),
    ("aarch64-unknown-linux-musl", "on_linux", "on_arm"),
];

/// The formula for `archives`, whose SHA-256 are among `sums`. Homebrew is there for Linux, too.
pub(super) fn formula(
    version: &str,
    summary: &str,
    archives: &[String],
    sums: &Sums,
) -> Result<String> {
    let mut places = String::new();
    for (triple, system, processor) in SYSTEMS {
        let Some(name) = archives.iter().find(|name| name.contains(triple)) else { continue };
        let sum = sums.get(name).with_context(|| format!("{name} has no sum"))?;
        let _ = write!(
            places,
            r#"  {system} do
    {processor} do
      url "{DOWNLOADS}/v{version}/{name}"
      sha256 "{sum}"
    end
  end
"#
        );
    }
    Ok(format!(
        r##"class SocketLab < Formula
  desc "{summary}"
  homepage "https://github.com/OWNER/socket-lab"
  version "{version}"
  license any_of: ["MIT", "Apache-2.0"]

{places}
  def install
    bin.install "bin/socket-lab"
    man1.install "share/man/man1/socket-lab.1"
    bash_completion.install "share/bash-completion/completions/socket-lab"
    zsh_completion.install "share/zsh/site-functions/_socket-lab"
    fish_completion.install "share/fish/vendor_completions.d/socket-lab.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{{bin}}/socket-lab --version")
  end
end
"##
    ))
}

#[cfg(test)]
mod tests {
    use super::{Sums, formula};

    #[test]
    fn the_formula_names_the_archive_and_its_sum() {
        let name = "lab-aarch64-unknown-linux-musl.tar.gz".to_owned();
        let sums = Sums::from([(name.clone(), "abc".to_owned())]);
        let text = formula("1.2.3", "Sockets", &[name], &sums).unwrap();
        let place = "/v1.2.3/lab-aarch64-unknown-linux-musl.tar.gz\"\n      sha256 \"abc\"";
        assert!(text.contains(place) && text.contains("on_arm"), "{text}");
        assert!(!text.contains("on_intel"), "an archive that there is not: {text}");
        assert!(text.contains("#{bin}/socket-lab"), "{text}");
        assert!(formula("1", "", &["x-x86_64-unknown-linux-musl".into()], &sums).is_err());
    }
}
