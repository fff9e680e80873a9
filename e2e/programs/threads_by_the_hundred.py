"""Many threads wait, while objects are made and thrown away."""

import threading

go = threading.Event()
threads = [threading.Thread(target=go.wait) for _ in range(500)]
for thread in threads:
    thread.start()
rings = []
for _ in range(20_000):
    ring = []
    ring.append(ring)
    rings = rings[-100:] + [ring]
print(threading.active_count(), flush=True)
go.set()
for thread in threads:
    thread.join()
print(threading.active_count(), flush=True)
