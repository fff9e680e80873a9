//! Packages of other people's in a project: wheels, which programs import, and the forms that Python cannot import.
//! A wheel is a .zip archive that says itself what it was made for (PyPA, "Binary distribution format").

use super::{ProjectFile, archive};

/// The minor version of the page's Python 3.
const MINOR: u32 = 14;

/// Most bytes of a wheel's metadata; real ones have a hundred.
const MAX_METADATA: usize = 64 << 10;

/// A package that programs of its project can import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wheel {
    /// Its path from the project's folder.
    pub path: String,
    /// The names that it can be imported by, in order.
    pub modules: Vec<String>,
}

/// Why a package cannot be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackageError {
    /// It is no archive, or says not what it was made for.
    Damaged,
    /// It was made for one system and processor.
    MachineCode,
    /// It was made for another Python.
    OtherPython,
    /// An egg, which was the form before wheels.
    Egg,
    /// An archive that is named as sources are.
    Source,
}

/// The package that a file is; `None` where it is none, or its bytes are not here.
#[must_use]
pub(crate) fn of(file: &ProjectFile) -> Option<Result<Wheel, PackageError>> {
    let (path, name) = (&file.path, file.path.to_lowercase());
    let ends_with = |ending: &str| name.strip_suffix(ending);
    if is_wheel(path) {
        let modules = modules(file.bytes()?);
        return Some(modules.map(|modules| Wheel { path: path.clone(), modules }));
    }
    let source = [".tar.gz", ".tar.bz2"].into_iter().find_map(ends_with);
    let version = source.and_then(|stem| stem.rsplit_once('-')).map(|(_, version)| version);
    if ends_with(".egg").is_some() {
        Some(Err(PackageError::Egg))
    } else if version.is_some_and(|it| it.starts_with(|first: char| first.is_ascii_digit())) {
        Some(Err(PackageError::Source))
    } else {
        None
    }
}

/// Whether a path is that of a wheel.
#[must_use]
pub(crate) fn is_wheel(path: &str) -> bool {
    path.to_lowercase().ends_with(".whl")
}

/// The names that the wheel in an archive can be imported by.
fn modules(bytes: &[u8]) -> Result<Vec<String>, PackageError> {
    let entries = archive::entries(bytes).map_err(|_| PackageError::Damaged)?;
    let metadata = entries.iter().find(|entry| is_metadata(&entry.path));
    let metadata = metadata.filter(|entry| entry.size <= MAX_METADATA);
    let metadata = metadata.and_then(|entry| entry.unpack().ok()).ok_or(PackageError::Damaged)?;
    check_tags(&String::from_utf8_lossy(&metadata))?;
    let mut modules: Vec<String> =
        entries.iter().filter_map(|entry| module(&entry.path)).map(str::to_owned).collect();
    modules.sort_unstable();
    modules.dedup();
    Ok(modules)
}

fn is_metadata(path: &str) -> bool {
    let folder = path.strip_suffix("/WHEEL");
    folder.is_some_and(|folder| folder.ends_with(".dist-info") && !folder.contains('/'))
}

/// Checks that one of the tags, such as `py2.py3-none-any`, lets the page's Python import the wheel.
fn check_tags(metadata: &str) -> Result<(), PackageError> {
    let tags = metadata.lines().filter_map(|line| line.strip_prefix("Tag:"));
    let tags: Vec<[&str; 3]> =
        tags.filter_map(|tag| tag.trim().split('-').collect::<Vec<_>>().try_into().ok()).collect();
    if tags.is_empty() {
        return Err(PackageError::Damaged);
    }
    let mut pure = tags.iter().filter(|[_, abi, platform]| (*abi, *platform) == ("none", "any"));
    if pure.clone().next().is_none() {
        Err(PackageError::MachineCode)
    } else if pure.any(|[python, ..]| python.split('.').any(is_ours)) {
        Ok(())
    } else {
        Err(PackageError::OtherPython)
    }
}

/// Whether the page's Python is one that a tag names: `py3`, `py38` and later ones up to its own, or its own alone.
fn is_ours(python: &str) -> bool {
    let (any, exact) = (python.strip_prefix("py3"), python.strip_prefix("cp3"));
    any.is_some_and(|minor| minor.is_empty() || minor.parse().is_ok_and(|it: u32| it <= MINOR))
        || exact.is_some_and(|minor| minor.parse() == Ok(MINOR))
}

/// The module or package that a file of a wheel belongs to.
fn module(path: &str) -> Option<&str> {
    let inner = match path.split_once(".data/") {
        Some((folder, rest)) if !folder.contains('/') => {
            rest.strip_prefix("purelib/").or_else(|| rest.strip_prefix("platlib/"))?
        }
        _ => path,
    };
    let file = inner.strip_suffix(".py")?;
    let name = file.split('/').next()?;
    (!name.contains('.')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::made;
    use super::*;

    fn wheel(tag: &str, files: &[&str]) -> Vec<u8> {
        let mut fill =
            format!("z.writestr('p-1.dist-info/WHEEL', '''Wheel-Version: 1.0\\n{tag}''')\n");
        for file in files {
            fill += &format!("z.writestr('{file}', 'pass')\n");
        }
        made(&fill)
    }

    fn found(path: &str, bytes: &[u8]) -> Option<Result<Vec<String>, PackageError>> {
        of(&ProjectFile::new(path, bytes)).map(|it| it.map(|wheel| wheel.modules))
    }

    #[test]
    fn a_pure_wheel_is_imported_by_the_names_of_its_modules_and_packages() {
        let files = [
            "h11/__init__.py",
            "h11/_util.py",
            "typing_ext.py",
            "h11/py.typed",
            "p-1.data/purelib/attr/a.py",
            "p-1.data/scripts/run.py",
            "p-1.dist-info/licenses/x.py",
        ];
        for tag in
            ["Tag: py3-none-any", r"Tag: py2-none-any\nTag: py3-none-any", "Tag: py2.py38-none-any"]
        {
            let modules = found("lib/p.WHL", &wheel(tag, &files)).expect("it is a package");
            assert_eq!(modules.expect(tag), ["attr", "h11", "typing_ext"]);
        }
    }

    #[test]
    fn a_wheel_that_the_page_cannot_import_is_refused_by_its_own_tags() {
        use PackageError as E;
        for (tag, error) in [
            ("Tag: cp314-cp314-manylinux_2_17_x86_64", E::MachineCode),
            ("Tag: py3-none-win_amd64", E::MachineCode),
            ("Tag: py2-none-any", E::OtherPython),
            ("Tag: py315-none-any", E::OtherPython),
            ("Tag: cp313-none-any", E::OtherPython),
            ("Tag: any", E::Damaged),
            ("", E::Damaged),
        ] {
            let told = found("p-1-py3-none-any.whl", &wheel(tag, &["p.py"]));
            assert_eq!(told, Some(Err(error)), "{tag}");
        }
        let other = made("z.writestr('p.py', 'pass')");
        let whole = wheel("Tag: py3-none-any", &["p.py"]);
        for damaged in [b"<html>".as_slice(), b"", &other, &whole[..whole.len() - 9]] {
            assert_eq!(found("p.whl", damaged), Some(Err(E::Damaged)));
        }
        let large = made(&format!("z.writestr('p-1.dist-info/WHEEL', bytes({MAX_METADATA} + 1))"));
        assert_eq!(found("p.whl", &large), Some(Err(E::Damaged)));
    }

    #[test]
    fn eggs_and_sources_are_told_by_their_names() {
        assert_eq!(found("p-1.egg", b""), Some(Err(PackageError::Egg)));
        assert_eq!(found("h11-0.14.0.tar.gz", b""), Some(Err(PackageError::Source)));
        for data in ["pictures.tar.gz", "a-b.tar.gz", "words.txt", "whl"] {
            assert_eq!(found(data, b""), None, "{data}");
        }
    }
}
