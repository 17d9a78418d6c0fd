import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionMeta } from '../../../src/events/index.js';
import {
  acquireWriterLock,
  type FramedLine,
  materialiseRollout,
  newRolloutPath,
  RolloutError,
  RolloutWriter,
  readLines,
  readRolloutHead,
  toCompressedPath,
} from '../../../src/rollout/index.js';
import type { WriteTask } from '../../support/child/write-rollout.js';
import { type KilledCall, killAtEveryCall } from '../../support/kill-at-every-call.js';
import { useChild } from '../../support/run-child.js';
import { rolloutLine, sessionMeta, THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { now, paginatedMeta, WRITTEN_AT } from '../../support/writer-options.js';
import { ordinalsOf, startedTurns, turnStarted, writtenLines } from '../../support/written-lines.js';
import { writeZstd } from '../../support/zstd-writer.js';

const temp = useTempFolder();
const run = useChild<WriteTask, null>('write-rollout');
const APPENDS = [['a', 'b'], ['c'], ['d', 'e']];
/** Within the first line of a write, in the middle of it, and all but its last newline or so. */
const PARTIAL = [1, 300, 700];

let homes = 0;
function prepare(options: { meta: SessionMeta | null; before?: (path: string) => void }): WriteTask {
  homes += 1;
  const home = temp.path(`home-${homes}`);
  const path = newRolloutPath({ home, threadId: THREAD_ID, rolloutId: THREAD_ID, now: WRITTEN_AT });
  if (options.before !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    options.before(path);
  }
  return { home, path, meta: options.meta, appends: APPENDS, acknowledgements: temp.path(`ack-${homes}`) };
}

/** Reads the rollout as it was left, then goes on with it like the next start does. */
function checkLeftovers(task: WriteTask, earlier: readonly string[], killed: KilledCall | null): void {
  const { home, path, acknowledgements } = task;
  const returned = existsSync(acknowledgements) ? readFileSync(acknowledgements).length : 0;
  const durable = [...earlier, ...APPENDS.slice(0, returned).flat()];
  const begun = [...earlier, ...APPENDS.slice(0, returned + 1).flat()];
  const context = JSON.stringify(killed);

  const read = [...readTurns(path)];
  expect(read.slice(0, durable.length), context).toEqual(durable);
  expect(read, context).toEqual(begun.slice(0, read.length));

  const lock = acquireWriterLock({ home, threadId: THREAD_ID, now });
  if (readsAsThread(path)) {
    const writer = RolloutWriter.reopen({ path, now });
    writer.append([turnStarted('next')]);
    writer.close();
    const turns = startedTurns(path);
    expect(turns.slice(0, durable.length), context).toEqual(durable);
    expect(turns, context).toEqual([...begun.slice(0, turns.length - 1), 'next']);
    expect(ordinalsOf(path), context).toEqual([0, ...turns].map((_, index) => index));
    const { broken, tail } = writtenLines(path);
    expect(tail, context).toBe('');
    expect(broken.length, context).toBeLessThanOrEqual(earlier.length === 0 ? 1 : 2);
    expect(readdirSync(dirname(path)), context).toEqual([basename(path)]);
  } else {
    // Killed before anything was promised: there is nothing to go on with, and nothing was lost.
    expect(durable, context).toEqual([]);
  }
  lock.release();
  expect(readdirSync(join(home, 'thread-writer-locks')), context).toEqual(['.coordination.lock']);
}

/** Whether there is a first record; reading must not fail whatever was left. */
function readsAsThread(path: string): boolean {
  try {
    return readRolloutHead({ path, sleep: () => {} }).meta !== null;
  } catch (error) {
    if (error instanceof RolloutError && error.code === 'not_found') return false;
    throw error;
  }
}

/** The turns that a reader of either representation finds, an unterminated line apart. */
function* readTurns(path: string): Generator<string> {
  if (!existsSync(path) && !existsSync(toCompressedPath(path))) return;
  const lines: Iterable<FramedLine> = readLines({ path });
  for (const { bytes } of lines) {
    const turnId = /"turn_id":"(.+?)"/.exec(bytes?.toString() ?? '')?.[1];
    if (turnId !== undefined) yield turnId;
  }
}

const meta = rolloutLine('session_meta', sessionMeta({ history_mode: 'paginated' }), 0);
const started = (turnId: string, ordinal: number): string =>
  rolloutLine('event_msg', { type: 'task_started', turn_id: turnId, model_context_window: null }, ordinal);
const TEXT = `${meta}${started('x', 1)}${started('y', 2)}`;

describe('killed before any change to a file, or within a write, a writer has lost and doubled nothing', () => {
  test('while it creates a rollout and appends', async () => {
    const kills = await killAtEveryCall({
      run,
      prepare: () => prepare({ meta: paginatedMeta() }),
      partial: PARTIAL,
      check: (task, killed) => checkLeftovers(task, [], killed),
    });
    expect(kills).toBeGreaterThan(40);
  });

  test('while it reopens a rollout with a torn tail and appends', async () => {
    const before = (path: string): void => writeFileSync(path, `${TEXT}{"timestamp":"2026`);
    const kills = await killAtEveryCall({
      run,
      prepare: () => prepare({ meta: null, before }),
      partial: PARTIAL,
      check: (task, killed) => checkLeftovers(task, ['x', 'y'], killed),
    });
    expect(kills).toBeGreaterThan(40);
  });

  test('while it expands a compressed rollout and appends', async () => {
    const before = (path: string): void =>
      writeFileSync(toCompressedPath(path), writeZstd(Buffer.from(TEXT)));
    const kills = await killAtEveryCall({
      run,
      prepare: () => prepare({ meta: null, before }),
      partial: PARTIAL,
      check: (task, killed) => checkLeftovers(task, ['x', 'y'], killed),
    });
    expect(kills).toBeGreaterThan(50);
  });
});

test('a rollout half expanded by a killed process is expanded by the next one, which leaves nothing else', () => {
  const before = (path: string): void => {
    writeFileSync(toCompressedPath(path), writeZstd(Buffer.from(TEXT)));
    writeFileSync(join(dirname(path), `.${basename(path)}.expand.123.tmp`), TEXT.slice(0, 40));
  };
  const { path, home } = prepare({ meta: null, before });
  materialiseRollout({ path });
  expect(readFileSync(path, 'utf8')).toBe(TEXT);
  expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  rmSync(home, { recursive: true });
});
