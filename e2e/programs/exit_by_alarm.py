"""Nobody handles SIGALRM: it ends the program."""
import signal
import time

signal.alarm(1)
print("waiting", flush=True)
time.sleep(60)
