/**
 * Tells whether the file a checkpoint was made of is still that file, and what became of it (design, laws 5 and 8). Costs a
 * stat where nothing changed, two short reads where a plain file did.
 */
import { digestSpan, RolloutError, type RolloutStat, statRollout } from '../rollout/index.js';
import type { CheckpointRow } from '../store/checkpoint.js';
import { digestOf } from './digest.js';
import { PROJECTOR_VERSION } from './projector-version.js';
import type { RolloutSource } from './rollout-source.js';

/** What became of a rollout's file since its checkpoint. */
export type SourceState =
  /** Never projected. */
  | { kind: 'new'; stat: RolloutStat }
  /** The same file, not a byte more. */
  | { kind: 'unchanged'; stat: RolloutStat }
  /** The text that was projected is there; there may be more of it, or it is represented otherwise. */
  | { kind: 'continues'; stat: RolloutStat }
  /** Other text where the projected one was, or rows made by other rules: to be projected again. */
  | { kind: 'replaced'; stat: RolloutStat; outdated: boolean }
  /** It ends before what was projected of it. */
  | { kind: 'shrank'; stat: RolloutStat }
  /** It is not there. */
  | { kind: 'vanished' };

/**
 * Examines the file of a rollout.
 *
 * @throws RolloutError for what cannot be read as a file
 */
export function examineSource(
  { path, reducer }: Pick<RolloutSource, 'path' | 'reducer'>,
  checkpoint: CheckpointRow | null,
): SourceState {
  const stat = statOrNull(path, checkpoint);
  if (stat === null) return { kind: 'vanished' };
  if (checkpoint === null) return { kind: 'new', stat };
  const found = examineText(path, stat, checkpoint);
  const sameRules = checkpoint.projector_version === PROJECTOR_VERSION && checkpoint.reducer === reducer;
  // Only where the text is still there can its rows be made again.
  const outdated = !sameRules && (found.kind === 'unchanged' || found.kind === 'continues');
  return outdated ? { kind: 'replaced', stat, outdated: true } : found;
}

function examineText(path: string, stat: RolloutStat, checkpoint: CheckpointRow): SourceState {
  const sameBytes = stat.size === checkpoint.source_size && stat.mtimeNs === checkpoint.source_mtime_ns;
  if (sameBytes && stat.inode === checkpoint.source_inode) {
    // A file known to be too short stays so until it is touched; one that was missing is back.
    if (checkpoint.source_gone === 'shrank') return { kind: 'shrank', stat };
    return { kind: checkpoint.source_gone === null ? 'unchanged' : 'continues', stat };
  }
  return compareText(path, stat, checkpoint);
}

function statOrNull(path: string, checkpoint: CheckpointRow | null): RolloutStat | null {
  try {
    // A file that is known to be gone is not waited for again.
    return statRollout(checkpoint?.source_gone === 'vanished' ? { path, sleep: () => {} } : { path });
  } catch (error) {
    if (error instanceof RolloutError && error.code === 'not_found') return null;
    throw error;
  }
}

function compareText(path: string, stat: RolloutStat, checkpoint: CheckpointRow): SourceState {
  const { next_rollout_byte_offset: end, tail_bytes, tail_digest, head_bytes, head_digest } = checkpoint;
  const tail = end === 0 ? EMPTY_DIGEST : digestSpan({ path, from: end - tail_bytes, to: end });
  const head = head_bytes === 0 ? EMPTY_DIGEST : digestSpan({ path, from: 0, to: head_bytes });
  const sameHead = head === head_digest;
  if (tail === null) {
    // Growing again after a cut, it has other text than the rows are of.
    const grewAgain = checkpoint.source_gone === 'shrank' && stat.size > checkpoint.source_size;
    return grewAgain ? { kind: 'replaced', stat, outdated: false } : { kind: 'shrank', stat };
  }
  return sameHead && tail === tail_digest
    ? { kind: 'continues', stat }
    : { kind: 'replaced', stat, outdated: false };
}

const EMPTY_DIGEST = digestOf(new Uint8Array());
