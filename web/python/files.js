// The project's files in the worker's file system: laid before the run, and looked at for what the program writes.

const HOME = "/home/lab";

// What Python keeps for itself.
const CACHE = "__pycache__";

// Most files that are told of, and most bytes of one whose contents are sent.
const MOST_FILES = 1000;
const MOST_BYTES = 64 * 1024 * 1024;

// The kinds of files in a mode, and what bind(2) makes: inode(7).
const S_IFMT = 0o170000;
const S_IFSOCK = 0o140000;
const SOCKET_MODE = 0o755;

export class ProjectFiles {
  #fs;
  // Path to what the file was when it was last looked at, and when its contents were last sent.
  #seen = new Map();
  #sent = new Map();

  /** `fs` is Emscripten's. */
  constructor(fs) {
    this.#fs = fs;
  }

  /** Writes the files of a `run` message; `bytes` are those of its `data`, in this order. */
  lay({ files, data }, bytes) {
    this.#fs.mkdirTree(HOME);
    for (const { name, text } of files) this.#write(name, text);
    data.forEach(({ name }, at) => this.#write(name, bytes[at]));
    for (const { path, version } of this.#files()) {
      this.#seen.set(path, version);
      this.#sent.set(path, version);
    }
  }

  #write(name, contents) {
    const path = `${HOME}/${name}`;
    this.#fs.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    this.#fs.writeFile(path, contents);
  }

  /** The file of an AF_UNIX socket, which has nothing to read; `path` is absolute. */
  addSocket(path) {
    this.#fs.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    const file = this.#fs.create(path, SOCKET_MODE);
    file.mode = S_IFSOCK | (file.mode & ~S_IFMT);
  }

  /**
   * What was written since the last look: `{ path, size, bytes }`. The bytes are null while the file may still be growing;
   * `last` is whether no later look comes.
   */
  written(last) {
    const found = [];
    for (const { path, size, version } of this.#files()) {
      const grows = this.#seen.get(path) !== version;
      this.#seen.set(path, version);
      if (this.#sent.get(path) === version) continue;
      if (grows && !last) {
        found.push({ path, size, bytes: null });
      } else if (size <= MOST_BYTES) {
        this.#sent.set(path, version);
        found.push({ path, size, bytes: this.#fs.readFile(`${HOME}/${path}`) });
      }
    }
    return found;
  }

  #files() {
    // A program may remove even this folder.
    return this.#fs.analyzePath(HOME).exists ? this.#walk(HOME) : [];
  }

  /** The files below a folder, at most `MOST_FILES`. */
  #walk(folder, found = []) {
    for (const name of this.#fs.readdir(folder)) {
      if (name === "." || name === ".." || name === CACHE || found.length >= MOST_FILES) continue;
      const path = `${folder}/${name}`;
      const { mode, size, mtime } = this.#fs.lstat(path);
      if (this.#fs.isDir(mode)) this.#walk(path, found);
      else if (this.#fs.isFile(mode)) {
        found.push({ path: path.slice(HOME.length + 1), size, version: `${size} ${mtime.getTime()}` });
      }
    }
    return found;
  }
}
