// The time of day in microseconds. Emscripten takes it from Date, which counts milliseconds, so a short round trip would take
// none or a whole one. `performance` counts finer: 5 µs in an isolated page, 100 µs elsewhere.

// WASI's number of the clock that tells the time of day.
const REALTIME = 0;

// How far `performance`, which does not follow when the machine's clock is set, may be off, in milliseconds.
const DRIFT = 10;

const NANOSECONDS = 1000n;

let origin = performance.timeOrigin;

/** Milliseconds since 1970, with a fraction. */
export function now() {
  const passed = performance.now();
  const date = Date.now();
  if (Math.abs(origin + passed - date) > DRIFT) origin = date - passed;
  return origin + passed;
}

/** Has the interpreter that is instantiated with `imports` tell this time; `memory` gives its memory. */
export function refineClock({ wasi_snapshot_preview1: wasi }, memory) {
  const { clock_time_get: time, clock_res_get: resolution } = wasi;
  const write = (address, nanoseconds) => {
    new DataView(memory().buffer).setBigUint64(address >>> 0, nanoseconds, true);
    return 0;
  };
  wasi.clock_time_get = (clock, precision, address) => {
    if (clock !== REALTIME) return time(clock, precision, address);
    return write(address, BigInt(Math.round(now() * 1000)) * NANOSECONDS);
  };
  // Linux tells a nanosecond of each of its clocks.
  wasi.clock_res_get = (clock, address) => resolution(clock, address) || write(address, 1n);
}
