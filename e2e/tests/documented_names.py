"""Walks the public names of the modules that socket programs stand on, in CPython; and looks for them here."""
import importlib
import json
import types
import warnings

MODULES = (
    "socket select selectors socketserver ssl threading _thread asyncio signal multiprocessing subprocess os time errno struct array"
).split()


def public(holder):
    for name in sorted(dir(holder)):
        if not name.startswith("_"):
            value = getattr(holder, name, None)
            if not isinstance(value, types.ModuleType):
                yield name, value


def walk():
    """Each name, of a module or of its classes, and its number where it is one."""
    for module in MODULES:
        holder = importlib.import_module(module)
        for name, value in public(holder):
            yield f"{module}.{name}", int(value) if isinstance(value, int) else None
            if isinstance(value, type) and value.__module__.split(".")[0].lstrip("_") == module.lstrip("_"):
                for member, _ in public(value):
                    yield f"{module}.{name}.{member}", None


def difference(path, number):
    """What is other here than there: nothing, a name that is missing, or a number."""
    module, *names = path.split(".")
    try:
        found = importlib.import_module(module)
        for name in names:
            found = getattr(found, name)
    except (AttributeError, ImportError):
        return "missing"
    return f"{int(found)}, not {number}" if number is not None and int(found) != number else None


def differences(names):
    for path, number in names.items():
        if other := difference(path, number):
            yield path, other


warnings.simplefilter("ignore")
