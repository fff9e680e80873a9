"""The files of AF_UNIX sockets. They are the relay's; each has a place in the page's file system, where `os` finds it."""

import functools
import os
import posix
import stat

from . import calls, page
from .frames import HOME

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
        posix.unlink(where)


def was_bound(name):
    """This program has bound a name; an empty one and one that begins with NUL have no file."""
    if name and not name.startswith("\0"):
        show(name, name)


def show(where, name):
    where = place(where)
    bound[where] = name
    if not os.path.lexists(where):
        page.socket_file(where)


def removing(function):
    """`os.unlink` or `os.remove`. The file of a socket is removed by the relay, which has it."""

    @functools.wraps(function)
    def call(path, *, dir_fd=None):
        if bound and dir_fd is None and isinstance(path, (str, bytes, os.PathLike)):
            where = place(os.fsdecode(path))
            if where in bound and os.path.lexists(where) and stat.S_ISSOCK(os.lstat(where).st_mode):
                remove_bound(where, os.fspath(path))
        function(path, dir_fd=dir_fd)

    return call


def remove_bound(where, path):
    try:
        calls.call({"unlink": {"path": bound[where]}})
    except OSError as error:
        error.filename = path
        if isinstance(error, FileNotFoundError):
            # Another program has removed it.
            del bound[where]
            posix.unlink(where)
        raise
    del bound[where]


def install():
    os.unlink, os.remove = removing(os.unlink), removing(os.remove)
