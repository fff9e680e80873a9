"""sys.exit in a thread ends that thread alone; os._exit there ends the process."""

import _thread
import os
import sys
import threading

for leave in (lambda: sys.exit(3), lambda: _thread.exit(), lambda: exec("raise SystemExit('words')")):
    thread = threading.Thread(target=leave)
    thread.start()
    thread.join()
    print("ended", thread.is_alive(), flush=True)
threading.Thread(target=os._exit, args=(9,)).start()
threading.Event().wait()
