/** A pause that blocks the thread, for the rare short wait inside synchronous reading. */

/** Waits `ms` milliseconds. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
