/**
 * What a page was read as of: which text its rows stand for, up to where, and whether that was proved. Read in the same
 * snapshot as the page, so that the two belong together.
 */
import type Database from 'better-sqlite3';
import type { Segment, ThreadLineage } from '../projector/thread-lineage.js';
import { type CheckpointRow, readCheckpoint } from '../store/checkpoint.js';
import { countSkipped } from '../store/count-skipped.js';
import { readProof } from '../store/proofs.js';

/** The rows of a thread as they stand. The place is that of the newest segment. */
export interface AsOf {
  rolloutId: string;
  /** Offset in the plain text just after the last line that the rows reflect. */
  byteOffset: number;
  /** Ordinal that the next record would take. */
  ordinal: number;
  /** SHA-256 of the last bytes (up to 4 KiB) before the offset: names the text. */
  digest: string;
  projectorVersion: number;
  /**
   * A verification has proved the rows at exactly this offset, the file is there, and nothing was skipped: in this segment and
   * in every one that is inherited. An append makes it false until the next verification.
   */
  complete: boolean;
  /** Lines that came to no row because they could not be read, in all segments. */
  skipped: number;
  /** The segments before, oldest first; absent where there are none. */
  inherited?: InheritedAsOf[];
}

/** A segment that a fork or a revert continues. */
export interface InheritedAsOf {
  rolloutId: string;
  /** Where it ends in the plain text of its rollout. */
  endByteOffset: number;
  complete: boolean;
  skipped: number;
}

/** For options of a read. */
export interface AsOfOption {
  /** Also tell what the answer was read as of. */
  asOf?: boolean | undefined;
}

/** For answers of a read. */
export interface WithAsOf {
  asOf?: AsOf;
}

/** Adds to an answer what it was read as of, if that was asked for; in the snapshot of the answer. */
export function addAsOf<Answer extends object>(
  connection: Database.Database,
  lineage: ThreadLineage,
  { asOf: wanted = false }: AsOfOption,
  answer: Answer,
): Answer & WithAsOf {
  const asOf = wanted ? readAsOf(connection, lineage) : null;
  return asOf === null ? answer : { ...answer, asOf };
}

/** What reads of a thread are as of; null while nothing of it is projected. */
export function readAsOf(connection: Database.Database, lineage: ThreadLineage): AsOf | null {
  const newest = lineage.segments.at(-1);
  if (newest === undefined) return null;
  const checkpoint = readCheckpoint(connection, newest.rolloutId);
  if (checkpoint === null) return null;
  const own = countSkipped(connection, newest.rolloutId);
  const inherited = lineage.segments.slice(0, -1).map((segment) => inheritedAsOf(connection, segment));
  const skipped = inherited.reduce((sum, segment) => sum + segment.skipped, own);
  return {
    rolloutId: newest.rolloutId,
    byteOffset: checkpoint.next_rollout_byte_offset,
    ordinal: checkpoint.next_rollout_ordinal,
    digest: checkpoint.tail_digest,
    projectorVersion: checkpoint.projector_version,
    complete:
      isProved(connection, checkpoint) &&
      skipped === 0 &&
      lineage.missingAncestor === null &&
      inherited.every((segment) => segment.complete),
    skipped,
    ...(inherited.length > 0 && { inherited }),
  };
}

function inheritedAsOf(connection: Database.Database, { rolloutId, endByteOffset }: Segment): InheritedAsOf {
  const checkpoint = readCheckpoint(connection, rolloutId);
  const end = endByteOffset ?? checkpoint?.next_rollout_byte_offset ?? 0;
  const skipped = countSkipped(connection, rolloutId, end);
  const complete =
    checkpoint !== null &&
    checkpoint.next_rollout_byte_offset >= end &&
    isProved(connection, checkpoint) &&
    skipped === 0;
  return { rolloutId, endByteOffset: end, complete, skipped };
}

/** A proof holds for the place where it was made alone. */
function isProved(connection: Database.Database, checkpoint: CheckpointRow): boolean {
  const proof = readProof(connection, checkpoint.thread_id);
  return (
    proof !== null &&
    checkpoint.source_gone === null &&
    proof.byte_offset === checkpoint.next_rollout_byte_offset &&
    proof.tail_digest === checkpoint.tail_digest &&
    proof.projector_version === checkpoint.projector_version
  );
}
