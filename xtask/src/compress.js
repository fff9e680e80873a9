// Writes file.br and file.gz beside each file of a folder. Arguments: the folder, and a folder that
// remembers what was compressed, each by the hash of its content.
const fs = require('fs'), path = require('path'), zlib = require('zlib');
const { createHash } = require('crypto');
const { promisify } = require('util');

// A form that saves less is not worth a browser's time.
const WORTH = 0.9, SMALLEST = 1024;

const encoders = {
    br: bytes => promisify(zlib.brotliCompress)(bytes, { params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
        [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    } }),
    gz: bytes => promisify(zlib.gzip)(bytes, { level: 9 }),
};

const [dist, memory] = process.argv.slice(1);
const used = new Set();

async function compress(file) {
    const bytes = fs.readFileSync(file);
    if (bytes.length < SMALLEST) return;
    const hash = createHash('sha256').update(bytes).digest('hex');
    await Promise.all(Object.entries(encoders).map(async ([ending, encode]) => {
        const name = `${hash}.${ending}`, known = path.join(memory, name);
        used.add(name);
        if (!fs.existsSync(known)) {
            // Under another name until it is complete, because xtask may be stopped meanwhile.
            fs.writeFileSync(`${known}.part`, await encode(bytes));
            fs.renameSync(`${known}.part`, known);
        }
        if (fs.statSync(known).size < bytes.length * WORTH) fs.copyFileSync(known, `${file}.${ending}`);
    }));
}

fs.mkdirSync(memory, { recursive: true });
const files = fs.readdirSync(dist, { recursive: true }).map(name => path.join(dist, name))
    .filter(file => fs.statSync(file).isFile() && !/\.(br|gz)$/.test(file));
Promise.all(files.map(compress)).then(() => {
    for (const name of fs.readdirSync(memory)) if (!used.has(name)) fs.unlinkSync(path.join(memory, name));
});
