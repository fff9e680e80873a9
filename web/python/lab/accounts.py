"""`pwd` and `grp`: the page's one user, and root."""

from collections import namedtuple

from .frames import HOME
from .machine import USER, USER_ID

struct_passwd = namedtuple("struct_passwd", "pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell")
struct_group = namedtuple("struct_group", "gr_name gr_passwd gr_gid gr_mem")

USERS = [
    struct_passwd("root", "x", 0, 0, "root", "/root", "/bin/sh"),
    struct_passwd(USER, "x", USER_ID, USER_ID, "", HOME.rstrip("/"), "/bin/sh"),
]
GROUPS = [struct_group("root", "x", 0, []), struct_group(USER, "x", USER_ID, [])]


def _named(function, entries, name):
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument must be str, not {type(name).__name__}")
    for entry in entries:
        if entry[0] == name:
            return entry
    raise KeyError(f"{function}(): name not found: {name!r}")


def _numbered(function, kind, entries, number):
    for entry in entries:
        if entry[2] == number:
            return entry
    raise KeyError(f"{function}(): {kind} not found: {number}")


def getpwnam(name, /):
    return _named("getpwnam", USERS, name)


def getpwuid(uidobj, /):
    return _numbered("getpwuid", "uid", USERS, uidobj)


def getpwall():
    return list(USERS)


def getgrnam(name):
    return _named("getgrnam", GROUPS, name)


def getgrgid(id):
    return _numbered("getgrgid", "gid", GROUPS, id)


def getgrall():
    return list(GROUPS)


PWD = struct_passwd, getpwnam, getpwuid, getpwall
GRP = struct_group, getgrnam, getgrgid, getgrall
