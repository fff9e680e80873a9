"""The machine as a program asks for it: Linux on x86-64, with one processor and one ordinary user."""

import array
import copyreg
import os
import sys
import types

from .frames import HOME

USER, USER_ID = "lab", 1000

HOST = "localhost"
"""A name that every machine resolves to itself: the relay keeps its own to itself."""

KERNEL = "6.1.0-socket-lab"
PAGE_SIZE = 4096
CONFIGURED = {"SC_PAGESIZE": PAGE_SIZE, "SC_PAGE_SIZE": PAGE_SIZE, "SC_CLK_TCK": 100, "SC_IOV_MAX": 1024, "SC_UIO_MAXIOV": 1024}


def uname():
    """uname(2)."""
    return os.uname_result(("Linux", HOST, KERNEL, "#1 Socket Lab, Python in a page", "x86_64"))


def sched_getaffinity(pid, /):
    """A program in a page runs on one processor at a time."""
    return {0}


def user_id():
    return USER_ID


def user_ids():
    return USER_ID, USER_ID, USER_ID


def user_groups():
    return [USER_ID]


def login():
    return USER


def nice(increment, /):
    """A page has no priority to give up."""
    return 0


def getrandom(size, flags=0):
    """getrandom(2)."""
    return os.urandom(size)


def rebuilt(values):
    """Pickles an array by its values: C would say of a long that it has 4 bytes."""
    return array.array, (values.typecode, values.tolist())


def sysconf_of(stdlib):
    def sysconf(name, /):
        return CONFIGURED[name] if name in CONFIGURED else stdlib(name)

    return sysconf


def build_variables():
    """What `sysconfig` reads of how Python was built."""
    made = types.ModuleType(f"_sysconfigdata_{sys.abiflags}_{sys.platform}_{sys.implementation._multiarch}")
    made.build_time_vars = {
        "MULTIARCH": sys.implementation._multiarch, "SOABI": f"{sys.implementation.cache_tag}-{sys.implementation._multiarch}",
        "EXT_SUFFIX": f".{sys.implementation.cache_tag}-{sys.implementation._multiarch}.so", "SIZEOF_VOID_P": 8, "Py_DEBUG": 0,
        "Py_GIL_DISABLED": 0,
    }
    return made


def install():
    sys.platform, sys.executable = "linux", "/usr/bin/python3"
    sys.implementation._multiarch = "x86_64-linux-gnu"
    variables = build_variables()
    sys.modules[variables.__name__] = variables
    os.environ.update(USER=USER, LOGNAME=USER, PWD=HOME.rstrip("/"), PATH="/usr/local/bin:/usr/bin:/bin", SHELL="/bin/sh")
    for name in ("_", "PYTHONINSPECT", "LD_LIBRARY_PATH"):
        os.environ.pop(name, None)
    os.uname, os.sched_getaffinity, os.getlogin, os.nice = uname, sched_getaffinity, login, nice
    for name in ("getuid", "geteuid", "getgid", "getegid"):
        setattr(os, name, user_id)
    os.getresuid = os.getresgid = user_ids
    os.getgroups, os.getrandom, os.GRND_NONBLOCK, os.GRND_RANDOM = user_groups, getrandom, 1, 2
    os.sysconf = sysconf_of(os.sysconf)
    copyreg.pickle(array.array, rebuilt)
