"""Packs a folder into a zip that is the same each time: argv is the zip, the folder, and seconds since 1970."""

import pathlib
import sys
import time
import zipfile

target, folder, epoch = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        about = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), time.gmtime(epoch)[:6])
        about.compress_type = zipfile.ZIP_DEFLATED
        about.create_system = 3
        mode = 0o755 if path.parent.name == "bin" else 0o644
        about.external_attr = (0o100000 | mode) << 16
        out.writestr(about, path.read_bytes(), compresslevel=9)
