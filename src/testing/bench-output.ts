/**
 * Command outputs for the benchmark: believable, all different, of an exact size, and cheap to make.
 */

const POOL = 61;
const HEADER_BYTES = 24;

const LINES = [
  ' ✓ test/harmonics.test.ts > sums the constituents of a port (12 ms)\n',
  ' ✓ test/cache.test.ts > 潮位 is kept per day (4 ms)\n',
  'src/tables.ts:118:14 - warning: "datum" is read before it is checked\n',
  '\tmodified:   src/stations/harbour.ts\n',
  'GET /tides/vlissingen?date=2026-03-02 200 7.42 ms "curl/8.5.0"\n',
  'note: 3 stations have no datum, see docs/stations.md 🌊\n',
];

/**
 * Makes a function from a number to an output of exactly `bytes` UTF-8 bytes that begins with that number.
 *
 * @throws RangeError when `bytes` is too small for the number.
 */
export function createBenchOutputs(bytes: number): (run: number) => string {
  if (bytes < HEADER_BYTES)
    throw new RangeError(`an output needs at least ${HEADER_BYTES} bytes, not ${bytes}`);
  const bodies = Array.from({ length: POOL }, (_, variant) => body(variant, bytes - HEADER_BYTES));
  return (run) => `run ${run}\n`.padStart(HEADER_BYTES, '# ') + (bodies[run % POOL] ?? '');
}

function body(variant: number, bytes: number): string {
  let text = '';
  let length = 0;
  for (let index = variant; ; index++) {
    const line = LINES[(index * (1 + (variant % 5))) % LINES.length] ?? '';
    const size = Buffer.byteLength(line);
    if (length + size > bytes) return text + '.'.repeat(bytes - length);
    text += line;
    length += size;
  }
}
