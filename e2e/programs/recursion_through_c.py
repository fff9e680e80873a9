"""Python calls C that calls Python: an exception ends that, not the interpreter."""

import threading


class Endless:
    def __repr__(self):
        return repr(self)

    def __getattr__(self, name):
        return getattr(self, name)

    def __lt__(self, other):
        return sorted([self, other])


def check():
    one = Endless()
    for name, ask in {
        "repr": lambda: repr(one), "getattr": lambda: one.missing, "sorted": lambda: sorted([one, Endless()]),
    }.items():
        try:
            ask()
        except RecursionError:
            print(name, "RecursionError", flush=True)


check()
thread = threading.Thread(target=check)
thread.start()
thread.join()
