//! The manifests of winget, for Windows: of the version, of its archives, and of its words in two languages.

use super::super::archive;
use super::super::release::{SUMMARY, SUMMARY_CHINESE, VERSION};
use super::{Download, HOME};

/// What winget calls the program: a publisher and a name.
const NAME: &str = "SocketLab.SocketLab";

/// The form of the files.
const FORM: &str = "1.6.0";

/// The files with their names; none where nothing is built for Windows.
pub(super) fn manifests(downloads: &[Download<'_>]) -> Vec<(String, String)> {
    let places: String = downloads.iter().filter_map(place).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let archives =
        format!("InstallerType: \"zip\"\nNestedInstallerType: \"portable\"\nInstallers:\n{places}");
    let version = "DefaultLocale: \"en-US\"\n".to_owned();
    vec![
        file("", "version", &version),
        file(".installer", "installer", &archives),
        file(".locale.en-US", "defaultLocale", &words("en-US", SUMMARY)),
        file(".locale.zh-CN", "locale", &words("zh-CN", SUMMARY_CHINESE)),
    ]
}

/// A file of one kind. JSON's quotes are YAML's, too.
fn file(suffix: &str, kind: &str, lines: &str) -> (String, String) {
    let text = format!(
        "# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{FORM}.schema.json\n\
         PackageIdentifier: \"{NAME}\"\nPackageVersion: \"{VERSION}\"\n{lines}\
         ManifestType: \"{kind}\"\nManifestVersion: \"{FORM}\"\n"
    );
    (format!("{NAME}{suffix}.yaml"), text)
}

fn place(download: &Download<'_>) -> Option<String> {
    let (_, processor) = download.target.windows?;
    let (top, program) = (archive::top(download.target), download.target.program());
    let (url, sum) = (&download.url, download.sum.to_uppercase());
    Some(format!(
        "  - Architecture: \"{processor}\"\n    InstallerUrl: \"{url}\"\n    \
         InstallerSha256: \"{sum}\"\n    NestedInstallerFiles:\n      \
         - RelativeFilePath: \"{top}\\\\bin\\\\{program}\"\n        \
         PortableCommandAlias: \"socket-lab\"\n"
    ))
}

fn words(locale: &str, summary: &str) -> String {
    format!(
        "PackageLocale: \"{locale}\"\nPublisher: \"Socket Lab\"\nPackageName: \"Socket Lab\"\n\
         PackageUrl: \"{HOME}\"\nLicense: \"MIT OR Apache-2.0\"\nShortDescription: \"{summary}\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::all;
    use super::manifests;

    /// The keys of each kind that winget requires.
    const REQUIRED: &[(&str, &[&str])] = &[
        ("version", &["DefaultLocale"]),
        (
            "installer",
            &[
                "InstallerType",
                "NestedInstallerType",
                "Architecture",
                "InstallerUrl",
                "InstallerSha256",
                "RelativeFilePath",
                "PortableCommandAlias",
            ],
        ),
        (
            "defaultLocale",
            &["PackageLocale", "Publisher", "PackageName", "License", "ShortDescription"],
        ),
        ("locale", &["PackageLocale"]),
    ];

    /// The value of a key, at any depth.
    fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
        let line = text.lines().map(|line| line.trim_start_matches([' ', '-']));
        let found = line.filter_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).next()?;
        found.strip_prefix('"')?.strip_suffix('"')
    }

    #[test]
    fn what_winget_requires_is_there() {
        let files = manifests(&all());
        assert_eq!(files.len(), REQUIRED.len());
        for ((name, text), (kind, keys)) in files.iter().zip(REQUIRED) {
            assert_eq!(value(text, "ManifestType"), Some(*kind), "{name}");
            for key in keys.iter().chain(&["PackageIdentifier", "PackageVersion"]) {
                assert!(value(text, key).is_some_and(|value| !value.is_empty()), "{key}: {text}");
            }
        }
        let archives = &files[1].1;
        assert_eq!(value(archives, "InstallerSha256"), Some("ABC123"));
        let path = value(archives, "RelativeFilePath").unwrap();
        assert!(path.ends_with(r"-pc-windows-gnu\\bin\\socket-lab.exe"), "{path}");
    }

    #[test]
    fn there_are_none_without_windows() {
        let mut others = all();
        others.retain(|download| !download.target.is_windows());
        assert!(manifests(&others).is_empty());
    }
}
