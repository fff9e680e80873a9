// Prints the sizes of the files in a folder: as they are, and compressed beside them where they are.
// Argument: the folder.
const fs = require('fs'), path = require('path');

const dist = process.argv[1];
const size = file => fs.existsSync(file) ? fs.statSync(file).size : undefined;
const row = (name, cells) =>
    console.log(name.padEnd(40) + cells.map(cell => String(cell ?? '—').padStart(12)).join(''));
// What a visitor loads: the page at once, then what is opened of it, and Python with the first program.
const parts = { 'the first load': [0, 0, 0], 'editor and lessons': [0, 0, 0], Python: [0, 0, 0] };
const partOf = name =>
    /^(python|pyodide)\//.test(name) ? 'Python'
        : /^(editor|lessons)\//.test(name) && name !== 'lessons/index.json' ? 'editor and lessons'
            : 'the first load';

row('bytes', ['raw', 'gzip', 'brotli']);
for (const name of fs.readdirSync(dist, { recursive: true }).sort()) {
    const file = path.join(dist, name);
    if (!fs.statSync(file).isFile() || /\.(br|gz)$/.test(name)) continue;
    const sizes = [size(file), size(`${file}.gz`), size(`${file}.br`)];
    row(name, sizes);
    sizes.forEach((bytes, at) => parts[partOf(name)][at] += bytes ?? sizes[0]);
}
for (const [name, sizes] of Object.entries(parts)) row(`all of ${name}`, sizes);
