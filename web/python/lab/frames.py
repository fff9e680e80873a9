"""Which frames are the user's own, and which are the lab's and stay hidden."""

import ast
import functools
import linecache
import os
import sys
import traceback

HOME = "/home/lab/"

MAX_NAME = 255
"""Longest name of a file or a variable that a call tells."""

LAB = __file__.rpartition("/")[0] + "/"


@functools.lru_cache(1024)
def name(path):
    """The path of one of the user's files from their project's folder; None for other files."""
    # A module found by way of `sys.path.append(dirname + "/..")` has that in its path.
    path = os.path.normpath(path)
    return path[len(HOME):] if path.startswith(HOME) else None


def user_frame():
    """The innermost frame of the user's."""
    frame = sys._getframe(1)
    while frame and name(frame.f_code.co_filename) is None:
        frame = frame.f_back
    return frame


def user_frames():
    """All frames of the user's, innermost first. Only the stack that runs can be walked: where
    another is suspended, C's part of it is not in memory."""
    found = []
    frame = sys._getframe(1)
    while frame:
        if name(frame.f_code.co_filename) is not None:
            found.append(frame)
        frame = frame.f_back
    return found


def place(frame):
    """File, line and assigned variable of a statement of the user's that runs."""
    if frame is None:
        return None, None, None
    path, line = frame.f_code.co_filename, frame.f_lineno
    if path not in _targets:
        _targets[path] = _assignments("".join(linecache.getlines(path)))
    return _named(name(path)), line and max(line, 0), _named(_targets[path].get(line))


def _named(word):
    """A name, unless it is longer than anybody reads, or no text."""
    return word if word and len(word) <= MAX_NAME and word.isprintable() else None


_targets = {}


def _assignments(source):
    """The first target of each assignment, by line."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            target, span = node.targets[0], node
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            target, span = node.target, node
        elif isinstance(node, ast.withitem) and node.optional_vars:
            target, span = node.optional_vars, node.context_expr
        else:
            continue
        if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
            target = target.elts[0]
        variable = getattr(target, "id", None) or getattr(target, "attr", None)
        if variable:
            for line in range(span.lineno, span.end_lineno + 1):
                found[line] = variable
    return found


def install():
    """Tracebacks leave the lab's frames out, as they leave out C's."""
    positions, stack = traceback._walk_tb_with_full_positions, traceback.walk_stack

    def tb_with_positions(tb):
        return (found for found in positions(tb) if not _hidden(found[0]))

    def walk_tb(tb):
        while tb:
            if not _hidden(tb.tb_frame):
                yield tb.tb_frame, tb.tb_lineno
            tb = tb.tb_next

    def walk_stack(frame):
        if frame is None:
            frame = sys._getframe(1)
        return (found for found in stack(frame) if not _hidden(found[0]))

    traceback._walk_tb_with_full_positions = tb_with_positions
    traceback.walk_tb, traceback.walk_stack = walk_tb, walk_stack


def _hidden(frame):
    return frame.f_code.co_filename.startswith(LAB)
