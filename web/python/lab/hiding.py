"""Hides JavaScript from programs, as far as Python permits: inspecting objects leads to none of it.

A program that forges bytecode may still find it. What it gains is its own worker, see SECURITY.md.
"""

import _imp
import gc
import sys
from contextlib import suppress
from functools import partial
from itertools import filterfalse, starmap
from operator import is_
from types import BuiltinFunctionType

from .impossible import no_module

OURS = "_pyodide", "pyodide", "pyodide_js", "js"
"""The modules of Pyodide's that lead to JavaScript."""

UNSAFE = {"_pyodide_core", "_ctypes", "_remote_debugging", "_xxtestfuzz", "xxsubtype"}
"""Modules in C that read memory, or that a Python as it is installed does not have; so are those that begin with `_test`."""


def opaque(function, *then):
    """Calls a function, and each of the others with what the one before gives.

    The result says nothing of what it calls: a filterfalse has no attributes and cannot be copied, and what is handed on from
    one to the next stands in no frame. It lets everything pass, and goes on after an exception.
    """
    arguments = []
    never = partial(is_, object())
    results = filterfalse(never, starmap(function, iter(arguments.pop, None)))
    for following in then:
        results = filterfalse(never, map(following, results))

    def call(*given):
        arguments.append(given)
        return next(results)

    return call


def keep_modules():
    """Imports every module in C that a program may import: from now on each is the one that is known."""
    for name in sys.builtin_module_names:
        if name not in UNSAFE and name not in sys.modules and not name.startswith("_test"):
            # Some are only of use to a module in Python, which does without.
            with suppress(Exception):
                __import__(name)


def is_ours(name):
    return name.split(".")[0] in OURS or name in UNSAFE


def forget(names, proxy):
    """Takes from a dictionary of names what leads to JavaScript."""
    for name, value in list(names.items()):
        of_core = type(value) is BuiltinFunctionType and value.__module__ == "_pyodide_core"
        if of_core or proxy in type(value).__mro__:
            del names[name]


def close(example):
    """Takes away what leads to JavaScript, of which `example` stands for an object."""
    known = {name: module for name in sys.builtin_module_names if (module := sys.modules.get(name))}
    for name in [name for name in sys.modules if is_ours(name)]:
        del sys.modules[name]
        known.pop(name, None)
    objects = gc.get_objects()
    *_, proxy, _ = type(example).__mro__
    for found in objects:
        # Modules, what C keeps of them, and what Pyodide's importer holds.
        if type(found) is dict:
            forget(found, proxy)
        elif is_ours(type(found).__module__) and hasattr(found, "__dict__") and not isinstance(found, type):
            forget(vars(found), proxy)
    sys.meta_path[:] = [
        finder for finder in sys.meta_path
        if not getattr(finder, "__module__", type(finder).__module__).startswith(OURS)
    ]

    def create_builtin(spec):
        if spec.name in known:
            return known[spec.name]
        raise no_module(spec.name)

    def create_dynamic(spec, file=None):
        raise ImportError("a program in a page cannot load machine code", name=spec.name)

    _imp.create_builtin, _imp.create_dynamic = create_builtin, create_dynamic
    # In C throughout: what these look at stands in no frame either.
    kinds = proxy, filterfalse, map, partial, starmap
    filters = [partial(filterfalse, partial(type.__instancecheck__, kind)) for kind in kinds]
    for name in ("get_objects", "get_referents", "get_referrers"):
        setattr(gc, name, opaque(getattr(gc, name), *filters, list))
