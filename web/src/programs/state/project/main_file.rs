//! Which file of a project a pane most likely runs.

use lab_shared::trace::Role;

use super::{Project, is_python};

/// Names of files that begin a program of either pane, the likeliest first.
const STARTS: [&str; 7] = ["start", "run", "main", "app", "manage", "__main__", "index"];

/// How unlikely a file is to be run whose name says nothing.
const UNKNOWN: usize = 10;

impl Project {
    /// The path of the file that a pane runs: one named after the pane, then one that begins a program; `None`
    /// where there is no Python file.
    #[must_use]
    pub(crate) fn main_of(&self, side: Role) -> Option<&str> {
        let files = self.texts().map(|(path, _)| path).filter(|path| is_python(path));
        files.min_by_key(|path| (Self::unlikelihood(path, side), path.matches('/').count(), *path))
    }

    /// Whether a file is named as one that a pane runs, rather than imports.
    #[must_use]
    pub(crate) fn begins(path: &str, side: Role) -> bool {
        is_python(path) && Self::unlikelihood(path, side) < UNKNOWN
    }

    fn unlikelihood(path: &str, side: Role) -> usize {
        let (own, other) = match side {
            Role::Server => (["server", "服务"], ["client", "客户"]),
            Role::Client => (["client", "客户"], ["server", "服务"]),
        };
        let path = path.to_lowercase();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let has = |words: [&str; 2], text: &str| words.iter().any(|word| text.contains(word));
        let start = STARTS.iter().position(|start| stem.contains(start));
        match () {
            () if own.contains(&stem) => 0,
            // The folder of one pane, such as `client/bin/start.py`.
            () if has(own, &path) && start.is_some() => 1,
            () if has(own, stem) => 2,
            () if has(other, &path) => 40,
            () if stem == "__init__" => 30,
            () if has(own, &path) => 20,
            () => start.map_or(UNKNOWN, |start| 3 + start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ProjectFile;
    use super::*;

    fn mains(paths: &[&str]) -> (Option<String>, Option<String>) {
        let files = paths.iter().map(|path| ProjectFile::text(*path, "")).collect();
        let project = Project { name: "p".into(), files };
        let main = |side| project.main_of(side).map(str::to_owned);
        (main(Role::Server), main(Role::Client))
    }

    #[test]
    fn each_half_runs_the_file_that_is_named_so() {
        for (paths, server, client) in [
            (&["client.py", "common.py", "server.py"][..], "server.py", "client.py"),
            (
                &[
                    "client/bin/start.py",
                    "client/core/a.py",
                    "server/bin/start.py",
                    "server/conf/settings.py",
                ],
                "server/bin/start.py",
                "client/bin/start.py",
            ),
            (&["ftp_client.py", "ftp_server.py", "main.py"], "ftp_server.py", "ftp_client.py"),
            (
                &["bin/start.py", "conf/settings.py", "core/server_handler.txt"],
                "bin/start.py",
                "bin/start.py",
            ),
            (&["聊天室/客户端.py", "聊天室/服务器.py"], "聊天室/服务器.py", "聊天室/客户端.py"),
        ] {
            assert_eq!(mains(paths), (Some(server.into()), Some(client.into())), "{paths:?}");
        }
        assert_eq!(mains(&["words.txt"]), (None, None));
        assert!(Project::begins("bin/start.py", Role::Client));
        assert!(!Project::begins("core/protocol.py", Role::Client));
    }
}
