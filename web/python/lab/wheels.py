"""The project's wheels, installed as pip does: unpacked into the folder of packages."""

import importlib
import site
import sys

from . import frames

SITE_PACKAGES = site.getsitepackages()[0]

FOLDERS = {"purelib": SITE_PACKAGES, "platlib": SITE_PACKAGES, "data": sys.prefix}
"""Where the folders in a wheel's `.data` go. A page has no shell to run `scripts` in, and no compiler for `headers`."""

DAMAGED = (
    "Socket Lab: {} is damaged and was not installed ({}). Download it again.",
    "Socket Lab：{} 已损坏，没有安装（{}）。请重新下载。",
)


def install(names):
    """Makes the modules of these wheels importable, as if they had been before Python started."""
    if not names:
        return
    import zipfile
    import zlib

    for name in names:
        try:
            with zipfile.ZipFile(frames.HOME + name) as wheel:
                for entry in wheel.infolist():
                    unpack(wheel, entry)
        except (OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
            print(*(words.format(name, error) for words in DAMAGED), sep="\n", file=sys.stderr)
    importlib.invalidate_caches()
    # Packages may bring .pth files.
    site.addsitedir(SITE_PACKAGES)


def unpack(wheel, entry):
    folder, inner = SITE_PACKAGES, entry.filename
    top, _, rest = inner.partition("/")
    if top.endswith(".data"):
        kind, _, inner = rest.partition("/")
        folder = FOLDERS.get(kind)
    if folder and inner and not entry.is_dir():
        entry.filename = inner
        wheel.extract(entry, folder)
