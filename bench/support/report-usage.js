/** Preloaded into a program whose own code cannot tell: writes its peak memory to the file named by BENCH_USAGE when it ends. */
import { writeFileSync } from 'node:fs';
import { peakMemory, processorTime } from './process-usage.js';

process.on('exit', () => {
  const path = process.env.BENCH_USAGE;
  if (path) {
    const usage = { peakBytes: peakMemory(), cpuMs: processorTime().total, ms: performance.now() };
    writeFileSync(path, JSON.stringify(usage));
  }
});
