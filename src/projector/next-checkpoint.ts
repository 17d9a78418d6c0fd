/** The checkpoint behind a batch: how far the rows go, and which file that was (design, law 5). */
import { digestSpan, type RolloutStat } from '../rollout/index.js';
import type { CheckpointRow } from '../store/checkpoint.js';
import { digestOf } from './digest.js';
import { PROJECTOR_VERSION } from './projector-version.js';
import type { LineBatch } from './read-batches.js';
import type { RolloutSource } from './rollout-source.js';
import type { ReducedTo } from './row-writer.js';
import { WINDOW_BYTES } from './tail-window.js';

/** Size of a file that was not read to its end, so that a projection that was cut short goes on. */
const UNREAD = -1;

/** The checkpoint that follows `before` once `batch` is written. */
export function nextCheckpoint(
  source: RolloutSource,
  before: CheckpointRow | null,
  { nextOrdinal, state, unrecognisedItems }: ReducedTo,
  batch: LineBatch,
  stat: RolloutStat,
): CheckpointRow {
  const headBytes = Math.min(batch.nextOffset, WINDOW_BYTES);
  const sameHead = before !== null && before.head_bytes === headBytes;
  const { path } = source;
  return {
    thread_id: source.rolloutId,
    next_rollout_byte_offset: batch.nextOffset,
    next_rollout_ordinal: nextOrdinal,
    reducer: source.reducer,
    reducer_state: state,
    projector_version: PROJECTOR_VERSION,
    source_size: batch.last ? stat.size : UNREAD,
    source_mtime_ns: stat.mtimeNs,
    source_inode: stat.inode,
    head_bytes: headBytes,
    head_digest: sameHead ? before.head_digest : (digestSpan({ path, from: 0, to: headBytes }) ?? ''),
    tail_bytes: batch.tail?.bytes ?? before?.tail_bytes ?? 0,
    tail_digest: batch.tail?.digest ?? before?.tail_digest ?? digestOf(new Uint8Array()),
    source_gone: null,
    unrecognised_items: unrecognisedItems,
  };
}
