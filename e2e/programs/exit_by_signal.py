"""A signal that nobody handles ends the process where it is."""

import os
import signal

signal.signal(signal.SIGTERM, lambda number, frame: print("handled", number, flush=True))
os.kill(os.getpid(), signal.SIGTERM)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGTERM)
for number in (0, signal.SIGCHLD, signal.SIGCONT):
    os.kill(os.getpid(), number)
try:
    os.kill(os.getpid(), 1000)
except OSError as error:
    print(error.errno, error.strerror, flush=True)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
try:
    os.kill(os.getpid(), signal.SIGTERM)
finally:
    print("not reached", flush=True)
