"""Starts Socket Lab's program."""

import os
import subprocess
import sys
import sysconfig


def find():
    """The path of the program that belongs to this package."""
    name = "socket-lab" + (sysconfig.get_config_var("EXE") or "")
    # Before Python 3.10, the scheme's name has to be known.
    scheme = getattr(sysconfig, "get_preferred_scheme", lambda kind: f"{os.name}_{kind}")
    places = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=scheme("user"))]
    # pip install --target puts programs into bin beside the packages.
    places.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin"))
    for place in places:
        path = os.path.join(place, name)
        if os.path.isfile(path):
            return path
    sys.exit(f"{name} is in none of: {', '.join(places)}")


if __name__ == "__main__":
    command = [find(), *sys.argv[1:]]
    if os.name == "nt":
        # exec on Windows returns to the shell before the program has ended.
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
