// Prints the sizes of the files in a folder, and of their compressed forms where there are any. Argument: the folder.
const fs = require('fs'), path = require('path');

const dist = process.argv[1];
const size = file => fs.existsSync(file) ? fs.statSync(file).size : undefined;
const row = (name, cells) =>
    console.log(name.padEnd(40) + cells.map(cell => String(cell ?? '—').padStart(12)).join(''));
// The parts of the page that a file of its code belongs to, read from the script that loads them.
const loader = fs.readdirSync(dist).find(name => /^wasm_split-.*\.js$/.test(name));
const chunks = fs.readFileSync(path.join(dist, loader), 'utf8').matchAll(/\/\* (.*) \*\/[^]*?URL\("\.\/(.*?)"/g);
const shared = Object.fromEntries([...chunks].map(([, parts, file]) => [file, parts.split(', ')]));
const partsOf = name => shared[name] ?? [/^split_(\w+)-/.exec(name)?.[1]].filter(Boolean);
// Those that the Bench loads as soon as it is drawn.
const atOnce = ['bench', 'recording', 'kernel'];
// What a visitor loads: the page at once, then the parts that are opened, and Python with the first program.
const first = 'the first load', behind = 'what comes right behind it', opened = 'code of what is opened later';
const parts = Object.fromEntries(
    [first, behind, opened, 'editor, terminal and lessons', 'Python'].map(part => [part, [0, 0, 0]]));
// What each part loads if it is the first that a person opens: its own code, and what it shares with others.
const openings = {};
const partOf = name =>
    /^(python|pyodide|tls)\//.test(name) ? 'Python'
        : /^(editor|terminal|lessons)\//.test(name) ? 'editor, terminal and lessons'
            : partsOf(name).some(part => atOnce.includes(part)) ? behind
                : partsOf(name).length > 0 ? opened
                    : first;

row('bytes', ['raw', 'gzip', 'brotli']);
for (const name of fs.readdirSync(dist, { recursive: true }).sort()) {
    const file = path.join(dist, name);
    if (!fs.statSync(file).isFile() || /\.(br|gz)$/.test(name)) continue;
    const sizes = [size(file), size(`${file}.gz`), size(`${file}.br`)];
    row(name, sizes);
    sizes.forEach((bytes, at) => {
        parts[partOf(name)][at] += bytes ?? sizes[0];
        if (partOf(name) === opened) partsOf(name).forEach(part => (openings[part] ??= [0, 0, 0])[at] += bytes ?? sizes[0]);
    });
}
for (const [name, sizes] of Object.entries(parts)) row(`all of ${name}`, sizes);
for (const [name, sizes] of Object.entries(openings)) row(`opening ${name} first`, sizes);
