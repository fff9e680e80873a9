"""Running line by line: breakpoints, steps, pauses, the pace, and regular yields to the page."""

import sys
from time import perf_counter

from . import alarms, signals, threads, views
from .frames import name

TOOL = 3
SLICE = 0.008
"""Seconds a thread runs before others have their turn."""

MOST = 128
"""Lines between two looks at the clock, where lines are short."""

monitoring = sys.monitoring
events = monitoring.events

breakpoints = {}
stops = set()
"""The lines that have a breakpoint in some file."""

pace = 0
step_any = False

look = 1
lines_left = 1
looked = started = 0.0


def line_at_speed(code, line):
    """Each line, where nobody watches: only the clock."""
    global lines_left
    lines_left -= 1
    if lines_left <= 0:
        look_at_clock()


def line_with_breakpoints(code, line):
    """Each line, where all the page wants is breakpoints: most lines have none in any file."""
    global lines_left
    if line in stops:
        return line_watched(code, line)
    lines_left -= 1
    if lines_left <= 0:
        look_at_clock()


def look_at_clock():
    """Gives way where the slice is over."""
    global lines_left, look, looked, started
    now = perf_counter()
    look = min(look * 2, MOST) if now - looked < SLICE / 8 else max(look // 4, 1)
    lines_left, looked = look, now
    if threads.inspecting:
        views.check_time()
        return
    if (threads.main.raising or alarms.due) and threads.current is threads.main:
        signals.deliver()
    if now - started > SLICE:
        threads.give_way()
        looked = started = perf_counter()


def line_watched(code, line):
    """Each line, where the page may want the thread to stand still."""
    global step_any
    if threads.inspecting:
        return look_at_clock()
    me = threads.current
    reason = me.step
    if reason is None:
        if step_any:
            reason = "step"
        elif line in breakpoints.get(name(code.co_filename), ()):
            reason = "breakpoint"
        elif me.pause:
            reason = "pause"
    if reason:
        if step_any:
            step_any = False
            pause(None)
            arm()
        threads.stand(reason)
    elif pace:
        threads.turn(pace)
    else:
        line_at_speed(code, line)


def jump(code, offset, destination):
    """A loop on a single line makes no line events; its jumps count as such."""
    global lines_left
    lines_left -= 1
    if lines_left <= 0:
        look_at_clock()
        lines = {
            line for start, end, line in code.co_lines()
            if start <= offset < end or start <= destination < end
        }
        if len(lines) > 1:
            return monitoring.DISABLE


def begin(code, offset):
    """The first time some code starts: the user's own is watched, and no other."""
    if name(code.co_filename) is not None:
        monitoring.set_local_events(TOOL, code, events.LINE | events.JUMP)
    return monitoring.DISABLE


def arm():
    """Chooses the cheapest line hook that does what the page wants."""
    global stops
    stops = set().union(*breakpoints.values())
    threads.watched = bool(pace) or any(thread.paused for thread in threads.living.values())
    if pace or step_any or threads.pause_new or any(
        thread.pause or thread.step for thread in threads.living.values()
    ):
        hook = line_watched
    else:
        hook = line_with_breakpoints if stops else line_at_speed
    monitoring.register_callback(TOOL, events.LINE, hook)


def chosen(ident):
    """The threads a message means."""
    if ident is None:
        return list(threads.living.values())
    return [thread for thread in threads.living.values() if thread.ident == ident]


def let_go(thread):
    thread.pause, thread.step, thread.paused = False, None, None
    threads.wake(thread)


def pause(ident):
    """Has threads stand still at their next line."""
    for thread in chosen(ident):
        thread.pause = thread.paused is None
    if ident is None:
        threads.pause_new = True


def resume(ident):
    """Lets threads go on."""
    global step_any
    for thread in chosen(ident):
        let_go(thread)
    if ident is None:
        threads.pause_new = step_any = False


def step(ident):
    """Lets one thread go on to its next line, or all until any reaches one."""
    global step_any
    for thread in chosen(ident):
        let_go(thread)
        if ident is not None:
            thread.step = "step"
    if ident is None:
        threads.pause_new, step_any = False, True


def hurry():
    """Has the next line look at the clock, and whether something is to be raised."""
    global lines_left
    lines_left = 0


def install():
    threads.hurry = hurry
    monitoring.use_tool_id(TOOL, "lab")
    monitoring.register_callback(TOOL, events.PY_START, begin)
    monitoring.register_callback(TOOL, events.JUMP, jump)
    monitoring.set_events(TOOL, events.PY_START)
    arm()
