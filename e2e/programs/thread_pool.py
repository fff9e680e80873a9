from concurrent.futures import ThreadPoolExecutor, as_completed
import time
def square(n):
    time.sleep(0.01 * (3 - n))
    if n == 2:
        raise ValueError("no twos")
    return n * n
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {pool.submit(square, n): n for n in range(4)}
    results = {}
    for future in as_completed(futures):
        try:
            results[futures[future]] = future.result()
        except ValueError as error:
            results[futures[future]] = str(error)
    print(dict(sorted(results.items())))
    print(list(pool.map(abs, [-1, -2, -3])))
