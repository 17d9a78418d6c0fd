/**
 * Measures what the persistence policy keeps and drops, in bytes of JSON, by exact kind of record. Weighing a record costs
 * as much as writing it, so only a sample is weighed, and each of the sample stands for all between it and the next.
 */
import { stringifyJson } from '../events/json/stringify-json.js';
import type { HistoryMode } from '../events/record/history-mode.js';
import { recordsToPersist } from '../events/record/records-to-persist.js';
import type { RolloutRecord } from '../events/record/rollout-record.js';
import type { Metrics } from './metrics.js';
import { recordVariant } from './record-variant.js';

export interface PersistenceMeterOptions {
  metrics: Metrics;
  historyMode: HistoryMode;
  /** One record in so many is weighed, 100 unless told; 1 weighs them all. */
  sampleEvery?: number | undefined;
  /** Numbers from 0 to 1, exclusive; chooses the sample by chance. Without it every n-th record is taken. */
  random?: (() => number) | undefined;
}

/** Takes records as they are offered to a writer, before its policy. */
export type PersistenceMeter = (records: readonly RolloutRecord[]) => void;

const SAMPLE_EVERY = 100;

export function createPersistenceMeter(options: PersistenceMeterOptions): PersistenceMeter {
  const { metrics, historyMode, sampleEvery = SAMPLE_EVERY, random } = options;
  let seen = 0;
  const chosen = random ? () => random() * sampleEvery < 1 : () => seen++ % sampleEvery === 0;

  function add(disposition: 'persisted' | 'dropped', record: RolloutRecord, bytes: number): void {
    if (bytes <= 0) return;
    const labels = { disposition, history_mode: historyMode, ...recordVariant(record) };
    metrics.count('threadloom_rollout_bytes_total', labels, bytes * sampleEvery);
  }

  return (records) => {
    for (const offered of records) {
      if (!chosen()) continue;
      // What is kept may be a shorter form of what was offered, or other records that say the same.
      let left = bytesOf(offered);
      for (const kept of recordsToPersist(offered, historyMode)) {
        const bytes = bytesOf(kept);
        add('persisted', kept, bytes);
        if (isSameKind(kept, offered)) left -= bytes;
      }
      add('dropped', offered, left);
    }
  };
}

function bytesOf(record: RolloutRecord): number {
  return Buffer.byteLength(stringifyJson(record));
}

function isSameKind(a: RolloutRecord, b: RolloutRecord): boolean {
  return (
    a.type === b.type &&
    (a.type !== 'event_msg' || b.type !== 'event_msg' || a.payload.type === b.payload.type)
  );
}
