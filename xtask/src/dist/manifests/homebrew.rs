//! The formula of Homebrew, which is there for macOS and Linux.

use super::super::release::{SUMMARY, VERSION};
use super::{Download, HOME};

/// The formula.
pub(super) fn formula(downloads: &[Download<'_>]) -> String {
    let places: String = downloads.iter().map(place).collect();
    format!(
        r##"class SocketLab < Formula
  desc "{SUMMARY}"
  homepage "{HOME}"
  version "{VERSION}"
  license any_of: ["MIT", "Apache-2.0"]

{places}
  def install
    bin.install "bin/socket-lab"
    man1.install Dir["share/man/man1/*.1"]
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

/// The lines for one archive, within what says for which system they are.
fn place(download: &Download<'_>) -> String {
    let words = download.target.homebrew;
    if words.is_empty() {
        return String::new();
    }
    let indent = |depth: usize| "  ".repeat(depth + 1);
    let depth = words.len();
    let mut lines: Vec<String> =
        words.iter().enumerate().map(|(at, word)| format!("{}{word} do", indent(at))).collect();
    lines.push(format!("{}url \"{}\"", indent(depth), download.url));
    lines.push(format!("{}sha256 \"{}\"", indent(depth), download.sum));
    lines.extend((0..depth).rev().map(|at| format!("{}end", indent(at))));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::tests::all;
    use super::formula;

    #[test]
    fn the_formula_names_each_archive_and_its_sum() {
        let text = formula(&all());
        let arm = text.split("on_arm do\n").nth(1).unwrap();
        let place =
            "-aarch64-unknown-linux-musl.tar.gz\"\n      sha256 \"abc123\"\n    end\n  end\n";
        assert!(arm.contains(place), "{text}");
        assert!(text.contains("  on_macos do\n    url ") && !text.contains(".zip"), "{text}");
        assert!(text.contains("#{bin}/socket-lab"), "{text}");
    }

    #[test]
    fn every_block_ends() {
        let text = formula(&all());
        let begins = |line: &&str| {
            line.ends_with(" do") || line.trim().starts_with("def ") || line.starts_with("class ")
        };
        let ends = text.lines().filter(|line| line.trim() == "end").count();
        assert_eq!(text.lines().filter(begins).count(), ends, "{text}");
    }
}
