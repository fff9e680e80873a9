"""os.abort is SIGABRT."""

import os

try:
    print("before", flush=True)
    os.abort()
finally:
    print("not reached", flush=True)
