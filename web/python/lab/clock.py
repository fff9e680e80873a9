"""time.sleep."""

import operator
import time

from . import threads


def sleep(seconds, /):
    if not isinstance(seconds, (int, float)):
        seconds = operator.index(seconds)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if seconds > 9223372036:
        raise OverflowError("timestamp too large to convert to C PyTime_t")
    if seconds:
        threads.block("sleep", lambda: False, time.monotonic() + seconds)
    else:
        threads.turn()


def install():
    time.sleep = sleep
