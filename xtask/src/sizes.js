// Prints the sizes of the files in a folder: as they are, and compressed beside them where they are.
// Argument: the folder.
const fs = require('fs'), path = require('path');

const dist = process.argv[1];
const size = file => fs.existsSync(file) ? fs.statSync(file).size : undefined;
const row = (name, cells) =>
    console.log(name.padEnd(40) + cells.map(cell => String(cell ?? '—').padStart(12)).join(''));
// What a visitor loads: the page at once, the rest with the first Python program.
const parts = { page: [0, 0, 0], Python: [0, 0, 0] };

row('bytes', ['raw', 'gzip', 'brotli']);
for (const name of fs.readdirSync(dist, { recursive: true }).sort()) {
    const file = path.join(dist, name);
    if (!fs.statSync(file).isFile() || /\.(br|gz)$/.test(name)) continue;
    const sizes = [size(file), size(`${file}.gz`), size(`${file}.br`)];
    row(name, sizes);
    const part = parts[/^(python|pyodide)\//.test(name) ? 'Python' : 'page'];
    sizes.forEach((bytes, at) => part[at] += bytes ?? sizes[0]);
}
for (const [name, sizes] of Object.entries(parts)) row(`all of the ${name}`, sizes);
