//! Paths of a project's files. They come from archives, links and folders that somebody else made.

use lab_shared::text::is_hidden;

/// Most bytes of a path; a worker's reports name no longer ones.
const MAX_PATH: usize = 255;

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It is absolute, or has `..` in it.
    LeavesProject,
    /// It has a backslash in it.
    Backslash,
    /// It is empty or too long, or has characters in it that are not seen.
    Unreadable,
}

/// Checks a path from the project's folder: folders and a name with `/` between, none of them `.` or `..`.
///
/// # Errors
/// Where it could mean another place than it seems to.
pub(crate) fn check(path: &str) -> Result<(), PathError> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.contains('\\') {
        Err(PathError::Backslash)
    } else if path.starts_with('/') || drive || path.split('/').any(|part| part == "..") {
        Err(PathError::LeavesProject)
    } else if path.len() > MAX_PATH
        || path.chars().any(is_hidden)
        || path.split('/').any(|part| part.is_empty() || part == "." || part.trim() != part)
    {
        Err(PathError::Unreadable)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_project_and_is_what_it_seems() {
        use PathError as E;
        let long = "x".repeat(MAX_PATH + 1);
        for (path, checked) in [
            ("a.py", Ok(())),
            ("conf/settings.py", Ok(())),
            ("聊天室/服务器.py", Ok(())),
            (".env", Ok(())),
            ("a..b/c...py", Ok(())),
            ("../a.py", Err(E::LeavesProject)),
            ("a/../../b.py", Err(E::LeavesProject)),
            ("/etc/passwd", Err(E::LeavesProject)),
            ("C:/a.py", Err(E::LeavesProject)),
            ("..\\a.py", Err(E::Backslash)),
            ("a\\b.py", Err(E::Backslash)),
            ("", Err(E::Unreadable)),
            ("a//b.py", Err(E::Unreadable)),
            ("./a.py", Err(E::Unreadable)),
            ("a/", Err(E::Unreadable)),
            ("a\0.py", Err(E::Unreadable)),
            ("a\u{202e}yp.exe", Err(E::Unreadable)),
            (&long, Err(E::Unreadable)),
        ] {
            assert_eq!(check(path), checked, "{path:?}");
        }
    }
}
