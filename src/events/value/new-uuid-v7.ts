/** New ids as Codex makes them: they sort by the time they were made at (RFC 9562 §5.7). */
import { randomBytes } from 'node:crypto';

const HEX = [...Array(256).keys()].map((byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes UUIDs of version 7, each sorting after the one before, also within a millisecond and when the clock is set back:
 * the newest rollout of a thread is told by its id.
 *
 * @param now Unix milliseconds
 */
export function uuidV7Factory(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(now()), last + 1);
    return uuidV7(last, randomBytes(10));
  };
}

function uuidV7(ms: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let time = ms;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => HEX[byte]).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
