/**
 * The lines of a rollout while it is being built: envelope, ordinals, raw bytes. Every record moves the clock by a
 * millisecond, so that no two lines share a timestamp by accident. Knows nothing of record kinds.
 */
import { lineTimestamp, type TestClock } from './clock.js';
import type { JsonObject } from './json-object.js';
import { formatRecordLine } from './record-line.js';

export interface RecordOptions {
  metadata?: JsonObject | undefined;
  /** An ordinal for this line alone (null: none); the numbering goes on as if it had its own. */
  ordinal?: number | null;
}

export interface RolloutLog {
  record(type: string, payload: JsonObject, options?: RecordOptions): void;
  /** Bytes as they are; nothing is added, not even a newline. */
  raw(bytes: Uint8Array | string): void;
  /** Numbering goes on from here: a higher number leaves a gap, a lower one repeats ordinals. */
  nextOrdinal(ordinal: number): void;
  position(): { ordinal: number; bytes: number };
  lastRecordAt(): number;
  bytes(): Uint8Array;
}

/** `numbered` false leaves ordinals out, as legacy rollouts do. */
export function createRolloutLog({
  clock,
  numbered,
  firstOrdinal,
}: {
  clock: TestClock;
  numbered: boolean;
  firstOrdinal: number;
}): RolloutLog {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let next = firstOrdinal;
  let lastRecordAt = clock.now();

  function raw(bytes: Uint8Array | string): void {
    const chunk = Buffer.from(bytes);
    chunks.push(chunk);
    length += chunk.length;
  }

  return {
    raw,
    record(type, payload, { metadata, ordinal } = {}) {
      const own = numbered ? next++ : null;
      lastRecordAt = clock.now();
      const timestamp = lineTimestamp(lastRecordAt);
      raw(
        `${formatRecordLine({ timestamp, ordinal: ordinal === undefined ? own : ordinal, type, payload, metadata })}\n`,
      );
      clock.advance(1);
    },
    nextOrdinal(ordinal) {
      next = ordinal;
    },
    position: () => ({ ordinal: next, bytes: length }),
    lastRecordAt: () => lastRecordAt,
    bytes: () => new Uint8Array(Buffer.concat(chunks)),
  };
}
