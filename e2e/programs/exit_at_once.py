"""os._exit ends the process in the middle of everything."""

import atexit
import os
import threading

atexit.register(print, "not reached")
threading.Thread(target=threading.Event().wait).start()
try:
    print("before", flush=True)
    os._exit(256 + 7)
finally:
    print("not reached either", flush=True)
