"""Arguments of socket calls, with the checks and the words of CPython's `getargs`."""

import math
import operator

from .errors import os_error

MAX_OPTION = 1024
"""Longest structure of `getsockopt`, as in CPython, and of `setsockopt`."""

COUNTABLE = (1 << 53) - 1
"""The largest number that JavaScript can count. No memory has as many bytes, so a larger size asks for no more."""


def seconds(value, error="Timeout value out of range"):
    """A timeout, as CPython reads one."""
    if value is None:
        return None
    if not isinstance(value, (int, float)):
        value = operator.index(value)
    if math.isnan(value):
        raise ValueError("Invalid value NaN (not a number)")
    if value < 0:
        raise ValueError(error)
    if value > 9223372036:
        raise OverflowError("timestamp too large to convert to C PyTime_t")
    return float(value)


def c_int(value):
    """An argument that C takes as an int."""
    value = int(operator.index(value))
    if value >= 1 << 31:
        raise OverflowError("signed integer is greater than maximum")
    if value < -(1 << 31):
        raise OverflowError("signed integer is less than minimum")
    return value


def size(value):
    """An argument that C takes as a Py_ssize_t."""
    value = int(operator.index(value))
    if not -(1 << 63) <= value < 1 << 63:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return max(-COUNTABLE, min(COUNTABLE, value))


def octets(data):
    """The bytes of an argument."""
    try:
        return memoryview(data).tobytes()
    except TypeError:
        raise TypeError(
            f"a bytes-like object is required, not '{type(data).__name__}'"
        ) from None


def type_name(value):
    """A type as `%T` of CPython's errors has it."""
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def option_value(value, optlen=0):
    """What setsockopt is given, in the relay's form: an int, a structure, or None with a length."""
    if value is None:
        return {"null": operator.index(optlen) & 0xFFFFFFFF}
    if hasattr(type(value), "__index__"):
        return {"int": c_int(value)}
    try:
        value = octets(value)
    except TypeError:
        raise TypeError(
            f"socket option should be int, bytes-like object or None (got {type_name(value)})"
        ) from None
    if len(value) > MAX_OPTION:
        raise os_error("EINVAL")
    return {"bytes": list(value)}
