import time
began = time.monotonic(), time.perf_counter(), time.time()
print(time.sleep(0.05), time.sleep(0))
passed = [now - then for now, then in zip((time.monotonic(), time.perf_counter(), time.time()), began)]
print([0.045 < t < 1 for t in passed])
for wrong in (-1, "x", None):
    try:
        time.sleep(wrong)
    except Exception as error:
        print(type(error).__name__)
began = time.monotonic()
for _ in range(10):
    time.sleep(0.001)
print(0.009 < time.monotonic() - began < 1)
