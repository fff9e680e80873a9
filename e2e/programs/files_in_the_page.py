import os, pathlib, shutil, tempfile
for wrong in (lambda: open("missing"), lambda: os.mkdir("."), lambda: os.rmdir("missing"), lambda: os.listdir("missing"),
              lambda: open("."), lambda: pathlib.Path("missing").read_text(), lambda: os.stat("missing"), lambda: os.remove("missing"),
              lambda: os.rename("missing", "there")):
    try:
        wrong()
    except OSError as error:
        print(repr(error), error.filename)
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "file.txt"
    path.write_text("text\nlines\n", encoding="utf-8")
    with open(path, encoding="utf-8") as file:
        print(list(file))
    try:
        open(path, "x")
    except FileExistsError as error:
        print(error.errno)
    try:
        os.mkdir(path)
    except FileExistsError as error:
        print(error.strerror)
print(path.exists())
