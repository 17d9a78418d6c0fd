import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  advanceCheckpoint,
  type CheckpointRow,
  markSourceGone,
  noteSourceSeen,
  readCheckpoint,
} from '../../src/store/checkpoint.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../../src/store/rollout-rows.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
let database: HistoryDatabase;

beforeEach(async () => {
  database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
});
afterEach(() => database.close());

const at = (offset: number): CheckpointRow => ({
  thread_id: 'r',
  next_rollout_byte_offset: offset,
  next_rollout_ordinal: 3,
  reducer: 'canonical',
  reducer_state: null,
  projector_version: 1,
  source_size: 100,
  source_mtime_ns: '12345678901234567890',
  source_inode: '42',
  head_bytes: 10,
  head_digest: 'h',
  tail_bytes: 10,
  tail_digest: 't',
  source_gone: null,
  unrecognised_items: 0,
});

it('a checkpoint advances from where it stands, and from nowhere else', () => {
  const { writer } = database;
  expect(readCheckpoint(writer, 'r')).toBeNull();
  expect(advanceCheckpoint(writer, 10, at(20))).toBe('conflict');
  expect(readCheckpoint(writer, 'r')).toBeNull();

  expect(advanceCheckpoint(writer, null, at(10))).toBe('advanced');
  expect(advanceCheckpoint(writer, null, at(20))).toBe('conflict');
  expect(advanceCheckpoint(writer, 9, at(20))).toBe('conflict');
  expect(readCheckpoint(writer, 'r')).toEqual(at(10));

  expect(advanceCheckpoint(writer, 10, at(20))).toBe('advanced');
  expect(advanceCheckpoint(writer, 20, at(20))).toBe('advanced');
  expect(readCheckpoint(writer, 'r')).toEqual(at(20));
});

it('what became of a file is noted without moving the checkpoint', () => {
  const { writer } = database;
  advanceCheckpoint(writer, null, at(10));
  markSourceGone(writer, 'r', 'shrank');
  noteSourceSeen(writer, 'r', { size: 5, mtimeNs: '7', inode: '8' });
  expect(readCheckpoint(writer, 'r')).toEqual({
    ...at(10),
    source_gone: 'shrank',
    source_size: 5,
    source_mtime_ns: '7',
    source_inode: '8',
  });
});

it('rows that are set aside get an id that is free, and removing a rollout leaves them', () => {
  const { writer } = database;
  for (const keptAs of ['r~1', 'r~2', 'r~3']) {
    advanceCheckpoint(writer, null, at(10));
    expect(setRolloutRowsAside(writer, 'r')).toBe(keptAs);
    expect(readCheckpoint(writer, 'r')).toBeNull();
    expect(readCheckpoint(writer, keptAs)).toEqual({ ...at(10), thread_id: keptAs });
  }
  advanceCheckpoint(writer, null, at(30));
  removeRolloutRows(writer, 'r');
  expect(readCheckpoint(writer, 'r')).toBeNull();
  expect(readCheckpoint(writer, 'r~2')).not.toBeNull();
});
