"""Looks at all objects there are, and at what they hold, for something of JavaScript's: prints what it finds."""

import gc
import sys
import threading
import time
import types

PLAIN = str, int, float, bytes, bool, complex, type(None)
HELD = (
    "__dict__", "__globals__", "__closure__", "cell_contents", "__self__", "__wrapped__", "func", "args", "keywords",
    "gi_frame", "f_globals", "f_back", "__code__", "co_consts", "__defaults__", "__kwdefaults__", "fget", "fset",
    "tb_frame", "tb_next", "__context__", "__cause__", "__traceback__",
)

# Some stack waits meanwhile, by a promise of JavaScript's.
threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
time.sleep(0.01)

seen, open_ends, kept = set(), [], []


def note(value, path):
    if id(value) not in seen and type(value) not in PLAIN:
        seen.add(id(value))
        open_ends.append((value, path[-100:]))


def leads_on(value):
    if isinstance(value, types.BuiltinFunctionType):
        return value.__module__ == "_pyodide_core"
    return any(kind.__name__ == "JsProxy" for kind in type(value).__mro__)


def held(value):
    """What an object holds, with how it is reached."""
    if isinstance(value, type):
        for kind in type.__subclasses__(value):
            yield kind, "subclass"
    elif isinstance(value, dict):
        for key, one in list(dict.items(value)):
            yield key, "key"
            yield one, f"[{str(key)[:20]}]"
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in list(value):
            yield one, "[]"
    elif isinstance(value, map):
        for one in value.__reduce__():
            yield one, ".__reduce__"
    elif isinstance(value, types.FrameType):
        for one in list(value.f_locals.values()):
            yield one, ".f_locals"
    for name in HELD:
        try:
            found = (type if isinstance(value, type) else object).__getattribute__(value, name)
        except BaseException:
            continue
        yield found, "." + name
    for one in gc.get_referents(value):
        yield one, ".referent"


for value in gc.get_objects():
    note(value, "gc")
for name, module in list(sys.modules.items()):
    note(module, name)
note(sys._getframe(), "frame")
while open_ends:
    value, path = open_ends.pop()
    # Else another object could get its id.
    kept.append(value)
    if leads_on(value):
        print(path, type(value))
    if not isinstance(value, types.MethodType):
        for found, how in held(value):
            note(found, path + how)
    else:
        note(value.__func__, path)
        note(value.__self__, path)

for name in ("js", "pyodide_js", "_pyodide_core", "_ctypes", "_testcapi"):
    try:
        print("imported", __import__(name))
    except ImportError:
        pass
for name in ("gc", "_imp"):
    if sys.modules.pop(name) is not __import__(name):
        print("made anew", name)
print("searched")
