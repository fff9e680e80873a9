"""Packs one built program as a wheel, an archive and a Debian package, the same bytes each time.

Reads a description in JSON from standard input and prints the names of the files it wrote. Only
Python's own library and dpkg-deb are used.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

# Starts the program, which pip put beside Python's other programs.
MAIN = '''"""Starts Socket Lab's program."""

import os
import subprocess
import sys
import sysconfig


def find():
    """The path of the program that belongs to this package."""
    name = "socket-lab" + (sysconfig.get_config_var("EXE") or "")
    user = sysconfig.get_preferred_scheme("user")
    places = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=user)]
    # pip install --target puts programs into bin beside the packages.
    places.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin"))
    for place in places:
        path = os.path.join(place, name)
        if os.path.isfile(path):
            return path
    sys.exit(f"{name} is in none of: {', '.join(places)}")


if __name__ == "__main__":
    command = [find(), *sys.argv[1:]]
    if os.name == "nt":
        # exec on Windows returns to the shell before the program has ended.
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
'''


def wheel(about, out):
    """Writes the wheel (packaging.python.org, "Binary distribution format")."""
    name, version = about["name"].replace("-", "_"), about["version"]
    info, data = f"{name}-{version}.dist-info", f"{name}-{version}.data"
    tags = [f"py3-none-{platform}" for platform in about["wheel"].split(".")]
    suffix = ".exe" if "windows" in about["triple"] else ""
    program = pathlib.Path(about["program"]).read_bytes()
    metadata = (
        f"Metadata-Version: 2.4\nName: {about['name']}\nVersion: {version}\n"
        f"Summary: {about['summary']}\nLicense-Expression: {about['license']}\n"
        + "".join(f"License-File: {file}\n" for file in about["licences"])
        + "Requires-Python: >=3.8\n"
    )
    kind = "Wheel-Version: 1.0\nGenerator: socket-lab-dist\nRoot-Is-Purelib: false\n"
    kind += "".join(f"Tag: {tag}\n" for tag in tags)
    files = [
        (f"{name}/__init__.py", b'"""Socket Lab, a program: python -m socket_lab."""\n', 0o644),
        (f"{name}/__main__.py", MAIN.encode(), 0o644),
        (f"{data}/scripts/socket-lab{suffix}", program, 0o755),
        (f"{info}/METADATA", metadata.encode(), 0o644),
        (f"{info}/WHEEL", kind.encode(), 0o644),
    ]
    files += [
        (f"{info}/licenses/{file}", pathlib.Path(file).read_bytes(), 0o644)
        for file in about["licences"]
    ]
    record = ""
    for path, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))

    path = out / f"{name}-{version}-py3-none-{about['wheel']}.whl"
    moment = time.gmtime(about["epoch"])[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file, content, mode in files:
            entry = zipfile.ZipInfo(file, moment)
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def spoken(about):
    """The man pages and completions, as the program itself prints them."""

    def say(*words):
        return subprocess.run([about["speaker"], *words], check=True, capture_output=True).stdout

    return {
        "share/man/man1/socket-lab.1": say("man"),
        "share/bash-completion/completions/socket-lab": say("completions", "bash"),
        "share/zsh/site-functions/_socket-lab": say("completions", "zsh"),
        "share/fish/vendor_completions.d/socket-lab.fish": say("completions", "fish"),
    }


def archive(about, pages, out):
    """Writes the .tar.gz."""
    top = f"{about['name']}-{about['version']}-{about['triple']}"
    files = {f"bin/{about['name']}": pathlib.Path(about["program"]).read_bytes(), **pages}
    files.update({file: pathlib.Path(file).read_bytes() for file in about["licences"]})
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for file in sorted(files):
            entry = tarfile.TarInfo(f"{top}/{file}")
            entry.size = len(files[file])
            entry.mtime = about["epoch"]
            entry.mode = 0o755 if file.startswith("bin/") else 0o644
            tar.addfile(entry, io.BytesIO(files[file]))
    path = out / f"{top}.tar.gz"
    path.write_bytes(gzip.compress(plain.getvalue(), 9, mtime=about["epoch"]))
    return path


def deb(about, pages, out):
    """Writes the Debian package."""
    files = {"usr/bin/socket-lab": pathlib.Path(about["program"]).read_bytes()}
    for file, content in pages.items():
        if "/man/" in file:
            file, content = f"{file}.gz", gzip.compress(content, 9, mtime=0)
        files[f"usr/{file.replace('share/zsh/site-functions', 'share/zsh/vendor-completions')}"] = content
    unit = pathlib.Path("deploy/deb/socket-lab.service").read_bytes()
    files["usr/lib/systemd/system/socket-lab.service"] = unit
    notice = "".join(pathlib.Path(file).read_text("utf-8") + "\n" for file in about["licences"])
    files["usr/share/doc/socket-lab/copyright"] = notice.encode()
    size = sum(map(len, files.values())) // 1024 + 1
    control = (
        f"Package: {about['name']}\nVersion: {about['version']}\nArchitecture: {about['deb']}\n"
        f"Maintainer: {about['maintainer']}\nInstalled-Size: {size}\nSection: education\n"
        f"Priority: optional\nDescription: {about['summary']}\n"
    )
    path = out / f"{about['name']}_{about['version']}_{about['deb']}.deb"
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "root")
        files["DEBIAN/control"] = control.encode()
        for file, content in files.items():
            target = root / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o755 if file.startswith("usr/bin/") else 0o644)
        for place in [root, *root.rglob("*")]:
            if place.is_dir():
                place.chmod(0o755)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(about["epoch"])}
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(path)]
        subprocess.run(command, check=True, capture_output=True, env=environment)
    return path


def main():
    about = json.load(sys.stdin)
    out = pathlib.Path(about["out"])
    out.mkdir(parents=True, exist_ok=True)
    pages = spoken(about)
    written = [wheel(about, out), archive(about, pages, out)]
    if about["deb"]:
        written.append(deb(about, pages, out))
    for path in written:
        print(path.name)


main()
