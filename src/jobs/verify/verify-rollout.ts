/**
 * Verifies one rollout: folds its file up to the place of the checkpoint and compares what that comes to with the rows as
 * one snapshot has them. Appends that are projected meanwhile are caught up with. Reads only; recording is left to others.
 */
import type Database from 'better-sqlite3';
import { examineSource, type SourceState } from '../../projector/examine-source.js';
import { describeRollout } from '../../projector/inventory/describe-rollout.js';
import { PROJECTOR_VERSION } from '../../projector/projector-version.js';
import type { RolloutSource } from '../../projector/rollout-source.js';
import { sourceOf } from '../../projector/stored-lineage.js';
import { digestSpan, RolloutError, type RolloutFile, statRollout } from '../../rollout/index.js';
import { type CheckpointRow, readCheckpoint } from '../../store/checkpoint.js';
import type { DerivedRows } from '../../store/derived-tables.js';
import { findRollout, type RolloutRow } from '../../store/rollouts.js';
import { RolloutFold } from './fold-rollout.js';
import { judgeRollout } from './judge-rollout.js';
import type { Shadow } from './shadow.js';
import { type DigestThread, digestElsewhere } from './stored-digest.js';
import { type RolloutVerdict, verdict } from './verify-report.js';
import type { VerifyTask } from './verify-task.js';
import { verifyWithoutCheckpoint, verifyWithoutFile } from './verify-without-text.js';

export interface VerifyRolloutOptions {
  task: VerifyTask;
  /** Over which rows are read; in no transaction, and used by nobody else meanwhile. */
  connection: Database.Database;
  /** Reading the rows over that connection. */
  stored: readonly DerivedRows[];
  shadow: Shadow;
  /** From this many bytes on other threads help: one checks the lines that hold no history, one digests the rows. */
  proofreadFrom: number;
  now: () => number;
  /** Called now and then with the bytes of plain text that were read; what it throws ends the work. */
  onProgress?: ((bytesRead: number) => void) | undefined;
}

/** How often a checkpoint may be moved back under our eyes. */
const MOST_TRIES = 5;

/** Verifies; a rollout that cannot be read is a verdict, too. */
export async function verifyRollout(options: VerifyRolloutOptions): Promise<RolloutVerdict> {
  const { task, connection, shadow } = options;
  const row = findRollout(connection, task.rolloutId);
  if (row !== null && row.problem !== null) return verdict(task, 'unprovable', 'refused', row.problem);
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      shadow.begin();
      try {
        const found = await tryToVerify(options, tries === MOST_TRIES - 1);
        if (found !== null) return found;
      } finally {
        shadow.end();
      }
    }
    return verdict(task, 'failed', null, 'its rows are being made again; try again when that has ended');
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    return verdict(task, 'failed', null, error.message);
  }
}

/** Null when the rows were, or can have been, made again meanwhile. */
async function tryToVerify(options: VerifyRolloutOptions, lastTry: boolean): Promise<RolloutVerdict | null> {
  const { task, connection, proofreadFrom } = options;
  const { rolloutId, file } = task;
  // No set-aside rows have a file, and neither have those of a rollout that nobody ever saw.
  if (file === null) return verifyWithoutFile(options);
  const checkpoint = readCheckpoint(connection, rolloutId);
  if (checkpoint === null) return verifyWithoutCheckpoint(options);
  if (checkpoint.projector_version !== PROJECTOR_VERSION) {
    const reason = `its rows were made by version ${checkpoint.projector_version} of the projector, and this is ${PROJECTOR_VERSION}`;
    return verdict(task, 'unprovable', 'other_projector', reason);
  }
  const state = examine(file.plainPath, checkpoint);
  if (
    state.kind === 'vanished' ||
    (state.kind === 'shrank' && !coversCheckpoint(file.plainPath, checkpoint))
  ) {
    return verdict(task, 'unprovable', 'source_gone', GONE[state.kind]);
  }
  const described = isOfThis(task.described, file, state) ? task.described : describeRollout(file, null);
  if (described === null) return verdict(task, 'failed', null, 'its file does not say which thread it is of');
  const source = { ...sourceOf(described), rolloutId };
  const much = checkpoint.next_rollout_byte_offset >= proofreadFrom;
  const ahead = much ? digestElsewhere({ databasePath: connection.name, rolloutId }) : null;
  try {
    return await foldAndJudge({ ...options, lastTry, source, checkpoint, state, ahead });
  } finally {
    await ahead?.close();
  }
}

interface FoldAndJudge extends VerifyRolloutOptions {
  lastTry: boolean;
  source: RolloutSource;
  checkpoint: CheckpointRow;
  state: SourceState;
  ahead: DigestThread | null;
}

async function foldAndJudge(options: FoldAndJudge): Promise<RolloutVerdict | null> {
  const { task, connection, stored, shadow, source, checkpoint, state, lastTry } = options;
  const { rolloutId } = task;
  const fold = new RolloutFold(options);
  for (let standing = checkpoint; ; ) {
    await fold.advance(standing.next_rollout_byte_offset);
    const digested = (await options.ahead?.digest) ?? null;
    connection.exec('begin');
    try {
      const current = readCheckpoint(connection, rolloutId);
      if (current === null || !isSameProjection(standing, current)) return null;
      if (current.next_rollout_byte_offset <= standing.next_rollout_byte_offset) {
        const moved = standing !== checkpoint;
        const now = moved ? examine(source.path, current) : state;
        const found = judgeRollout({
          task,
          connection,
          stored,
          digested,
          shadow,
          checkpoint: current,
          state: now,
          fold,
          source,
        });
        // Of text that was replaced under our eyes the fold would be a mixture.
        const unsure = moved || isTouched(state, source.path);
        return found.status === 'differs' && unsure && !lastTry ? null : found;
      }
      standing = current;
    } finally {
      connection.exec('commit');
    }
  }
}

/** The head was read when the file was as it is. */
function isOfThis(
  described: RolloutRow | undefined,
  { plainPath }: RolloutFile,
  state: SourceState,
): described is RolloutRow {
  if (described === undefined || state.kind === 'vanished') return false;
  const { size, mtimeNs } = state.stat;
  const modified = Math.floor(Number(mtimeNs.slice(0, -3)) / 1000);
  return (
    described.path === plainPath && described.size_bytes === size && described.modified_at_ms === modified
  );
}

function isTouched(state: SourceState, path: string): boolean {
  const { size, mtimeNs, inode } = statRollout({ path });
  if (state.kind === 'vanished') return true;
  return size !== state.stat.size || mtimeNs !== state.stat.mtimeNs || inode !== state.stat.inode;
}

/** The reducer of the rows is to be proved itself, and so decides nothing here. */
function examine(path: string, checkpoint: CheckpointRow): SourceState {
  const reducer = 'canonical';
  return examineSource({ path, reducer }, { ...checkpoint, reducer });
}

function coversCheckpoint(path: string, { next_rollout_byte_offset: end }: CheckpointRow): boolean {
  return digestSpan({ path, from: Math.max(0, end - 1), to: end }) !== null;
}

const GONE = {
  vanished: 'its file is gone; rows are kept as they were',
  shrank: 'its file ends before what was projected of it; rows are kept as they were',
} as const;

/** The checkpoint went on over the same text, if it went at all. */
function isSameProjection(before: CheckpointRow, now: CheckpointRow): boolean {
  const { next_rollout_byte_offset: offset } = before;
  return (
    now.next_rollout_byte_offset > offset ||
    (now.next_rollout_byte_offset === offset && now.tail_digest === before.tail_digest)
  );
}
