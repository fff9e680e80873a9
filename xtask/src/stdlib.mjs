// Writes Python's standard library with the modules that nearly every program loads compiled beside
// their sources: compiling them again in every worker would take most of a run's start.
// Arguments: Pyodide's folder, the file to write, and CPython's ssl.py, which goes in the place of Pyodide's.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, target, ssl] = process.argv.slice(1);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.FS.writeFile('/sources.zip', readFileSync(`${folder}/python_stdlib.zip`));
pyodide.FS.writeFile('/ssl.py', readFileSync(ssl));
pyodide.runPython(`
import argparse, ast, asyncio, base64, codecs, concurrent.futures, contextlib, dataclasses, datetime, email.parser
import enum, html, http.client, http.server, json, linecache, logging, logging.handlers, math, pathlib, pdb
import queue, random, re, select, selectors, shlex, signal, socket, socketserver, ssl, statistics, string, struct
import subprocess, tempfile, textwrap, threading, time, traceback, typing, urllib.request, uuid, weakref, zipimport
import _threading_local, encodings.ascii, encodings.gbk, encodings.gb18030, encodings.gb2312, encodings.idna
import encodings.latin_1, encodings.utf_16, encodings.utf_8_sig
import importlib._bootstrap_external as external
import sys, zipfile

place = next(path for path in sys.path if path.endswith(".zip"))
loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
with zipfile.ZipFile("/sources.zip") as sources, zipfile.ZipFile("/library.zip", "w") as library:
    for entry in sources.infolist():
        if entry.filename == "_ssl.py":
            # It does nothing either, and without it asyncio does without ssl until the lab has put its own there.
            continue
        text = sources.read(entry)
        if entry.filename == "ssl.py":
            with open("/ssl.py", "rb") as file:
                text = file.read()
        library.writestr(entry, text, zipfile.ZIP_DEFLATED, 9)
        path = f"{place}/{entry.filename}"
        if path in loaded:
            # zipimport takes a .pyc whose time is its source's.
            when = int(time.mktime((*entry.date_time, 0, 0, -1)))
            code = compile(text, path, "exec", dont_inherit=True)
            compiled = zipfile.ZipInfo(entry.filename + "c", entry.date_time)
            data = bytes(external._code_to_timestamp_pyc(code, when, len(text)))
            library.writestr(compiled, data, zipfile.ZIP_DEFLATED, 9)
`);
// Under another name until it is whole.
writeFileSync(`${target}.part`, pyodide.FS.readFile('/library.zip'));
renameSync(`${target}.part`, target);
