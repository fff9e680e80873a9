import threading
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
results = []
def work(n):
    results.append((n, threading.current_thread().name, threading.get_ident() == threading.current_thread().ident))
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
print(threads[0].is_alive(), threads[0].ident)
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
print(threads[0].is_alive(), len({thread.ident for thread in threads}) > 0)
for wrong in (threads[0].start, threading.current_thread().join, threading.Thread().join):
    try:
        wrong()
    except RuntimeError as error:
        print(error)
timer = threading.Timer(0.01, print, ["timer"])
timer.start()
timer.join()
