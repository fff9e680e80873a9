//! Packages of other people's in a project: wheels that programs import, and those that they cannot.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Lab, in_the_lab};
use tokio::process::Command;

/// Makes a project's archive with two wheels in a folder: one that is pure, and one with machine code.
const PACK: &str = r#"
import io, sys, zipfile

def archive(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in files.items():
            z.writestr(name, text)
    return made.getvalue()

tag = lambda it: f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {it}\n"
greeting = archive({
    "greeting/__init__.py": "import os\n"
        "def read():\n"
        "    with open(os.path.join(os.path.dirname(__file__), 'words.txt'), encoding='utf-8') as file:\n"
        "        return file.read()\n"
        "def call(function):\n"
        "    return function()\n",
    "greeting/words.txt": "你好\n",
    "greeting-1.2.data/purelib/imp.py": "old = 'a module that Python had once'\n",
    "greeting-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.2\n",
    "greeting-1.2.dist-info/WHEEL": tag("py3-none-any"),
    "greeting-1.2.dist-info/entry_points.txt": "[greetings]\nplain = greeting:read\n",
    "greeting-1.2.dist-info/RECORD": "greeting/__init__.py,,\n",
})
fast = archive({
    "fast.py": "import _fast\n",
    "fast-1.dist-info/WHEEL": tag("cp314-cp314-manylinux_2_17_x86_64"),
})
main = '''import importlib.metadata as metadata
import importlib.resources as resources
import imp
import os
import traceback

import greeting

print(greeting.read(), end="")
print(resources.files(greeting).joinpath("words.txt").read_text("utf-8"), end="")
print(metadata.version("greeting"), [str(file) for file in metadata.files("greeting")])
print([entry.load() is greeting.read for entry in metadata.entry_points(group="greetings")])
print(imp.old)
print(sorted(os.listdir("lib")))
try:
    greeting.call(lambda: 1 / 0)
except ZeroDivisionError:
    print(traceback.format_exc().count("site-packages/greeting/__init__.py"))
import fast
'''
with open(sys.argv[1], "wb") as file:
    file.write(archive({
        "main.py": main,
        "lib/greeting-1.2-py3-none-any.whl": greeting,
        "lib/fast-1-cp314-cp314-manylinux_2_17_x86_64.whl": fast,
    }))
"#;

async fn open(lab: &Lab, path: &Path) -> Result<()> {
    let field = lab.browser.find("open-file-server").await?;
    Ok(field.send_keys(path.to_str().context("a path in UTF-8")?).await?)
}

#[tokio::test]
async fn a_wheel_in_a_project_is_imported_as_if_pip_had_installed_it() {
    in_the_lab(async |lab| {
        let place = tempfile::tempdir()?;
        let archive = place.path().join("packed.zip");
        let made = Command::new("python3").args(["-c", PACK]).arg(&archive).status().await?;
        ensure!(made.success(), "python3 ended with {made}");
        let mut window = Window::of_programs(lab).await?;
        open(lab, &archive).await?;
        lab.browser.sees("package", "import greeting, imp").await?;
        lab.browser.sees("package-refused", "machine code").await?;
        // `imp` is one of the wheel's modules here, so there is nothing to know about it.
        ensure!(lab.browser.count("[data-testid=advice-server]").await? == 0, "there is advice");
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        let printed = window.stream(Half::Server, "stdout").await?;
        let expected = "你好\n你好\n1.2 ['greeting/__init__.py']\n[True]\na module that Python had once\n\
            ['fast-1-cp314-cp314-manylinux_2_17_x86_64.whl', 'greeting-1.2-py3-none-any.whl']\n1\n";
        assert_eq!(printed, expected);
        let error = window.stream(Half::Server, "stderr").await?;
        ensure!(error.contains("ModuleNotFoundError: No module named 'fast'"), "{error}");
        lab.browser.press("lang-zh").await?;
        lab.browser.sees("package-refused", "机器码").await
    })
    .await;
}

#[tokio::test]
async fn a_wheel_beside_loose_programs_is_imported_and_a_damaged_one_says_so() {
    in_the_lab(async |lab| {
        let place = tempfile::tempdir()?;
        let wheel = place.path().join("one-1-py3-none-any.whl");
        let make = "import sys, zipfile\n\
            with zipfile.ZipFile(sys.argv[1], 'w') as z:\n    \
                z.writestr('one.py', 'number = 1')\n    \
                z.writestr('one-1.dist-info/WHEEL', 'Tag: py3-none-any')";
        let made = Command::new("python3").args(["-c", make]).arg(&wheel).status().await?;
        ensure!(made.success(), "python3 ended with {made}");
        let damaged = place.path().join("two-1-py3-none-any.whl");
        std::fs::write(&damaged, "<html>not found</html>")?;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "main.py", "import one; print(one.number)\n").await?;
        open(lab, &wheel).await?;
        lab.browser.sees("package", "import one").await?;
        open(lab, &damaged).await?;
        lab.browser.sees("package-refused", "Download it again").await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "1\n");
        Ok(())
    })
    .await;
}
