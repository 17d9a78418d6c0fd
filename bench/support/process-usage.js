/** What the running process has used so far. Linux tells more exactly than Node does; elsewhere Node's figures do. */
import { readFileSync } from 'node:fs';

/** Peak resident memory in bytes. Node's own figure can be that of the process that started this one. */
export function peakMemory() {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readOrEmpty('/proc/self/status'));
  return (peak ? Number(peak[1]) : process.resourceUsage().maxRSS) * 1024;
}

/**
 * Processor time in milliseconds, of all threads (with those of the garbage collector) and of the main thread.
 *
 * @returns {{ total: number, mainThread: number | null }} `mainThread` is null where the system does not tell
 */
export function processorTime() {
  const { user, system } = process.cpuUsage();
  const nanoseconds = readOrEmpty(`/proc/self/task/${process.pid}/schedstat`).split(' ')[0];
  return { total: (user + system) / 1000, mainThread: nanoseconds ? Number(nanoseconds) / 1e6 : null };
}

/** Starts a clock; the function it gives tells what was used since. */
export function startUsage() {
  const processor = processorTime();
  const started = performance.now();
  return () => {
    const ms = performance.now() - started;
    const { total, mainThread } = processorTime();
    const mainThreadMs =
      mainThread === null || processor.mainThread === null ? null : mainThread - processor.mainThread;
    return { ms, cpuMs: total - processor.total, mainThreadMs };
  };
}

/** @param {string} path */
function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
