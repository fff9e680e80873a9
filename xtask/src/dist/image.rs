//! The container images, as one archive for all processors (Open Container Initiative, "Image Layout", 1.0). No engine
//! makes them: the program is static, so an image is one layer with the program and what a container is told of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::archive::same_tar;
use super::release::{Release, SUMMARY, VERSION};
use crate::command;
use crate::folder;

/// The program's folder in the image, and the one of the licences.
const PROGRAMS: &str = "usr/local/bin";
const PAPERS: &str = "usr/share/doc/socket-lab";

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar+gzip";

/// The archive's name.
pub(super) fn name() -> String {
    format!("socket-lab-{VERSION}-oci.tar")
}

/// The name that `docker load` gives the image of a processor.
pub(super) fn tag(processor: &str) -> String {
    format!("socket-lab:{VERSION}-{processor}")
}

/// Packs an image of each program; `programs` has the processors beside them.
pub(super) fn pack(
    release: &Release<'_>,
    programs: &[(&str, PathBuf)],
    notices: &[PathBuf],
) -> Result<()> {
    let layout = Layout { folder: release.parts().join("image"), epoch: release.epoch };
    folder::remove(&layout.folder)?;
    fs::create_dir_all(layout.blobs())?;
    let date = format!("--date=@{}", release.epoch);
    let created = command::output(Command::new("date").args(["--utc", &date, "+%FT%TZ"]))?;
    let (mut manifests, mut docker) = (Vec::new(), Vec::new());
    for (processor, program) in programs {
        let (layer, unpacked) = layout.layer(program, notices)?;
        let config = layout.json(CONFIG, &config(processor, created.trim(), &unpacked))?;
        docker.push(json!({
            "Config": path_of(&config),
            "RepoTags": [tag(processor)],
            "Layers": [path_of(&layer)],
        }));
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer],
        });
        let mut manifest = layout.json(MANIFEST, &manifest)?;
        manifest["platform"] = json!({"os": "linux", "architecture": processor});
        manifests.push(manifest);
    }
    let index = json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests});
    let mut index = layout.json(INDEX, &index)?;
    index["annotations"] = json!({"org.opencontainers.image.ref.name": VERSION});
    let top = json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": [index]});
    layout.write("index.json", &top)?;
    layout.write("oci-layout", &json!({"imageLayoutVersion": "1.0.0"}))?;
    // Engines before Docker 25 know this file alone, and choose no processor.
    layout.write("manifest.json", &json!(docker))?;
    let mut tar = same_tar("--create", release.epoch, "u=rwX,go=rX");
    tar.arg("--file").arg(release.out.join(name())).arg("--directory").arg(&layout.folder);
    command::output(tar.args(["blobs", "index.json", "manifest.json", "oci-layout"]))?;
    folder::remove(&layout.folder)
}

/// The same as the Dockerfile's last stage says.
fn config(processor: &str, created: &str, layer: &str) -> Value {
    let program = format!("/{PROGRAMS}/socket-lab");
    let mut ports = serde_json::Map::from_iter([("7070/tcp".to_owned(), json!({}))]);
    ports.extend((9990..=9999).map(|port| (format!("{port}/tcp"), json!({}))));
    let second = 1_000_000_000_u64;
    json!({
        "created": created, "os": "linux", "architecture": processor,
        "config": {
            "User": "65532:65532",
            "ExposedPorts": ports,
            "Env": ["SOCKET_LAB_LISTEN=0.0.0.0:7070", "SOCKET_LAB_PRESET=container"],
            "Entrypoint": [program],
            "StopSignal": "SIGTERM",
            "Healthcheck": {
                "Test": ["CMD", program, "health"],
                "Interval": 5 * second, "Timeout": 3 * second, "StartPeriod": 2 * second,
            },
            "Labels": {
                "org.opencontainers.image.title": "Socket Lab",
                "org.opencontainers.image.description": SUMMARY,
                "org.opencontainers.image.version": VERSION,
                "org.opencontainers.image.licenses": "MIT OR Apache-2.0",
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [layer]},
        "history": [{"created": created, "created_by": "cargo xtask dist"}],
    })
}

/// Where a described file lies.
fn path_of(described: &Value) -> String {
    described["digest"].as_str().unwrap_or_default().replace("sha256:", "blobs/sha256/")
}

/// A folder that becomes the archive.
struct Layout {
    folder: PathBuf,
    epoch: u64,
}

impl Layout {
    fn blobs(&self) -> PathBuf {
        self.folder.join("blobs/sha256")
    }

    /// Packs the only layer, and describes it and its digest when unpacked.
    fn layer(&self, program: &Path, notices: &[PathBuf]) -> Result<(Value, String)> {
        let (root, tar_file) = (self.folder.join("root"), self.folder.join("layer.tar"));
        for folder in [PROGRAMS, PAPERS, "tmp"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::copy(program, root.join(PROGRAMS).join("socket-lab"))?;
        for notice in notices {
            let name = notice.file_name().context("a notice has a name")?;
            fs::copy(notice, root.join(PAPERS).join(name))?;
        }
        // Anyone may write into /tmp, where the relay keeps AF_UNIX names.
        for (action, mode, name) in
            [("--create", "u=rwX,go=rX", "usr"), ("--append", "a=rwx,o+t", "tmp")]
        {
            let mut tar = same_tar(action, self.epoch, mode);
            tar.arg("--file").arg(&tar_file).arg("--directory").arg(&root).arg(name);
            command::output(&mut tar)?;
        }
        let unpacked = format!("sha256:{}", sum(&tar_file)?);
        command::output(Command::new("gzip").args(["-9", "--no-name"]).arg(&tar_file))?;
        folder::remove(&root)?;
        Ok((self.take(LAYER, &self.folder.join("layer.tar.gz"))?, unpacked))
    }

    /// Writes JSON under its digest, and describes it.
    fn json(&self, kind: &str, value: &Value) -> Result<Value> {
        self.write("part.json", value)?;
        self.take(kind, &self.folder.join("part.json"))
    }

    fn write(&self, name: &str, value: &Value) -> Result<()> {
        fs::write(self.folder.join(name), serde_json::to_vec(value)?)
            .with_context(|| format!("cannot write {name} of the image"))
    }

    /// Moves a file to where its digest says, and describes it.
    fn take(&self, kind: &str, file: &Path) -> Result<Value> {
        let sum = sum(file)?;
        let size = fs::metadata(file)?.len();
        fs::rename(file, self.blobs().join(&sum))?;
        Ok(json!({"mediaType": kind, "digest": format!("sha256:{sum}"), "size": size}))
    }
}

/// A file's SHA-256.
fn sum(file: &Path) -> Result<String> {
    let said = command::output(Command::new("sha256sum").arg(file))?;
    Ok(said.split_whitespace().next().context("sha256sum told nothing")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{config, path_of};
    use serde_json::json;

    #[test]
    fn the_image_is_told_what_the_dockerfile_tells_it() {
        let file = include_str!("../../../Dockerfile");
        let config = &config("amd64", "", "")["config"];
        let program = config["Entrypoint"][0].as_str().unwrap();
        for line in [
            format!("USER {}", config["User"].as_str().unwrap()),
            format!("ENTRYPOINT [\"{program}\"]"),
            format!("STOPSIGNAL {}", config["StopSignal"].as_str().unwrap()),
            format!("CMD [\"{program}\", \"health\"]"),
            "EXPOSE 7070 9990-9999".to_owned(),
            "--interval=5s --timeout=3s --start-period=2s".to_owned(),
        ] {
            assert!(file.contains(&line), "{line}");
        }
        for variable in config["Env"].as_array().unwrap() {
            assert!(file.contains(variable.as_str().unwrap()), "{variable}");
        }
    }

    #[test]
    fn files_lie_under_their_digests() {
        assert_eq!(path_of(&json!({"digest": "sha256:ab"})), "blobs/sha256/ab");
    }
}
