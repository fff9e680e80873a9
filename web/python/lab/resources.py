"""`resource`: limits are kept and told as they were set; those of a page itself nothing can widen."""

import time
from collections import namedtuple

from .errors import os_error
from .machine import PAGE_SIZE

NUMBERS = {
    "RLIMIT_CPU": 0, "RLIMIT_FSIZE": 1, "RLIMIT_DATA": 2, "RLIMIT_STACK": 3, "RLIMIT_CORE": 4, "RLIMIT_RSS": 5, "RLIMIT_NPROC": 6,
    "RLIMIT_NOFILE": 7, "RLIMIT_OFILE": 7, "RLIMIT_MEMLOCK": 8, "RLIMIT_AS": 9, "RLIMIT_SIGPENDING": 11, "RLIMIT_MSGQUEUE": 12,
    "RLIMIT_NICE": 13, "RLIMIT_RTPRIO": 14, "RLIMIT_RTTIME": 15, "RLIM_INFINITY": -1, "RUSAGE_SELF": 0, "RUSAGE_CHILDREN": -1,
    "RUSAGE_THREAD": 1,
}
INFINITY = NUMBERS["RLIM_INFINITY"]
WHOSE = {NUMBERS[name] for name in ("RUSAGE_SELF", "RUSAGE_CHILDREN", "RUSAGE_THREAD")}

struct_rusage = namedtuple("struct_rusage", (
    "ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt ru_nswap ru_inblock ru_oublock ru_msgsnd ru_msgrcv "
    "ru_nsignals ru_nvcsw ru_nivcsw"
))

limits = {number: (INFINITY, INFINITY) for name, number in NUMBERS.items() if name.startswith("RLIMIT_")}
limits[NUMBERS["RLIMIT_NOFILE"]] = 1024, 4096
limits[NUMBERS["RLIMIT_STACK"]] = 8 << 20, INFINITY


def _known(resource):
    if resource not in limits:
        raise ValueError("invalid resource specified")


def getrlimit(resource, /):
    _known(resource)
    return limits[resource]


def setrlimit(resource, wanted, /):
    _known(resource)
    soft, hard = wanted
    most = limits[resource][1]
    if hard != INFINITY and (soft == INFINITY or soft > hard):
        raise ValueError("current limit exceeds maximum limit")
    if most != INFINITY and (hard == INFINITY or hard > most):
        raise ValueError("not allowed to raise maximum limit")
    limits[resource] = soft, hard


def prlimit(pid, resource, wanted=None, /):
    if pid:
        raise os_error("ESRCH")
    before = getrlimit(resource)
    if wanted is not None:
        setrlimit(resource, wanted)
    return before


def getrusage(who, /):
    """A page measures the time of its program alone."""
    if who not in WHOSE:
        raise ValueError("invalid who parameter")
    used = 0.0 if who == NUMBERS["RUSAGE_CHILDREN"] else time.process_time()
    return struct_rusage(used, 0.0, *[0] * 14)


def getpagesize():
    return PAGE_SIZE


MODULE = getrlimit, setrlimit, prlimit, getrusage, getpagesize, struct_rusage
