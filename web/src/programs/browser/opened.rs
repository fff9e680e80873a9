//! Files, folders and archives that a person opens.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, HtmlInputElement};

use crate::kit::browser::read_file;
use crate::programs::state::project::{
    CLUTTER, MAX_BYTES, MAX_FILES, Project, ProjectError, ProjectFile, archive, is_clutter,
};

#[wasm_bindgen(module = "/src/programs/browser/opened.js")]
extern "C" {
    fn chosen(field: &HtmlInputElement) -> Array;
    fn dropped(transfer: &DataTransfer, clutter: Array, most: u32) -> Promise;
}

/// Files and their paths, of which the bytes are not read yet.
pub(crate) enum Files {
    /// Chosen in a field.
    Chosen(Array),
    /// Dropped: the browser is finding them.
    Dropped(Promise),
}

/// What a person has opened.
#[derive(Debug, PartialEq)]
pub(crate) enum Opened {
    /// Files in no folder.
    Loose(Vec<ProjectFile>),
    /// A folder or an archive.
    Project(Project),
}

impl Files {
    /// Those of a field.
    #[must_use]
    pub(crate) fn of_field(field: &HtmlInputElement) -> Self {
        Self::Chosen(chosen(field))
    }

    /// Those of a drop, whose event is under way.
    #[must_use]
    pub(crate) fn of_drop(transfer: &DataTransfer) -> Self {
        let clutter = CLUTTER.iter().map(|name| JsValue::from(*name)).collect();
        Self::Dropped(dropped(transfer, clutter, MAX_FILES as u32))
    }

    /// Reads them.
    ///
    /// # Errors
    /// Where no project can be made of them.
    pub(crate) async fn read(self) -> Result<Opened, ProjectError> {
        let files = match self {
            Self::Chosen(files) => files,
            Self::Dropped(files) => {
                let files = JsFuture::from(files).await.map_err(|_| ProjectError::Unread)?;
                files.unchecked_into()
            }
        };
        let files: Vec<(String, File)> =
            files.iter().filter_map(|pair| path_and_file(&pair)).collect();
        let files: Vec<_> = files.into_iter().filter(|(path, _)| !is_clutter(path)).collect();
        if files.len() > MAX_FILES {
            return Err(ProjectError::TooMany);
        }
        if files.iter().map(|(_, file)| file.size()).sum::<f64>() > MAX_BYTES as f64 {
            return Err(ProjectError::TooLarge);
        }
        let folder = files.first().and_then(|(path, _)| Some(path.split_once('/')?.0.to_owned()));
        let is_archive = matches!(&*files, [(path, _)] if path.to_lowercase().ends_with(".zip"));
        let mut read = Vec::new();
        for (path, file) in files {
            let bytes = read_file(&file).await.ok_or(ProjectError::Unread)?;
            if is_archive {
                let name = path.rsplit('/').next().unwrap_or(&path);
                return archive::read(&name[..name.len() - ".zip".len()], &bytes)
                    .map(Opened::Project);
            }
            read.push(ProjectFile::new(path, &bytes));
        }
        match folder {
            Some(folder) => Project::new(&folder, read).map(Opened::Project),
            None => Ok(Opened::Loose(read)),
        }
    }
}

fn path_and_file(pair: &JsValue) -> Option<(String, File)> {
    let pair: &Array = pair.dyn_ref()?;
    Some((pair.get(0).as_string()?, pair.get(1).dyn_into().ok()?))
}
