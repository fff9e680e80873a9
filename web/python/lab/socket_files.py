"""The files of AF_UNIX sockets. They are the relay's; each has a place in the page's file system, where `os` finds it."""

import os
import stat

from . import calls, page
from .frames import HOME

remove_place = os.unlink
"""unlink(2) in the page's file system."""

bound = {}
"""Place → the name that was bound."""


def place(name):
    return os.path.abspath(os.fspath(name))


def note(name, exists):
    """Another program of the page's has bound a name, or removed its file."""
    where = os.path.join(HOME, name)
    if exists:
        show(where, name)
    elif os.path.lexists(where) and bound.pop(os.path.normpath(where), None):
        remove_place(where)


def was_bound(name):
    """This program has bound a name; an empty one and one that begins with NUL have no file."""
    if name and not name.startswith("\0"):
        show(name, name)


def show(where, name):
    where = place(where)
    bound[where] = name
    if not os.path.lexists(where):
        page.socket_file(where)


def is_socket(path, **relative):
    try:
        return stat.S_ISSOCK(os.lstat(path, **relative).st_mode)
    except (OSError, TypeError, ValueError):
        return False


def unlink(path, *, dir_fd=None):
    """Remove a file (same as remove()).

    The file of a socket is removed by the relay, which has it."""
    where = place(os.fsdecode(path)) if dir_fd is None and is_socket(path) else None
    if name := bound.get(where):
        try:
            calls.call({"unlink": {"path": name}})
        except FileNotFoundError as error:
            # Another program has removed it.
            error.filename = path
            del bound[where]
            remove_place(where)
            raise
        except OSError as error:
            error.filename = path
            raise
        del bound[where]
    remove_place(path, dir_fd=dir_fd)


def remove(path, *, dir_fd=None):
    """Remove a file (same as unlink())."""
    unlink(path, dir_fd=dir_fd)


def install():
    os.unlink, os.remove = unlink, remove
