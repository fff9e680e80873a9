"""A thread that raises a signal ends all threads."""

import signal
import threading

print("before", flush=True)
threading.Thread(target=signal.raise_signal, args=(signal.SIGKILL,)).start()
threading.Event().wait()
