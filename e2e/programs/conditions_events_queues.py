import queue, threading
box = queue.Queue(maxsize=2)
def produce():
    for i in range(6):
        box.put(i)
    box.put(None)
threading.Thread(target=produce).start()
got = []
while (item := box.get()) is not None:
    got.append(item)
    box.task_done()
print(got)
try:
    box.get(timeout=0.01)
except queue.Empty:
    print("empty")
condition, ready = threading.Condition(), []
def waiter():
    with condition:
        condition.wait_for(lambda: ready)
        print("notified", ready)
thread = threading.Thread(target=waiter)
thread.start()
with condition:
    ready.append(1)
    condition.notify_all()
thread.join()
barrier = threading.Barrier(3)
places = []
threads = [threading.Thread(target=lambda: places.append(barrier.wait())) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(places))
semaphore = threading.BoundedSemaphore(1)
semaphore.acquire()
print(semaphore.acquire(timeout=0.01), threading.Event().wait(0.01))
semaphore.release()
simple = queue.SimpleQueue()
threading.Timer(0.02, simple.put, ["later"]).start()
print(simple.get())
