//! A project in an address's fragment, which browsers send to nobody. Each part is base64url (RFC 4648, section 5) without
//! padding:
//!
//! - `#project1=NAME.SERVER.CLIENT.ARCHIVE`: the paths of the files that the panes run, and a .zip archive;
//! - `#py=NAME.TEXT`: one loose program. It is the form for one, and all that earlier links are.

use data_encoding::BASE64URL_NOPAD;

use lab_shared::trace::Role;

use super::library::LOOSE;
use super::project::{Content, Project, ProjectFile, archive, is_python};
use crate::kit::state::file_name::FileName;

/// The path of the page where programs of one's own are.
pub(crate) const PATH: &str = "/program";

/// What the fragment of one program begins with.
const PROGRAM: &str = "#py=";

/// What the fragment of a project begins with. The number is the form's.
const PROJECT: &str = "#project1=";

/// The longest fragment: browsers and chat programs cut longer addresses.
const LONGEST: usize = 200_000;

/// What a link brings: the project, and what each pane runs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shared {
    pub project: Project,
    pub server: Option<String>,
    pub client: Option<String>,
}

impl Shared {
    /// One loose program, on the server's pane.
    #[must_use]
    pub(crate) fn program(file: ProjectFile) -> Self {
        let server = Some(file.path.clone());
        Self { project: Project { name: LOOSE.into(), files: vec![file] }, server, client: None }
    }

    /// A project with the files that the panes most likely run.
    #[must_use]
    pub(crate) fn project(project: &Project) -> Self {
        let main = |side| project.main_of(side).map(str::to_owned);
        let (server, client) = (main(Role::Server), main(Role::Client));
        Self { project: project.clone(), server, client }
    }

    /// The file that a pane runs.
    #[must_use]
    pub(crate) fn main(&self, side: Role) -> Option<&str> {
        match side {
            Role::Server => self.server.as_deref(),
            Role::Client => self.client.as_deref(),
        }
    }

    /// What people call it.
    #[must_use]
    pub(crate) fn name(&self) -> &str {
        match (&*self.project.name, &*self.project.files) {
            (LOOSE, [file]) => &file.path,
            (name, _) => name,
        }
    }

    /// The fragment that brings this; `None` where it would be too long for a link, or bytes are missing.
    #[must_use]
    pub(crate) fn to_fragment(&self) -> Option<String> {
        let packed = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let fragment = match &*self.project.files {
            [ProjectFile { path, content: Content::Text(text) }] if self.project.name == LOOSE => {
                format!("{PROGRAM}{}.{}", packed(path.as_bytes()), packed(text.as_bytes()))
            }
            _ if self.project.size() > LONGEST as u64 * 8 || !self.project.is_whole() => {
                return None;
            }
            _ => {
                let main =
                    |path: &Option<String>| packed(path.as_deref().unwrap_or_default().as_bytes());
                let (name, archive) =
                    (packed(self.project.name.as_bytes()), archive::write(&self.project));
                let (server, client) = (main(&self.server), main(&self.client));
                format!("{PROJECT}{name}.{server}.{client}.{}", packed(&archive))
            }
        };
        (fragment.len() <= LONGEST).then_some(fragment)
    }
}

/// What a fragment brings, if anything.
#[must_use]
pub(crate) fn from_fragment(fragment: &str) -> Option<Shared> {
    if fragment.len() > LONGEST {
        return None;
    }
    let bytes = |packed: &str| BASE64URL_NOPAD.decode(packed.as_bytes()).ok();
    let text = |packed: &str| String::from_utf8(bytes(packed)?).ok();
    if let Some(packed) = fragment.strip_prefix(PROGRAM) {
        let (name, program) = packed.split_once('.')?;
        let path = FileName::new(&text(name)?, ".py").to_string();
        return Some(Shared::program(ProjectFile::text(path, text(program)?)));
    }
    let packed = fragment.strip_prefix(PROJECT)?;
    let [name, server, client, archive] = packed.split('.').collect::<Vec<_>>().try_into().ok()?;
    let name = FileName::new(&text(name)?, "").to_string();
    let project = archive::read(&name, &bytes(archive)?).ok()?;
    let main = |packed: &str| {
        text(packed)
            .map(|path| project.get(&path).filter(|file| is_python(&file.path)).map(|_| path))
    };
    let (server, client) = (main(server)?, main(client)?);
    Some(Shared { project, server, client })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(name: &str, text: &str) -> Shared {
        Shared::program(ProjectFile::text(name, text))
    }

    #[test]
    fn a_program_survives_the_way_through_an_address() {
        for text in ["", "a", "ab", "abc", "print('你好')\n\t# ~?/+"] {
            let program = program("回声.py", text);
            let fragment = program.to_fragment().expect("it is short");
            assert!(fragment.is_ascii() && !fragment[4..].contains(['+', '/', '=']));
            assert_eq!(from_fragment(&fragment), Some(program));
        }
    }

    #[test]
    fn a_project_survives_it_with_its_tree_and_what_the_halves_run() {
        let files = vec![
            ProjectFile::text("bin/client.py", "pass"),
            ProjectFile::text("bin/server.py", "import core"),
            ProjectFile::text("conf/设置.py", "PORT = 9000"),
            ProjectFile::new("logo.png", b"\x89PNG\0"),
        ];
        let project = Project { name: "聊天".into(), files };
        let mut shared = Shared::project(&project);
        assert_eq!(shared.main(Role::Client), Some("bin/client.py"));
        shared.server = Some("conf/设置.py".into());
        let fragment = shared.to_fragment().expect("it is short");
        assert!(fragment.is_ascii() && !fragment[10..].contains(['+', '/', '=']));
        assert_eq!(from_fragment(&fragment), Some(shared));
    }

    #[test]
    fn a_project_that_is_too_large_has_no_link() {
        // Numbers that do not repeat, so that they cannot be packed well.
        let noise: Vec<u8> = (0..300_000_u64)
            .map(|n| (n.wrapping_mul(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 41) as u8)
            .collect();
        let files = vec![ProjectFile::new("noise.bin", &noise)];
        assert_eq!(Shared::project(&Project { name: "p".into(), files }).to_fragment(), None);
    }

    #[test]
    fn a_link_names_a_plain_file_whatever_it_says() {
        for (name, file) in [("../../.bashrc", "_.._.._.bashrc.py"), ("a\u{202e}yp.", "a_yp..py")] {
            let fragment = program(name, "").to_fragment().expect("it is short");
            assert_eq!(from_fragment(&fragment).expect("it holds a program").name(), file);
        }
    }

    #[test]
    fn links_of_earlier_pages_still_open() {
        assert_eq!(program("fo.py", "?>ÿ").to_fragment().as_deref(), Some("#py=Zm8ucHk.Pz7Dvw"));
        assert_eq!(from_fragment("#py=Zm8ucHk.Pz4_Pj8"), Some(program("fo.py", "?>?>?")));
    }

    #[test]
    fn what_is_no_program_is_not_read() {
        for fragment in [
            "",
            "#token=x",
            "#py=",
            "#py=abc",
            "#py=a.b",
            "#py=Zg.!!",
            "#py=_w._w",
            "#project1=",
            "#project1=Zg...",
            "#project1=Zg...UEsFBg",
            "#project2=Zg...",
        ] {
            assert_eq!(from_fragment(fragment), None, "{fragment}");
        }
    }
}
