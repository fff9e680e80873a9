//! The Homebrew formula, from the same names and sums as the rest.

/// Where a release's files can be fetched. Nothing is published yet, so the owner is a placeholder.
const DOWNLOADS: &str = "https://github.com/OWNER/socket-lab/releases/download";

/// The formula for the archive `name`, whose SHA-256 is `sum`. Homebrew is there for Linux, too.
pub(super) fn formula(version: &str, summary: &str, name: &str, sum: &str) -> String {
    format!(
        r##"class SocketLab < Formula
  desc "{summary}"
  homepage "https://github.com/OWNER/socket-lab"
  url "{DOWNLOADS}/v{version}/{name}"
  sha256 "{sum}"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on arch: :x86_64
  depends_on :linux

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
    )
}

#[cfg(test)]
mod tests {
    use super::formula;

    #[test]
    fn the_formula_names_the_archive_and_its_sum() {
        let text = formula("1.2.3", "Sockets", "lab.tar.gz", "abc");
        assert!(text.contains("/v1.2.3/lab.tar.gz\"\n  sha256 \"abc\""), "{text}");
        assert!(text.contains("#{bin}/socket-lab"), "{text}");
    }
}
