"""`readline`: the history that a program keeps. Editing and recalling a line is the page's."""

import os

lines = []
longest = -1


def add_history(line, /):
    lines.append(line)


def clear_history():
    lines.clear()


def get_history_item(index, /):
    return lines[index - 1] if 0 < index <= len(lines) else None


def get_current_history_length():
    return len(lines)


def remove_history_item(position, /):
    _check(position)
    del lines[position]


def replace_history_item(position, line, /):
    _check(position)
    lines[position] = line


def _check(position):
    if position < 0:
        raise ValueError("History index cannot be negative")
    if position >= len(lines):
        raise ValueError(f"No history item at position {position}")


def get_history_length():
    return longest


def set_history_length(length, /):
    global longest
    longest = length


def read_history_file(filename="~/.history", /):
    with open(os.path.expanduser(filename)) as file:
        lines.extend(file.read().splitlines())


def write_history_file(filename="~/.history", /):
    kept = lines if longest < 0 else lines[max(0, len(lines) - longest):]
    with open(os.path.expanduser(filename), "w") as file:
        file.writelines(line + "\n" for line in kept)


def append_history_file(nelements, filename="~/.history", /):
    with open(os.path.expanduser(filename), "a") as file:
        file.writelines(line + "\n" for line in lines[max(0, len(lines) - nelements):])


completer, delimiters = None, " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?"


def set_completer(function=None, /):
    global completer
    completer = function


def get_completer():
    return completer


def set_completer_delims(string, /):
    global delimiters
    delimiters = string


def get_completer_delims():
    return delimiters


def get_line_buffer():
    return ""


def get_begidx():
    return 0


def nothing(*given):
    """Keys, the line that is typed and how it is drawn are the page's."""


MODULE = {
    name: value for name, value in globals().items()
    if callable(value) and name not in ("nothing", "_check") and getattr(value, "__module__", "") == __name__
} | {name: nothing for name in (
    "parse_and_bind", "read_init_file", "set_auto_history", "insert_text", "redisplay", "set_startup_hook", "set_pre_input_hook",
    "set_completion_display_matches_hook",
)} | {"get_endidx": get_begidx, "get_completion_type": get_begidx, "backend": "readline"}
