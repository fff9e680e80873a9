// TLS for Python's ssl: the code of web/tls, fetched when a program first encrypts.

// The folder of the code, which the build names by its contents.
const FOLDER = TLS;

export class Tls {
  #script;
  #fetchCode;
  #loading = null;
  #code = null;
  #failure;

  /** Keeps, from before the worker is confined, what fetches this one file. */
  constructor() {
    const fetch = self.fetch.bind(self);
    const folder = new URL(FOLDER, self.location.href).href;
    const code = `${folder}lab_tls_bg.wasm`;
    this.#script = `${folder}lab_tls.js`;
    this.#fetchCode = () => fetch(code);
  }

  /** Loads the code, unless it is there, and then calls `done`. */
  load(done) {
    this.#loading ??= this.#load();
    this.#loading.then(done);
  }

  async #load() {
    this.#failure = undefined;
    try {
      const { default: init, Tls: Code } = await import(this.#script);
      await init({ module_or_path: this.#fetchCode() });
      this.#code = new Code();
    } catch (error) {
      this.#failure = String(error?.message ?? error);
      this.#loading = null;
    }
  }

  /** Empty once the code is there, words where it cannot be loaded, undefined before. */
  state() {
    return this.#code ? "" : this.#failure;
  }

  /** Carries out a request. */
  handle(json, bytes) {
    return this.#code.handle(json, bytes ?? new Uint8Array());
  }

  /** The bytes beside the reply. */
  take() {
    return this.#code.take();
  }
}
