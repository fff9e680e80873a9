import threading, time
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
for wrong in (lock.release, lambda: lock.acquire(False, 1), lambda: lock.acquire(True, -5), lambda: threading.RLock().release()):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)
order = []
def wait(n):
    with lock:
        order.append(n)
lock.acquire()
threads = [threading.Thread(target=wait, args=(n,)) for n in range(4)]
for thread in threads:
    thread.start()
time.sleep(0.05)
print(order)
lock.release()
for thread in threads:
    thread.join()
print(sorted(order))
rlock = threading.RLock()
with rlock:
    with rlock:
        other = threading.Thread(target=lambda: print("other", rlock.acquire(blocking=False)))
        other.start()
        other.join()
counter = 0
def add():
    global counter
    for _ in range(1000):
        with lock:
            counter += 1
threads = [threading.Thread(target=add) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
