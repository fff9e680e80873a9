// Loads a module only once it is wanted.

export function load(address) {
  return import(address);
}
