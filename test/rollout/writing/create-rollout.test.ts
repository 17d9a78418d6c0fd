import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type RolloutRecord, UnwritableRecordError } from '../../../src/events/index.js';
import { RolloutWriter } from '../../../src/rollout/index.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';
import { THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { legacyMeta, now, paginatedMeta } from '../../support/writer-options.js';
import { ordinalsOf, startedTurns, turnStarted, UNKEPT, writtenLines } from '../../support/written-lines.js';

const temp = useTempFolder();
const file = (): string => temp.path('sessions', '2026', '11', '20', `rollout-x-${THREAD_ID}.jsonl`);

describe('creation is lazy', () => {
  test('nothing is on disk before the first append, and nothing is left of a rollout that never had one', () => {
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now });
    expect(writer.append([UNKEPT])).toEqual({
      start: 0,
      end: 0,
      lines: 0,
      firstOrdinal: 0,
      kept: 0,
      dropped: 1,
    });
    writer.close();
    expect(existsSync(temp.path('sessions'))).toBe(false);
  });

  test('the session_meta comes first, and goes out with the first records in one write', () => {
    const fs = faultyFileSystem();
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs });
    const receipt = writer.append([turnStarted('a'), UNKEPT, turnStarted('b')]);
    expect(writtenLines(file()).records.map(({ record }) => record.type)).toEqual([
      'session_meta',
      'event_msg',
      'event_msg',
    ]);
    expect(fs.calls.filter(({ name }) => name === 'writeSync')).toHaveLength(1);
    const end = readFileSync(file()).length;
    expect(receipt).toEqual({ start: 0, end, lines: 3, firstOrdinal: 0, kept: 2, dropped: 1 });
    expect(writer.position()).toEqual({ nextOffset: end, nextOrdinal: 3 });
  });

  test('a flush writes the session_meta of a rollout without records', () => {
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now });
    writer.flush();
    expect(ordinalsOf(file())).toEqual([0]);
  });

  test('a file that is there is never written into', () => {
    temp.write(`sessions/2026/11/20/rollout-x-${THREAD_ID}.jsonl`, 'other');
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now });
    expect(() => writer.append([turnStarted('a')])).toThrow(expect.objectContaining({ code: 'exists' }));
    expect(readFileSync(file(), 'utf8')).toBe('other');
  });
});

describe('ordinals', () => {
  test('of a rollout with a history base start there, with the session_meta', () => {
    const history_base = { thread_id: THREAD_ID, end_ordinal_exclusive: 41, end_byte_offset: 9 };
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta({ history_base }), now });
    writer.append([turnStarted('a')]);
    writer.append([turnStarted('b')]);
    expect(ordinalsOf(file())).toEqual([41, 42, 43]);
  });

  test('are absent in a legacy rollout, not null', () => {
    const writer = RolloutWriter.create({ path: file(), meta: legacyMeta(), now });
    const receipt = writer.append([turnStarted('a')]);
    expect(receipt.firstOrdinal).toBeNull();
    expect(writer.position().nextOrdinal).toBeNull();
    expect(readFileSync(file(), 'utf8')).not.toContain('"ordinal"');
    expect(startedTurns(file())).toEqual(['a']);
  });

  test('that can no longer be counted are refused before anything is written', () => {
    const last = Number.MAX_SAFE_INTEGER - 2;
    const history_base = { thread_id: THREAD_ID, end_ordinal_exclusive: last, end_byte_offset: 9 };
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta({ history_base }), now });
    const tooMany = [turnStarted('a'), turnStarted('b')];
    expect(() => writer.append(tooMany)).toThrow(expect.objectContaining({ code: 'ordinal_overflow' }));
    expect(existsSync(file())).toBe(false);
    expect(writer.pending).toBe(0);
    writer.append([turnStarted('a')]);
    expect(ordinalsOf(file())).toEqual([last, last + 1]);
  });
});

describe('durability', () => {
  const syncs = (fs: { calls: readonly { name: string; path: string | null }[] }) =>
    fs.calls.filter(({ name }) => name === 'fsyncSync').map(({ path }) => path);

  test('`system` leaves an append to the operating system; a flush brings file and folders to the disk', () => {
    const fs = faultyFileSystem();
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs });
    writer.append([turnStarted('a')]);
    expect(syncs(fs)).toEqual([]);
    writer.flush();
    expect(syncs(fs)[0]).toBe(file());
    expect(syncs(fs)).toContain(dirname(file()));
    expect(syncs(fs)).toContain(temp.path());
    const before = syncs(fs).length;
    writer.flush();
    writer.append([turnStarted('b')]);
    writer.close();
    expect(syncs(fs).slice(before)).toEqual([file()]);
  });

  test('`disk` has an append on the disk when it returns', () => {
    const fs = faultyFileSystem();
    const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now, fs, durability: 'disk' });
    writer.append([turnStarted('a')]);
    expect(syncs(fs)).toContain(file());
    expect(syncs(fs)).toContain(dirname(file()));
  });
});

test('an append with a record that no reader would get back writes nothing, and keeps nothing', () => {
  const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now });
  writer.append([turnStarted('a')]);
  const broken = { ...turnStarted('b'), payload: { type: 'task_started' } } as RolloutRecord;
  expect(() => writer.append([turnStarted('b'), broken])).toThrow(UnwritableRecordError);
  expect(writer.pending).toBe(0);
  writer.append([turnStarted('c')]);
  expect(startedTurns(file())).toEqual(['a', 'c']);
  expect(ordinalsOf(file())).toEqual([0, 1, 2]);
});

test('a closed writer says so, and closing again does nothing', () => {
  const writer = RolloutWriter.create({ path: file(), meta: paginatedMeta(), now });
  writer.append([turnStarted('a')]);
  writer.close();
  writer.close();
  expect(() => writer.append([turnStarted('b')])).toThrow(expect.objectContaining({ code: 'closed' }));
  expect(startedTurns(file())).toEqual(['a']);
});
