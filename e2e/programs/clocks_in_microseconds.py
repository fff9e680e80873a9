"""The clocks count microseconds: a round trip on this machine takes neither none nor a whole millisecond."""
import datetime
import time

for clock in (time.time_ns, time.perf_counter_ns, time.monotonic_ns):
    began, ticks = clock(), set()
    while len(ticks) < 50:
        ticks.add(clock() - began)
    print(clock.__name__, sum(tick % 1_000_000 != 0 for tick in ticks) > 25)
print(any(datetime.datetime.now().microsecond % 1000 for _ in range(1000)))
print(abs(time.time() - time.time_ns() / 1e9) < 0.05, abs(time.time() - datetime.datetime.now().timestamp()) < 0.05)
for name in ("time", "monotonic", "perf_counter"):
    print(name, time.get_clock_info(name))
